package postgis

import (
	"slices"

	"terrier/plans/intake"
)

// toldBy are the fields of files that tell a column of homes, where those are others than the one of its name.
var toldBy = map[string][]string{
	"address_text":    {"address-text", "address-line-2", "town"},
	"needs_category":  {"needs-category", "scheme-type"},
	"bedrooms":        {"bedrooms", "bedsit", "home-type"},
	"bedsit":          {"bedrooms", "bedsit", "home-type"},
	"build_year_band": {"build-year-band", "build-year"},
}

// mayBeSilent are the columns of homes that stay as they stand where a stock return has no column for them. A file that has the column
// and leaves it empty says that it is not known.
var mayBeSilent = []string{"uprn", "parent_uprn", "address_text", "postcode", "needs_category", "home_type", "built", "bedrooms", "bedsit", "bedspaces",
	"wheelchair_standard", "floor", "build_year_band", "epc", "epc_score", "epc_lodgement_date", "ownership", "occupancy"}

// homesOf is how the homes of a file are loaded.
func homesOf(imp intake.Import) register[stagedHome] {
	if imp.Return == nil || len(imp.Mapping) == 0 {
		return homes
	}
	said := func(fields ...string) bool {
		return slices.ContainsFunc(fields, func(field string) bool { return imp.Mapping[field] != "" || imp.Given.Set[field] != "" })
	}
	reg := homes
	reg.columns = slices.Clone(homes.columns)
	for _, column := range mayBeSilent {
		fields := toldBy[column]
		if fields == nil {
			fields = []string{outside(column)}
		}
		if said(fields...) {
			continue
		}
		stays := "t." + column
		if column == "address_text" {
			stays = addressUnder(keptSensitivity, stays)
		}
		reg.set(column, stays)
	}
	if !said("authority") {
		reg.set("authority", "coalesce(s.authority, t.authority)")
	}
	if imp.Options["coordinates"] == "" { // no row has a position of its own: a home that has one stays there, unless its postcode is another
		for _, column := range []string{"position", "geom", "geom_4326", "geom_3857", "source_crs", "source_x", "source_y"} {
			reg.set(column, "CASE WHEN t.position = 'given' AND t.postcode IS NOT DISTINCT FROM s.postcode THEN t."+column+" ELSE s."+column+" END")
		}
	}
	if !said("manager") {
		reg.organisations = slices.Clone(homes.organisations)
		for i, o := range reg.organisations {
			if o.column == "manager_id" {
				reg.organisations[i].updated = "t.manager_id"
			}
		}
	}
	return reg
}

// set says what a row that is there gets in a column. The columns must be the register's own.
func (r register[T]) set(column, expression string) {
	for i, c := range r.columns {
		if c.name == column {
			r.columns[i].updated = expression
		}
	}
}
