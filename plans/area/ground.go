package area

import (
	"github.com/paulmach/orb"

	"terrier/geo/within"
)

// Ground is what lies around a shape that is being drawn: all that a verdict looks at.
type Ground struct {
	Parishes    []Land      // that reach into the box of the shape
	Authorities []Land      // local planning authorities; where none are loaded, local authorities
	Neighbours  []Neighbour // plan areas that are applied for, designated or made, and drafts
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
