package provenance

import (
	"maps"
	"slices"
	"time"

	"github.com/paulmach/orb"
)

// Question is what a figure answers.
type Question struct {
	Of      string // slug of Subjects
	Within  Boundary
	Where   map[string][]string // what is counted must have any of the values of each key
	By      []string            // what it is counted by
	Crossed bool                // and by both groupings of By at once: Answer.By has the cells under Cells
	AsAt    time.Time           // as it stood on that day; zero: as it stands
}

// Boundary is what a question counts within: a stored area, a box, a drawn shape, or everywhere.
type Boundary struct {
	Area        string           // ref of a stored plan area
	SHA256      string           // of its shape (ST_Normalize, WKB little endian), in hexadecimal: which version of it
	Version     int              // the number of that version; 0 where it has none. It follows from the hash and is not part of the question.
	CRS         string           // of the edges of a box: "EPSG:4326" or "EPSG:27700"; "" where it is no box
	Edges       orb.Bound        // of a box, in CRS
	Shape       orb.MultiPolygon // EPSG:27700, whole millimetres: a drawn shape, or the outline of a box; nil for a stored area and for everywhere
	Name        string           // how it is spoken of: "Hollin Vale plan area", "The shape you sent"
	Hectares    float64
	PerimeterKm float64
}

// The kinds of boundary.
const (
	Everywhere = "everywhere"
	Stored     = "area"
	Box        = "bbox"
	Drawn      = "shape"
)

// Kind tells which of the four it is.
func (b Boundary) Kind() string {
	switch {
	case b.Area != "":
		return Stored
	case b.CRS != "":
		return Box
	case b.Shape != nil:
		return Drawn
	}
	return Everywhere
}

// Canonical is the same question in the one way in which it is hashed: filters and groupings sorted and each once, rings begun at their
// least corner (see canonicalShape).
func (q Question) Canonical() Question {
	q.By = once(q.By)
	where := make(map[string][]string, len(q.Where))
	for key, values := range q.Where {
		if values = once(values); len(values) > 0 {
			where[key] = values
		}
	}
	q.Where = where
	if q.Within.Kind() == Drawn {
		q.Within.Shape = canonicalShape(q.Within.Shape)
	}
	return q
}

func once(values []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(values)))
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
