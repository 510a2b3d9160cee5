// Package sheet lays out the printed map of an area: the map that regulation 5(1)(a) of the Neighbourhood Planning (General) Regulations 2012
// (SI 2012/637) asks for, with all that a map on paper needs.
//
// The outline is drawn from the geometry in EPSG:27700 at true scale: a metre of the National Grid is 1,000 / ratio millimetres of paper in both
// directions, anywhere on the sheet. Under it lie the marks of a basemap, which package picture composes through Frame. Around it stand the
// grid's references, title, facts, scale bar, north, key, an inset and the licences; pages with the boundary in words and the sources follow.
//
// What is said is given in words; this package knows no area and no law.
package sheet
