package area

import (
	"fmt"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/geo/within"
)

// Ground is what lies around a shape that is being drawn: all that a verdict looks at.
type Ground struct {
	Parishes    []Land        // that reach into the box of the shape
	Authorities []Land        // local planning authorities, and local authorities, which stand for them where none is known
	Neighbours  []Neighbour   // plan areas that are applied for, designated or made, and drafts
	Revised     []Neighbour   // the plan area that the shape would take the place of: it may be overlapped
	Known       *shape.Memory // what was found out before of land; nil: nothing is remembered

	Hands Hands // to judge with; nil: there is one goroutine

	// Ended is asked between one outline and the next; its error ends the work, as that of a context does. nil: the work is done to its end.
	Ended func() error
}

// Land is a civil boundary.
type Land struct {
	Kind, Code, Name string // Kind is a slug of boundary.Kinds
	HasCouncil       string // of a parish: yes, no, unknown
	RelevantBody     string // of a parish: its council
	Within           string // name of what it lies in, where that is known
	Shape            orb.MultiPolygon
	Prepared         *within.Boundary // of Shape
}

// Neighbour is an area that may not be overlapped.
type Neighbour struct {
	Ref      string // of a plan area; of a draft its token where the reader may open it, empty where not
	Name     string
	Status   string // designated (made too), applied, ready: a draft that is marked ready to submit; draft: another draft of the same person
	Shape    orb.MultiPolygon
	Prepared *within.Boundary // of Shape
}

// Edge is what an outline has near a box: runs of whole edges, so that what is drawn along them is along the outline to the millimetre.
type Edge struct {
	Kind  string // slug of boundary.Kinds, or "area": a plan area
	Ref   string // of a boundary its code
	Name  string
	Lines orb.MultiLineString // EPSG:27700; each edge of the outline that reaches into the box, with both its ends
}

// keys name the neighbours in the ids of statements and the targets of repairs: by ref, and a draft that others may not open by its name, which two of
// them may have.
func (g Ground) keys() []string {
	keys := make([]string, len(g.Neighbours))
	taken := map[string]bool{}
	for i, n := range g.Neighbours {
		if keys[i] = n.Ref; n.Ref != "" {
			continue
		}
		keys[i] = "ready:" + n.Name
		for k := 2; taken[keys[i]]; k++ {
			keys[i] = fmt.Sprintf("ready:%s (%d)", n.Name, k)
		}
		taken[keys[i]] = true
	}
	return keys
}

// ended is the error that ends the work; nil: it goes on.
func (g Ground) ended() error {
	if g.Ended == nil {
		return nil
	}
	return g.Ended()
}

// sharedWith is the land that a shape shares with another, which may be prepared: shape.Shared, where the box of the shape does not tell that it
// is all of it or nothing.
func (g Ground) sharedWith(drawn, other orb.MultiPolygon, prepared *within.Boundary) (orb.MultiPolygon, error) {
	if prepared != nil {
		switch prepared.Class(drawn.Bound()) {
		case within.Disjoint:
			return nil, nil
		case within.Covered:
			return drawn, nil
		}
	}
	return g.Known.Shared(drawn, other)
}
