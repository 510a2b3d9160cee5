package postgis

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/geo/column"
	"terrier/plans/home"
	"terrier/plans/provenance"
)

// HomeStock is where homes are kept in memory.
type HomeStock interface {
	homeCodes
	// Name sets the names that homes are shown with. moved is true where an owner of homes is called otherwise than before.
	Name(home.Names) (moved bool)
	Replace([]column.Row)
	// Apply puts homes and drops others, as one change, and returns the places on the map at which something changed.
	Apply(put []column.Row, drop []int64) []column.World
}

// homeColumns are those of a home in memory, in the order that homeRows reads them. Coordinates come as numbers: PostgreSQL takes a third
// less time for them than for shapes.
const homeColumns = `id, ST_X(geom), ST_Y(geom), ST_X(geom_3857), ST_Y(geom_3857), tenure, home_type, epc, needs_category, bedrooms, owner_id, source_id, as_at_date`

const (
	columnID = iota
	columnEasting
	columnNorthing
	columnMercatorX
	columnMercatorY
	columnTenure
	columnType
	columnEPC
	columnNeeds
	columnBedrooms
	columnOwner
	columnSource
	columnAsAt
	homeColumnCount
)

// homeRows reads homes from the binary form of their columns. Few kinds and lots are different, so each is made once and then known
// by the bytes that it came in.
type homeRows struct {
	stock       homeCodes
	kinds, lots map[string]uint32
	key         []byte
}

func newHomeRows(stock homeCodes) *homeRows {
	return &homeRows{stock: stock, kinds: map[string]uint32{}, lots: map[string]uint32{}}
}

// row reads one home. raw are its columns as PostgreSQL's binary format has them (nil for NULL), valid for the call only.
func (h *homeRows) row(raw [][]byte) (r column.Row, err error) {
	if len(raw) < homeColumnCount {
		return r, fmt.Errorf("a home has %d columns, want %d", len(raw), homeColumnCount)
	}
	if r.ID, err = readInt(raw[columnID]); err != nil {
		return r, err
	}
	if r.Point, err = readCoordinates(raw[columnEasting], raw[columnNorthing]); err != nil {
		return r, fmt.Errorf("home %d: %w", r.ID, err)
	}
	mercator, err := readCoordinates(raw[columnMercatorX], raw[columnMercatorY])
	if err != nil {
		return r, fmt.Errorf("home %d: %w", r.ID, err)
	}
	if raw[columnMercatorX] == nil {
		// Plain SQL wrote it, and its projection is not kept yet. Where it leaves the grid it is counted and not drawn.
		if mercator, err = bng.MercatorFromBNG(r.Point); err != nil {
			mercator = nowhere
		}
	}
	r.World = column.WorldOf(mercator)
	if r.Kind, err = h.code(h.kinds, raw[columnTenure:columnOwner], h.kind); err != nil {
		return r, fmt.Errorf("home %d: %w", r.ID, err)
	}
	if r.Lot, err = h.code(h.lots, raw[columnOwner:], h.lot); err != nil {
		return r, fmt.Errorf("home %d: %w", r.ID, err)
	}
	return r, nil
}

// code is that of some columns, made by read where these bytes are met for the first time.
func (h *homeRows) code(known map[string]uint32, raw [][]byte, read func([][]byte) (uint32, error)) (uint32, error) {
	h.key = h.key[:0]
	for _, column := range raw {
		h.key = append(h.key, byte(len(column)))
		h.key = append(h.key, column...)
	}
	if code, ok := known[string(h.key)]; ok {
		return code, nil
	}
	code, err := read(raw)
	if err == nil {
		known[string(h.key)] = code
	}
	return code, err
}

func (h *homeRows) kind(raw [][]byte) (uint32, error) {
	k := home.Kind{Tenure: string(raw[0]), Type: string(raw[1]), EPC: string(raw[2]), Needs: string(raw[3])}
	if raw[4] != nil {
		n, err := readInt(raw[4])
		if err != nil {
			return 0, err
		}
		k.Bedrooms = uint8(n)
	}
	return h.stock.KindCode(k), nil
}

func (h *homeRows) lot(raw [][]byte) (uint32, error) {
	var n [3]int64
	for i := range n {
		var err error
		if n[i], err = readInt(raw[i]); err != nil {
			return 0, err
		}
	}
	l := home.Lot{Owner: n[0], Source: n[1], AsAt: firstDay.AddDate(0, 0, int(n[2]))}
	if more := raw[len(n):]; len(more) == 2 { // for the exact stock
		l.Sensitivity, l.Authority = string(more[0]), string(more[1])
	}
	return h.stock.LotCode(l), nil
}

// firstDay is day 0 of PostgreSQL's dates.
var firstDay = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

var nowhere = orb.Point{math.NaN(), math.NaN()}

// readInt reads a smallint, integer, date or bigint.
func readInt(b []byte) (int64, error) {
	switch len(b) {
	case 2:
		return int64(int16(binary.BigEndian.Uint16(b))), nil
	case 4:
		return int64(int32(binary.BigEndian.Uint32(b))), nil
	case 8:
		return int64(binary.BigEndian.Uint64(b)), nil
	}
	return 0, fmt.Errorf("a whole number of %d bytes", len(b))
}

