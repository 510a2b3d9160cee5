package shapefile

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"terrier/data/ingest/archive"
	"terrier/data/ingest/row"
)

// survey reads through the table once, so that it is known to be whole, how its letters are written and which rows are deleted
// before the first row comes. It returns what is to be said of the layer.
func (l *layer) survey(given *letters) (notes []string, err error) {
	if l.dbf == nil {
		return []string{"It comes without its .dbf, so that its features have no names or other values."}, nil
	}
	in, err := l.dbf.Stream().Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	l.table, err = readTable(l.dbf.Name, in)
	if err != nil {
		return nil, err
	}
	seen, err := l.table.scan(in)
	if err != nil {
		return nil, err
	}
	cpg, err := l.readText(l.cpg)
	if err != nil {
		return nil, err
	}
	var note string
	if l.letters, note = chooseLetters(given, cpg, l.table.language, seen); note != "" {
		notes = append(notes, note)
	}
	if n := seen.deleted; n == 1 {
		notes = append(notes, "One feature is marked as deleted and left out.")
	} else if n > 1 {
		notes = append(notes, fmt.Sprintf("%d features are marked as deleted and left out.", n))
	}
	if memos := l.table.memos(l.letters); len(memos) > 0 {
		notes = append(notes, fmt.Sprintf("Long texts that are kept in another file are not read: %s.", strings.Join(memos, ", ")))
	}
	return notes, nil
}

// mostText of the small files beside the shapes is read.
const mostText = 64 << 10

// readText reads one of the small files, "" if there is none.
func (l *layer) readText(m *archive.Member) (string, error) {
	if m == nil {
		return "", nil
	}
	in, err := m.Stream().Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = in.Close() }()
	text, err := io.ReadAll(io.LimitReader(in, mostText))
	return strings.TrimSpace(strings.TrimPrefix(string(text), "\ufeff")), row.ReadError(err)
}

// open begins to read the layer.
func (l *layer) open() (row.Reader, error) {
	if l.refused != nil {
		return nil, l.refused
	}
	prj, err := l.readText(l.prj)
	if err != nil {
		return nil, err
	}
	r := &reader{crs: systemOf(prj)}
	if r.shapes, err = openShapes(l.shp, l.shx); err != nil {
		return nil, err
	}
	if l.table != nil {
		r.header = row.Headings(l.table.names(l.letters))
		if r.rows, err = openRows(*l.dbf, l.table, l.letters); err != nil {
			return nil, errors.Join(err, r.shapes.Close())
		}
	}
	return r, nil
}
