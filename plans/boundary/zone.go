package boundary

import (
	"context"

	"github.com/paulmach/orb"
)

// Zone is a piece of the land that figures are told by where nobody has drawn a boundary: a ward, or a small census area.
type Zone struct {
	Kind, Code, Name string
	Within           string           // name of what it lies in: a census area in a ward, a ward in a local authority; "" where that is not known
	Shape            orb.MultiPolygon // EPSG:27700
	Areas            int              // plan areas, applied for or designated, that share land with it
	Assets           int              // community assets in it
}

// HasSay says whether people there have a plan area or a listed asset to speak through.
func (z Zone) HasSay() bool { return z.Areas > 0 || z.Assets > 0 }

// MostZones is how many zones are told of one by one.
const MostZones = 600

// The kinds of boundary that zones are made of, those that are wanted first before those that will do. A kind of which there are none, or
// too many, is passed over.
var (
	Wards  = []string{"ward", "parish", "local-authority"}
	Places = []string{"lsoa", "ward", "parish", "local-authority"}
)

// ZoneFinder finds the zones of the first kind that will do, by what they lie in and by name.
type ZoneFinder interface {
	Zones(ctx context.Context, kinds []string) ([]Zone, error)
}
