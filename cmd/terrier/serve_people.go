package main

import (
	"context"
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/jobs"
	"terrier/data/postgis"
	"terrier/plans/web"
)

// people is what answers those who sign in, and what looks after all rows: none of it is opened with --public-only.
type people struct {
	doors    *doors
	entitled *exactKept
	stock    *jobs.Stock
	loader   *postgis.Loader
	reader   *postgis.Reader
	load     *pgxpool.Pool
	pools    []*pgxpool.Pool // all that were opened
}

// openPeople opens the exact store, and what else sees more than the public. The pool write works as terrier_write.
func (c *serveCommand) openPeople(ctx context.Context, db *database, kept *kept, public, write *pgxpool.Pool, listeners []net.Listener) (p *people, err error) {
	p = &people{reader: postgis.NewReader(public)}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	if p.load, err = p.pool(ctx, db, postgis.RoleLoad); err != nil {
		return p, err
	}
	if p.doors, err = openDoors(ctx, write, c.SMTP, c.OIDC); err != nil {
		return p, err
	}
	if p.doors.Demo, err = demoAccounts(ctx, p.reader, p.doors.writer, listeners, c.PublicURL); err != nil {
		return p, err
	}
	exact, err := p.pool(ctx, db, postgis.RoleExact)
	if err != nil {
		return p, err
	}
	if p.entitled, err = newExact(exact, write, kept.outlines, p.doors.trail); err != nil {
		return p, err
	}
	bring, err := p.pool(ctx, db, postgis.RoleLoad) // of its own: what is projected does not wait for a large file
	if err != nil {
		return p, err
	}
	p.doors.Releases = jobs.NewReleases(ctx, releases(p.load), time.Now)
	p.loader = postgis.NewLoader(bring)
	p.stock = jobs.NewStock(postgis.NewUploads(bring), p.loader, time.Now)
	return p, nil
}

func (p *people) pool(ctx context.Context, db *database, role string) (*pgxpool.Pool, error) {
	pool, err := db.pool(ctx, role)
	if err == nil {
		p.pools = append(p.pools, pool)
	}
	return pool, err
}

func (p *people) close() {
	if p == nil {
		return
	}
	for _, pool := range p.pools {
		pool.Close()
	}
}

// into gives the site what it answers those who sign in from.
func (p *people) into(config *web.Config, mostUpload int64) {
	if p == nil {
		return
	}
	config.Doors, config.Entitled = &p.doors.Doors, &p.entitled.Entitled
	config.Stock = &web.Stock{Uploads: p.stock, Marks: p.loader, Trail: p.doors.trail, Most: mostUpload}
	config.MapKeeper = p.doors.writer
	config.Drafts = &web.Drafts{Keeper: p.doors.writer, Versions: p.doors.writer, Ground: p.reader, Rules: p.reader, Files: areaFiles{p.loader}}
}

// followers are what runs beside the answers for them.
func (p *people) followers() followers {
	if p == nil {
		return nil
	}
	return followers{p.doors.follow, p.doors.seal, p.entitled.follow, p.entitled.noteDrags, projecting(p.load),
		func(ctx context.Context) { p.stock.Follow(ctx, pollEvery, heardOfUploads) },
		func(ctx context.Context) { prune(ctx, p.load, p.doors.writer) }}
}

// end notes what is to be noted still, when the server stops.
func (p *people) end(ctx context.Context) {
	if p == nil {
		return
	}
	last, done := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer done()
	p.entitled.noteRest(last)
}
