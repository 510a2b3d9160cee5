package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"terrier/data/ingest/row"
	"terrier/plans"
	"terrier/plans/boundary"
	"terrier/plans/intake"
)

// surveyed rows at most, and bytes, are looked at before the file is read in earnest.
const (
	surveyedRows  = 1000
	surveyedBytes = 32 << 20
)

// survey looks at the first rows and decides how the file will be read: of several layers, the one that fits.
func (s *session) survey(ctx context.Context) error {
	layers, err := chooseLayers(s.file, s.Layer)
	if err != nil {
		return err
	}
	if len(layers) == 1 {
		s.layer = layers[0]
		return s.surveyLayer(ctx)
	}
	var fitting []*session
	var names, why []string
	for _, layer := range layers {
		trial := s.trial(layer)
		names = append(names, layer.Name)
		err := trial.surveyLayer(ctx)
		if err == nil {
			err = trial.shapesFit()
		}
		if err != nil {
			var refused *plans.Error
			if !errors.As(err, &refused) {
				return err
			}
			why = append(why, layer.Name+": "+refused.Message)
			continue
		}
		fitting = append(fitting, trial)
	}
	if len(fitting) == 1 {
		*s = *fitting[0]
		s.notes.add(fmt.Sprintf("Of the %d layers of the file, %s was read, the only one that fits. The others are left alone: %s.", len(layers), s.layer.Name, strings.Join(others(names, s.layer.Name), ", ")))
		return nil
	}
	if len(fitting) > 1 {
		fit := make([]string, len(fitting))
		for i, f := range fitting {
			fit[i] = f.layer.Name
		}
		return plans.Refuse("choose-layer", "layer", fmt.Sprintf("The file has %d layers that could be meant: %s.", len(fit), strings.Join(fit, ", ")), "Name one with --layer.")
	}
	return plans.Refuse("choose-layer", "layer", fmt.Sprintf("None of the %d layers of the file can be read as %s. %s", len(layers), s.Kind, strings.Join(why, " ")), "Name the layer with --layer, and its columns with --map.")
}

// trial is a session of its own for one of several layers.
func (s *session) trial(layer row.Layer) *session {
	t := *s
	t.layer, t.mapping, t.defaults, t.conditions, t.source = layer, intake.Mapping{}, nil, nil, source{}
	t.notes.said = append([]string(nil), s.notes.said...)
	return &t
}

// chooseLayers are those that may be meant: the one named, or all.
func chooseLayers(file row.Source, named string) ([]row.Layer, error) {
	names := make([]string, len(file.Layers))
	for i, l := range file.Layers {
		names[i] = l.Name
		if named != "" && strings.EqualFold(strings.TrimSpace(l.Name), strings.TrimSpace(named)) {
			return file.Layers[i : i+1], nil
		}
	}
	if named == "" {
		return file.Layers, nil
	}
	if len(names) == 1 && names[0] == "" {
		return nil, plans.Refuse("unknown-layer", "layer", "The file has one table only, without a name.", "Leave --layer out.")
	}
	return nil, plans.Refuse("unknown-layer", "layer", fmt.Sprintf("The file has no layer called %q.", named), "It has "+strings.Join(names, ", ")+".")
}

func others(names []string, but string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == but })
}

func (s *session) surveyLayer(ctx context.Context) error {
	reader, err := s.layer.Open()
	if err == io.EOF {
		return plans.Refuse("empty-file", "file", "The file has no headings and no rows.", "Choose another file.")
	}
	if err != nil {
		return err
	}
	defer func() { _ = reader.Close() }()
	sample, err := firstRows(reader)
	if err != nil {
		return err
	}
	columns := examples(reader.Header(), sample)
	if err := s.mapColumns(ctx, columns); err != nil {
		return err
	}
	conditions, err := intake.ParseWhere(s.Where, columns)
	if err != nil {
		return err
	}
	for _, c := range conditions {
		s.conditions = append(s.conditions, condition{c, columnIndex(columns, c.Column)})
	}
	s.sample = sample
	s.source, err = newSource(s, columns, reader.CRS(), sample)
	return err
}

// shapesFit refuses a layer whose first shapes are all of another form than the register keeps.
func (s *session) shapesFit() error {
	var wrong error
	for _, rec := range s.sample {
		if rec.Geometry == nil {
			continue
		}
		form, err := intake.Shape(rec.Geometry, s.kind.want != onePoint, true)
		if _, isPoint := form.Shape.(orb.Point); err == nil && isPoint && s.kind.want == anArea {
			err = plans.Refuse("wrong-geometry", "geometry", "Its shapes are points.", "Choose a layer of areas.")
		}
		if err == nil {
			return nil
		}
		wrong = err
	}
	return wrong
}

func firstRows(reader row.Reader) (sample []row.Record, err error) {
	for len(sample) < surveyedRows && reader.Offset() < surveyedBytes {
		rec, err := reader.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		sample = append(sample, rec)
	}
	if len(sample) == 0 {
		return nil, plans.Refuse("no-rows", "file", "The file has headings, but no rows.", "Choose another file.")
	}
	return sample, nil
}

