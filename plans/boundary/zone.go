package boundary

import (
	"context"

	"github.com/paulmach/orb"
)

// Zone is a piece of the land that figures are told by where nobody has drawn a boundary: a ward, and on a server that has too many of
// them, or none, a parish or a local authority.
type Zone struct {
	Kind, Code, Name string
	Authority        string           // name of the local authority that it lies in; "" where none is known
	Shape            orb.MultiPolygon // EPSG:27700
	Areas            int              // plan areas, applied for or designated, that share land with it
	Assets           int              // community assets in it
}

// HasSay says whether people there have a plan area or a listed asset to speak through.
func (z Zone) HasSay() bool { return z.Areas > 0 || z.Assets > 0 }

// MostZones is how many zones are told of one by one.
const MostZones = 600

// ZoneFinder finds the zones, by authority and name.
type ZoneFinder interface {
	Zones(ctx context.Context) ([]Zone, error)
}
