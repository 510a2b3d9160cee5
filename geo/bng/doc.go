// Package bng says where things are in Great Britain: it converts between
// the British National Grid (EPSG:27700, metres), longitude and latitude
// (WGS 84, EPSG:4326, degrees) and Web Mercator (EPSG:3857, metres), and reads
// and writes grid references such as "SE 32840 35610".
//
// It is not for areas, overlaps or validity (package shape), tile addresses
// (package grid) or what lies inside a boundary (package within). It reads no
// file and opens no connection: the transformation grid is in the program.
//
// # Accuracy
//
// Grid and degrees are joined by OSTN15, the transformation that defines the
// National Grid since 2016. Ordnance Survey's 40 test points are met within
// 10 mm both ways (the worst lie far offshore, where OS's own series drifts);
// points in England within 1 mm; there and back within 0.1 mm.
//
// OSTN15 leads to ETRS89, which is fixed to the European plate. It is called
// WGS 84 here, as in every web map. The two were equal in 1989 and part by
// some 2.5 cm a year; no reader of a boundary can use that difference, and
// every publisher of British open data ignores it in the same way.
//
// # Limits
//
// OSTN15 covers Great Britain, the Isle of Man, and the sea near them. It does
// not cover Northern Ireland, which has a grid of its own (EPSG:29902 and
// EPSG:2157). A point outside is refused with an [*OutsideError] that names it.
//
// # Sources
//
// Ordnance Survey, "A guide to coordinate systems in Great Britain"
// (projection constants, bilinear interpolation, iteration of the inverse) and
// "Transformations and OSGM15 user guide" (layout and flags of the data file).
// The grid is © 2016 Ordnance Survey and the Ministry of Defence, under the
// BSD-style licence in OSTN15_license.txt; see [Licence].
//
// All functions are safe for several goroutines.
package bng

//go:generate go run ./gen
