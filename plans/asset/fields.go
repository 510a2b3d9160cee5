package asset

import (
	"strings"

	"terrier/plans"
)

// Fields are the facts of an asset as files carry them, its place aside. The other headings are those of the Transparency
// Code's list of land and buildings, of the draft listing of assets of community value, and of councils' own lists.
var Fields = []plans.Field{
	{Name: "reference", Also: []string{"AssetCode", "asset reference", "asset id", "asset ref", "UniqueAssetID", "unique asset identifier", "property reference", "SiteReference", "LA SITE REF", "reference number", "site ref", "site id", "osm_id", "ethos_id", "unique id", "ref", "id"}},
	{Name: "name", Also: []string{"PropertyName", "asset name", "site_name", "building name", "community_hub", "title", "facility", "facility name", "library", "organisati", "NAME AND ADDRESS OF SITE", "name and address", "SiteNameAddress"}},
	{Name: "organisation", Also: []string{"OrganisationLabel", "organisation name", "organisation reference", "OrganisationURI", "local authority", "council"}},
	{Name: "address-text", Also: []string{"address", "SiteAddress", "SiteNameAddress", "full address", "location"}},
	{Name: "street-number", Also: []string{"StreetNumber", "house number", "building number"}},
	{Name: "street", Also: []string{"StreetName", "road"}},
	{Name: "town", Also: []string{"PostTown", "city"}},
	{Name: "postcode", Also: []string{"post code"}},
	{Name: "description", Also: []string{"descriptio", "facilities", "DevelopmentDescription", "asset description"}},
	{Name: "asset-kind", Also: []string{"kind", "asset type", "site_type", "typology", "typology_e", "facility type", "category", "building type", "primary function", "function", "type"}},
	{Name: "uprn", Also: []string{"unique property reference number"}},
	{Name: "title-number", Also: []string{"title no", "land registry title", "land registry title number"}},
	{Name: "owner", Also: []string{"owner name", "owned by", "landowner"}},
	{Name: "owner-kind", Also: []string{"owner type", "OwnershipStatus", "ownership status"}},
	{Name: "occupier", Also: []string{"managed_by", "managed", "tenant", "custodian", "lessee"}},
	{Name: "present-use", Also: []string{"use", "current use", "OtherDetail"}},
	{Name: "tenure", Also: []string{"TenureType", "tenure of land"}},
	{Name: "website", Also: []string{"url", "web", "web site", "link"}},
	{Name: "date-of-acquisition", Also: []string{"date acquired", "acquisition date", "acquired", "date purchased"}},
	{Name: "cost-or-proxy-value", Also: []string{"cost", "proxy value", "acquisition cost"}},
	{Name: "start-date"},
	{Name: "end-date"},
	{Name: "entry-date", Also: []string{"EffectiveDate", "LastUpdatedDate", "date last updated", "last updated"}},
	{Name: "notes", Also: []string{"comment", "comments"}},
	{Name: "position", Also: []string{"position source", "position accuracy"}},
}

// FromFields reads an asset from a row's text, everything but its place. A reference that is missing is left for the caller to
// make; a name that is missing is made from what the row does say.
func FromFields(r *plans.FieldReader) Asset {
	a := Asset{
		Reference:    r.Name("reference"),
		Name:         r.Name("name"),
		Organisation: r.Name("organisation"),
		Address:      address(r),
		Postcode:     r.Postcode("postcode"),
		Description:  r.Text("description"),
		UPRN:         r.UPRN("uprn"),
		TitleNumber:  r.Line("title-number"),
		Owner:        r.Line("owner"),
		OwnerKind:    ownerKind(r),
		Occupier:     r.Line("occupier"),
		PresentUse:   r.Line("present-use"),
		Tenure:       r.Line("tenure"),
		Website:      r.Link("website"),
		Acquired:     r.Date("date-of-acquisition"),
		CostPence:    r.Pence("cost-or-proxy-value"),
		StartDate:    r.Date("start-date"),
		EndDate:      r.Date("end-date"),
		EntryDate:    r.Date("entry-date"),
		Notes:        r.Text("notes"),
	}
	a.Kind = kind(r, a.Name)
	if a.Name == "" {
		a.Name = nameless(r, a)
	}
	return a
}

func address(r *plans.FieldReader) string {
	if said := r.Line("address-text"); said != "" {
		return said
	}
	street := strings.TrimSpace(r.Line("street-number") + " " + r.Line("street"))
	town := r.Line("town")
	if street == "" || town == "" {
		return street + town
	}
	return street + ", " + town
}

