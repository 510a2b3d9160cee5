// Package dump backs a whole database up into one file and restores it, by PostgreSQL's own programs: the file is a plain archive
// of pg_dump in its custom format, which pg_restore reads without terrier.
//
// A backup is one consistent snapshot, whoever writes meanwhile. It is written beside its file and takes its name only when it has
// been read back from the first to the last row.
//
// A restore goes into a database without rows. The archive is read to its end before anything is touched; then one transaction
// drops the empty tables, brings the archive's own, counts its rows and commits. What is older than the program is migrated
// afterwards: this is the way to a newer terrier, and to a newer PostgreSQL.
//
// Processes are started here and queries asked; what the tables mean stands in data/migrate, and where PostgreSQL's programs lie is
// known to data/cluster.
package dump
