package shape

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"
)

// leastThinning is the first distance, in metres, that [Thin] tries: less than anybody can walk or draw.
const leastThinning = 0.01

// Thin leaves out corners of an area, in metres, until it has no more than most, each ring's repeated first corner counted too. The
// line moves by no more than the distance that is given back, in metres: 0 where nothing was to be done, else the least of a
// centimetre, two, four and so on that is enough. The result is valid and on the millimetre grid; what is thinner than that distance
// may be gone. It fails where nothing would be left.
func Thin(area orb.MultiPolygon, most int) (thin orb.MultiPolygon, metres float64, err error) {
	if Vertices(area) <= most {
		return area, 0, nil
	}
	for metres = leastThinning; ; metres *= 2 {
		thin = simplify.DouglasPeucker(metres).MultiPolygon(area.Clone())
		if Vertices(thin) > most && metres < 1000 {
			continue
		}
		if thin, err = FixCrossings(thin); err != nil || Vertices(thin) <= most {
			return thin, metres, err
		}
	}
}
