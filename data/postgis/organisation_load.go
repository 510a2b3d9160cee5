package postgis

import (
	"context"
	"iter"

	"terrier/plans/intake"
	"terrier/plans/organisation"
)

var organisations = register[organisation.Organisation]{
	kind: "organisations", table: "organisation", key: []string{"organisation_type", "reference"}, refKind: "associations",
	columns: []column[organisation.Organisation]{
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
		{name: "entry_date", sqlType: "date", silent: true, orToday: true, value: func(o organisation.Organisation) any { return date(o.EntryDate) }},
	},
}

// Organisations brings registered providers, authorities, parish councils and forums in.
func (l *Loader) Organisations(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[organisation.Organisation], error], report func(intake.Problem)) (intake.Counts, int64, error) {
	return load(ctx, l, organisations, imp, rows, report, nil)
}
