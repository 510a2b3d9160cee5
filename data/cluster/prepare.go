package cluster

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"terrier/data/migrate"
)

// Prepare makes the database, its roles and its extensions where they are missing; run again it changes nothing. It is the
// one work that needs the superuser: all other changes are migrations and are made as terrier_owner.
func (c *Cluster) Prepare(ctx context.Context) error {
	if err := c.as(ctx, "postgres", makeDatabase); err != nil {
		return fmt.Errorf("make the database %s: %w", Database, err)
	}
	return c.as(ctx, Database, func(ctx context.Context, conn *pgx.Conn) error {
		if err := migrate.Bootstrap(ctx, conn); err != nil {
			return err
		}
		return claimDatabase(ctx, conn)
	})
}

// as works as the administrator in one database.
func (c *Cluster) as(ctx context.Context, database string, work func(context.Context, *pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, c.url(AdminRole, database))
	if err != nil {
		return fmt.Errorf("reach the private database: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	return work(ctx, conn)
}

func makeDatabase(ctx context.Context, conn *pgx.Conn) error {
	var exists bool
	err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, Database).Scan(&exists)
	if err == nil && !exists {
		_, err = conn.Exec(ctx, `CREATE DATABASE `+Database)
	}
	return err
}

// claimDatabase gives the database to terrier_owner and shuts everyone out who is none of terrier's roles. Extensions whose
// packages were upgraded since are brought up to date.
func claimDatabase(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `
		DO $$
		DECLARE
			stale name;
		BEGIN
			IF NOT EXISTS (SELECT FROM pg_database WHERE datname = 'terrier' AND datdba = 'terrier_owner'::regrole) THEN
				ALTER DATABASE terrier OWNER TO terrier_owner;
				REVOKE CONNECT, TEMPORARY ON DATABASE terrier FROM PUBLIC;
				GRANT CONNECT, TEMPORARY ON DATABASE terrier TO terrier_load, terrier_write, terrier_exact, terrier_public;
			END IF;
			FOR stale IN
				SELECT name FROM pg_available_extensions
				WHERE  installed_version <> default_version AND name IN ('postgis', 'pg_trgm', 'fuzzystrmatch')
			LOOP
				EXECUTE format('ALTER EXTENSION %I UPDATE', stale);
			END LOOP;
		END
		$$`)
	if err != nil {
		return fmt.Errorf("give the database to its owner: %w", err)
	}
	return nil
}
