package dump

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"terrier/data/cluster"
	"terrier/data/migrate"
)

// Restored tells what a restore brought.
type Restored struct {
	Archive
	Migrated int      `json:"migrated"` // migrations applied afterwards
	Now      int64    `json:"now"`      // the version of the database
	LeftOut  []string `json:"left-out"` // what others keep in the same database
}

// ErrNotMigrated is wrapped where the rows are back and the migrations after them failed.
var ErrNotMigrated = errors.New("the backup is restored as it was made, but not brought up to date")

// Restore brings a backup into the database at url, which must hold no rows, and migrates it. Up to its one commit it leaves the
// database as it was, save roles and extensions, whatever ends it. What the database or the file do not allow is a *plans.Error.
func Restore(ctx context.Context, url, file string, seen func(Progress)) (Restored, error) {
	to, err := addressOf(url)
	if err != nil {
		return Restored{}, err
	}
	conn, server, err := reach(ctx, url)
	if err != nil {
		return Restored{}, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if err := mustBeEmpty(ctx, conn); err != nil {
		return Restored{}, err
	}
	clients, err := clientsFor(server)
	if err != nil {
		return Restored{}, err
	}
	archive, err := look(ctx, clients, file, seen)
	if err == nil {
		err = archive.newer()
	}
	if err != nil {
		return Restored{}, err
	}
	if err := migrate.Bootstrap(ctx, conn); err != nil {
		return Restored{}, err
	}
	parts := divide(archive.entries)
	archive.Tables = keep(archive.Tables, parts)
	l := load{archive: archive, parts: parts, to: to, server: server, client: archive.client, seen: seen}
	if err := l.run(ctx); err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return Restored{}, fmt.Errorf("restore: nothing was changed: %w", err)
	}
	r := Restored{Archive: archive, Now: archive.Version, LeftOut: parts.left}
	tell(seen, Progress{Doing: "migrating"})
	if r.Migrated, err = migrate.Up(ctx, url); err == nil {
		r.Now = migrate.Newest()
		_, err = conn.Exec(ctx, `BEGIN; SET LOCAL ROLE terrier_owner; ANALYZE; COMMIT`)
	}
	if err != nil {
		return r, fmt.Errorf("%w (version %d of %d): mend what follows, then run terrier migrate: %w", ErrNotMigrated, archive.Version, migrate.Newest(), err)
	}
	return r, nil
}

// keep leaves out tables that are not restored.
func keep(tables []Table, p parts) []Table {
	var kept []Table
	for _, t := range tables {
		if has(p.ours, "TABLE", t.Name) || t.Name == versionTable {
			kept = append(kept, t)
		}
	}
	return kept
}

// load is the one transaction of a restore: a psql that is fed by this process and told to commit at the very end. If the feed ends
// in between, for whatever reason, psql ends and the server takes everything back.
type load struct {
	archive Archive
	parts   parts
	to      address
	server  int
	client  cluster.Client
	seen    func(Progress)

	lists string // a folder for the tables of contents
	rows  int64  // so far
}

func (l *load) run(ctx context.Context) (err error) {
	if l.lists, err = os.MkdirTemp("", "terrier-restore-"); err != nil {
		return err
	}
	defer os.RemoveAll(l.lists)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	psql := newProgram(ctx, l.client, "psql", l.to.environment("restore"), "--no-psqlrc", "--quiet", "--no-password",
		"--set=ON_ERROR_STOP=1", "--output="+os.DevNull, "--dbname="+l.to.info)
	in, err := psql.cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := psql.cmd.Start(); err != nil {
		return psql.failure(err)
	}
	fed := l.feed(ctx, in)
	_ = in.Close()
	ended := psql.cmd.Wait()
	switch {
	case ended != nil: // then what was fed broke off at its end, and psql says why
		return said(psql, ended)
	case fed != nil:
		return fed
	}
	return nil
}

// feed writes the transaction.
func (l *load) feed(ctx context.Context, in io.Writer) error {
	begin := "BEGIN;\nSET LOCAL client_min_messages = warning;\nSET LOCAL lock_timeout = '30s';\nSET LOCAL terrier.lock = 'on';\nSET LOCAL ROLE terrier_owner;\n" + emptyBlock +
		clearBlock + "RESET ROLE;\nDROP TABLE IF EXISTS public.goose_db_version;\n"
	if _, err := io.WriteString(in, begin); err != nil {
		return err
	}
	if err := l.pass(ctx, in, "versions", l.parts.versions); err != nil {
		return err
	}
	if _, err := io.WriteString(in, "SET LOCAL ROLE terrier_owner;\n"); err != nil {
		return err
	}
	if err := l.pass(ctx, in, "ours", l.parts.ours); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	isVersions := func(t Table) bool { return t.Name == versionTable } // terrier_owner may not read it
	isOurs := func(t Table) bool { return !isVersions(t) }
	ours, versions := slices.DeleteFunc(slices.Clone(l.archive.Tables), isVersions), slices.DeleteFunc(slices.Clone(l.archive.Tables), isOurs)
	_, err := io.WriteString(in, countBlock(ours)+l.newFeed()+"RESET ROLE;\n"+countBlock(versions)+"COMMIT;\n")
	return err
}

// newFeed begins the change feed anew, where the archive has one: whoever followed what was here before reads everything anew.
func (l *load) newFeed() string {
	if !has(l.parts.ours, "TABLE", "feed") {
		return ""
	}
	return "DELETE FROM public.change;\nDELETE FROM public.feed;\nINSERT INTO public.feed DEFAULT VALUES;\n"
}

// pass feeds some of the archive's entries. Owners are set by the role that makes them, for a backup of another server names
// roles that are not here.
func (l *load) pass(ctx context.Context, in io.Writer, name string, entries []entry) error {
	list := filepath.Join(l.lists, name)
	if err := os.WriteFile(list, []byte(listText(entries)), 0o600); err != nil {
		return err
	}
	file, err := filepath.Abs(l.archive.File)
	if err != nil {
		return err
	}
	before, of := l.rows, l.archive.all()
	t := tally{seen: func(table string, rows int64) {
		tell(l.seen, Progress{Doing: "restoring", Table: table, Rows: before + rows, Of: of})
	}}
	p := newProgram(ctx, l.client, "pg_restore", l.to.environment("restore"), "--no-owner", "--use-list="+list, "--file=-", file)
	err = p.readBy(func(r io.Reader) error { return t.follow(r, in, l.server) })
	l.rows += t.rows
	return err
}

// said is why psql ended: in the words of the blocks where it was they.
func said(p *program, err error) error {
	for line := range strings.Lines(p.said.String()) {
		_, message, found := strings.Cut(strings.TrimSpace(line), "ERROR:  ")
		switch {
		case !found:
		case strings.HasSuffix(message, " holds rows"), strings.HasSuffix(message, "which is not terrier's"):
			return notEmpty(message)
		case strings.Contains(message, "lock timeout"):
			return errors.New("another program uses the tables: stop it, and try again (" + message + ")")
		}
	}
	return p.failure(err)
}
