package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/migrate"
	"terrier/data/postgis"
	"terrier/plans/home"
	"terrier/plans/web"
)

type serveCommand struct {
	Listen     []string          `env:"TERRIER_LISTEN" sep:"," default:"127.0.0.1:8080,[::1]:8080" placeholder:"HOST:PORT" help:"Where to listen."`
	PublicURL  string            `env:"TERRIER_PUBLIC_URL" default:"http://localhost:8080" placeholder:"URL" help:"The address that the outside uses."`
	Basemap    string            `env:"TERRIER_BASEMAP" placeholder:"FILE" help:"A PMTiles basemap in the OpenMapTiles or Protomaps schema, or raster."`
	Archive    map[string]string `placeholder:"NAME=FILE" help:"Serve the tileset NAME from a file that terrier tiles build wrote."`
	SMTP       string            `env:"TERRIER_SMTP_URL" placeholder:"URL" help:"The server that takes e-mail: smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS. Without one none is sent."`
	Upload     int64             `env:"TERRIER_MOST_UPLOAD" default:"100" placeholder:"MB" help:"Megabytes that an uploaded file of homes may have."`
	Proxies    []string          `name:"trusted-proxies" env:"TERRIER_TRUSTED_PROXIES" sep:"," placeholder:"CIDR" help:"Proxies whose X-Forwarded-For is believed, by address or network. None by default."`
	OIDC       string            `env:"TERRIER_OIDC" placeholder:"URL" help:"Sign-ins of organisations: https://CLIENT:SECRET@ISSUER?organisation=REF&name=NAME&domain=DOMAIN, several with spaces between."`
	TileCache  int64             `env:"TERRIER_TILE_CACHE" default:"64" placeholder:"MB" help:"Megabytes of tiles that are kept ready."`
	PublicOnly bool              `help:"Answer the public only: nobody signs in, and nothing is opened that holds homes which are not published."`
	Demo       bool              `help:"Load the invented town first if the database is empty."`
}

// stopWithin is how long requests under way may take to end when the server stops.
const stopWithin = 10 * time.Second

// projectEvery is how often rows written by plain SQL are looked for beside being told of them.
const projectEvery = 10 * time.Second

func (c *serveCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	listeners, err := listen(c.Listen)
	if err != nil {
		return err
	}
	defer closeAll(listeners)
	db, err := f.start(ctx)
	if err != nil {
		return err
	}
	defer db.close()
	if err := db.upToDate(ctx); err != nil {
		return err
	}
	if c.Demo {
		if err := c.loadDemo(ctx, db, out); err != nil {
			return err
		}
	}
	public, err := db.pool(ctx, postgis.RolePublic)
	if err != nil {
		return err
	}
	defer public.Close()
	write, err := db.pool(ctx, postgis.RoleWrite)
	if err != nil {
		return err
	}
	defer write.Close()
	kept, err := keep(ctx, public, web.Tilesets())
	if err != nil {
		return err
	}
	var people *people
	if !c.PublicOnly {
		if people, err = c.openPeople(ctx, db, kept, public, write, listeners); err != nil {
			return err
		}
		defer people.close()
	}
	config, closeArchives, err := c.site(public, write, kept)
	if err != nil {
		return err
	}
	defer closeArchives()
	people.into(&config, c.Upload<<20)
	slog.Info("settings", "database", withoutSecret(db.login(postgis.RolePublic)), "private", db.private,
		"listen", strings.Join(c.Listen, ","), "public-url", c.PublicURL, "basemap", c.Basemap, "public-only", c.PublicOnly)
	fmt.Fprintf(out.Out, "%s\n", c.PublicURL)
	err = c.serve(ctx, listeners, web.New(config), append(people.followers(), kept.follow), db.gone)
	people.end(ctx)
	return err
}

// loadDemo loads the invented town into an empty database.
func (c *serveCommand) loadDemo(ctx context.Context, db *database, out streams) error {
	load, err := db.pool(ctx, postgis.RoleLoad)
	if err != nil {
		return err
	}
	defer load.Close()
	return loadDemoIfEmpty(ctx, load, out.Err)
}

