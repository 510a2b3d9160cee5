// Package convert carries shapes between the two geometry libraries of the
// project: go-geom, which speaks to PostGIS and knows coordinate systems, at the
// database's edge, and orb everywhere inside. [ToGeom] goes out, [FromGeom]
// comes in.
//
// Both copy: the result shares no memory with the argument. Heights and measures
// are never dropped on the way; [Flatten] does so on request, and says so.
//
// It changes no coordinates (that is geo/bng), judges no shapes (geo/shape), and
// registers nothing with the database driver (data/postgis).
package convert
