package web

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/area"
	boundaries "terrier/plans/boundary"
	"terrier/plans/intake"
)

// ways are how a shape can be set without drawing it.
var ways = plans.CodeList{
	{Slug: "boundaries", Name: "Parish or ward"},
	{Slug: "postcodes", Name: "Postcodes"},
	{Slug: "coordinates", Name: "Type coordinates"},
	{Slug: "file", Name: "Import a file"},
	{Slug: "copy", Name: "Copy another area"},
}

// wayAsked is one of them, with what it is made from.
type wayAsked struct {
	Way  string   `json:"way"`
	Refs []string `json:"refs"`
	Text string   `json:"text"`
	Of   string   `json:"of"`
}

// setShape is what came of it.
type setShape struct {
	shape       orb.MultiPolygon
	approximate orb.MultiLineString
	name        string
	notes       []noteJSON
	problems    []intake.LineProblem
}

type noteJSON struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

type lineJSON struct {
	Line   int    `json:"line"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
	Remedy string `json:"remedy"`
}

// mostRefs of parishes and wards are joined at once.
const mostRefs = 100

// shape makes a shape from boundaries, postcodes, coordinates or another area.
func (d drafts) shape(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := d.spend(w, r, d.drawn); err != nil {
		return err
	}
	var asked wayAsked
	if err := readJSON(r, &asked); err != nil {
		return err
	}
	set, err := d.set(r.Context(), v, asked)
	if err != nil {
		return err
	}
	doc := struct {
		Geometry    json.RawMessage `json:"geometry"`
		Approximate json.RawMessage `json:"approximate"`
		Name        string          `json:"name"`
		Notes       []noteJSON      `json:"notes"`
		Problems    []lineJSON      `json:"problems"`
	}{Name: set.name, Notes: append([]noteJSON{}, set.notes...), Problems: []lineJSON{}}
	for _, p := range set.problems {
		doc.Problems = append(doc.Problems, lineJSON(p))
	}
	if doc.Geometry, err = asDegrees(set.shape); err != nil {
		return err
	}
	if doc.Approximate, err = asDegrees(set.approximate); err != nil {
		return err
	}
	send(w, r, http.StatusOK, "application/json", asJSONText(doc))
	return nil
}

func (d drafts) set(ctx context.Context, v visitor, asked wayAsked) (setShape, error) {
	switch asked.Way {
	case "boundaries":
		return d.fromBoundaries(ctx, asked.Refs)
	case "postcodes":
		return d.fromPostcodes(ctx, asked.Text)
	case "coordinates":
		var drawn orb.MultiPolygon
		var notes []intake.Note
		var problems []intake.LineProblem
		if err := d.work(ctx, func() error {
			drawn, notes, problems = intake.ReadCorners(asked.Text)
			return nil
		}); err != nil {
			return setShape{}, err
		}
		if len(problems) > 0 {
			return setShape{problems: problems}, nil
		}
		set := setShape{shape: drawn}
		for _, note := range notes {
			set.notes = append(set.notes, noteJSON(note))
		}
		return set, nil
	case "copy":
		return d.copied(ctx, v, asked.Of)
	}
	return setShape{}, ways.Check("way", shorten(asked.Way))
}

// fromBoundaries joins parishes and wards.
func (d drafts) fromBoundaries(ctx context.Context, refs []string) (set setShape, err error) {
	if len(refs) == 0 || len(refs) > mostRefs {
		return set, plans.Refuse("boundaries", "refs", fmt.Sprintf("%d parishes and wards are named; from 1 to %d can be joined.", len(refs), mostRefs), "Choose at least one.")
	}
	for i := range refs {
		refs[i] = shorten(refs[i])
	}
	found, err := d.Drafts.Ground.Land(ctx, refs)
	if err != nil {
		return set, err
	}
	var outlines []orb.MultiPolygon
	var names []string
	for _, land := range found {
		outlines, names = append(outlines, land.Shape), append(names, land.Name)
	}
	set.name = strings.Join(names, ", ")
	if len(found) == 1 {
		set.shape = found[0].Shape
		return set, nil
	}
	err = d.work(ctx, func() (err error) {
		set.shape, err = shape.Union(outlines...)
		return err
	})
	return set, err
}

// mostPostcodes are taken at once.
const mostPostcodes = 2000

func (d drafts) fromPostcodes(ctx context.Context, text string) (set setShape, err error) {
	postcodes, problems := intake.ReadPostcodes(text)
	if len(problems) > 0 {
		return setShape{problems: problems}, nil
	}
	if len(postcodes) > mostPostcodes {
		return set, plans.Refuse("too-many-postcodes", "text", fmt.Sprintf("There are %s postcodes; at most %s are taken.", thousands(len(postcodes)), thousands(mostPostcodes)), "Choose parishes or wards instead.")
	}
	var missing []string
	err = d.work(ctx, func() (err error) {
		set.shape, set.approximate, missing, err = d.Drafts.Ground.PostcodeParts(ctx, postcodes)
		return err
	})
	if err != nil {
		return set, err
	}
	for _, unknown := range missing {
		set.problems = append(set.problems, intake.LineProblem{Line: lineOf(text, unknown), Value: unknown, Reason: "This postcode is not registered here.", Remedy: "Leave it out, or draw that part."})
	}
	set.notes = []noteJSON{{"The edges are approximate", "A postcode has no line of its own: edges run half way to the next postcode, within the parish or ward. Look at each, and move or confirm it."}}
	return set, nil
}

// lineOf is the line on which a postcode stands; 1 where it is written in another way.
func lineOf(text, postcode string) int {
	bare := func(s string) string { return strings.ToUpper(strings.ReplaceAll(s, " ", "")) }
	for i, line := range strings.Split(text, "\n") {
		if strings.Contains(bare(line), bare(postcode)) {
			return i + 1
		}
	}
	return 1
}

// copied is the shape of a plan area, of a draft, or of one of its versions.
func (d drafts) copied(ctx context.Context, v visitor, of string) (set setShape, err error) {
	kind, rest, _ := strings.Cut(of, "/")
	switch kind {
	case "areas":
		if rest, err = checkRef(rest, "plan area"); err != nil {
			return set, err
		}
		found, err := d.Areas.Area(ctx, rest)
		return setShape{shape: found.Shape, name: found.Name}, err
	case "drafts":
		token, version, has := strings.Cut(rest, "/versions/")
		found, _, err := d.seen(ctx, v, token)
		if err != nil || !has {
			return setShape{shape: found.Shape, approximate: found.Approximate, name: found.Name}, err
		}
		number, err := numberIn(version)
		if err != nil {
			return set, err
		}
		kept, err := d.Drafts.Versions.DraftVersion(ctx, token, number)
		return setShape{shape: kept.Shape, approximate: kept.Approximate, name: kept.Name}, err
	}
	return set, plans.Refuse("copy", "of", "It is not said what shall be copied.", "Name an area (areas/hollin-vale) or a draft (drafts/ and its token).")
}

// land finds parishes and wards by name.
func (d drafts) land(w http.ResponseWriter, r *http.Request, _ visitor) error {
	q, err := readQuery(r, "q", "kind")
	if err != nil {
		return err
	}
	kinds := []string{"parish", "ward"}
	kind, err := q.code("kind", boundaries.Kinds)
	if err != nil {
		return err
	}
	if kind != "" {
		kinds = []string{kind}
	}
	text, err := q.one("q")
	if err != nil {
		return err
	}
	found, err := d.Drafts.Ground.LandNamed(r.Context(), shorten(text), kinds, mostFound)
	if err != nil {
		return err
	}
	type landJSON struct {
		Ref    string `json:"ref"`
		Kind   string `json:"kind"`
		Code   string `json:"code"`
		Name   string `json:"name"`
		Within string `json:"within"`
	}
	list := []landJSON{}
	for _, land := range found {
		list = append(list, landJSON{land.Kind + ":" + land.Code, land.Kind, land.Code, land.Name, land.Within})
	}
	send(w, r, http.StatusOK, "application/json", asJSONText(map[string]any{"land": list}))
	return nil
}

// mostFound parishes and wards are told of at once.
const mostFound = 20

// mostFile is how large a file of a shape may be (UX section 5).
const mostFile = 20 << 20

// file reads the areas in a file.
func (d drafts) file(w http.ResponseWriter, r *http.Request, _ visitor) error {
	if err := d.spend(w, r, d.drawn); err != nil {
		return err
	}
	found, err := d.readFile(r)
	if err != nil {
		return err
	}
	type featureJSON struct {
		Name     string            `json:"name"`
		Geometry json.RawMessage   `json:"geometry"`
		Hectares float64           `json:"hectares"`
		Notes    []noteJSON        `json:"notes"`
		Problem  map[string]string `json:"problem"`
	}
	features := []featureJSON{}
	for _, f := range found {
		one := featureJSON{Name: f.Name, Hectares: plans.Round(shape.Area(f.Shape)/10_000, 4), Notes: []noteJSON{}}
		for _, note := range f.Notes {
			one.Notes = append(one.Notes, noteJSON(note))
		}
		if f.Problem != nil {
			one.Problem = map[string]string{"reason": f.Problem.Message, "remedy": f.Problem.Remedy}
		}
		if one.Geometry, err = asDegrees(f.Shape); err != nil {
			return err
		}
		features = append(features, one)
	}
	send(w, r, http.StatusOK, "application/json", asJSONText(map[string]any{"features": features, "crs": systemOf(found)}))
	return nil
}

// systemOf is the coordinate system that all areas of a file came in; empty where there are several.
func systemOf(found []area.Feature) (crs string) {
	for _, f := range found {
		if f.Problem == nil && crs != "" && f.CRS != crs {
			return ""
		}
		crs = cmp.Or(f.CRS, crs)
	}
	return crs
}

func (d drafts) readFile(r *http.Request) ([]area.Feature, error) {
	in, err := r.MultipartReader()
	if err != nil {
		return nil, plans.Refuse("bad-form", "file", "No file came with the form.", "Send it as multipart/form-data, in a field called file.")
	}
	for {
		part, err := in.NextPart()
		if err != nil {
			if err == io.EOF {
				return nil, plans.Refuse("no-file", "file", "No file was chosen.", "Choose one.")
			}
			return nil, unread(err)
		}
		if part.FormName() != "file" {
			continue
		}
		body, err := io.ReadAll(io.LimitReader(part, mostFile+1))
		switch {
		case err != nil:
			return nil, unread(err)
		case len(body) > mostFile:
			return nil, refuse(http.StatusRequestEntityTooLarge, "file-too-large", "file", "The file is larger than 20 MB.", "Leave out what is not the area, or simplify it.")
		case len(body) == 0:
			return nil, plans.Refuse("no-file", "file", "No file was chosen, or it is empty.", "Choose one.")
		}
		var found []area.Feature
		begun := false
		err = d.work(r.Context(), func() (err error) {
			begun = true
			found, err = d.Drafts.Files.Shapes(r.Context(), fileName(part), body)
			for i := range found {
				thinned(&found[i])
			}
			return err
		})
		if begun && errors.Is(r.Context().Err(), context.DeadlineExceeded) {
			return nil, refuse(http.StatusUnprocessableEntity, "too-tangled", "file", "The file takes too long to read: its outlines cross themselves in too many places, or there are too many of them.",
				"Simplify it, with QGIS for example, or leave out what is not the area; or draw the area along it.")
		}
		return found, err
	}
}

// thinned leaves out corners of an area that has more than are taken, as of a track that a device kept, and says so.
func thinned(f *area.Feature) {
	had := shape.Vertices(f.Shape)
	if had <= mostVertices {
		return
	}
	thin, metres, err := shape.Thin(f.Shape, mostVertices)
	if err != nil {
		f.Shape, f.Problem = nil, plans.Refuse("too-many-vertices", "coordinates", fmt.Sprintf("The outline has %s corners; at most %s are taken.", thousands(had), thousands(mostVertices)), "Simplify it, or draw the area.")
		return
	}
	f.Shape = thin
	f.Notes = append(f.Notes, area.FeatureNote{Title: fmt.Sprintf("The outline has %s corners.", thousands(had)),
		Text: fmt.Sprintf("Of these %s are taken: the line lies nowhere further than %g cm from what the file says.", thousands(shape.Vertices(thin)), metres*100)})
}
