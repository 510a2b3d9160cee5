package place

import "terrier/plans"

// Fields are the facts of a place as files carry them, its point aside.
var Fields = []plans.Field{
	{Name: "reference", Also: []string{"place reference", "usrn", "osm_id", "ref", "id"}},
	{Name: "kind", Also: []string{"place kind", "place type", "type", "local type", "LOCAL_TYPE"}},
	{Name: "name", Also: []string{"postcode", "post code", "pcds", "pcd", "street", "street name", "place name", "NAME1", "settlement", "place##nm"}},
	{Name: "name-cy", Also: []string{"NAME2", "welsh name", "place##nmw"}},
	{Name: "context", Also: []string{"settlement", "town", "post town", "village", "parish", "la_name", "district", "populated place", "county", "region"}},
}

// FromFields reads a place from a row's text, everything but its point. A name that is a whole postcode makes it a postcode
// unless the row says another kind. A reference that is missing is left for the caller to make.
func FromFields(r *plans.FieldReader) Place {
	p := Place{
		Reference: r.Name("reference"),
		Kind:      r.Code("kind", Kinds),
		Name:      r.Required("name"),
		NameCy:    r.Name("name-cy"),
		Context:   r.Line("context"),
	}
	postcode, isPostcode := plans.Postcode(p.Name)
	switch {
	case p.Kind == "" && isPostcode:
		p.Kind = "postcode"
	case p.Kind == "" && p.Name != "":
		r.Refuse("kind", "", "missing-kind", "The row does not say whether this is a street or a settlement, and its name is no postcode.",
			"Fill the kind in, or correct the postcode.")
	case p.Kind == "postcode" && !isPostcode:
		r.Refuse("name", p.Name, "not-a-postcode", "This is not a whole postcode.", "Correct it, or take the row out.")
	}
	if p.Kind == "postcode" {
		p.Name, p.Reference = postcode, postcode
	}
	return p
}

// Values are the facts of the place as they are written to files, its point aside.
func (p Place) Values() []plans.FieldValue {
	return []plans.FieldValue{
		{Name: "reference", Text: p.Reference},
		{Name: "kind", Text: p.Kind},
		{Name: "name", Text: p.Name},
		{Name: "name-cy", Text: p.NameCy},
		{Name: "context", Text: p.Context},
	}
}
