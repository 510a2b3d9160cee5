package postgis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"terrier/plans"
	"terrier/plans/area"
)

// landKinds are the kinds of boundary that an area can be put together of.
var landKinds = []string{"parish", "ward", "local-authority", "local-planning-authority"}

// Land finds boundaries by kind and code, as in "parish:E04000001", in the order of refs. plans.NotFound for the first that there is not, or
// not any more.
func (r *Reader) Land(ctx context.Context, refs []string) ([]area.Land, error) {
	kinds, codes := make([]string, len(refs)), make([]string, len(refs))
	for i, ref := range refs {
		kinds[i], codes[i], _ = strings.Cut(storable(ref), ":")
	}
	rows, err := r.pool.Query(ctx, selectLand+` WHERE b.kind = ANY ($1) AND `+standingNow+`
		AND (b.kind, b.code) IN (SELECT * FROM unnest($2::text[], $3::text[]))`, landKinds, kinds, codes)
	if err != nil {
		return nil, err
	}
	found, err := pgx.CollectRows(rows, scanLand)
	if err != nil {
		return nil, fmt.Errorf("find boundaries by code: %w", err)
	}
	byRef := map[string]nearLand{}
	wanted := make([]shapeOf, len(found))
	for i, l := range found {
		byRef[l.Kind+":"+l.Code] = l
		wanted[i] = l.of
	}
	held, err := r.shapes.read(ctx, r.pool, wanted)
	if err != nil {
		return nil, fmt.Errorf("read the outlines of boundaries: %w", err)
	}
	all := make([]area.Land, len(refs))
	for i, ref := range refs {
		l := byRef[kinds[i]+":"+codes[i]]
		if l.held = held[l.of]; l.held == nil {
			return nil, plans.Missing("boundary", ref)
		}
		all[i] = l.land()
	}
	return all, nil
}

// LandNamed finds boundaries by what has been typed of a name, or by their whole code, without their outlines: what begins so before what has
// a word that does, and those before near misses.
func (r *Reader) LandNamed(ctx context.Context, query string, kinds []string, limit int) ([]area.Land, error) {
	for _, kind := range kinds {
		if !slices.Contains(landKinds, kind) {
			return nil, errLandKind(kind)
		}
	}
	rows, err := r.pool.Query(ctx, `
		WITH q AS (SELECT search_key($1) AS key, upper(btrim($1)) AS code)
		`+selectLand+` CROSS JOIN q
		 WHERE q.key <> '' AND b.kind = ANY ($2) AND `+standingNow+`
		   AND (b.code = q.code OR b.search_key LIKE '%' || q.key || '%' OR q.key <% b.search_key)
		 ORDER BY b.code <> q.code, b.search_key <> q.key, b.search_key NOT LIKE q.key || '%', b.search_key NOT LIKE '% ' || q.key || '%',
		          word_similarity(q.key, b.search_key) DESC, b.name, b.kind, b.code
		 LIMIT $3`, planned, storable(query), kinds, max(limit, 0))
	if err != nil {
		return nil, err
	}
	found, err := pgx.CollectRows(rows, scanLand)
	if err != nil {
		return nil, fmt.Errorf("find boundaries by name: %w", err)
	}
	all := make([]area.Land, len(found))
	for i, l := range found {
		all[i] = l.Land
	}
	return all, nil
}

func errLandKind(kind string) error {
	return plans.Refuse("unknown-kind", "kinds", fmt.Sprintf("%q is no kind of boundary that can be asked for here.", kind), "Give some of "+strings.Join(landKinds, ", ")+".")
}
