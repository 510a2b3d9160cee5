// Package feature keeps the things of a map layer that are not homes (plan
// areas, assets, boundaries, the base map) prepared to be drawn in tiles.
//
// Places are kept as whole numbers on the square of the world. What a zoom
// shows of an outline follows from the places alone: below [fullZoom] they are
// snapped to the grid of the zoom, which is one for the whole map, and what then
// repeats or lies straight between its neighbours is left out. So two areas that share a line go on
// sharing it, and no gap opens between them. Outlines keep thinner copies of
// themselves for the lower zooms, and boxes over stretches of long ones, so
// that a tile looks at little more than what is in it.
//
// A [Layer] takes changes: readers take what stands by one atomic pointer, and
// never wait or see half a change. Homes are drawn by tiles/home; the bytes are
// written by tiles/mvt.
package feature
