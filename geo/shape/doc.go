// Package shape says whether a drawn shape can be kept, and measures it.
//
// [Check] tells what is wrong with a polygon, where, and what to do about it;
// its verdict is that of PostGIS' ST_IsValid. [Covers] tells whether a point
// lies in a polygon, by the rule of ST_Covers: on the line is inside; beyond its
// [Reach] nothing is. The rest measures ([Area], [Perimeter], [Length], [Vertices]), tidies ([Round],
// [Wind]), finds a place for a name or a pin ([PointOn]), and recognises
// coordinates that are not what they are said to be ([LooksSwapped] and its
// neighbours).
//
// Areas are laid over each other by [Intersection], [Difference] and [Union];
// [Shared] is the land that two have in common beyond rounding, [Follow] and
// [Along] go along their lines. [RoundWay] is a ring as something to walk along,
// and [Beside] says where it runs beside other lines.
//
// The repairs that the drawing tool offers are for metres on the millimetre
// grid, and what they give is valid and on it: [FixCrossings] (with [Crossings]
// to show where), [TrimTo], [Snap], [CloseGaps] (with [Gaps]), [WithoutSlivers].
// Each is for a person to ask for; nothing repairs by itself.
//
// Everything is planar: edges are straight lines between the coordinates as
// given. In metres of EPSG:27700 the measures are metres and square metres; the
// verdicts hold for longitude and latitude as well.
//
// The package reads and writes nothing and knows no coordinate system:
// projecting is geo/bng, counting points in bulk is geo/within.
//
// All functions are pure, never change their argument, and may be called from
// several goroutines at once.
package shape
