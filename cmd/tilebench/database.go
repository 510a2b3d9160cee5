package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/cluster"
	"terrier/plans/home"
)

// database is the PostgreSQL that everything measured runs on, terrier and peers alike, with the country in it.
type database struct {
	*pgxpool.Pool
	url        string
	postmaster int // process id
	stop       func() error
}

// database starts the server of this country's folder, and brings the country in if it is not there.
func (b *bench) database(ctx context.Context) (*database, error) {
	c, err := b.cluster(ctx)
	if err != nil {
		return nil, err
	}
	db := &database{url: c.URL(cluster.AdminRole)}
	if db.Pool, err = pgxpool.New(ctx, db.url); err != nil {
		return nil, errors.Join(err, c.Stop(context.WithoutCancel(ctx)))
	}
	db.stop = func() error {
		db.Close()
		return c.Stop(context.Background())
	}
	pid, err := os.ReadFile(c.Data + "/postmaster.pid")
	if err == nil {
		first, _, _ := strings.Cut(string(pid), "\n")
		db.postmaster, err = strconv.Atoi(first)
	}
	if err == nil {
		err = b.bring(ctx, db)
	}
	if err != nil {
		return nil, errors.Join(err, db.stop())
	}
	return db, nil
}

// cluster starts PostgreSQL with memory for tables of this size. ALTER SYSTEM wins over terrier's own settings.
func (b *bench) cluster(ctx context.Context) (*cluster.Cluster, error) {
	options := cluster.Options{Dir: b.at()}
	c, err := cluster.Start(ctx, options)
	if err != nil {
		return nil, err
	}
	if err := c.Prepare(ctx); err != nil {
		return nil, errors.Join(err, c.Stop(context.WithoutCancel(ctx)))
	}
	tuned := b.at("tuned")
	if exists(tuned) {
		return c, nil
	}
	err = errors.Join(tune(ctx, c.URL(cluster.AdminRole)), c.Stop(context.WithoutCancel(ctx)))
	if err == nil {
		err = os.WriteFile(tuned, nil, 0o644)
	}
	if err != nil {
		return nil, err
	}
	return cluster.Start(ctx, options)
}

func tune(ctx context.Context, url string) error {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return err
	}
	defer pool.Close()
	for name, value := range map[string]string{
		"max_connections": "200", "work_mem": "64MB", "maintenance_work_mem": "1GB", "max_wal_size": "8GB",
		"random_page_cost": "1.1", "effective_io_concurrency": "100",
		"shared_buffers":       fmt.Sprintf("%.0fMB", min(4096, memoryMB()/5)),
		"effective_cache_size": fmt.Sprintf("%.0fMB", memoryMB()/2),
	} {
		if _, err := pool.Exec(ctx, "ALTER SYSTEM SET "+name+" = '"+value+"'"); err != nil {
			return err
		}
	}
	return nil
}

// importFile brings one of the country's files into a database.
func (b *bench) importFile(ctx context.Context, url, kind, file string) error {
	return b.run(ctx, url, "import", kind, b.at("data", file), "--source", "tilebench", "--licence", "own", "--as-at", "2026-03-31")
}

// run lets terrier work on a database.
func (b *bench) run(ctx context.Context, url string, arguments ...string) error {
	cmd := exec.CommandContext(ctx, b.Terrier, arguments...)
	cmd.Env = append(os.Environ(), "DATABASE_URL="+url)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("terrier %s: %w\n%s", arguments[0], err, out)
	}
	return nil
}

