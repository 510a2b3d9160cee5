package area

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// The rules of a course: when the line of an area is said to follow something. All are our own choice, in metres unless said otherwise.
const (
	// BesideDistance is how near a line is to what it follows: about half of a residential street, which maps draw by its middle.
	BesideDistance = 3
	// BesideShare is how much of its length a stretch lies within BesideDistance of what it follows.
	BesideShare = 0.9
	// ShortStretch is what is not worth a stretch of its own: what is named is at least so long, what has no name and is shorter belongs to its
	// neighbour where that still keeps BesideShare, and a line that leaves what it follows for less has not left it.
	ShortStretch = 25
	// CornerReach is how far the end of what is followed is moved to a corner: where two lines part slowly, 3 m apart is well behind the corner.
	CornerReach = 10
	// SharpTurn, in degrees, is where a line that follows nothing is told as two stretches.
	SharpTurn = 60
	// leastNeighbour is how long a neighbour lies along a boundary that is followed before the two are named together.
	leastNeighbour = 100
	// mostTold is how many stretches are told of an area; mostRounds of how many pieces and holes. What is more is counted.
	mostTold, mostRounds = 200, 50
)

// Kinds of edges that can be seen on the ground, beside the kinds of boundaries and "area". What has no name of its own may be followed
// too: a railway, a stream.
const (
	Street  = "street"
	River   = "river"
	Stream  = "stream"
	Railway = "railway"
)

// rank puts before what shall be named where a line follows several things for as long: what the law knows before what can be seen.
var rank = map[string]int{"local-authority": 1, "local-planning-authority": 2, "parish": 3, "ward": 4, areaKind: 5, Street: 6, River: 7, Railway: 8, Stream: 9}

// areaKind is what plan areas are called among the kinds of edges.
const areaKind = "area"

// bounding are kinds that have land of another of their kind on their other side.
var bounding = map[string]bool{"local-authority": true, "local-planning-authority": true, "parish": true, "ward": true}

// OnGround says whether edges of a kind can be seen on the ground.
func OnGround(kind string) bool {
	return kind == Street || kind == River || kind == Railway || kind == Stream
}

// Course is the line of an area in words.
type Course struct {
	Rounds []Round // outlines, each before its holes, the largest first
	Untold int     // pieces and holes that are not among them
	Sides  []Side  // what the outlines follow in the north, the east, the south and the west
}

// Round is the course of one ring: clockwise, north up.
type Round struct {
	Part, Parts int     // of how many it is which, from 1; the largest is the first
	Hole        int     // of its part, from 1; 0 is the outline
	Hectares    float64 // that it goes around
	Metres      float64
	Opening     string    // the first sentence, which says where it starts
	Stretches   []Stretch // told, in order
	Untold      int       // stretches that are not among them, and their metres
	UntoldFor   float64
}

// Stretch is a part of a ring that follows one thing, or nothing.
type Stretch struct {
	Line       orb.LineString // EPSG:27700
	Start, End string         // references to the National Grid
	Metres     float64
	Direction  string // from start to end, one of eight: "south-east"; "" where it comes back
	Straight   bool   // within BesideDistance of a straight line
	Curving    bool   // its way is much longer than that from start to end
	Along      Named  // what it follows; its kind is "" where that is nothing
	With       []Named
	Also       []Named // what it follows as well, all the way
	Partly     []Named // what can be seen that it follows for a part of the way
	Text       string  // a sentence without the subject: "South-east for 640 m along Alder Terrace to SE 3330 3520."
}

// Named is something that a line follows.
type Named struct{ Kind, Ref, Name string }

// Side is what an area's outlines follow on one side.
type Side struct{ Side, Text string }

