package dump

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"terrier/data/cluster"
	"terrier/data/migrate"
	"terrier/plans"
)

// Archive is what a backup holds. It has been read to its last row.
type Archive struct {
	File       string  `json:"file"`
	Bytes      int64   `json:"bytes"`
	Version    int64   `json:"version"`    // of its newest migration
	PostgreSQL string  `json:"postgresql"` // of the server it was made from
	Tables     []Table `json:"tables"`

	entries []entry
	client  cluster.Client // that can read it
}

// Rows tells how many rows the archive holds of a table; 0 where it has no such table.
func (a Archive) Rows(table string) int64 {
	for _, t := range a.Tables {
		if t.Name == table {
			return t.Rows
		}
	}
	return 0
}

func (a Archive) all() (n int64) {
	for _, t := range a.Tables {
		n += t.Rows
	}
	return n
}

// look reads an archive from end to end with the first of the programs that can. A file that is no sound backup of terrier's is
// refused as a *plans.Error.
func look(ctx context.Context, clients []cluster.Client, file string, seen func(Progress)) (Archive, error) {
	abs, err := filepath.Abs(file) // a name that begins with - is no option then
	if err != nil {
		return Archive{}, err
	}
	a := Archive{File: file}
	if a.Bytes, err = begins(abs); err != nil {
		return a, err
	}
	for _, a.client = range clients {
		if a.entries, a.PostgreSQL, err = list(ctx, a.client, abs); err == nil || !strings.Contains(err.Error(), "unsupported version") {
			break
		}
	}
	if err != nil {
		return a, unreadable(ctx, file, a.client, err)
	}
	if !has(a.entries, "TABLE", "home") || !has(a.entries, "TABLE", versionTable) {
		return a, plans.Refuse("not-a-backup", "", fmt.Sprintf("%s is a copy of a database, but of none of terrier's.", file),
			"Name a file that terrier backup wrote. Other databases are restored with pg_restore.")
	}
	t := tally{seen: func(table string, rows int64) { tell(seen, Progress{Doing: "reading", Table: table, Rows: rows}) }}
	p := newProgram(ctx, a.client, "pg_restore", address{}.environment("restore"), "--data-only", "--file=-", abs)
	if err := p.readBy(func(r io.Reader) error { return t.follow(r, nil, 0) }); err != nil {
		return a, unreadable(ctx, file, a.client, err)
	}
	if t.copying {
		return a, unreadable(ctx, file, a.client, errors.New("it ends within a table"))
	}
	a.Tables, a.Version = t.tables, t.migrated
	return a, nil
}

func list(ctx context.Context, c cluster.Client, file string) (entries []entry, postgreSQL string, err error) {
	p := newProgram(ctx, c, "pg_restore", address{}.environment("restore"), "--list", file)
	err = p.readBy(func(r io.Reader) (failed error) {
		entries, postgreSQL, failed = readList(r)
		return failed
	})
	return entries, postgreSQL, err
}

// begins looks at a file's first bytes, by which most mistakes are known.
func begins(file string) (size int64, err error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, plans.Refuse("backup-unreadable", "", fmt.Sprintf("The backup cannot be read: %v.", err), "Check the file's name, and that you may read it.")
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	start := make([]byte, 64)
	n, err := io.ReadFull(f, start)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && !info.IsDir() {
		return 0, fmt.Errorf("read the backup: %w", err)
	}
	start = start[:n]
	if bytes.HasPrefix(start, []byte("PGDMP")) {
		return info.Size(), nil
	}
	what, remedy := "is no backup of terrier's", "Name a file that terrier backup wrote."
	switch {
	case info.IsDir():
		what = "is a folder"
	case n == 0:
		what, remedy = "is empty", "Take another backup: this one was cut off, or the disk was full."
	case bytes.HasPrefix(start, []byte{0x1f, 0x8b}), bytes.HasPrefix(start, []byte("PK\x03\x04")), bytes.HasPrefix(start, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		what, remedy = "is compressed", "Unpack it first."
	case bytes.HasPrefix(start, []byte("--")):
		what, remedy = "is a script of SQL", "Give it to psql, into a database that createdb made; or name a file that terrier backup wrote."
	}
	return 0, plans.Refuse("not-a-backup", "", fmt.Sprintf("%s %s.", file, what), remedy)
}

func unreadable(ctx context.Context, file string, c cluster.Client, err error) error {
	var exit *exec.ExitError
	var p *programError
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case strings.Contains(err.Error(), "unsupported version"):
		return plans.Refuse("client-missing", "", fmt.Sprintf("%s was made by a newer pg_dump than the programs of PostgreSQL %s here can read.", file, c.Version),
			"Install the client programs of the PostgreSQL that made it: "+cluster.ClientLine(c.Major+1)+", or a newer one.")
	case errors.As(err, &p) && !errors.As(err, &exit): // it could not be run
		return err
	}
	return plans.Refuse("backup-damaged", "", fmt.Sprintf("%s is cut off or damaged: %v.", file, err), "Take another backup. Nothing was changed.")
}

// newer refuses an archive of a program that knows more than this one.
func (a Archive) newer() error {
	if a.Version <= migrate.Newest() {
		return nil
	}
	return plans.Refuse("backup-newer", "", fmt.Sprintf("%s is of a newer terrier: its database is at version %d, and this program knows %d.", a.File, a.Version, migrate.Newest()),
		"Restore it with the newer terrier.")
}

func tell(seen func(Progress), p Progress) {
	if seen != nil {
		seen(p)
	}
}
