package shapefile

import (
	"errors"
	"fmt"
	"io"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// reader goes through shapes and rows side by side: the first shape belongs to the first row.
type reader struct {
	crs    string
	header []string
	shapes *shapes
	rows   *rows // nil without a table
	n      int   // features read
	end    error // of the layer
}

func (r *reader) Header() []string { return r.header }
func (r *reader) CRS() string      { return r.crs }

func (r *reader) Offset() int64 {
	n := r.shapes.taken
	if r.rows != nil {
		n += r.rows.taken
	}
	return n
}

func (r *reader) Size() int64 {
	n := r.shapes.size
	if r.rows != nil {
		n += r.rows.size
	}
	return n
}

func (r *reader) Close() error {
	err := r.shapes.Close()
	if r.rows != nil {
		err = errors.Join(err, r.rows.Close())
	}
	return err
}

// Read passes over features that are marked as deleted; they keep their numbers.
func (r *reader) Read() (row.Record, error) {
	for r.end == nil {
		rec, deleted, err := r.feature()
		if err != nil {
			r.end = err
		} else if !deleted {
			return rec, nil
		}
	}
	return row.Record{}, r.end
}

func (r *reader) feature() (rec row.Record, deleted bool, err error) {
	rec = row.Record{Line: r.n + 1, Shaped: true}
	content, refused, err := r.shapes.next()
	noShape := err == io.EOF
	if err != nil && !noShape {
		return rec, false, err
	}
	noRow := r.rows == nil
	if r.rows != nil {
		rec.Values, deleted, rec.Err, err = r.rows.next()
		noRow = err == io.EOF
		if err != nil && !noRow {
			return rec, false, err
		}
	}
	switch {
	case noShape && noRow:
		if r.rows == nil {
			return rec, false, r.shapes.whole()
		}
		return rec, false, io.EOF
	case noShape:
		if err := r.shapes.whole(); err != io.EOF {
			return rec, false, err
		}
		rec.Err = mismatch(fmt.Sprintf("The table has a row for it, but %s has no shape.", r.shapes.name))
	case noRow && r.rows != nil:
		rec.Err = mismatch(fmt.Sprintf("It has a shape, but %s has no row for it.", r.rows.table.name))
	case refused != nil:
		rec.Err = refused
	case !deleted && rec.Err == nil:
		rec.Geometry, rec.Flat, rec.Err = readShape(content)
	}
	r.n++
	return rec, deleted, nil
}

func mismatch(how string) *plans.Error {
	return plans.Refuse("shapes-and-rows-differ", "", how, "The files may be of different days: export the layer again, all its files together.")
}
