// Package pgtest gives each test a database of its own on a real PostGIS: a copy of a migrated template.
package pgtest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/migrate"
	"terrier/data/postgis"
)

// DB is a database that lives as long as its test.
type DB struct {
	name  string
	login *pgx.ConnConfig
}

var (
	once     sync.Once
	template string
	failed   error
)

// New makes a migrated, empty database and drops it when the test ends. The test fails where no PostGIS can be had.
func New(t testing.TB) *DB {
	t.Helper()
	ctx := context.Background()
	login, err := server(ctx)
	if err == nil {
		once.Do(func() { template, failed = makeTemplate(ctx, login) })
		err = failed
	}
	if err != nil {
		t.Fatalf("no PostGIS to test on: %v", err)
	}
	db := &DB{name: "terrier_test_" + random(), login: login}
	if err := run(ctx, login, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", db.name, template)); err != nil {
		t.Fatalf("copy the template database: %v", err)
	}
	t.Cleanup(func() {
		if err := run(context.Background(), login, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", db.name)); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return db
}

// URL is an address of the database that works as role; "" is the superuser.
func (db *DB) URL(role string) string {
	url := fmt.Sprintf("host=%s port=%d user=%s dbname=%s", db.login.Host, db.login.Port, db.login.User, db.name)
	if db.login.Password != "" {
		url += " password=" + db.login.Password
	}
	if role != "" {
		url += fmt.Sprintf(" options='-c role=%s'", role)
	}
	return url
}

// Pool opens the database as role ("" is the superuser) and closes it before the database is dropped.
func (db *DB) Pool(t testing.TB, role string) *pgxpool.Pool {
	t.Helper()
	if role == "" {
		role = db.login.User
	}
	pool, err := postgis.Open(context.Background(), db.URL(""), role)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func makeTemplate(ctx context.Context, login *pgx.ConnConfig) (string, error) {
	name := "terrier_template_" + random()
	if err := run(ctx, login, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	made := DB{name: name, login: login}
	if _, err := migrate.Up(ctx, made.URL("")); err != nil {
		return "", err
	}
	return name, nil
}

func run(ctx context.Context, login *pgx.ConnConfig, sql string) error {
	conn, err := pgx.ConnectConfig(ctx, login)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}

func random() string {
	b := make([]byte, 6)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}
