package area

import "terrier/plans"

// Fields are the facts of a plan area as files carry them, its outline aside. There is no national specification of plan areas
// yet; the names follow those of planning.data.gov.uk.
var Fields = []plans.Field{
	{Name: "reference", Also: []string{"neighbourhood-plan-area", "area reference", "plan reference", "np ref", "UKEYVAL", "ref", "id"}},
	{Name: "name", Required: true, Also: []string{"area_name", "AND_SITE", "plan area", "neighbourhood area", "neighbourhood plan", "np name", "plan name", "site name", "conservation area", "title"}},
	{Name: "name-cy", Also: []string{"name cymraeg", "welsh name", "enw"}},
	{Name: "organisation", Also: []string{"local planning authority", "lpa", "OrganisationLabel", "organisation name", "OrganisationURI", "local authority", "council"}},
	{Name: "relevant-body", Also: []string{"qualifying body", "parish council", "forum", "neighbourhood forum"}},
	{Name: "relevant-body-type", Also: []string{"qualifying body type", "body type"}},
	{Name: "area-kind", Also: []string{"kind"}},
	{Name: "stage", Also: []string{"status", "plan stage", "plan status"}},
	{Name: "application-received-date", Also: []string{"application received", "date received"}},
	{Name: "first-publicised-date", Also: []string{"first publicised", "publicised"}},
	{Name: "representations-close-date", Also: []string{"representations close", "closing date"}},
	{Name: "decision"},
	{Name: "decision-date", Also: []string{"designation date", "designated date", "date designated", "designated"}},
	{Name: "made-date", Also: []string{"date made", "made", "adopted date", "adopted"}},
	{Name: "reasons"},
	{Name: "documentation-url", Also: []string{"url", "website", "link", "web"}},
	{Name: "notes", Also: []string{"description", "comments", "comment"}},
	{Name: "start-date"},
	{Name: "end-date"},
	{Name: "entry-date", Also: []string{"last updated", "LastUpdatedDate"}},
}

// FromFields reads an area from a row's text, everything but its outline. A reference that is missing is left for the caller to
// make. An area whose stage is not said counts as designated, as most published ones are.
func FromFields(r *plans.FieldReader) Area {
	a := Area{
		Reference:            r.Name("reference"),
		Name:                 r.Required("name"),
		NameCy:               r.Line("name-cy"),
		Organisation:         r.Name("organisation"),
		RelevantBody:         r.Line("relevant-body"),
		RelevantBodyType:     r.Code("relevant-body-type", RelevantBodyTypes),
		Kind:                 r.Code("area-kind", Kinds),
		Stage:                r.Code("stage", Stages),
		ApplicationReceived:  r.Date("application-received-date"),
		FirstPublicised:      r.Date("first-publicised-date"),
		RepresentationsClose: r.Date("representations-close-date"),
		Decision:             r.Code("decision", Decisions),
		DecisionDate:         r.Date("decision-date"),
		MadeDate:             r.Date("made-date"),
		Reasons:              r.Text("reasons"),
		DocumentationURL:     r.Link("documentation-url"),
		Notes:                r.Text("notes"),
		StartDate:            r.Date("start-date"),
		EndDate:              r.Date("end-date"),
		EntryDate:            r.Date("entry-date"),
	}
	if a.Kind == "" {
		a.Kind = "residential"
	}
	if a.Stage == "" {
		a.Stage = stageOf(a)
		r.Remark("Areas whose stage is not said were taken by their dates and decision, else as designated.")
	}
	if a.Stage == "made" && a.Decision != "designated" && a.Decision != "designated-modified" {
		if a.Decision != "" {
			r.Refuse("decision", a.Decision, "made-without-designation", "The plan is made, but the area was "+a.Decision+".", "Correct the stage or the decision: a plan is made only for a designated area.")
		}
		a.Decision = "designated"
	}
	return a
}

func stageOf(a Area) string {
	switch {
	case a.Decision == "refused" || a.Decision == "withdrawn":
		return a.Decision
	case !a.MadeDate.IsZero():
		return "made"
	case a.Decision == "" && a.DecisionDate.IsZero() && !(a.ApplicationReceived.IsZero() && a.FirstPublicised.IsZero()):
		return "applied"
	}
	return "designated"
}

// Values are the facts of the area as they are written to files, its outline aside.
func (a Area) Values() []plans.FieldValue {
	return []plans.FieldValue{
		{Name: "reference", Text: a.Reference},
		{Name: "name", Text: a.Name},
		{Name: "name-cy", Text: a.NameCy},
		{Name: "organisation", Text: a.Organisation},
		{Name: "relevant-body", Text: a.RelevantBody},
		{Name: "relevant-body-type", Text: a.RelevantBodyType},
		{Name: "area-kind", Text: a.Kind},
		{Name: "stage", Text: a.Stage},
		{Name: "application-received-date", Text: plans.FormatDate(a.ApplicationReceived)},
		{Name: "first-publicised-date", Text: plans.FormatDate(a.FirstPublicised)},
		{Name: "representations-close-date", Text: plans.FormatDate(a.RepresentationsClose)},
		{Name: "decision", Text: a.Decision},
		{Name: "decision-date", Text: plans.FormatDate(a.DecisionDate)},
		{Name: "made-date", Text: plans.FormatDate(a.MadeDate)},
		{Name: "reasons", Text: a.Reasons},
		{Name: "documentation-url", Text: a.DocumentationURL},
		{Name: "notes", Text: a.Notes},
		{Name: "start-date", Text: plans.FormatDate(a.StartDate)},
		{Name: "end-date", Text: plans.FormatDate(a.EndDate)},
		{Name: "entry-date", Text: plans.FormatDate(a.EntryDate)},
	}
}
