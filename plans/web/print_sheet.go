package web

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/provenance"
	"terrier/tiles/picture/sheet"
	"terrier/tiles/style"
)

// purposeOfMap says what law asks for such a map: regulation 5(1)(a) of SI 2012/637, read on legislation.gov.uk (rule area-application).
const purposeOfMap = "A map which identifies the area, as an application for its designation must hold by regulation 5(1)(a) of the Neighbourhood Planning (General) Regulations 2012 (SI 2012/637)."

// sheetOf is the sheet of an area with all that is on it.
func (p prints) sheetOf(ctx context.Context, of printed, plan sheet.Plan) (sheet.Sheet, error) {
	drawn := sheet.Sheet{Plan: plan, Title: of.Title, TitleCy: of.TitleCy, Purpose: purposeOfMap, Facts: of.facts(), Shape: of.shape, Words: of.words,
		Made: of.Day.UTC(), Author: of.Authority, Subject: "Map which identifies the area, at 1:" + thousands(plan.Frame.Ratio)}
	if of.Authority == "" {
		drawn.Author = of.Body
	}
	found, err := p.Areas.Areas(ctx, area.Filter{Box: plan.Frame.Ground, HasBox: true})
	if err != nil {
		return drawn, err
	}
	var licences lines
	outlines := []orb.MultiPolygon{of.shape}
	licences.add(creditOf(of.Source))
	for _, other := range found {
		if stage, _ := area.Stages.Find(other.Stage); other.Ref == of.ref || stage.Group == "ended" {
			continue
		}
		drawn.Around = append(drawn.Around, sheet.Area{Name: other.Name, Shape: other.Shape})
		outlines = append(outlines, other.Shape)
		licences.add(creditOf(other.Source))
	}
	var shown []string
	if land, ok := landOf(of.ground, of.shape); ok {
		drawn.Inset = &sheet.Area{Name: land.Name, Shape: land.Shape}
		shown = append(shown, "boundary")
	}
	if drawn.Basemap, err = p.basemapOf(ctx, plan, outlines); err != nil {
		return drawn, err
	}
	if err := p.addLicences(ctx, &licences, shown, drawn.Basemap != nil); err != nil {
		return drawn, err
	}
	if a, err := p.about.get(ctx); err == nil && a.demo != "" {
		drawn.Notice = a.demo + " is an invented place: demonstration data."
	}
	drawn.Licences = licences
	drawn.About = fmt.Sprintf("Map of %s at 1:%s, grid north at the top. A red line encloses %s", of.Title, thousands(plan.Frame.Ratio), of.about())
	if len(of.words.Passages) > 0 {
		drawn.About += " Its boundary is told in words after the map."
	}
	drawn.Sources = of.sources(licences)
	return drawn, nil
}

// basemapOf is what lies under the outline; nil where there is no basemap of vectors, or none that OSTN15 can lay on the National Grid.
func (p prints) basemapOf(ctx context.Context, plan sheet.Plan, outlines []orb.MultiPolygon) (*sheet.Basemap, error) {
	options := p.Style
	options.Basemap, _ = p.ground.get(ctx) // the last answer stands while the registers cannot be reached
	if options.Theme = style.Light; options.Basemap == style.None || options.Basemap == style.Raster {
		return nil, nil
	}
	document, err := style.Document(options)
	if err != nil {
		return nil, err
	}
	drawn, err := plan.Compose(ctx, p.tiles, document, outlines...)
	var outside *bng.OutsideError
	if errors.As(err, &outside) {
		return nil, nil
	}
	return drawn, err
}

// addLicences adds the lines of the layers that are shown beside areas.
func (p prints) addLicences(ctx context.Context, to *lines, registers []string, ground bool) error {
	if archive := p.Archives["basemap"]; ground && archive != nil {
		to.add(archive.Describe("basemap").Attribution)
	} else if ground {
		registers = append(registers, "basemap")
	}
	if p.Surroundings == nil || len(registers) == 0 {
		return nil
	}
	found, err := p.Surroundings.AttributionsOf(ctx, registers...)
	for _, l := range found {
		to.add(l)
	}
	return err
}

