package web

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"terrier/plans"
	"terrier/plans/provenance"
)

// A figure's link carries its question in the words of every other address: what it counts (of), the boundary (area and the hash of its
// version, bbox, or shape), the filters and the groupings. The id tells whether it is the right one.

var (
	figureOnly  = []string{"again", "instead-of"}
	versionForm = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

func figureKeys() []string {
	return append(questionKeys("of", "area", "version", "bbox", "crs", "shape", "kind", "stage", "all"), figureOnly...)
}

// longestLink is the most bytes that a question may take in a link: what every browser and server takes. A shape of about a thousand
// corners fits.
const longestLink = 8000

// questionValues are a question as the query of its link.
func questionValues(q provenance.Question) url.Values {
	values := url.Values{}
	set := func(key, value string) {
		if value != "" {
			values.Set(key, value)
		}
	}
	if q.Of != "homes" {
		set("of", q.Of)
	}
	switch b := q.Within; b.Kind() {
	case provenance.Stored:
		set("area", b.Area)
		set("version", b.SHA256)
	case provenance.Box:
		set("bbox", boundText(b.Edges))
		if b.CRS == string(metres) {
			set("crs", b.CRS)
		}
	case provenance.Drawn:
		set("shape", provenance.WriteShape(b.Shape))
	}
	for key, list := range q.Where {
		set(key, strings.Join(list, ","))
	}
	if q.Crossed {
		set("rows", q.By[0])
		set("columns", q.By[1])
	} else {
		set("by", strings.Join(q.By, ","))
		if len(q.By) == 0 && q.Of == "homes" {
			set("by", byNothing) // without it homes are counted by tenure
		}
	}
	set("as-at", plans.FormatDate(q.AsAt))
	return values
}

// figurePath is where a figure opens that is kept.
func figurePath(f *provenance.Figure, suffix string) string {
	if forEntitled(f) {
		return exactPath + "/figures/" + f.ID() + suffix
	}
	return "/figures/" + f.ID() + suffix
}

// figureAddress is the path at which a figure opens, with its question where that fits.
func figureAddress(f *provenance.Figure, suffix string) string {
	path := figurePath(f, suffix)
	if values := questionValues(f.Question); len(values) > 0 {
		if link := readableQuery(values); len(link) <= longestLink {
			return path + "?" + link
		}
	}
	return path
}

// figureURL is the same as the outside knows it; "" where the question does not fit: nobody could open it.
func (s *site) figureURL(f *provenance.Figure) string {
	address := figureAddress(f, "")
	if !strings.Contains(address, "?") {
		return ""
	}
	return s.PublicURL + address
}

// carries says whether a figure's link has its question.
func carries(q query) bool {
	for key := range q.values {
		if !slices.Contains(figureOnly, key) && key != "bom" && !tracking.MatchString(key) {
			return true
		}
	}
	return false
}

func (f figures) asked(ctx context.Context, q query) (question provenance.Question, carried bool, err error) {
	if !carries(q) {
		return question, false, nil
	}
	of, err := q.code("of", provenance.Subjects)
	if err != nil {
		return question, true, err
	}
	switch of {
	case "areas":
		asked, refused := askedOfAreas(q)
		question, err = asked.question, refused
	case "assets":
		asked, refused := f.askedOfAssets(ctx, q)
		question, err = asked.question, refused
	case "associations":
		all, refused := q.code("all", yesOrNo)
		question, err = questionAboutAssociations(all == "yes"), refused
	default:
		question, err = f.questionAboutHomes(ctx, q)
	}
	if err == nil {
		err = readVersion(q, &question)
	}
	return question, true, err
}

// readVersion reads which version of a stored area a link is about.
func readVersion(q query, of *provenance.Question) error {
	version, err := q.one("version")
	if err != nil || version == "" {
		return err
	}
	if of.Within.Area == "" || !versionForm.MatchString(version) {
		return plans.Refuse("bad-version", "version", "The version in the link is none of an area.", "Take the whole link, as it was given.")
	}
	of.Within.SHA256 = version
	return nil
}

func (s *site) questionAboutHomes(ctx context.Context, q query) (question provenance.Question, err error) {
	question.Of = "homes"
	if question.Within, err = s.linkedBoundary(ctx, q); err != nil {
		return question, err
	}
	if question.By, err = groupings(q, false); err != nil {
		return question, err
	}
	question.Where, err = s.filters(ctx, q)
	return question, err
}

// linkedBoundary is the boundary in a link: a drawn shape, or what every address may name.
func (s *site) linkedBoundary(ctx context.Context, q query) (boundary, error) {
	text, err := q.one("shape")
	switch {
	case err != nil:
		return boundary{}, err
	case text == "":
		return s.boundaryIn(ctx, q)
	}
	return linkedShape(text)
}

// linkedShape judges the shape in a link as one that is posted.
func linkedShape(text string) (boundary, error) {
	given, err := provenance.ReadShape(text)
	if err != nil {
		return boundary{}, err
	}
	return fromShape(given, metres)
}

func questionAboutAssociations(all bool) provenance.Question {
	q := provenance.Question{Of: "associations"}
	if all {
		q.Where = map[string][]string{"all": {"yes"}}
	}
	return q
}

// filled is a list of one text; none for "".
func filled(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}
