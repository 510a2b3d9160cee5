package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans/timetable"
)

// Rules lists the law that is kept, by id.
func (r *Reader) Rules(ctx context.Context) ([]timetable.Rule, error) {
	rows, err := r.pool.Query(ctx, `
		SELECT id, title, text, instrument, provision, url, coalesce(regime, ''), effective_from, effective_to,
		       coalesce(trigger_event, ''), coalesce(period_value, 0), coalesce(period_unit, ''), coalesce(count_from, ''), coalesce(roll, ''), verified_on
		  FROM rule ORDER BY id`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r timetable.Rule, err error) {
		var from, to, verified *time.Time
		p := &r.Period
		err = row.Scan(&r.ID, &r.Title, &r.Text, &r.Instrument, &r.Provision, &r.URL, &r.Regime, &from, &to, &p.Trigger, &p.Value, &p.Unit, &p.From, &p.Roll, &verified)
		r.EffectiveFrom, r.EffectiveTo, r.VerifiedOn = day(from), day(to), day(verified)
		return r, err
	})
}
