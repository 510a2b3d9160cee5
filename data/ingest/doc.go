// Package ingest reads files of homes, assets, plan areas, boundaries, organisations and places, and hands their rows to the
// registers. It tells formats apart, proposes which column means which field and which coordinate system the numbers are in,
// brings every position to the National Grid, and says of every row that cannot be used which line, field and value are at fault,
// why, and what to do. [Run] does all of it, row by row: a file is never held in memory.
//
// What a column, number or value means is decided by plans/intake and by the nouns themselves; writing rows is data/postgis,
// behind [Loader]; writing files is data/export.
package ingest
