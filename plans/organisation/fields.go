package organisation

import (
	"regexp"
	"time"

	"terrier/plans"
)

// Fields are the facts of an organisation as files carry them. The other headings are those of the register of social housing
// providers and of its Regulator's list.
var Fields = []plans.Field{
	{Name: "reference", Also: []string{"social-housing-provider-eng", "rp code", "registration number", "registered number", "register number", "organisation reference", "ref", "id"}},
	{Name: "name", Also: []string{"organisation name", "provider name", "landlord name", "organisation label"}},
	{Name: "organisation-type", Also: []string{"type"}},
	{Name: "curie", Also: []string{"organisation"}},
	{Name: "gss-code", Also: []string{"statistical-geography", "gss", "ons code"}},
	{Name: "rp-code", Also: []string{"regulator code", "registered provider code"}},
	{Name: "rp-designation", Also: []string{"social-housing-provider-designation-eng", "designation"}},
	{Name: "corporate-form", Also: []string{"social-housing-provider-legal-entity-eng", "legal entity", "corporate form"}},
	{Name: "charity-number", Also: []string{"charity no", "charity registration number"}},
	{Name: "company-number", Also: []string{"company no", "companies house number", "company registration number"}},
	{Name: "mutuals-number", Also: []string{"mutuals no", "fca number"}},
	{Name: "size-band"},
	{Name: "origin"},
	{Name: "website", Also: []string{"url", "web"}},
	{Name: "start-date", Also: []string{"registration date", "date registered"}},
	{Name: "end-date", Also: []string{"deregistration date"}},
	{Name: "entry-date", Also: []string{"last updated"}},
	{Name: "successor", Also: []string{"replaced by", "merged into", "taken over by"}},
	{Name: "succession-kind"},
	{Name: "succession-date", Also: []string{"date of merger"}},
}

var (
	curieForm = regexp.MustCompile(`^[a-z-]+:[A-Za-z0-9_.-]+$`)
	gssForm   = regexp.MustCompile(`^[EWNS][0-9]{8}$`)
)

// FromFields reads an organisation from a row's text. In the register of providers local authorities stand without a name;
// they go by their CURIE until their own register names them.
func FromFields(r *plans.FieldReader) Organisation {
	o := Organisation{
		Reference:     r.Name("reference"),
		Name:          r.Name("name"),
		CURIE:         formed(r, "curie", curieForm, "a CURIE, such as local-authority:CMD"),
		GSSCode:       formed(r, "gss-code", gssForm, "a GSS code, such as E08000009"),
		RPCode:        r.Line("rp-code"),
		RPDesignation: r.Code("rp-designation", Designations),
		CorporateForm: corporateForm(r),
		CharityNumber: r.Line("charity-number"),
		CompanyNumber: r.Line("company-number"),
		MutualsNumber: r.Line("mutuals-number"),
		SizeBand:      r.Code("size-band", SizeBands),
		Origin:        r.Code("origin", Origins),
		Website:       r.Link("website"),
		StartDate:     r.Date("start-date"),
		EndDate:       r.Date("end-date"),
		EntryDate:     r.Date("entry-date"),
		Successor:     r.Name("successor"),
	}
	readSuccession(r, &o)
	o.Type = kind(r, o)
	if !o.EndDate.IsZero() && o.EndDate.Before(o.StartDate) {
		r.Note("end-date", plans.FormatDate(o.EndDate), "ends-before-start", "It ended before it began.", "The field was left empty.")
		o.EndDate = time.Time{}
	}
	for _, instead := range []string{o.RPCode, o.CURIE, o.GSSCode} {
		if o.Reference == "" {
			o.Reference = instead
		}
	}
	if o.Name == "" {
		o.Name = o.CURIE
		if o.Name == "" {
			o.Name = o.Reference
		}
		if o.Name == "" {
			r.Refuse("name", "", "missing-name", "There is neither a name nor a reference.", "Fill one in, or take the row out.")
		} else {
			r.Note("name", "", "name-made", "There is no name.", "It goes by "+o.Name+" until a file names it.")
		}
	}
	return o
}