// nameless gives a name to what has none in the file: what it is, or where.
func nameless(r *plans.FieldReader, a Asset) string {
	name := r.Line("asset-kind")
	for _, instead := range []string{a.Address, a.Reference} {
		if name == "" {
			name = instead
		}
	}
	if name == "" {
		r.Refuse("name", "", "missing-name", "There is no name, no kind and no address.", "Fill in a name, or take the row out.")
		return ""
	}
	r.Note("name", "", "name-made", "There is no name.", "It was named after what it is: "+name+".")
	return name
}

// words of a kind or name that tell what an asset is, the more telling first.
var words = []struct{ word, kind string }{
	{"library", "library"}, {"libraries", "library"}, {"allotment", "allotment"}, {"community garden", "allotment"},
	{"community growing", "allotment"}, {"play space", "playing-field"}, {"playing field", "playing-field"}, {"play area", "playing-field"},
	{"playground", "playing-field"}, {"recreation ground", "playing-field"}, {"church hall", "place-of-worship-hall"},
	{"parish hall", "place-of-worship-hall"}, {"youth", "youth"}, {"nursery", "nursery"}, {"bowling", "sports-ground"}, {"tennis", "sports-ground"},
	{"golf", "sports-ground"}, {"cricket", "sports-ground"}, {"football", "sports-ground"}, {"rugby", "sports-ground"}, {"sports", "sports-ground"},
	{"leisure centre", "sports-ground"}, {"stadium", "sports-ground"}, {"swimming", "sports-ground"}, {"community centre", "community-centre"},
	{"community hub", "community-centre"}, {"community hall", "hall"}, {"village hall", "hall"}, {"town hall", "hall"}, {"assembly rooms", "hall"},
	{"public house", "pub"}, {"post office", "shop"}, {"public park", "green"}, {"village green", "green"}, {"open space", "green"},
	{"park", "green"}, {"gardens", "green"}, {"green", "green"},
}

func kind(r *plans.FieldReader, name string) string {
	said := r.Line("asset-kind")
	if code, ok := Kinds.Parse(said); ok {
		return code.Slug
	}
	if found := KindInWords(said); found != "" {
		return found
	}
	if said != "" {
		r.Remark("\"" + said + "\" is not a kind of asset that is known here: such assets came in as \"other\".")
		return "other"
	}
	if found := KindInWords(name); found != "" {
		r.Remark("Assets that do not say what they are were sorted by the words of their names.")
		return found
	}
	return "other"
}

// KindInWords is the kind of asset that the words of a name tell, "" where they tell none.
func KindInWords(text string) string {
	if text == "" {
		return ""
	}
	text = " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return c < 'a' || c > 'z' }), " ") + " "
	for _, w := range words {
		for from := 0; ; { // the word, or its plural, between spaces
			at := strings.Index(text[from:], w.word)
			if at < 0 {
				break
			}
			end := from + at + len(w.word)
			if text[from+at-1] == ' ' && (text[end] == ' ' || strings.HasPrefix(text[end:], "s ")) {
				return w.kind
			}
			from = end
		}
	}
	return ""
}

// ownerKind also knows the words of brownfield registers.
func ownerKind(r *plans.FieldReader) string {
	switch plans.Fold(r.Line("owner-kind")) {
	case "ownedbyapublicauthority", "notownedbyapublicauthority", "unknownownership", "mixedownership":
		return "unknown"
	}
	return r.Code("owner-kind", OwnerKinds)
}

// Values are the facts of the asset as they are written to files, its place aside.
func (a Asset) Values() []plans.FieldValue {
	return []plans.FieldValue{
		{Name: "reference", Text: a.Reference},
		{Name: "name", Text: a.Name},
		{Name: "organisation", Text: a.Organisation},
		{Name: "address-text", Text: a.Address},
		{Name: "postcode", Text: a.Postcode},
		{Name: "description", Text: a.Description},
		{Name: "asset-kind", Text: a.Kind},
		{Name: "uprn", Text: a.UPRN},
		{Name: "title-number", Text: a.TitleNumber},
		{Name: "owner", Text: a.Owner},
		{Name: "owner-kind", Text: a.OwnerKind},
		{Name: "occupier", Text: a.Occupier},
		{Name: "present-use", Text: a.PresentUse},
		{Name: "tenure", Text: a.Tenure},
		{Name: "website", Text: a.Website},
		{Name: "date-of-acquisition", Text: plans.FormatDate(a.Acquired)},
		{Name: "cost-or-proxy-value", Text: plans.FormatPence(a.CostPence)},
		{Name: "start-date", Text: plans.FormatDate(a.StartDate)},
		{Name: "end-date", Text: plans.FormatDate(a.EndDate)},
		{Name: "entry-date", Text: plans.FormatDate(a.EntryDate)},
		{Name: "notes", Text: a.Notes},
		{Name: "position", Text: a.Position},
	}
}
