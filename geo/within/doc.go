// Package within answers for many places at once whether they lie in a
// boundary, and for a box of places whether all or none of them do.
//
// [Prepare] takes any number of areas, which count as their union, and gives a
// [Boundary]. Its answer for a point is that of shape.Covers, which is that of
// PostGIS' ST_Covers, to the last bit: on the line is inside. What is prepared
// is where to look, never another rule:
//
//	· · · · · · · ·     A grid over the area knows the cells that no edge comes
//	· · ╱▒╲▒ · · ·      near (within a millimetre, far more than float64 can be
//	· ▒╱ █ █╲▒ · ·      wrong by): every place in such a cell has one answer.
//	· ▒│ █ █ ▒╲▒ ·      Sums over the cells give the answer for a box at once.
//	· ▒╲ █ █ █ ▒│▒      Elsewhere the edges are asked, but only those of the
//	· · ▒╲▒_▒_▒╱ ·      slab, a strip from west to east, that the place lies in.
//
// Everything is in metres of EPSG:27700. A Boundary is never changed once
// prepared and may be asked by several goroutines at once.
//
// Where the places come from is geo/column's business; whether a shape should
// be accepted at all is for shape.Check.
package within