// bring imports the country's files by terrier's own importer and makes the peers' tables from what came in.
func (b *bench) bring(ctx context.Context, db *database) error {
	for _, one := range []struct{ kind, file, table string }{
		{"areas", areasFile, "neighbourhood_plan_area"}, {"assets", assetsFile, "community_asset"}, {"homes", homesFile, "home"},
	} {
		var migrated, there bool
		if err := db.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", one.table).Scan(&migrated); err != nil {
			return err
		}
		if migrated {
			if err := db.QueryRow(ctx, "SELECT EXISTS (SELECT FROM "+one.table+")").Scan(&there); err != nil {
				return err
			}
		}
		if there {
			continue
		}
		fmt.Println("terrier imports the", one.kind)
		if err := b.importFile(ctx, db.url, one.kind, one.file); err != nil {
			return err
		}
	}
	var made bool
	if err := db.QueryRow(ctx, "SELECT to_regclass('peers.made') IS NOT NULL").Scan(&made); err != nil || made {
		return err
	}
	fmt.Println("making the peers' tables")
	for _, statement := range peersTables() {
		if _, err := db.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%w, in:\n%s", err, statement)
		}
	}
	return nil
}

// peersTables make what the peers serve: narrow tables in spatial order with the same attributes that terrier's tiles carry, and
// nothing of the histories and triggers of a register. Theirs is the better table.
func peersTables() []string {
	var group, counts strings.Builder
	group.WriteString("CASE h.tenure")
	for _, t := range home.Tenures {
		fmt.Fprintf(&group, " WHEN '%s' THEN '%s'", t.Slug, t.Group)
	}
	group.WriteString(" END")
	for _, g := range home.TenureGroups {
		fmt.Fprintf(&counts, `nullif(count(*) FILTER (WHERE tenure = '%s'), 0)::int AS "%[1]s", `, g.Slug)
	}
	return []string{
		`DROP SCHEMA IF EXISTS peers CASCADE`,
		`CREATE SCHEMA peers`,
		// One row a home.
		`CREATE TABLE peers.stock AS
			SELECT h.id, ` + group.String() + ` AS tenure, h.home_type AS "home-type", h.bedrooms::int AS bedrooms, h.epc, o.ref AS owner, o.name AS "owner-name", h.geom_3857 AS geom
			  FROM published_home h JOIN organisation o ON o.id = h.owner_id ORDER BY h.geom_3857`,
		// One row a place, homes at one point merged: what terrier shows from z13 on, feature by feature.
		`CREATE TABLE peers.place AS
			SELECT row_number() OVER (ORDER BY geom)::int AS id, count(*)::int AS count, mode() WITHIN GROUP (ORDER BY tenure) AS tenure, ` + counts.String() + `
			       CASE WHEN min(owner) = max(owner) THEN min(owner) END AS owner, CASE WHEN min(owner) = max(owner) THEN min("owner-name") END AS "owner-name",
			       CASE WHEN count(*) = 1 THEN min("home-type") END AS "home-type", CASE WHEN count(*) = 1 THEN min(bedrooms) END AS bedrooms,
			       CASE WHEN count(*) = 1 THEN min(epc) END AS epc, geom
			  FROM peers.stock GROUP BY geom ORDER BY geom`,
		`CREATE TABLE peers.area AS SELECT id, ref, name, stage, geom_3857 AS geom FROM neighbourhood_plan_area ORDER BY geom_3857`,
		`CREATE TABLE peers.asset AS SELECT id, ref, name, asset_kind AS kind, geom_3857 AS geom FROM community_asset ORDER BY geom_3857`,
		// What is counted within a boundary.
		`CREATE TABLE peers.counted AS SELECT tenure, home_type, bedrooms, epc, geom FROM published_home ORDER BY geom`,
		`CREATE INDEX ON peers.stock USING gist (geom)`, `CREATE INDEX ON peers.place USING gist (geom)`, `CREATE INDEX ON peers.area USING gist (geom)`,
		`CREATE INDEX ON peers.asset USING gist (geom)`, `CREATE INDEX ON peers.counted USING gist (geom)`,
		`VACUUM (FREEZE, ANALYZE) peers.stock`, `VACUUM (FREEZE, ANALYZE) peers.place`, `VACUUM (FREEZE, ANALYZE) peers.area`, `VACUUM (FREEZE, ANALYZE) peers.asset`,
		`VACUUM (FREEZE, ANALYZE) peers.counted`, `VACUUM (ANALYZE)`,
		`CREATE TABLE peers.made ()`,
	}
}
