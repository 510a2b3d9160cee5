package postgis

import (
	"context"
	"iter"

	"github.com/jackc/pgx/v5"

	"terrier/plans/intake"
	"terrier/plans/organisation"
)

var organisations = register[organisation.Organisation]{
	whole: true, kind: "organisations", table: "organisation", key: []string{"organisation_type", "reference"}, refKind: "associations",
	columns: []loadColumn[organisation.Organisation]{
		{name: "organisation_type", sqlType: "text", value: func(o organisation.Organisation) any { return text(o.Type) }},
		{name: "reference", sqlType: "text", value: func(o organisation.Organisation) any { return text(o.Reference) }},
		{name: "name", sqlType: "text", value: func(o organisation.Organisation) any { return text(o.Name) }},
		{name: "curie", sqlType: "text", value: func(o organisation.Organisation) any { return text(o.CURIE) }},
		{name: "gss_code", sqlType: "text", value: func(o organisation.Organisation) any { return text(o.GSSCode) }},
		{name: "rp_code", sqlType: "text", value: func(o organisation.Organisation) any { return text(o.RPCode) }},
		{name: "rp_designation", sqlType: "text", value: func(o organisation.Organisation) any { return text(o.RPDesignation) }},
		{name: "corporate_form", sqlType: "text", value: func(o organisation.Organisation) any { return text(o.CorporateForm) }},
		{name: "charity_number", sqlType: "text", value: func(o organisation.Organisation) any { return text(o.CharityNumber) }},
		{name: "company_number", sqlType: "text", value: func(o organisation.Organisation) any { return text(o.CompanyNumber) }},
		{name: "mutuals_number", sqlType: "text", value: func(o organisation.Organisation) any { return text(o.MutualsNumber) }},
		{name: "size_band", sqlType: "text", value: func(o organisation.Organisation) any { return text(o.SizeBand) }},
		{name: "origin", sqlType: "text", value: func(o organisation.Organisation) any { return text(o.Origin) }},
		{name: "website", sqlType: "text", value: func(o organisation.Organisation) any { return text(o.Website) }},
		{name: "start_date", sqlType: "date", value: func(o organisation.Organisation) any { return date(o.StartDate) }},
		{name: "end_date", sqlType: "date", value: func(o organisation.Organisation) any { return date(o.EndDate) }},
		{name: "entry_date", sqlType: "date", silent: true, inserted: orToday, updated: orToday, value: func(o organisation.Organisation) any { return date(o.EntryDate) }},
		{name: "successor", sqlType: "text", aside: true, value: func(o organisation.Organisation) any { return text(o.Successor) }},
		{name: "succession_kind", sqlType: "text", aside: true, value: func(o organisation.Organisation) any { return text(o.SuccessionKind) }},
		{name: "succession_date", sqlType: "date", aside: true, value: func(o organisation.Organisation) any { return date(o.SuccessionDate) }},
	},
}

// addSuccessions joins each row that names a successor to it. A successor that is not known is noted.
func addSuccessions(ctx context.Context, tx pgx.Tx, sourceID int64, report func(intake.Problem)) (int, error) {
	rows, err := tx.Query(ctx, `
		SELECT s.line, s.successor FROM staging s
		 WHERE s.successor IS NOT NULL
		   AND NOT EXISTS (SELECT FROM organisation o WHERE s.successor IN (o.reference, o.curie, o.rp_code) OR o.search_key = search_key(s.successor))`)
	if err != nil {
		return 0, err
	}
	var line int
	var name string
	if _, err := pgx.ForEachRow(rows, []any{&line, &name}, func() error {
		report(intake.Problem{Line: line, Field: "successor", Value: name, Outcome: intake.Noted, Code: "unknown-successor",
			Reason: "There is no organisation of this name or reference.", Remedy: "The successor was left out. Bring that organisation in, then this file again."})
		return nil
	}); err != nil {
		return 0, err
	}
	tag, err := tx.Exec(ctx, `
		INSERT INTO organisation_succession AS had (from_id, to_id, kind, date, source_id)
		SELECT DISTINCT ON (was.id, next.id) was.id, next.id, s.succession_kind, s.succession_date, $1::bigint
		  FROM staging s
		  JOIN organisation was ON was.organisation_type = s.organisation_type AND was.reference = s.reference
		  JOIN LATERAL (SELECT id FROM organisation o
		                 WHERE s.successor IN (o.reference, o.curie, o.rp_code) OR o.search_key = search_key(s.successor)
		                 ORDER BY o.reference = s.successor DESC, o.end_date IS NULL DESC, o.id LIMIT 1) next ON next.id <> was.id
		 WHERE s.successor IS NOT NULL
		 ORDER BY was.id, next.id
		ON CONFLICT (from_id, to_id, kind) DO UPDATE SET date = excluded.date WHERE had.date <> excluded.date`, sourceID)
	return int(tag.RowsAffected()), err
}

// Organisations brings registered providers, authorities, parish councils and forums in.
func (l *Loader) Organisations(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[organisation.Organisation], error], report func(intake.Problem)) (intake.Counts, int64, error) {
	return load(ctx, l, organisations, imp, rows, report, func(ctx context.Context, tx pgx.Tx, sourceID, _ int64) (int, error) {
		return addSuccessions(ctx, tx, sourceID, report)
	})
}
