package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans/home"
)

// recordColumns are all that is told of a home h under owner o and manager m.
const recordColumns = `h.id, h.owner_id, o.ref, o.name, o.reference, coalesce(m.ref, ''), coalesce(m.name, ''), coalesce(m.reference, ''),
	h.provider_ref, coalesce(h.uprn, ''), coalesce(h.parent_uprn, ''), coalesce(h.address_text, ''), coalesce(h.postcode, ''),
	coalesce(h.needs_category, ''), h.tenure, coalesce(h.home_type, ''), coalesce(h.built, ''), coalesce(h.bedrooms, 0)::int, h.bedsit,
	coalesce(h.bedspaces, 0)::int, h.wheelchair_standard, h.floor::int, coalesce(h.build_year_band, ''), coalesce(h.epc, ''), coalesce(h.epc_score, 0)::int,
	h.epc_lodgement_date, coalesce(h.ownership, ''), coalesce(h.occupancy, ''), h.as_at_date, h.sensitivity, coalesce(h.authority, ''), h.position,
	ST_X(h.geom), ST_Y(h.geom), h.source_crs, coalesce(h.source_x, 0), coalesce(h.source_y, 0), h.source_id, coalesce(h.import_id, 0), h.valid_from`

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
		var lodged *time.Time
		err := row.Scan(&r.ID, &r.OwnerID, &r.OwnedBy.Ref, &r.OwnedBy.Name, &r.Owner, &r.ManagedBy.Ref, &r.ManagedBy.Name, &r.Manager,
			&r.Reference, &r.UPRN, &r.ParentUPRN, &r.Address, &r.Postcode,
			&r.Needs, &r.Tenure, &r.Type, &r.Built, &r.Bedrooms, &r.Bedsit,
			&r.Bedspaces, &r.Wheelchair, &r.Floor, &r.BuildYearBand, &r.EPC, &r.EPCScore,
			&lodged, &r.Ownership, &r.Occupancy, &r.AsAt, &r.Sensitivity, &r.Authority, &r.Position,
			&r.Point[0], &r.Point[1], &r.SourceCRS, &r.SourceX, &r.SourceY, &r.SourceID, &r.ImportID, &r.ValidFrom)
		r.EPCLodgementDate = day(lodged)
		return v.Seen(r), err
	})
}