// CourseOf tells the line of an area, in EPSG:27700, by what it follows of some edges; those of the same kind, ref and name are one.
//
// A stretch begins and ends at corners where they are near (CornerReach). It follows something where BesideShare of its length is within
// BesideDistance. Of all ways to tell a ring that is chosen which costs least: ShortStretch metres for each stretch, and the metres that follow
// nothing; where two cost the same, that which follows what ranks higher. So a boundary that runs on is not left for a street beside it. A
// stretch along a civil boundary is then told apart by who is on the other side, and one that follows nothing where it turns by SharpTurn.
//
// It begins at the northernmost corner, of several the most westerly, and where a stretch goes on over that corner with that stretch. The same
// area gives the same course however its rings are written. A [*shape.Problem] of kind Tangled where there is too much beside it to be told.
func CourseOf(outline orb.MultiPolygon, edges []Edge) (course Course, err error) {
	edges = together(edges)
	rings := ringsOf(outline)
	precision := digitsFor(outline)
	told, sides := 0, newSides(outline)
	for i, ring := range rings {
		if i == mostRounds || told >= mostTold {
			course.Untold = len(rings) - i
			break
		}
		t := telling{way: ring.way, edges: edges, digits: precision}
		stretches, err := t.stretches()
		if err != nil {
			return Course{}, err
		}
		if ring.Hole == 0 {
			sides.add(stretches)
		}
		ring.Opening = ring.opening(stretches)
		ring.Stretches = stretches[:min(len(stretches), mostTold-told)]
		for _, s := range stretches[len(ring.Stretches):] {
			ring.Untold++
			ring.UntoldFor += s.Metres
		}
		told += len(ring.Stretches)
		course.Rounds = append(course.Rounds, ring.Round)
	}
	course.Sides = sides.told()
	return course, nil
}

// together joins edges that are one by what they are called, in an order that does not depend on theirs.
func together(edges []Edge) []Edge {
	byName := map[Named]int{}
	var all []Edge
	for _, e := range edges {
		if rank[e.Kind] == 0 {
			continue
		}
		name := Named{e.Kind, e.Ref, e.Name}
		at, known := byName[name]
		if !known {
			at = len(all)
			byName[name] = at
			all = append(all, Edge{Kind: e.Kind, Ref: e.Ref, Name: e.Name})
		}
		all[at].Lines = append(all[at].Lines, e.Lines...)
	}
	slices.SortFunc(all, func(a, b Edge) int {
		return cmp.Or(cmp.Compare(rank[a.Kind], rank[b.Kind]), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Ref, b.Ref))
	})
	return all
}

type wayRound struct {
	Round
	way *shape.Way
}

// ringsOf are the rings of an area, each outline before its holes, larger ones first.
func ringsOf(outline orb.MultiPolygon) []wayRound {
	type part struct{ outer, holes []wayRound }
	read := func(r orb.Ring) []wayRound {
		way, ok := shape.RoundWay(r)
		if !ok {
			return nil
		}
		return []wayRound{{Round{Hectares: shape.Area(orb.Polygon{r}) / 10_000, Metres: way.Length()}, way}}
	}
	larger := func(a, b wayRound) int {
		p, q := a.way.Point(0), b.way.Point(0)
		return cmp.Or(-cmp.Compare(a.Hectares, b.Hectares), -cmp.Compare(p[1], q[1]), cmp.Compare(p[0], q[0]))
	}
	var parts []part
	for _, polygon := range outline {
		if len(polygon) == 0 {
			continue
		}
		p := part{outer: read(polygon[0])}
		if p.outer == nil {
			continue
		}
		for _, hole := range polygon[1:] {
			p.holes = append(p.holes, read(hole)...)
		}
		slices.SortFunc(p.holes, larger)
		parts = append(parts, p)
	}
	slices.SortFunc(parts, func(a, b part) int { return larger(a.outer[0], b.outer[0]) })
	var all []wayRound
	for i, p := range parts {
		for k, ring := range append(p.outer, p.holes...) {
			ring.Part, ring.Parts, ring.Hole = i+1, len(parts), k
			all = append(all, ring)
		}
	}
	return all
}