// readSuccession reads how and from when the successor took over; a day that is not said is the day the organisation ended.
func readSuccession(r *plans.FieldReader, o *Organisation) {
	if o.Successor == "" {
		return
	}
	o.SuccessionKind, o.SuccessionDate = r.Code("succession-kind", SuccessionKinds), r.Date("succession-date")
	if o.SuccessionKind == "" {
		o.SuccessionKind = "merger"
		r.Remark("Successions whose kind is not said came in as mergers.")
	}
	if o.SuccessionDate.IsZero() {
		o.SuccessionDate = o.EndDate
	}
	if o.SuccessionDate.IsZero() {
		r.Note("successor", o.Successor, "succession-without-date", "It is not said from when the successor took over.", "The successor was left out.")
		o.Successor, o.SuccessionKind = "", ""
	}
}

// IsRegulatorsHeading reports whether a column so named holds the numbers of the Regulator of Social Housing.
func IsRegulatorsHeading(heading string) bool {
	switch plans.Fold(heading) {
	case "socialhousingprovidereng", "rpcode", "registrationnumber", "registerednumber":
		return true
	}
	return false
}

func formed(r *plans.FieldReader, field string, form *regexp.Regexp, what string) string {
	text := r.Line(field)
	if text != "" && !form.MatchString(text) {
		r.Note(field, text, "not-a-"+field, "This is not "+what+".", "The field was left empty.")
		return ""
	}
	return text
}

// kind is the type said, or that of a provider for a row that carries a Regulator's designation.
func kind(r *plans.FieldReader, o Organisation) string {
	slug := r.Code("organisation-type", Types)
	if slug == "" && (o.RPDesignation != "" || o.RPCode != "") {
		slug = "registered-provider"
	}
	if slug == "" {
		slug = "other"
		r.Remark("Organisations whose type is not said came in as \"other\".")
	}
	return slug
}

// corporateForm also knows the register's numbers, which may stand together: 1 company, 2 charity, 3 registered society,
// 4 charitable registered society (openregister social-housing-provider-legal-entity-eng).
func corporateForm(r *plans.FieldReader) string {
	switch r.Line("corporate-form") {
	case "1":
		return "company"
	case "2":
		return "other"
	case "1,2", "2,1", "1;2":
		return "charitable-company"
	case "3", "4":
		return "registered-society"
	}
	return r.Code("corporate-form", CorporateForms)
}

// Values are the facts of the organisation as they are written to files.
func (o Organisation) Values() []plans.FieldValue {
	return []plans.FieldValue{
		{Name: "reference", Text: o.Reference},
		{Name: "name", Text: o.Name},
		{Name: "organisation-type", Text: o.Type},
		{Name: "curie", Text: o.CURIE},
		{Name: "gss-code", Text: o.GSSCode},
		{Name: "rp-code", Text: o.RPCode},
		{Name: "rp-designation", Text: o.RPDesignation},
		{Name: "corporate-form", Text: o.CorporateForm},
		{Name: "charity-number", Text: o.CharityNumber},
		{Name: "company-number", Text: o.CompanyNumber},
		{Name: "mutuals-number", Text: o.MutualsNumber},
		{Name: "size-band", Text: o.SizeBand},
		{Name: "origin", Text: o.Origin},
		{Name: "website", Text: o.Website},
		{Name: "start-date", Text: plans.FormatDate(o.StartDate)},
		{Name: "end-date", Text: plans.FormatDate(o.EndDate)},
		{Name: "entry-date", Text: plans.FormatDate(o.EntryDate)},
		{Name: "successor", Text: o.Successor},
		{Name: "succession-kind", Text: o.SuccessionKind},
		{Name: "succession-date", Text: plans.FormatDate(o.SuccessionDate)},
	}
}
