package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/geo/within"
	boundaries "terrier/plans/boundary"
	"terrier/plans/provenance"
	"terrier/tiles/serve"
)

// keepZones is how long the zones are kept: they hold no homes.
const keepZones = time.Minute

// zone is one of the register, prepared for counting: it is asked again and again.
type zone struct {
	boundaries.Zone
	prepared *within.Boundary
}

// rememberZones keeps the zones of the first of some kinds that will do.
func (s *site) rememberZones(kinds []string) *memory[[]zone] {
	return rememberFor(keepZones, s.Clock, func(ctx context.Context) ([]zone, error) {
		found, err := s.Zones.Zones(ctx, kinds)
		all := make([]zone, len(found))
		for i, z := range found {
			all[i] = zone{z, within.Prepare(z.Shape)}
		}
		return all, err
	})
}

// zones tell of homes by ward: where an association has a stake, and where nobody has a say yet.
type zones struct{ *site }

const noSayPath = "/places/no-say-yet"

func (z zones) routes(r chi.Router) {
	r.Get(noSayPath, z.handle(z.noSay))
	r.Get(noSayPath+".{suffix}", z.handle(z.noSay))
}

// zoneRow is a zone with its homes.
type zoneRow struct {
	Kind, Code, Name, Within string
	Homes                    provenance.Number
	Told                     bool // something is told of homes that are not published
}

// homesByZone counts the homes that a filter means in those of the zones that are wanted. A zone of which nothing can be told is not
// listed; left says how many those are.
func (s *site) homesByZone(ctx context.Context, from *memory[[]zone], where map[string][]string, wanted func(boundaries.Zone) bool) (rows []zoneRow, extent orb.Bound, left int, err error) {
	all, err := from.get(ctx)
	if err != nil {
		return nil, extent, 0, err
	}
	for _, z := range all {
		if !wanted(z.Zone) {
			continue
		}
		counted, err := s.countPrepared(ctx, boundary{Shape: z.Shape, Name: z.Name}, z.prepared, nil, where)
		if err != nil {
			return nil, extent, 0, err
		}
		if counted.Total == 0 {
			left++
			continue
		}
		if len(rows) == 0 {
			extent = z.Shape.Bound()
		}
		extent = extent.Union(z.Shape.Bound())
		rows = append(rows, zoneRow{z.Kind, z.Code, z.Name, z.Within, counted.figure.Total(), counted.Told.Shown()})
	}
	return rows, extent, left, nil
}

// zoneNames is what zones of a kind are called.
func zoneNames(rows []zoneRow) (one, many string) {
	if len(rows) == 0 {
		return "place", "places"
	}
	name := strings.ToLower(boundaries.Kinds.Name(rows[0].Kind))
	switch name {
	case "parish":
		return name, "parishes"
	case "local authority":
		return name, "local authorities"
	case "lower layer super output area":
		return "neighbourhood of the census", "neighbourhoods of the census"
	}
	return name, name + "s"
}

type noSayView struct {
	Page
	Rows      []zoneRow
	One, Many string // what the zones are called
	Mixed     bool   // there are protected figures
	Left      int
	Sentence  string
	Bounds    string
}

// noSay lists where association homes stand and nobody has a plan area or a listed asset.
func (z zones) noSay(w http.ResponseWriter, r *http.Request) error {
	as, err := z.format(w, r, asPage, asJSON, asCSV)
	if err != nil {
		return err
	}
	if _, err := readQuery(r, "bom"); err != nil {
		return err
	}
	rows, extent, left, err := z.homesByZone(r.Context(), z.places, nil, func(b boundaries.Zone) bool { return !b.HasSay() })
	if err != nil {
		return err
	}
	if as != asPage {
		facts := make([][]fact, len(rows))
		for i, row := range rows {
			facts[i] = zoneFacts(row)
		}
		if as == asJSON {
			serve.Send(w, r, serve.Answer{Type: "application/json", Cache: serve.Fresh, Body: listDocument("places", facts)})
		} else {
			sendCSV(w, r, "places-with-no-say-yet", factTable(zoneFacts(zoneRow{}), facts))
		}
		return nil
	}
	page, about := z.frame(r.Context(), "areas", "Places with no say yet", noSayPath)
	view := noSayView{Page: page, Rows: rows, Mixed: z.table() != nil, Left: left, Sentence: publicSentence}
	view.One, view.Many = zoneNames(rows)
	if about.hasView {
		view.Bounds = bounds(about.view)
	}
	if len(rows) > 0 {
		box, err := inDegrees(extent)
		if err != nil {
			return err
		}
		view.Bounds = bounds(box)
	}
	return z.show(w, r, "place/no-say.html", view)
}

// inDegrees is a box of the National Grid in WGS 84.
func inDegrees(b orb.Bound) (orb.Bound, error) {
	box, err := bng.TransformWGS84(b.ToPolygon())
	if err != nil {
		return orb.Bound{}, err
	}
	return box.Bound(), nil
}

// zoneFacts are a zone as a row of a file. What is not exact has an error.
func zoneFacts(z zoneRow) []fact {
	return append([]fact{{name: "kind", text: z.Kind}, {name: "code", text: z.Code}, {name: "name", text: z.Name}, {name: "within", text: z.Within}}, homesFacts(z.Homes)...)
}

// homesFacts are a number of homes by its sources; nothing where there is no figure.
func homesFacts(n provenance.Number) []fact {
	facts := []fact{{name: "published-homes", bare: true}, {name: "protected-homes", bare: true}, {name: "error", bare: true}}
	if c := n.Counted(); c.Some() {
		facts[0].text = strconv.Itoa(c.Int())
	}
	if p := n.Protected(); p.Some() {
		facts[1].text, facts[2].text = strconv.Itoa(p.Int()), strconv.Itoa(p.Margin())
	}
	return facts
}