// site says what the site works with: the public is answered from its own stores only, and what it may write is figures that it opens.
func (c *serveCommand) site(public, write *pgxpool.Pool, kept *kept) (config web.Config, closeArchives func(), err error) {
	proxies, err := trustedProxies(c.Proxies)
	if err != nil {
		return config, nil, err
	}
	reader := postgis.NewReader(public)
	ground, err := c.ground(reader)
	if err != nil {
		return config, nil, err
	}
	archives, closeArchives, err := c.archives(ground)
	if err != nil {
		return config, nil, err
	}
	if err := kept.lay(ground); err != nil {
		closeArchives()
		return config, nil, err
	}
	tiles := newDrawn(kept, reader, ground.credit)
	config = web.Config{
		Homes: home.PublicAnswers{PublicStock: kept.stock, Protected: kept.protected}, Protected: kept.protected, Areas: reader, Outlines: kept.outlines, Edges: reader, Assets: reader, Associations: reader, Places: reader, Zones: reader, Registers: tiles.registers, Releases: reader, SavedMaps: reader, Figures: postgis.NewFigures(public, write), Surroundings: reader,
		Tiles: tiles, Archives: archives, TileBytes: c.TileCache << 20, Style: ground.style, Ground: ground.now, PublicURL: c.PublicURL, TrustedProxies: proxies, Freshness: kept.freshness,
		Checks: []web.Check{{Name: "migrations", Ask: func(ctx context.Context) error {
			have, err := migrate.VersionOf(ctx, public)
			if err == nil && have != migrate.Newest() {
				err = fmt.Errorf("the database is at version %d of %d", have, migrate.Newest())
			}
			return err
		}}},
	}
	return config, closeArchives, nil
}

// serve answers until the context ends or the private database does, then lets requests under way finish.
func (c *serveCommand) serve(ctx context.Context, listeners []net.Listener, handler http.Handler, beside followers, gone <-chan struct{}) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 60 * time.Second,
		WriteTimeout: 60 * time.Second, IdleTimeout: 120 * time.Second, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn)}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	failed := make(chan error, len(listeners))
	for _, l := range listeners {
		go func() { failed <- server.Serve(l) }()
	}
	var running sync.WaitGroup
	for _, follow := range beside {
		running.Go(func() { follow(ctx) })
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	case <-gone:
		err = errors.New("the private database has stopped; its log is in var/log")
	}
	cancel()
	stopping, done := context.WithTimeout(context.Background(), stopWithin)
	defer done()
	if stopErr := server.Shutdown(stopping); stopErr != nil && err == nil {
		err = fmt.Errorf("stop: requests were cut off: %w", stopErr)
	}
	running.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return err
}

// followers are what runs beside the answers, until the context ends.
type followers []func(context.Context)

// heardOfUploads tells of trouble with uploaded files, and of its end.
func heardOfUploads(err error) {
	if err != nil {
		slog.Warn("uploaded files cannot be looked after", "error", err)
		return
	}
	slog.Info("uploaded files are looked after again")
}

// projecting fills in what plain SQL left out.
func projecting(load *pgxpool.Pool) func(context.Context) {
	return func(ctx context.Context) {
		postgis.NewProjector(load).Follow(ctx, projectEvery, func(filled int, err error) {
			if err != nil {
				slog.Warn("project rows", "error", err)
				return
			}
			slog.Info("projected rows", "rows", filled)
		})
	}
}

// listen opens every address; one of several may be missing on this machine (IPv6), but not all.
func listen(addresses []string) ([]net.Listener, error) {
	var listeners []net.Listener
	var failed error
	for _, address := range addresses {
		l, err := net.Listen("tcp", strings.TrimSpace(address))
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		listeners = append(listeners, l)
	}
	if len(listeners) == 0 {
		return nil, &exitError{exitMisuse, fmt.Sprintf("cannot listen: %v\nStop what uses the address, or choose another with --listen or TERRIER_LISTEN.", failed)}
	}
	if inUse(failed) {
		closeAll(listeners)
		return nil, &exitError{exitMisuse, fmt.Sprintf("cannot listen: %v\nStop what uses the address, or choose another with --listen or TERRIER_LISTEN.", failed)}
	}
	return listeners, nil
}

func closeAll(listeners []net.Listener) {
	for _, l := range listeners {
		_ = l.Close()
	}
}