// readCoordinates reads two coordinates; NULL, which an empty point has too, is nowhere.
func readCoordinates(x, y []byte) (orb.Point, error) {
	if x == nil || y == nil {
		return nowhere, nil
	}
	if len(x) != 8 || len(y) != 8 {
		return nowhere, fmt.Errorf("coordinates of %d and %d bytes", len(x), len(y))
	}
	return orb.Point{math.Float64frombits(binary.BigEndian.Uint64(x)), math.Float64frombits(binary.BigEndian.Uint64(y))}, nil
}

// homeCodes gives kinds and lots their codes.
type homeCodes interface {
	KindCode(home.Kind) uint32
	LotCode(home.Lot) uint32
}

// FeedHomes brings what a batch says of the published homes into a stock, and returns the places on the map at which something
// changed; anywhere is true where that may be any place, beside an error too: new names are in the stock then.
func FeedHomes(ctx context.Context, tx pgx.Tx, b Batch, stock HomeStock) (places []column.World, anywhere bool, err error) {
	if touched(b, "organisation", "source", "licence") {
		names, err := homeNames(ctx, tx)
		if err != nil {
			return nil, false, fmt.Errorf("read the names of owners and sources: %w", err)
		}
		anywhere = stock.Name(names)
	}
	if b.Reload["home"] {
		homes, err := copyHomes(ctx, tx, stock)
		if err != nil {
			return nil, anywhere, fmt.Errorf("read every home: %w", err)
		}
		stock.Replace(homes)
		return nil, true, nil
	}
	if keys := b.Keys["home"]; len(keys) > 0 {
		homes, err := homesByID(ctx, tx, newHomeRows(stock), keys)
		if err != nil {
			return nil, anywhere, fmt.Errorf("read %d homes: %w", len(keys), err)
		}
		places = stock.Apply(homes, missing(keys, homes))
	}
	return places, anywhere, nil
}

// touched says whether a batch has anything of these tables.
func touched(b Batch, tables ...string) bool {
	return slices.ContainsFunc(tables, func(table string) bool { return b.Reload[table] || len(b.Keys[table]) > 0 })
}

// missing are the keys for which there is no home.
func missing(keys []int64, homes []column.Row) (gone []int64) {
	found := make(map[int64]bool, len(homes))
	for _, h := range homes {
		found[h.ID] = true
	}
	for _, key := range keys {
		if !found[key] {
			gone = append(gone, key)
		}
	}
	return gone
}

// copyHomes reads every published home, in no order.
func copyHomes(ctx context.Context, tx pgx.Tx, stock homeCodes) ([]column.Row, error) {
	// What the planner believes is enough to save growing by millions.
	var about int
	if err := tx.QueryRow(ctx, `SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'home'::regclass`).Scan(&about); err != nil {
		return nil, err
	}
	each := about/2 + about/50
	all := make([]column.Row, 2*each)
	halves := [2][]column.Row{all[:0:each], all[each:each]}
	err := twice(ctx, tx, func(ctx context.Context, tx pgx.Tx, half int) error {
		rows := newHomeRows(stock)
		return copyOut(ctx, tx, fmt.Sprintf(`SELECT %s FROM published_home WHERE id & 1 = %d`, homeColumns, half), func(raw [][]byte) error {
			r, err := rows.row(raw)
			halves[half] = append(halves[half], r)
			return err
		})
	})
	if first := len(halves[0]); first <= each {
		halves[0] = all[:first] // the second half moves up
	}
	return append(halves[0], halves[1]...), err
}

// homesByID reads those of these homes that are published.
func homesByID(ctx context.Context, tx pgx.Tx, rows *homeRows, ids []int64) ([]column.Row, error) {
	found, err := tx.Query(ctx, `SELECT `+homeColumns+` FROM published_home WHERE id = ANY ($1)`, ids)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var homes []column.Row
	for found.Next() {
		r, err := rows.row(found.RawValues())
		if err != nil {
			return nil, err
		}
		homes = append(homes, r)
	}
	return homes, found.Err()
}

// homeNames are what figures about homes are shown with.
func homeNames(ctx context.Context, tx pgx.Tx) (names home.Names, err error) {
	names = home.Names{Owners: map[int64]home.Owner{}, Sources: map[int64]provenance.Source{}}
	rows, err := tx.Query(ctx, `SELECT id, ref, name FROM organisation`)
	if err != nil {
		return names, err
	}
	var id int64
	var o home.Owner
	if _, err = pgx.ForEachRow(rows, []any{&id, &o.Ref, &o.Name}, func() error { names.Owners[id] = o; return nil }); err != nil {
		return names, err
	}
	rows, err = tx.Query(ctx, `SELECT s.id, `+sourceColumns+` FROM source s JOIN licence l ON l.slug = s.licence`)
	if err != nil {
		return names, err
	}
	var s provenance.Source
	_, err = pgx.ForEachRow(rows, append([]any{&id}, intoSource(&s)...), func() error { names.Sources[id] = s; return nil })
	return names, err
}
