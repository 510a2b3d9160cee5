package boundary

import (
	"strconv"
	"strings"

	"terrier/plans"
)

// Fields are the facts of a boundary as files carry them, its outline aside. Headings such as WD13CD and msoa11nm are those of
// the Office for National Statistics; they carry the year of the code.
var Fields = []plans.Field{
	{Name: "code", Also: []string{"gss code", "oa##cd", "lsoa##cd", "msoa##cd", "wd##cd", "par##cd", "parncp##cd", "npark##cd", "lpa##cd", "lad##cd", "ctyua##cd", "area_code", "geography code", "areacd", "reference", "gss"}},
	{Name: "name", Also: []string{"lsoa##nm", "msoa##nm", "wd##nm", "par##nm", "parncp##nm", "npark##nm", "lpa##nm", "lad##nm", "ctyua##nm", "area_name", "geography name", "areanm", "title"}},
	{Name: "name-cy", Also: []string{"lsoa##nmw", "msoa##nmw", "wd##nmw", "par##nmw", "parncp##nmw", "npark##nmw", "lad##nmw", "ctyua##nmw", "welsh name"}},
	{Name: "kind", Also: []string{"boundary kind", "boundary type", "area_type", "geography type"}},
	{Name: "code-year", Also: []string{"year of code", "boundary year"}},
	{Name: "parent-code", Also: []string{"parent", "lsoa##cd", "msoa##cd", "lad##cd", "ctyua##cd", "la_code", "lad code"}},
	{Name: "has-council", Also: []string{"council", "parish council"}},
	{Name: "relevant-body"},
	{Name: "description", Also: []string{"descriptio", "descript0"}}, // names what has neither name nor code
	{Name: "start-date"},
	{Name: "end-date"},
	{Name: "entry-date", Also: []string{"last updated"}},
}

// FromFields reads a boundary from a row's text, everything but its outline. Its kind is said or read from its GSS code. A
// code that is missing is left for the caller to make.
func FromFields(r *plans.FieldReader) Boundary {
	b := Boundary{
		Kind:         r.Code("kind", Kinds),
		Code:         r.Name("code"),
		Name:         r.Name("name"),
		NameCy:       r.Line("name-cy"),
		ParentCode:   r.Line("parent-code"),
		HasCouncil:   r.Code("has-council", HasCouncil),
		RelevantBody: r.Line("relevant-body"),
		StartDate:    r.Date("start-date"),
		EndDate:      r.Date("end-date"),
		EntryDate:    r.Date("entry-date"),
	}
	b.CodeYear, _ = r.Whole("code-year", 1974, 2100)
	if upper := strings.ToUpper(b.Code); upper != b.Code {
		if _, ok := KindOfCode(upper); ok {
			b.Code = upper
		}
	}
	if kind, ok := KindOfCode(b.Code); ok && b.Kind == "" {
		b.Kind = kind
	}
	if b.Kind == "" {
		b.Kind = "other"
		r.Remark("Boundaries whose kind is neither said nor told by a GSS code came in as \"other\".")
	}
	if b.Kind != "parish" || b.HasCouncil == "" {
		b.HasCouncil = "unknown"
	}
	if b.Name == "" {
		b.Name = nameless(r, b)
	}
	return b
}

// nameless is what a boundary without a name goes by: its code, as every output area does, or else its description, as the
// unparished part of a district does.
func nameless(r *plans.FieldReader, b Boundary) string {
	description := r.Line("description")
	switch {
	case b.Kind == "oa" && b.Code != "":
		return b.Code
	case b.Code != "":
		r.Note("name", "", "name-made", "There is no name.", "It goes by its code, "+b.Code+".")
		return b.Code
	case description != "":
		r.Note("name", "", "name-made", "There is neither a name nor a code.", "It goes by its description, "+description+".")
		return description
	}
	r.Refuse("name", "", "missing-name", "There is neither a name nor a code.", "Fill one in, or take the row out.")
	return ""
}

// YearOfHeading is the year that a heading of the Office for National Statistics carries: 2013 for WD13CD. 0 where it has none.
func YearOfHeading(heading string) int {
	folded := plans.Fold(heading)
	if len(folded) < 6 || !strings.HasSuffix(folded, "cd") {
		return 0
	}
	year, err := strconv.Atoi(folded[len(folded)-4 : len(folded)-2])
	if err != nil || strings.Trim(folded[:len(folded)-4], "abcdefghijklmnopqrstuvwxyz") != "" {
		return 0
	}
	return 2000 + year
}

// IsNameOfOther reports whether a name column of the Office for National Statistics belongs to another kind of boundary than
// the code column: LSOA21NM beside OA21CD, in a list of output areas that tells in which larger area each lies.
func IsNameOfOther(codeHeading, nameHeading string) bool {
	code, isCode := strings.CutSuffix(plans.Fold(codeHeading), "cd")
	name, isName := strings.CutSuffix(plans.Fold(nameHeading), "nm")
	return isCode && isName && YearOfHeading(codeHeading) != 0 && code != name
}

// Values are the facts of the boundary as they are written to files, its outline aside.
func (b Boundary) Values() []plans.FieldValue {
	year := ""
	if b.CodeYear != 0 {
		year = strconv.Itoa(b.CodeYear)
	}
	return []plans.FieldValue{
		{Name: "kind", Text: b.Kind},
		{Name: "code", Text: b.Code},
		{Name: "code-year", Text: year, Bare: true},
		{Name: "name", Text: b.Name},
		{Name: "name-cy", Text: b.NameCy},
		{Name: "parent-code", Text: b.ParentCode},
		{Name: "has-council", Text: b.HasCouncil},
		{Name: "relevant-body", Text: b.RelevantBody},
		{Name: "start-date", Text: plans.FormatDate(b.StartDate)},
		{Name: "end-date", Text: plans.FormatDate(b.EndDate)},
		{Name: "entry-date", Text: plans.FormatDate(b.EntryDate)},
	}
}
