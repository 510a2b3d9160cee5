package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/cluster"
	"terrier/data/migrate"
	"terrier/data/postgis"
)

// databaseFlags say where the database is. Without DATABASE_URL terrier runs a private PostgreSQL under Var.
type databaseFlags struct {
	URL string `name:"database-url" env:"DATABASE_URL" placeholder:"URL" help:"The database; without it a private one under --var is used."`
	Var string `name:"var" default:"./var" placeholder:"DIR" help:"Where the private database lies."`
}

// database is a reached database. Close it when done.
type database struct {
	login   func(role string) string // an address for a role
	admin   string                   // an address that may migrate
	private bool
	release func(context.Context) error
	gone    <-chan struct{} // closed when a private server ends by itself; nil otherwise
}

// open joins or starts the private database, or takes the one that is named.
func (f *databaseFlags) open(ctx context.Context) (*database, error) {
	if f.URL != "" {
		return f.named(), nil
	}
	socket, release, err := cluster.Open(ctx, cluster.Options{Dir: f.Var})
	if err != nil {
		return nil, err
	}
	return private(socket, release, nil), nil
}

// start runs the private database for as long as this process serves, or takes the one that is named.
func (f *databaseFlags) start(ctx context.Context) (*database, error) {
	if f.URL != "" {
		return f.named(), nil
	}
	c, err := cluster.Start(ctx, cluster.Options{Dir: f.Var})
	if err != nil {
		return nil, err
	}
	if err := c.Prepare(ctx); err != nil {
		_ = c.Stop(context.WithoutCancel(ctx))
		return nil, err
	}
	return private(c.Socket, c.Stop, c.Done()), nil
}

func (f *databaseFlags) named() *database {
	return &database{login: func(string) string { return f.URL }, admin: f.URL, release: func(context.Context) error { return nil }}
}

func private(s cluster.Socket, release func(context.Context) error, gone <-chan struct{}) *database {
	return &database{login: s.URL, admin: s.URL(cluster.AdminRole), private: true, release: release, gone: gone}
}

func (d *database) pool(ctx context.Context, role string) (*pgxpool.Pool, error) {
	return postgis.Open(ctx, d.login(role), role)
}

func (d *database) close() {
	if err := d.release(context.Background()); err != nil {
		fmt.Fprintf(os.Stderr, "terrier: the private database did not stop cleanly: %v\n", err)
	}
}

// loading opens the database, up to date, for work that sees every row, and closes it afterwards.
func (f *databaseFlags) loading(ctx context.Context, work func(*pgxpool.Pool) error) error {
	return f.working(ctx, postgis.RoleLoad, work)
}

// working is the same for work in another role.
func (f *databaseFlags) working(ctx context.Context, role string, work func(*pgxpool.Pool) error) error {
	db, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer db.close()
	if err := db.upToDate(ctx); err != nil {
		return err
	}
	pool, err := db.pool(ctx, role)
	if err != nil {
		return err
	}
	defer pool.Close()
	return work(pool)
}

// upToDate migrates what is behind. A login that may not is told who can.
func (d *database) upToDate(ctx context.Context) error {
	have, err := migrate.Version(ctx, d.admin)
	if err != nil {
		return err
	}
	if have > migrate.Newest() {
		return fmt.Errorf("the database was migrated to version %d by a newer terrier; this one knows %d: use the newer program", have, migrate.Newest())
	}
	if have < migrate.Newest() {
		_, err = migrate.Up(ctx, d.admin)
	}
	return err
}

// withoutSecret is a database address that may be printed: everything but a password.
func withoutSecret(address string) string {
	cfg, err := pgx.ParseConfig(address)
	if err != nil {
		return "(not a database address)"
	}
	shown := url.URL{Scheme: "postgres", User: url.User(cfg.User), Path: "/" + cfg.Database}
	if strings.HasPrefix(cfg.Host, "/") {
		shown.RawQuery = "host=" + cfg.Host
		return shown.String()
	}
	shown.Host = fmt.Sprintf("%s:%d", cfg.Host, cfg.Port)
	return shown.String()
}
