package home

import (
	"strconv"
	"strings"

	"terrier/plans"
)

// Fields are the facts of a home as files carry them, the position aside. The other headings are those of the government's own
// lettings and sales logs (CORE) and of associations' asset lists.
var Fields = []plans.Field{
	{Name: "reference", Required: true, Also: []string{"provider-ref", "propcode", "property code", "property reference", "property ref", "prop ref", "property id", "home reference", "asset reference", "asset id", "unit reference", "unit id", "unit code", "ref", "id"}},
	{Name: "owner", Required: true, Also: []string{"owning_organisation_name", "owning organisation", "owner name", "owner reference", "landlord", "landlord name", "housing association", "association", "registered provider", "provider", "provider name", "rp code", "OrganisationLabel", "organisation", "organisation name"}},
	{Name: "manager", Also: []string{"managing_organisation_name", "managing organisation", "managing agent", "managed by"}},
	{Name: "uprn", Also: []string{"unique property reference number", "uprn no", "uprn number"}},
	{Name: "parent-uprn", Also: []string{"block uprn"}},
	{Name: "address-text", Also: []string{"address", "full address", "property address", "address 1", "address line 1", "SiteNameAddress"}},
	{Name: "address-line-2", Also: []string{"address 2"}},
	{Name: "town", Also: []string{"town or city", "post town", "city"}},
	{Name: "postcode", Also: []string{"post code", "postcode full", "postal code", "pcds"}},
	{Name: "needs-category", Also: []string{"needs", "needstype", "needs type"}},
	{Name: "scheme-type", Also: []string{"schtype", "type of scheme"}},
	{Name: "tenure", Required: true, Also: []string{"rent_type", "rent type", "tenure type", "tenancy type", "rent regime"}},
	{Name: "home-type", Also: []string{"unittype_gn", "unittype_sh", "unit type", "property type", "dwelling type", "type of home", "proptype", "type"}},
	{Name: "built", Also: []string{"builtype", "build type", "building type"}},
	{Name: "bedrooms", Also: []string{"beds", "number of bedrooms", "no of bedrooms", "bedroom count", "bed size"}},
	{Name: "bedsit"},
	{Name: "bedspaces", Also: []string{"bed spaces", "number of bedspaces"}},
	{Name: "wheelchair-standard", Also: []string{"wchair", "wheelchair", "wheelchair accessible", "wheelchair access"}},
	{Name: "floor", Also: []string{"floor level", "storey", "floor number"}},
	{Name: "build-year-band", Also: []string{"age band", "construction age band", "property age", "build period"}},
	{Name: "build-year", Also: []string{"year built", "built year", "construction year", "year of construction", "build date"}},
	{Name: "epc", Also: []string{"epc rating", "epc band", "EnergyRating", "energy rating", "energy band", "current energy rating", "energy certificate"}},
	{Name: "epc-score", Also: []string{"sap", "sap score", "sap rating", "current energy efficiency"}},
	{Name: "epc-lodgement-date", Also: []string{"lodgement date", "epc date"}},
	{Name: "ownership", Also: []string{"ownership type", "ownership status"}},
	{Name: "occupancy", Also: []string{"occupancy status", "void status"}},
	{Name: "as-at-date", Also: []string{"as at", "as of", "EffectiveDate", "effective date", "snapshot date"}},
	{Name: "sensitivity", Also: []string{"disclosure"}},
	{Name: "confidential", Also: []string{"sensitive", "confidential information", "scheme sensitive"}},
	{Name: "client-group", Also: []string{"primary client group", "primary_client_group", "client group"}},
	{Name: "authority", Also: []string{"la", "la code", "local authority code", "lad code", "lad##cd"}},
	{Name: "position", Also: []string{"position source", "position accuracy"}},
}

// FromFields reads a home from a row's text, everything but its point. What a home cannot be without is refused; any other
// value that cannot be read is noted and left out. In doubt a home counts as withheld, never as open; where the row says nothing of its
// sensitivity at all, that is "".
func FromFields(r *plans.FieldReader) Home {
	h := Home{
		Reference:        ReferenceOf(r),
		Owner:            r.Required("owner"),
		Manager:          r.Name("manager"),
		UPRN:             r.UPRN("uprn"),
		ParentUPRN:       r.UPRN("parent-uprn"),
		Address:          address(r),
		Postcode:         r.Postcode("postcode"),
		Needs:            needs(r),
		Tenure:           r.RequiredCode("tenure", Tenures),
		Type:             r.Code("home-type", Types),
		Built:            r.Code("built", Builts),
		Wheelchair:       r.YesNo("wheelchair-standard"),
		BuildYearBand:    buildYearBand(r),
		EPC:              r.Code("epc", EPCs),
		EPCLodgementDate: r.Date("epc-lodgement-date"),
		Ownership:        r.Code("ownership", Ownerships),
		Occupancy:        r.Code("occupancy", Occupancies),
		AsAt:             r.Date("as-at-date"),
		Authority:        authority(r),
	}
	h.Bedrooms, h.Bedsit = bedrooms(r, h.Type)
	h.Bedspaces, _ = r.Whole("bedspaces", 1, 100)
	h.EPCScore, _ = r.Whole("epc-score", 1, 100)
	if floor, ok := r.Whole("floor", -5, 120); ok {
		h.Floor = &floor
	}
	if h.AsAt.IsZero() {
		r.Refuse("as-at-date", "", "missing-as-at-date", "The row does not say which day it describes.", "Fill the day in, or give one for the whole file with --as-at.")
	}
	h.Sensitivity = sensitivity(r, h.Tenure)
	if h.Sensitivity == Withheld && h.Address != "" {
		h.Address = ""
		r.Note("address-text", "", "address-not-kept", "The address of a withheld home is not kept.", "Nothing needs to be done.")
	}
	return h
}

