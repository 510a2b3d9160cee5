package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"terrier/cmd/tilebench/country"
	"terrier/data/cluster"
	"terrier/geo/bng"
)

type verdictCommand struct {
	Stock     int  `default:"500000" help:"Homes of the country that is drawn in."`
	Questions int  `default:"300" help:"Places that a corner is dragged to, of each shape."`
	Hold      bool `help:"Do not measure, but serve until interrupted: for static/e2e/verdict.bench.mjs."`
}

// A corner is put to so many places before the next one is dragged.
const dragSteps = 30

// drawers are who draws, as the question has it.
var drawers = []struct{ name, bodyType, parish string }{
	{"a forum", "neighbourhood-forum", ""},
	{"the parish council", "parish-council", country.ParishCode(0)},
	{"nobody said", "", ""},
}

// drawn are the shapes that are dragged about.
var drawn = []struct {
	name    string
	corners int
	over    bool // all of the plan areas, and not the parish in the middle alone
}{{"12 corners", 12, false}, {"60 corners", 60, false}, {"400 corners", 400, false}, {"60 corners" + overAll, 60, true}}

const overAll = " over all areas"

// Run asks what the rules say of shapes whose corners are dragged, one question after the other.
func (c *verdictCommand) Run(ctx context.Context, b *bench) (err error) {
	r, err := b.results()
	if err != nil {
		return err
	}
	ground := country.New(b.Seed, c.Stock)
	server, stop, err := b.serveDrawn(ctx, ground)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	if c.Hold {
		for _, shape := range drawn {
			if err := writeFile(b.at("drawn", fmt.Sprintf("corners-%d.txt", shape.corners)), func(w io.Writer) error { return writeCorners(w, ground.Ground().Drawn(shape.corners, 0, 0, dragSteps)) }); err != nil {
				return err
			}
		}
		fmt.Println("serving at", server.base, "with outlines to draw in", b.at("drawn"))
		<-ctx.Done()
		return nil
	}
	surroundings := ground.Ground()
	fmt.Println("verdicts on shapes whose corners are dragged")
	for _, shape := range drawn {
		for _, who := range drawers {
			asked, err := c.questions(surroundings, shape.corners, shape.over, who.bodyType, who.parish)
			if err != nil {
				return err
			}
			if shape.over {
				asked = asked[:len(asked)/5] // each takes long
			}
			for _, clients := range []int{1, 4} {
				if shape.over && clients > 1 {
					continue
				}
				name := verdictFigure(shape.name, who.name, clients)
				if len(r.Figures[name+", p95 ms"]) > 0 {
					continue
				}
				if _, err := run(ctx, server.base, asked[:min(len(asked), 10)], clients); err != nil {
					return err
				}
				before := cpu(server.pid())
				p, err := run(ctx, server.base, asked, clients)
				if err != nil {
					return err
				}
				spent := milliseconds(cpu(server.pid())-before) / float64(len(asked))
				if p.complaint != "" {
					return fmt.Errorf("terrier answers %s", p.complaint)
				}
				least, middle, p95 := milliseconds(p.latencies[0]), milliseconds(quantile(p.latencies, 0.5)), milliseconds(quantile(p.latencies, 0.95))
				fmt.Printf("  %-26s %-20s %d clients  least %7.1f  p50 %7.1f  p95 %7.1f  CPU %6.1f ms  %6.1f KB\n", shape.name, who.name, clients, least, middle, p95, spent, float64(p.bytes)/1e3/float64(len(asked)))
				r.Figures[name+", least ms"], r.Figures[name+", p50 ms"], r.Figures[name+", p95 ms"] = series{least}, series{middle}, series{p95}
				r.Figures[name+", CPU ms"] = series{spent}
				if err := r.save(); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func verdictFigure(shape, who string, clients int) string {
	return fmt.Sprintf("verdict, %s, %s, %d clients", shape, who, clients)
}

// verdictRow is what the report says of one shape.
type verdictRow struct {
	Shape, Who            string
	Clients               int
	Least, Half, P95, CPU float64 // milliseconds
}

// verdicts are the shapes that were measured.
func verdicts(r *results) (rows []verdictRow) {
	for _, shape := range drawn {
		for _, who := range drawers {
			for _, clients := range []int{1, 4} {
				name := verdictFigure(shape.name, who.name, clients)
				if p95 := r.Figures[name+", p95 ms"]; len(p95) > 0 {
					rows = append(rows, verdictRow{shape.name, who.name, clients, r.Figures[name+", least ms"].median(), r.Figures[name+", p50 ms"].median(), p95.median(), r.Figures[name+", CPU ms"].median()})
				}
			}
		}
	}
	return rows
}

// verdictTime is of one client who draws about one parish; areas over hundreds of others are told of and not judged.
func verdictTime(r *results, _ []mark) finding {
	most := 0.0
	for _, row := range verdicts(r) {
		if row.Clients == 1 && !strings.HasSuffix(row.Shape, overAll) {
			most = max(most, row.P95)
		}
	}
	if most == 0 {
		return finding{Measured: "-"}
	}
	return finding{"at most " + short(most) + " ms", judge(most < 150)}
}

// questions are those of somebody who drags one corner after the other.
func (c *verdictCommand) questions(g country.Ground, corners int, over bool, bodyType, parish string) ([]request, error) {
	outline := g.Drawn
	if over {
		outline = g.DrawnOver
	}
	all := make([]request, c.Questions)
	for i := range all {
		degrees, err := bng.TransformWGS84(orb.MultiPolygon{{outline(corners, 7*(i/dragSteps), i%dragSteps, dragSteps)}})
		if err != nil {
			return nil, err
		}
		body, err := json.Marshal(map[string]any{"geometry": geojson.NewGeometry(degrees), "body-type": bodyType, "parish": parish})
		if err != nil {
			return nil, err
		}
		hand := http.Header{"X-Forwarded-For": {fmt.Sprintf("192.0.2.%d", 1+i/dragSteps)}} // so many steps are well within what one address may ask
		all[i] = request{path: "/drafts/verdict", body: string(body), header: hand}
	}
	return all, nil
}

// serveDrawn starts terrier on a database of its own with a country and what lies around a shape that is drawn in it.
func (b *bench) serveDrawn(ctx context.Context, c *country.Country) (server *server, stop func() error, err error) {
	db, err := b.cluster(ctx)
	if err != nil {
		return nil, nil, err
	}
	at, err := b.bringDrawn(ctx, db.URL(cluster.AdminRole), c)
	if err == nil {
		server = b.terrier(&database{url: at}, "--trusted-proxies", "127.0.0.1")
		_, err = server.start(ctx)
	}
	if err != nil {
		return nil, nil, errors.Join(err, db.Stop(context.WithoutCancel(ctx)))
	}
	return server, func() error { return errors.Join(server.stop(), db.Stop(context.Background())) }, nil
}

// bringDrawn fills the database, where that is not done, and tells its address.
func (b *bench) bringDrawn(ctx context.Context, address string, c *country.Country) (string, error) {
	at, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	const name = "drawn"
	at.Path = "/" + name
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return "", err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	done := b.at("drawn")
	if exists(done) {
		return at.String(), nil
	}
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return "", err
		}
	}
	if err := b.run(ctx, at.String(), "migrate"); err != nil {
		return "", err
	}
	g := c.Ground()
	folder := b.at("drawn.new")
	if err := errors.Join(os.RemoveAll(folder), os.MkdirAll(folder, 0o755)); err != nil {
		return "", err
	}
	for _, one := range []struct {
		kind, file string
		fill       func(io.Writer) error
	}{
		{"homes", homesFile, func(w io.Writer) error { return writeHomes(w, c) }},
		{"areas", areasFile, func(w io.Writer) error { return writeAreas(w, g.Areas) }},
		{"assets", assetsFile, func(w io.Writer) error { return writeAssets(w, c.Assets()) }},
		{"boundaries", "boundaries.geojson", func(w io.Writer) error { return writeGround(w, g) }},
	} {
		fmt.Println("terrier imports the", one.kind, "that are drawn among")
		path := filepath.Join(folder, one.file)
		if err := writeFile(path, one.fill); err != nil {
			return "", err
		}
		if err := b.run(ctx, at.String(), "import", one.kind, path, "--source", "tilebench", "--licence", "own", "--as-at", "2026-03-31"); err != nil {
			return "", err
		}
	}
	return at.String(), os.Rename(folder, done)
}

// writeGround writes the parishes and authorities.
func writeGround(w io.Writer, g country.Ground) error {
	return writeFeatures(w, len(g.Parishes)+len(g.Authorities), func(i int) (orb.Geometry, map[string]any) {
		if n := i - len(g.Parishes); n >= 0 {
			return orb.Polygon{g.Authorities[n]}, map[string]any{"code": country.AuthorityCode(n), "name": fmt.Sprintf("Authority %d", n+1), "kind": "local-planning-authority"}
		}
		return orb.Polygon{g.Parishes[i]}, map[string]any{"code": country.ParishCode(i), "name": fmt.Sprintf("Parish %02d", i+1), "kind": "parish", "has-council": "yes"}
	})
}

// writeCorners writes an outline as somebody types it.
func writeCorners(w io.Writer, outline orb.Ring) error {
	for _, p := range outline[:len(outline)-1] {
		if _, err := fmt.Fprintf(w, "%.3f, %.3f\n", p[0], p[1]); err != nil {
			return err
		}
	}
	return nil
}