// creditOf is what must stand where something of a source is shown; its publisher where nothing must.
func creditOf(s provenance.Source) string {
	if s.Attribution != "" {
		return s.Attribution
	}
	return s.Publisher
}

// lines are some lines, each once.
type lines []string

func (l *lines) add(line string) {
	if line = strings.TrimSpace(line); line != "" && !slices.Contains(*l, line) {
		*l = append(*l, line)
	}
}

// facts are what the title block says.
func (of printed) facts() (facts []sheet.Fact) {
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, sheet.Fact{Name: name, Value: value})
		}
	}
	add("Planning authority", of.Authority)
	add("Applied for by", of.Body)
	add("Status", of.Status)
	if of.Version > 0 {
		add("Version", fmt.Sprintf("%d, of %s", of.Version, longDate(of.Day)))
	}
	add("Fingerprint (SHA-256)", of.SHA256)
	add("Area", hectares(of.Hectares)+" hectares")
	add("As at", longDate(of.Source.AsAt))
	if of.Approximate > 0 {
		add("Not confirmed", plural(of.Approximate, "edge is", "edges are")+" approximate: a guess that nobody has confirmed yet")
	}
	return facts
}

// sources are what the last page says beside: where everything on the map is from.
func (of printed) sources(licences []string) (facts []sheet.Fact) {
	ends := corners(of.shape)
	said := make([]string, len(ends))
	for i, c := range ends {
		said[i] = strings.ToLower(c.Side) + " " + c.GridRef
	}
	facts = append(facts, sheet.Fact{Name: "Outermost points (National Grid)", Value: strings.Join(said, ", ")},
		sheet.Fact{Name: "Coordinates", Value: "British National Grid (EPSG:27700); the outline is drawn at full precision, to the millimetre of the register."},
		sheet.Fact{Name: "Fingerprint", Value: "the SHA-256 of the outline in the National Grid. It is the same as long as the outline is the same to the millimetre."})
	for _, l := range licences {
		facts = append(facts, sheet.Fact{Name: "Source", Value: l})
	}
	return facts
}

// about says what a map of the area shows to those who do not see it.
func (of printed) about() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s hectares", hectares(of.Hectares))
	holes := 0
	for _, part := range of.shape {
		holes += len(part) - 1
	}
	if len(of.shape) > 1 {
		b.WriteString(" in " + strconv.Itoa(len(of.shape)) + " parts")
	}
	if holes > 0 {
		b.WriteString(", with " + plural(holes, "hole", "holes") + " left out")
	}
	b.WriteString(".")
	for i, c := range corners(of.shape) {
		b.WriteString([]string{" They reach ", ", "}[min(i, 1)] + strings.ToLower(c.Side) + " to " + c.GridRef)
	}
	return b.String() + "."
}

// landOf is the authority that holds most of an area: a planning authority before a local one.
func landOf(ground area.Ground, shape orb.MultiPolygon) (found area.Land, ok bool) {
	most := 0
	for _, land := range ground.Authorities {
		inside := 0
		for _, part := range shape {
			for _, p := range part[0] {
				if land.Prepared != nil && land.Prepared.Covers(p) {
					inside++
				}
			}
		}
		if inside > most {
			most, found, ok = inside, land, true
		}
	}
	return found, ok
}

// groundAround is what lies around an area; nothing where that is not known here.
func (p prints) groundAround(ctx context.Context, shape orb.MultiPolygon, revises string) (area.Ground, error) {
	if p.Surroundings == nil || len(shape) == 0 {
		return area.Ground{}, nil
	}
	return p.Surroundings.Ground(ctx, shape.Bound(), revises)
}

var errNothingDrawn = plans.Refuse("nothing-drawn", "geometry", "Nothing is drawn in this version, so there is no map of it.", "Draw the area first.")