// ReferenceOf is what a row calls its home: the owner's reference, or else the UPRN; "" where it says neither, which is refused.
func ReferenceOf(r *plans.FieldReader) string {
	if !r.Said("reference") {
		if uprn := r.UPRN("uprn"); uprn != "" {
			r.Remark("Homes without a reference of their owner's go by their UPRN.")
			return uprn
		}
	}
	return r.Required("reference")
}

func address(r *plans.FieldReader) string {
	var lines []string
	for _, field := range []string{"address-text", "address-line-2", "town"} {
		if line := r.Line(field); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, ", ")
}

// needs also knows CORE's scheme type 7, housing for older people, which CORE counts as supported housing.
func needs(r *plans.FieldReader) string {
	slug := r.Code("needs-category", Needs)
	if scheme := plans.Fold(r.Line("scheme-type")); scheme == "7" || scheme == "housingforolderpeople" {
		return "housing-for-older-people"
	}
	return slug
}

// bedrooms of a bedsit are one, as in CORE.
func bedrooms(r *plans.FieldReader, homeType string) (n int, bedsit bool) {
	said := r.YesNo("bedsit")
	bedsit = homeType == "bedsit" || said != nil && *said
	if bedsit {
		switch plans.Fold(r.Line("bedrooms")) {
		case "0", "bedsit", "studio", "":
			return 1, true
		}
	}
	n, _ = r.Whole("bedrooms", 1, 12)
	return n, bedsit
}

func buildYearBand(r *plans.FieldReader) string {
	if r.Said("build-year-band") {
		return r.Code("build-year-band", BuildYearBands)
	}
	year, ok := r.Whole("build-year", 1000, 2100)
	if !ok {
		return ""
	}
	for i, first := range []int{1919, 1945, 1965, 1981, 1991, 2003, 2012} {
		if year < first {
			return BuildYearBands[i].Slug
		}
	}
	return "2012-and-later"
}

func authority(r *plans.FieldReader) string {
	code := strings.ToUpper(r.Line("authority"))
	if code == "" {
		return ""
	}
	if len(code) != 9 || !strings.ContainsAny(code[:1], "EWSN") || strings.Trim(code[1:], "0123456789") != "" {
		r.Note("authority", code, "not-a-gss-code", "This is not the GSS code of an authority, such as E08000009.", "The field was left empty.")
		return ""
	}
	return code
}

// sensitivity is what the owner says of the home, or withheld where the row tells of a refuge: CORE's confidential flag, its
// rent code 6 (specified accommodation), or a client group at risk of violence. The owner's own word stands above the last two. It is ""
// where the row says nothing, and a confidential flag that says no means open.
func sensitivity(r *plans.FieldReader, tenure string) string {
	confidential := r.Line("confidential")
	if confidential != "" {
		if flag := r.YesNo("confidential"); flag == nil || *flag {
			return Withheld
		}
	}
	if said := r.Line("sensitivity"); said != "" {
		code, ok := Sensitivities.Parse(said)
		if !ok {
			r.Refuse("sensitivity", said, "unknown-sensitivity", "Who may know of this home cannot be told from its sensitivity.",
				"Use one of "+strings.Join(Sensitivities.Slugs(), ", ")+".")
			return Withheld
		}
		return code.Slug
	}
	group := strings.ToLower(r.Line("client-group"))
	if tenure == "specified-accommodation" || strings.Contains(group, "refuge") || strings.Contains(group, "domestic") || strings.Contains(group, "violence") {
		r.Remark("Specified accommodation and homes for people at risk of violence are withheld, because the file has no sensitivity for them.")
		return Withheld
	}
	if confidential != "" {
		return Open
	}
	return ""
}

// Values are the facts of the home as they are written to files, the point aside.
func (h Home) Values() []plans.FieldValue {
	return []plans.FieldValue{
		{Name: "reference", Text: h.Reference},
		{Name: "owner", Text: h.Owner},
		{Name: "manager", Text: h.Manager},
		{Name: "uprn", Text: h.UPRN},
		{Name: "parent-uprn", Text: h.ParentUPRN},
		{Name: "address-text", Text: h.Address},
		{Name: "postcode", Text: h.Postcode},
		{Name: "needs-category", Text: h.Needs},
		{Name: "tenure", Text: h.Tenure},
		{Name: "home-type", Text: h.Type},
		{Name: "built", Text: h.Built},
		{Name: "bedrooms", Text: said(h.Bedrooms), Bare: true},
		{Name: "bedsit", Text: strconv.FormatBool(h.Bedsit), Bare: true},
		{Name: "bedspaces", Text: said(h.Bedspaces), Bare: true},
		{Name: "wheelchair-standard", Text: answered(h.Wheelchair), Bare: true},
		{Name: "floor", Text: given(h.Floor), Bare: true},
		{Name: "build-year-band", Text: h.BuildYearBand},
		{Name: "epc", Text: h.EPC},
		{Name: "epc-score", Text: said(h.EPCScore), Bare: true},
		{Name: "epc-lodgement-date", Text: plans.FormatDate(h.EPCLodgementDate)},
		{Name: "ownership", Text: h.Ownership},
		{Name: "occupancy", Text: h.Occupancy},
		{Name: "as-at-date", Text: plans.FormatDate(h.AsAt)},
		{Name: "sensitivity", Text: h.Sensitivity},
		{Name: "authority", Text: h.Authority},
		{Name: "position", Text: h.Position},
	}
}

func said(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func given(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func answered(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}
