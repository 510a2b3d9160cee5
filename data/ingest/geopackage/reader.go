package geopackage

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	sqlite "modernc.org/sqlite/lib"

	"terrier/data/ingest/row"
)

// reader reads a layer by a statement that runs as rows are asked for.
type reader struct {
	d      *database
	layer  layer
	header []string
	rows   *statement
	begun  bool

	n     int   // rows so far
	key   int64 // number of the last row
	bytes int64 // of values so far
	notes []string
	noted map[string]bool
	err   error // ends the layer
}

// What reading a layer may take of the file in all. A table goes through its pages once; a view may come to a page again for
// every row. Only pages that are chained in rings take more.
const (
	readsOver = 64
	readsMore = 1 << 30
)

// openLayer begins to read a layer with a connection of its own.
func openLayer(file row.File, size int64, e entry) (_ row.Reader, err error) {
	d, err := openDatabase(file, size)
	if err != nil {
		return nil, toldOfFile(err)
	}
	r := &reader{d: d, key: math.MinInt64, noted: map[string]bool{}}
	defer func() {
		if err != nil {
			_ = r.Close()
		}
	}()
	if r.layer, err = readLayer(d, e); err != nil {
		return nil, told(d, err, e.name, "before its first feature")
	}
	names := make([]string, len(r.layer.columns))
	for i, c := range r.layer.columns {
		names[i] = c.name
	}
	r.header = row.Headings(names)
	d.pages.allow(readsOver*size + readsMore)
	if err := r.ask(math.MinInt64); err != nil {
		return nil, told(d, err, e.name, "before its first feature")
	}
	return r, nil
}

// ask begins at the row with this number, or the next after it.
func (r *reader) ask(from int64) (err error) {
	if r.rows != nil {
		r.rows.close()
		r.rows = nil
	}
	if r.layer.key == "" {
		r.rows, err = r.d.prepare(r.layer.question())
	} else {
		r.rows, err = r.d.prepare(r.layer.question(), from)
	}
	return err
}

func (r *reader) Header() []string { return r.header }
func (r *reader) CRS() string      { return r.layer.crs }
func (r *reader) Size() int64      { return r.d.pages.size }

// Notes are what reading has found that is to be said once of the layer.
func (r *reader) Notes() []string { return slices.Clone(r.notes) }

// note keeps what is to be said of a matter once.
func (r *reader) note(matter, text string) {
	if !r.noted[matter] {
		r.noted[matter] = true
		r.notes = append(r.notes, text)
	}
}

// Offset is half of what the values took, so that whoever reads until so many bytes are there has not many more, and half the
// share of the rows, scaled to the file, because values alone do not come near its size. Where nobody knows how many rows there
// are it is the values.
func (r *reader) Offset() int64 {
	size := r.d.pages.size
	values := min(r.bytes, size)
	switch {
	case r.err == io.EOF:
		return size
	case r.layer.rows == 0:
		return values
	}
	share := min(float64(r.n)/float64(r.layer.rows), 1)
	return values/2 + int64(share*float64(size))/2
}

func (r *reader) Read() (row.Record, error) {
	if r.err != nil {
		return row.Record{}, r.err
	}
	rec, err := r.read()
	if err != nil {
		r.err = told(r.d, err, r.layer.name, r.where())
		return row.Record{}, r.err
	}
	return rec, nil
}

// where is the place that reading has come to.
func (r *reader) where() string {
	if r.n == 0 {
		return "before its first feature"
	}
	return fmt.Sprintf("after feature %s", grouped(int64(r.n)))
}

func (r *reader) read() (row.Record, error) {
	more, err := r.rows.next()
	if r.isTooLong(err) {
		return r.passOver()
	}
	if err != nil {
		return row.Record{}, err
	}
	if !more {
		if r.layer.counted && int64(r.n) != r.layer.rows {
			r.note("count", fmt.Sprintf("The file says that layer %q has %s features, and %s were found.", r.layer.name, grouped(r.layer.rows), grouped(int64(r.n))))
		}
		return row.Record{}, io.EOF
	}
	if err := r.follows(r.rows.integer(0)); err != nil {
		return row.Record{}, err
	}
	r.n++
	rec := row.Record{Line: r.n, Shaped: r.layer.shaped}
	size := 0
	for i := range len(r.layer.columns) + 1 {
		if kind := r.rows.kind(i + 1); kind == isBlob || kind == isText {
			size += r.rows.size(i + 1)
		}
	}
	r.bytes += int64(size)
	if size > row.Longest {
		rec.Err = row.TooLong()
		return rec, nil
	}
	if r.layer.shaped {
		switch r.rows.kind(1) {
		case isNull:
		case isBlob:
			rec.Geometry, rec.Flat, rec.Err = readGeometry(r.rows.blob(1), r.layer.system)
		case isText:
			rec.Err = badGeometry("it is text, where a GeoPackage has its own binary form")
		default:
			rec.Err = badGeometry("it is a number")
		}
	}
	rec.Values = make([]string, len(r.layer.columns))
	for i, c := range r.layer.columns {
		rec.Values[i] = r.value(i+2, c)
	}
	return rec, nil
}

// isTooLong is true if a row could not be held in memory, and there is a way to go on after it.
func (r *reader) isTooLong(err error) bool {
	var f *failure
	return errors.As(err, &f) && (f.code == sqlite.SQLITE_TOOBIG || f.code == sqlite.SQLITE_NOMEM) && r.layer.key != ""
}

// passOver refuses the row that stands next, and begins again after it.
func (r *reader) passOver() (row.Record, error) {
	r.rows.close() // with what it holds of the row
	r.rows = nil
	var key int64
	var found bool
	from := r.key
	if r.begun {
		from++
	}
	err := r.d.ask(func(s *statement) { key, found = s.integer(0), true },
		"SELECT "+r.layer.key+" FROM main."+quoted(r.layer.table.name)+" NOT INDEXED WHERE "+r.layer.key+" >= ?1 ORDER BY "+r.layer.key+" LIMIT 1", from)
	if err != nil {
		return row.Record{}, err
	}
	if !found {
		return row.Record{}, damaged(r.where()+" of layer "+strconv.Quote(r.layer.name), "")
	}
	if err := r.follows(key); err != nil {
		return row.Record{}, err
	}
	r.n++
	r.bytes += row.Longest
	rec := row.Record{Line: r.n, Shaped: r.layer.shaped, Err: row.TooLong()}
	if key == math.MaxInt64 {
		r.err = io.EOF
	} else if err := r.ask(key + 1); err != nil {
		r.err = told(r.d, err, r.layer.name, r.where())
	}
	return rec, nil
}

// follows makes sure that reading comes to an end: the numbers of rows rise, and there are no more rows than there can be.
func (r *reader) follows(key int64) error {
	if r.layer.key != "" {
		if r.begun && key <= r.key {
			return damaged(r.where()+" of layer "+strconv.Quote(r.layer.name), "rows come out of order")
		}
		r.key, r.begun = key, true
		return nil
	}
	if int64(r.n) > r.d.pages.size+mostOfView {
		return unreadableLayer(r.layer.name, "gives more rows than the file can hold "+r.where())
	}
	return nil
}

// mostOfView is how many rows a view may give beyond one for every byte of the file, as one of a small table may.
const mostOfView = 1_000_000

// Close lets go of the connection.
func (r *reader) Close() error {
	if r.rows != nil {
		r.rows.close()
		r.rows = nil
	}
	r.d.close()
	if r.err == nil {
		r.err = errors.New("read a layer that is closed")
	}
	return nil
}
