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

// seen gathers what a page shows of the rows of a file that can be brought in.
type seen struct {
	at         map[[2]int32]int32 // homes by their position in decimetres, those placed by a postcode aside
	byPostcode int
	withheld   int
	total      int
	points     []point // evenly chosen
	choose     *rand.Rand
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
	return &seen{at: map[[2]int32]int32{}, choose: rand.New(rand.NewPCG(1, 2))} // the same homes each time
}

func (s *seen) add(line int, h home.Home) {
	s.total++
	if h.Sensitivity == home.Withheld {
		s.withheld++
	}
	if h.Position == "postcode" {
		s.byPostcode++
	} else {
		s.at[[2]int32{int32(h.Point[0] * 10), int32(h.Point[1] * 10)}]++
	}
	slot := len(s.points)
	if slot == mostPoints { // each has the same chance (Vitter, Algorithm R)
		if slot = s.choose.IntN(s.total); slot >= mostPoints {
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
	case h.Sensitivity == home.Withheld:
		p.state = "withheld"
	case h.Position == "postcode":
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
	for i, p := range s.points {
		if i == 0 {
			c.Bounds = []float64{p.lon, p.lat, p.lon, p.lat}
		}
		c.Bounds = []float64{min(c.Bounds[0], p.lon), min(c.Bounds[1], p.lat), max(c.Bounds[2], p.lon), max(c.Bounds[3], p.lat)}
	}
	c.ByPostcode, c.Withheld, c.Points, c.Drawn = s.byPostcode, s.withheld, s.total, len(s.points)
	for _, n := range s.at {
		if n > 1 {
			c.Blocks.Positions++
			c.Blocks.Homes += int(n)
			c.Blocks.Largest = max(c.Blocks.Largest, int(n))
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
