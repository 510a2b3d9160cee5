// Package column keeps places with what is known of them packed in memory, so
// that a map tile or the answer to a question about a boundary is read from a
// few stretches of arrays.
//
// A [Segment] is immutable: one slice a column, its rows in Hilbert order of
// their Web Mercator position, so that every tile of every zoom is one stretch
// of rows. What is known of a row is two codes of a [Dictionary]: its kind (all
// that it is counted and filtered by) and its lot (whose it is and where that
// was written). Over the rows lie boxes of 64 rows and up, and sums of codes
// of 1,024 rows and up, so that what lies wholly inside a boundary is added
// without looking at its rows.
//
// A [Store] takes changes: a [Snapshot] is a segment with a small one of added
// rows over it, the rows that are gone, and a small one of those. It is
// replaced as a whole by one atomic pointer. Readers take a snapshot once,
// never wait, and never see half a change. Kinds fall into a few classes. Their
// sums stand before each leaf and, as deep as memory is spent on it, before each
// square that the map draws, so that what a square holds of each class is the
// difference of two of them.
//
// Which rows lie inside a boundary is asked with geo/within; what kinds and
// lots mean is known by who fills the dictionaries.
package column