// mapColumns decides which column is read for which field, and what holds for rows that say nothing.
func (s *session) mapColumns(ctx context.Context, columns []intake.Column) (err error) {
	if err := s.remember(ctx, columns); err != nil {
		return err
	}
	if err := s.checkWithheld(); err != nil {
		return err
	}
	fields := append(append([]plans.Field(nil), s.kind.fields...), placeFields(s.kind.want, s.file.Shaped)...)
	if s.mapping, err = intake.Propose(fields, columns, s.given.Map); err != nil {
		return err
	}
	if s.Kind == "boundaries" && boundary.IsNameOfOther(s.mapping.Column("code"), s.mapping.Column("name")) {
		dropProposed(&s.mapping, "name", columns)
	}
	if err := dropHalfPairs(&s.mapping, columns); err != nil {
		return err
	}
	if err := s.setDefaults(fields); err != nil {
		return err
	}
	return s.requireColumns(columns)
}

// examples gives each column the first value that it has in the sample.
func examples(header []string, sample []row.Record) []intake.Column {
	columns := make([]intake.Column, len(header))
	for i, name := range header {
		columns[i].Name = name
		for _, rec := range sample {
			if v := strings.TrimSpace(rec.Value(i)); v != "" && rec.Err == nil {
				columns[i].Example = v
				break
			}
		}
	}
	return columns
}

// setDefaults gathers what holds for rows that do not say: what was set by hand, whose the file is, and which day it describes.
func (s *session) setDefaults(fields []plans.Field) error {
	s.defaults = map[string]string{}
	for field, value := range s.given.Set {
		mapped, err := intake.Propose(fields, []intake.Column{{Name: field}}, map[string]string{field: field})
		if err != nil {
			return err
		}
		s.defaults[mapped.Choices[0].Field] = value
	}
	given := maps.Clone(s.defaults)
	fallback := func(field, value string) {
		if s.defaults[field] == "" && value != "" {
			s.defaults[field] = value
		}
	}
	if s.Source.Publisher == "" {
		s.Source.Publisher = notStated
	}
	if s.Source.Licence == "" {
		s.Source.Licence = "not-stated"
	}
	switch s.Kind {
	case "homes":
		fallback("owner", s.Organisation)
		if s.defaults["as-at-date"] == "" && s.Source.AsAt.IsZero() && s.mapping.Column("as-at-date") == "" {
			s.notes.add("No day was given with --as-at: the homes count as at today, " + s.Today.Format("2 January 2006") + ".")
			fallback("as-at-date", plans.FormatDate(s.Today))
		}
		fallback("as-at-date", plans.FormatDate(s.Source.AsAt))
	case "assets", "areas":
		if s.Organisation == "" && s.mapping.Column("organisation") == "" && given["organisation"] == "" {
			if s.Organisation = s.Source.Publisher; s.Organisation == s.FileName { // a file is nobody's council
				s.Organisation = notStated
			}
			s.notes.add("The file does not say whose list it is: it is kept under " + s.Organisation + ". Name another with --organisation.")
		}
		fallback("organisation", s.Organisation)
	}
	for _, f := range fields {
		if value := given[f.Name]; value != "" && s.mapping.Column(f.Name) == "" {
			s.mapping.Choices = append(s.mapping.Choices, intake.Choice{Field: f.Name, Example: value, Given: true})
		}
	}
	return nil
}

const notStated = "Not stated"

// requireColumns refuses a file in which no row can be any good, because a field that none can be without has no column.
func (s *session) requireColumns(columns []intake.Column) error {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	for _, f := range s.kind.fields {
		if !f.Required || s.mapping.Column(f.Name) != "" || s.defaults[f.Name] != "" {
			continue
		}
		if f.Name == "reference" && s.mapping.Column("uprn") != "" {
			continue
		}
		remedy := fmt.Sprintf("Name its column with --map %s=COLUMN. The columns are %s.", f.Name, strings.Join(names, ", "))
		if f.Name == "owner" {
			remedy = "Name the owner with --organisation, or " + strings.ToLower(remedy[:1]) + remedy[1:]
		}
		return plans.Refuse("no-column", f.Name, fmt.Sprintf("No column holds the %s.", strings.ReplaceAll(f.Name, "-", " ")), remedy)
	}
	if err := s.requireOneOf(names); err != nil {
		return err
	}
	if s.kind.want == noPlace || s.file.Shaped || hasPlace(s.mapping) {
		return nil
	}
	if s.kind.want != anArea && s.mapping.Column("postcode") != "" {
		return nil
	}
	what := "a position: easting and northing, longitude and latitude, or a point as WKT"
	if s.kind.want == anArea {
		what = "an outline as WKT"
	}
	return plans.Refuse("no-column", "geometry", fmt.Sprintf("No column holds %s.", what),
		fmt.Sprintf("Name it with --map, for example --map geometry=COLUMN, or send GeoJSON. The columns are %s.", strings.Join(names, ", ")))
}

// requireOneOf refuses a file that has no column for any of the fields of which each row needs one.
func (s *session) requireOneOf(columns []string) error {
	for _, field := range s.kind.needs {
		if s.mapping.Column(field) != "" || s.defaults[field] != "" {
			return nil
		}
	}
	if len(s.kind.needs) == 0 {
		return nil
	}
	first := s.kind.needs[0]
	words := make([]string, 0, len(s.kind.needs))
	for _, field := range s.kind.needs {
		words = append(words, strings.ReplaceAll(field, "-", " "))
	}
	return plans.Refuse("no-column", first, fmt.Sprintf("No column holds the %s.", strings.Join(words, " or the ")),
		fmt.Sprintf("Say which does, for example --map %s=COLUMN. The columns are %s.", first, strings.Join(columns, ", ")))
}

func columnIndex(columns []intake.Column, name string) int {
	for i, c := range columns {
		if c.Name == name {
			return i
		}
	}
	return -1
}
