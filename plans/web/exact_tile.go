package web

import (
	"context"
	"crypto/sha256"
	"net/http"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/geo/grid"
	"terrier/plans/access"
	"terrier/plans/audit"
	"terrier/plans/home"
	"terrier/tiles/layer"
	"terrier/tiles/serve"
)

// HomeTiles draws what somebody sees of the homes in a tile.
type HomeTiles interface {
	Draw(seen []home.Seen, at grid.Tile) []byte
}

// exactTiles are the map of the homes that somebody sees exactly. Nobody keeps them, so what is revoked is gone from the next one.
type exactTiles struct {
	*site
	tiles *serve.Server
}

const exactTilesPath = "/tiles/exact"

// exactTileRoute is the pattern of the tiles.
const exactTileRoute = exactTilesPath + "/{tileset}/{z}/{x}/{row}"

func (e exactTiles) routes(g guarded) {
	g.on("GET", exactTilesPath+"/{document}", e.document)
	g.on("GET", exactTileRoute, e.tile)
}

func (e exactTiles) document(w http.ResponseWriter, r *http.Request, v visitor) error {
	return e.tiles.ExactDocument(w, r, seenTiles{e.site, r, v})
}

func (e exactTiles) tile(w http.ResponseWriter, r *http.Request, v visitor) error {
	return e.tiles.ExactTile(w, r, seenTiles{e.site, r, v})
}

// seenTiles are those of one request. What is shown is noted in the audit trail before.
type seenTiles struct {
	*site
	r *http.Request
	v visitor
}

var _ serve.ExactMaker = seenTiles{}

// Ready checks what is asked for, and notes it.
func (t seenTiles) Ready(ctx context.Context, q layer.Request) error {
	if err := t.checkOwners(ctx, q.Filter.Values()["owner"]); err != nil {
		return err
	}
	return t.note(ctx, q)
}

// Tile draws the homes that the visitor sees, published ones among them.
func (t seenTiles) Tile(_ context.Context, q layer.Request) ([]byte, error) {
	seen, err := t.Entitled.Homes.Seen(sightOf(t.v), q.Filter.Values())
	if err != nil {
		return nil, err
	}
	return t.Entitled.Tiles.Draw(seen, q.At), nil
}

// checkOwners refuses associations that neither the public nor the visitor is told of. The database is asked only about those that are
// not listed to the public.
func (t seenTiles) checkOwners(ctx context.Context, refs []string) error {
	if len(refs) == 0 {
		return nil
	}
	lists, err := t.lists.get(ctx)
	if err != nil {
		return err
	}
	told := t.v.told()
	for _, ref := range refs {
		if told[ref] || slices.ContainsFunc(lists.associations, func(a associationRow) bool { return a.Ref == ref }) {
			continue
		}
		if err := t.checkOwner(ctx, ref); err != nil {
			return err
		}
	}
	return nil
}

// note sees to it that the trail tells of this part of the map.
func (t seenTiles) note(ctx context.Context, q layer.Request) error {
	owners, own := access.Settings(access.Exact(t.v.Who, t.v.now))
	// of whose homes is part of it: those of an agreement that is made meanwhile are looked at anew
	asked := sha256.Sum256([]byte(owners + ";" + own + ";" + q.Filter.String()))
	key := audit.LookKey{Who: audit.Account(t.v.Account), Part: audit.PartOf(q.At), Asked: asked}
	return t.Entitled.Looks.Note(ctx, key, t.v.now, func(ctx context.Context) error {
		if _, err := t.looked.Take(strconv.FormatInt(t.v.Account, 10), t.v.now); err != nil {
			return refusedForNow(err)
		}
		about, err := t.inSight(ctx, access.Exact(t.v.Who, t.v.now), q.Filter.Values())
		if err != nil {
			return err
		}
		of, _ := access.OwnersOf(about)
		noted := map[string]any{"part": key.Part.String(), "zoom": q.At.Z, audit.Of: of}
		if !q.Filter.All() {
			noted["where"] = q.Filter.Values()
		}
		detail, err := audit.DetailOf(noted)
		if err == nil {
			_, err = t.Entitled.Trail.Record(ctx, entry(t.r, t.v, "look-at-homes", detail))
		}
		return err
	}, t.Entitled.Trail.Writable)
}

// Extent is where the homes are that the visitor sees. It is noted as the whole map.
func (t seenTiles) Extent(ctx context.Context) (b orb.Bound, ok bool, err error) {
	if err := t.note(ctx, layer.Request{}); err != nil {
		return b, false, err
	}
	return t.extentSeen(t.v)
}

// Attributions are those of the registers.
func (t seenTiles) Attributions(ctx context.Context) ([]string, error) {
	a, err := t.about.get(ctx)
	return a.attributions, err
}

// extentSeen is the box of all homes that somebody sees, WGS 84.
func (s *site) extentSeen(v visitor) (b orb.Bound, ok bool, err error) {
	seen, err := s.Entitled.Homes.Seen(sightOf(v), nil)
	if err != nil {
		return b, false, err
	}
	b, ok = home.Bound(seen)
	return orb.Bound{Min: bng.FromMercator(b.Min), Max: bng.FromMercator(b.Max)}, ok, nil
}
