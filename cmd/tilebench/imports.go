package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"
)

type importCommand struct {
	Passes int `default:"3" help:"Imports with the change feed's triggers and without, by turns."`
}

// Run imports the homes into an empty database, with the triggers of the change feed and without, and counts what the feed was told.
func (c *importCommand) Run(ctx context.Context, b *bench) error {
	return b.measuring(ctx, "import, s", func(r *results, db *database) error {
		fmt.Println("importing with and without the triggers of the change feed")
		var with, without, noted series
		for range c.Passes {
			took, n, err := b.importAnew(ctx, db, true)
			if err != nil {
				return err
			}
			with, noted = append(with, took.Seconds()), append(noted, n)
			if took, _, err = b.importAnew(ctx, db, false); err != nil {
				return err
			}
			without = append(without, took.Seconds())
			fmt.Printf("  %.1f s, without triggers %.1f s; %.0f rows of changes\n", with[len(with)-1], took.Seconds(), n)
		}
		r.Figures["import, s"], r.Figures["import without triggers, s"], r.Figures["import, rows of changes"] = with, without, noted
		return r.save()
	})
}

// importAnew imports the homes into a database of their own, and returns how many rows of changes stand there of them.
func (b *bench) importAnew(ctx context.Context, db *database, triggers bool) (took time.Duration, noted float64, err error) {
	const name = "imported"
	at, err := url.Parse(db.url)
	if err != nil {
		return 0, 0, err
	}
	at.Path = "/" + name
	drop := func() error {
		_, err := db.Exec(context.WithoutCancel(ctx), "DROP DATABASE IF EXISTS "+name)
		return err
	}
	if err := drop(); err != nil {
		return 0, 0, err
	}
	if _, err := db.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, drop()) }()
	if err := b.run(ctx, at.String(), "migrate"); err != nil {
		return 0, 0, err
	}
	conn, err := pgx.Connect(ctx, at.String())
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(conn.Close(context.WithoutCancel(ctx)), err) }()
	if !triggers {
		if _, err := conn.Exec(ctx, withoutFeed); err != nil {
			return 0, 0, err
		}
	}
	begun := time.Now()
	if err := b.importFile(ctx, at.String(), "homes", homesFile); err != nil {
		return 0, 0, err
	}
	took = time.Since(begun)
	err = conn.QueryRow(ctx, `SELECT count(*)::float8 FROM change WHERE table_name = 'home'`).Scan(&noted)
	return took, noted, err
}

// withoutFeed keeps the other triggers of homes.
const withoutFeed = `DO $$
DECLARE
	t text;
BEGIN
	FOR t IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'home'::regclass AND tgname LIKE 'note\_%' LOOP
		EXECUTE format('ALTER TABLE home DISABLE TRIGGER %I', t);
	END LOOP;
END $$`
