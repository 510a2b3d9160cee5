package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"terrier/plans/home"
)

// recordColumns are all that is told of a home h under owner o and manager m.
var recordColumns = `h.id, h.owner_id, o.ref, o.name, o.reference, coalesce(m.ref, ''), coalesce(m.name, ''), coalesce(m.reference, ''),
	` + factsOf("h") + `, coalesce(h.source_x, 0), coalesce(h.source_y, 0), h.source_id, coalesce(h.import_id, 0), h.valid_from`

// rowColumns are those of a home h that recordColumns and narrowed are made of.
const rowColumns = `h.id, h.owner_id, h.manager_id, h.provider_ref, h.uprn, h.parent_uprn, h.address_text, h.postcode, h.needs_category, h.tenure, h.home_type,
	h.built, h.bedrooms, h.bedsit, h.bedspaces, h.wheelchair_standard, h.floor, h.build_year_band, h.epc, h.epc_score, h.epc_lodgement_date,
	h.ownership, h.occupancy, h.as_at_date, h.sensitivity, h.authority, h.position, h.geom, h.source_crs, h.source_x, h.source_y, h.source_id,
	h.import_id, h.valid_from`

// fetchHomes reads homes by id, in the order of the ids; from is what they stand in, as h.
func fetchHomes(ctx context.Context, tx pgx.Tx, v home.View, from string, ids []int64, args ...any) ([]home.Record, error) {
	where, args := narrowed(v, append([]any{ids}, args...))
	rows, err := tx.Query(ctx, `
		SELECT `+recordColumns+`
		  FROM unnest($1::bigint[]) WITH ORDINALITY AS asked (id, place)
		  JOIN `+from+` ON h.id = asked.id
		  JOIN organisation o ON o.id = h.owner_id
		  LEFT JOIN organisation m ON m.id = h.manager_id
		 WHERE `+where+`
		 ORDER BY asked.place`, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (home.Record, error) {
		var r home.Record
		var h homeRow
		into := append([]any{&r.ID, &r.OwnerID, &r.OwnedBy.Ref, &r.OwnedBy.Name, &h.Owner, &r.ManagedBy.Ref, &r.ManagedBy.Name, &h.Manager}, h.factsInto()...)
		err := row.Scan(append(into, &h.SourceX, &h.SourceY, &r.SourceID, &r.ImportID, &r.ValidFrom)...)
		r.Home = h.facts()
		return v.Seen(r), err
	})
}
