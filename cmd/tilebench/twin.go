package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"github.com/paulmach/orb/geojson"

	"terrier/geo/bng"
)

// twinCommand is the plain server that terrier's counts and cached tiles are measured beside.
type twinCommand struct {
	Listen      string
	DatabaseURL string
}

func (c *twinCommand) Run(ctx context.Context) error {
	pool, err := countingPool(ctx, c.DatabaseURL)
	if err != nil {
		return err
	}
	defer pool.Close()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /homes/summary", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var answer counted
		if err == nil {
			answer, err = countIn(r.Context(), pool, "peers.counted", string(body))
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answer)
	})
	zeros := make([]byte, 4<<20)
	mux.HandleFunc("GET /constant/{size}", func(w http.ResponseWriter, r *http.Request) {
		size, err := strconv.Atoi(r.PathValue("size"))
		if err != nil || size < 0 || size > len(zeros) {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/vnd.mapbox-vector-tile")
		_, _ = w.Write(zeros[:size]) // a reader that has gone away is no fault of ours
	})
	server := &http.Server{Addr: c.Listen, Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { <-ctx.Done(); _ = server.Close() }()
	if err := server.ListenAndServe(); ctx.Err() == nil {
		return err
	}
	return nil
}

// countingPool keeps connections that start no parallel workers for small answers, which cost more than they bring.
func countingPool(ctx context.Context, url string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	config.MaxConns = 16
	config.ConnConfig.RuntimeParams["max_parallel_workers_per_gather"] = "0"
	config.ConnConfig.RuntimeParams["jit"] = "off"
	config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	return pgxpool.NewWithConfig(ctx, config)
}

// counted is the part of an answer of /homes/summary that is compared.
type counted struct {
	Total int                     `json:"total"`
	By    map[string][]valueCount `json:"by"`
}

type valueCount struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// countedBy are the groupings of the question that the bench asks, as terrier calls them and as columns of peers.counted.
var countedBy = [4]string{"tenure", "home-type", "bedrooms", "epc"}

// countIn counts in a GeoJSON geometry.
func countIn(ctx context.Context, pool *pgxpool.Pool, table, geometry string) (counted, error) {
	shape, err := geojson.UnmarshalGeometry([]byte(geometry))
	if err != nil {
		return counted{}, err
	}
	metres, err := bng.GeometryFromWGS84(shape.Geometry())
	if err != nil {
		return counted{}, err
	}
	return countWithin(ctx, pool, table, bng.RoundGeometry(metres))
}

// countWithin is the best SQL found: the polygon stands in the statement as a literal, so that it is read once and prepared for
// all points; one scan groups by all columns at once, and the few groups are added up here. The shape is in EPSG:27700.
func countWithin(ctx context.Context, pool *pgxpool.Pool, table string, shape orb.Geometry) (c counted, err error) {
	literal, err := ewkb.MarshalToHex(shape, 27700)
	if err != nil {
		return c, err
	}
	rows, err := pool.Query(ctx, fmt.Sprintf(`SELECT tenure, coalesce(home_type, 'unknown'), coalesce(bedrooms::text, 'unknown'), coalesce(epc, 'unknown'), count(*)
		FROM %s WHERE ST_Covers('%s'::geometry, geom) GROUP BY 1, 2, 3, 4`, table, literal))
	if err != nil {
		return c, err
	}
	sums := [len(countedBy)]map[string]int{{}, {}, {}, {}}
	var values [len(countedBy)]string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&values[0], &values[1], &values[2], &values[3], &n}, func() error {
		c.Total += n
		for i, value := range values {
			sums[i][value] += n
		}
		return nil
	})
	c.By = map[string][]valueCount{}
	for i, key := range countedBy {
		for value, n := range sums[i] {
			c.By[key] = append(c.By[key], valueCount{value, n})
		}
	}
	return c, err
}
