// Package cluster runs the private PostgreSQL of those who bring none: it finds an installed PostgreSQL with PostGIS, makes
// a data directory under ./var, runs the server as a child process and stops it cleanly.
//
// It knows processes, users and files. Tables and roles are made in data/migrate, queries live in data/postgis, and
// installing packages is the work of scripts/postgres.sh.
//
// # What lies where
//
//	var/
//	  cluster/               the data directory, mode 0700, of the server's user; or a link to the same in
//	                         /var/lib/terrier/<name>, where a folder above var is closed to that user
//	  cluster.lock           held, by flock, as long as a terrier process runs the server
//	  cluster.making/        a data directory while it is made; left over only if that was cut short
//	  run/.s.PGSQL.5432      the socket, mode 0700 (in /run or /tmp where this path would be too long for a socket)
//	  log/postgresql.log     what the server says; the one before it is postgresql.log.1
//
// # Who may come in
//
// The server listens on the socket alone and knows one way in: the operating system names the caller (peer), and
// pg_ident.conf holds one line for each pair of such a user and a role. There are no passwords and no moment of trust: the
// rules are written before the first start.
package cluster
