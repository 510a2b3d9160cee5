package jobs

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"

	"terrier/geo/bng"
	"terrier/plans/home"
	"terrier/plans/intake"
)

// mostPoints are drawn on the map of a file.
const mostPoints = 20_000

// seen gathers what a page shows of the rows of a file that come in.
type seen struct {
	homes  []glimpse
	points []point // evenly chosen
	choose *rand.Rand
	refuse map[int]bool // lines that the register refused after they were seen
}

// glimpse is what is counted of a home.
type glimpse struct {
	line                 int
	e, n                 int32 // position in decimetres
	byPostcode, withheld bool
}

// point is a home as the map of a file has it.
type point struct {
	line      int
	lon, lat  float64
	reference string
	tenure    string
	state     string
}

func newSeen() *seen {
	return &seen{refuse: map[int]bool{}, choose: rand.New(rand.NewPCG(1, 2))} // the same homes each time
}

// report takes note of rows that were refused after all.
func (s *seen) report(p intake.Problem) {
	if p.Outcome == intake.Refused {
		s.refuse[p.Line] = true
	}
}

func (s *seen) add(line int, h home.Home) {
	g := glimpse{line, int32(h.Point[0] * 10), int32(h.Point[1] * 10), h.Position == "postcode", h.Sensitivity == home.Withheld}
	s.homes = append(s.homes, g)
	slot := len(s.points)
	if slot == mostPoints { // each has the same chance (Vitter, Algorithm R)
		if slot = s.choose.IntN(len(s.homes)); slot >= mostPoints {
			return
		}
	}
	lonlat, err := bng.ToWGS84(h.Point)
	if err != nil {
		return // where no map reaches
	}
	tenure, _ := home.Tenures.Find(h.Tenure)
	p := point{line: line, lon: lonlat[0], lat: lonlat[1], reference: h.Reference, tenure: tenure.Group, state: "given"}
	switch {
	case g.withheld:
		p.state = "withheld"
	case g.byPostcode:
		p.state = "postcode"
	}
	if slot == len(s.points) {
		s.points = append(s.points, p)
	} else {
		s.points[slot] = p
	}
}

// tell says what was seen.
func (s *seen) tell(c *intake.Checked) {
	s.points = slices.DeleteFunc(s.points, func(p point) bool { return s.refuse[p.line] })
	for i, p := range s.points {
		if i == 0 {
			c.Bounds = []float64{p.lon, p.lat, p.lon, p.lat}
		}
		c.Bounds = []float64{min(c.Bounds[0], p.lon), min(c.Bounds[1], p.lat), max(c.Bounds[2], p.lon), max(c.Bounds[3], p.lat)}
	}
	at := map[[2]int32]int{}
	for _, g := range s.homes {
		if s.refuse[g.line] {
			continue
		}
		c.Points++
		if g.withheld {
			c.Withheld++
		}
		if g.byPostcode {
			c.ByPostcode++
			continue
		}
		at[[2]int32{g.e, g.n}]++
	}
	c.Drawn = len(s.points)
	for _, n := range at {
		if n > 1 {
			c.Blocks.Positions++
			c.Blocks.Homes += n
			c.Blocks.Largest = max(c.Blocks.Largest, n)
		}
	}
}

// write writes the points as GeoJSON, in the order of the file.
func (s *seen) write(w io.Writer) error {
	slices.SortFunc(s.points, func(a, b point) int { return a.line - b.line })
	if _, err := io.WriteString(w, `{"type":"FeatureCollection","features":[`); err != nil {
		return err
	}
	for i, p := range s.points {
		reference, err := json.Marshal(p.reference)
		if err != nil {
			return err
		}
		comma := ","
		if i == 0 {
			comma = ""
		}
		if _, err := fmt.Fprintf(w, `%s{"type":"Feature","geometry":{"type":"Point","coordinates":[%.6f,%.6f]},"properties":{"line":%d,"reference":%s,"tenure":%q,"state":%q}}`,
			comma, p.lon, p.lat, p.line, reference, p.tenure, p.state); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "]}")
	return err
}
