// Package migrate keeps the numbered, embedded migrations and brings a database up to date.
//
// The files in sql are never edited once released; a change is a new number. What the tables mean stands in their comments.
// Queries live in data/postgis, not here.
package migrate

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

//go:embed sql/*.sql
var files embed.FS

//go:embed sql/roles.sql
var roles string

// ErrPrivilege is returned when the login may not create the roles or extensions that are missing.
var ErrPrivilege = errors.New("the login may not create roles and extensions: run `terrier migrate` once as a superuser of the database")

// Bootstrap creates the roles that terrier works as and the extensions it needs, where they are missing. It needs a login
// that may do so; run again it changes nothing.
func Bootstrap(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, roles)
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) && pgErr.Code == "42501" { // insufficient_privilege
		return fmt.Errorf("%w (%s)", ErrPrivilege, pgErr.Message)
	}
	if err != nil {
		return fmt.Errorf("prepare roles and extensions: %w", err)
	}
	return nil
}

// Up brings the database at url to the newest migration and returns how many it applied. The login must be able to create
// what Bootstrap creates, or to act as terrier_owner once that is done.
func Up(ctx context.Context, url string) (applied int, err error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return 0, fmt.Errorf("read the database address: %w", err)
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return 0, fmt.Errorf("reach the database: %w", err)
	}
	err = Bootstrap(ctx, conn)
	_ = conn.Close(ctx)
	if err != nil {
		return 0, err
	}
	provider, done, err := open(cfg)
	if err != nil {
		return 0, err
	}
	defer done()
	results, err := provider.Up(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	return len(results), nil
}

// Version says how far the database at url is migrated. Any login that may read the version table may ask.
func Version(ctx context.Context, url string) (have int64, err error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return 0, fmt.Errorf("reach the database: %w", err)
	}
	defer conn.Close(ctx)
	return VersionOf(ctx, conn)
}

// Queryer is a connection or a pool.
type Queryer interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// VersionOf says how far the database behind q is migrated; 0 where it never was.
func VersionOf(ctx context.Context, q Queryer) (have int64, err error) {
	err = q.QueryRow(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&have)
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) && pgErr.Code == "42P01" { // undefined_table: nothing has been migrated
		return 0, nil
	}
	return have, err
}

// Newest is the number of the newest embedded migration.
func Newest() int64 { return newest }

var newest = func() (n int64) {
	entries, err := files.ReadDir("sql")
	if err != nil {
		panic(err) // the files are part of the program
	}
	for _, e := range entries {
		if v, err := goose.NumericComponent(e.Name()); err == nil {
			n = max(n, v)
		}
	}
	return n
}()

func open(cfg *pgx.ConnConfig) (*goose.Provider, func(), error) {
	db := stdlib.OpenDB(*cfg)
	numbered, err := fs.Sub(files, "sql")
	if err == nil {
		var provider *goose.Provider
		provider, err = goose.NewProvider(goose.DialectPostgres, db, numbered, goose.WithExcludeNames([]string{"roles.sql"}))
		if err == nil {
			return provider, func() { _ = provider.Close() }, nil
		}
	}
	_ = db.Close()
	return nil, nil, fmt.Errorf("read the embedded migrations: %w", err)
}
