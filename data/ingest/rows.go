package ingest

import (
	"context"
	"fmt"
	"io"
	"iter"

	"terrier/data/ingest/row"
	"terrier/plans"
	"terrier/plans/intake"
)

// condition is a condition with the index of its column.
type condition struct {
	intake.Condition
	column int
}

// rows reads the file and yields what each row becomes. build makes a noun of a draft and may refuse it.
func rows[T any](ctx context.Context, s *session, build func(*draft, *plans.FieldReader) T) iter.Seq2[intake.Row[T], error] {
	return func(yield func(intake.Row[T], error) bool) {
		reader, err := s.layer.Open()
		if err == nil {
			defer func() { _ = reader.Close() }()
		}
		for err == nil {
			var batch []*draft
			if batch, err = s.nextBatch(ctx, reader); len(batch) == 0 {
				break
			}
			for _, d := range batch {
				fields := plans.ReadFields(d.text)
				value := build(d, fields)
				if !d.settle(fields) {
					continue
				}
				if !yield(intake.Row[T]{Line: d.Line, Value: value, Repaired: d.repaired()}, nil) {
					return
				}
			}
		}
		if err != nil && err != io.EOF {
			var none intake.Row[T]
			yield(none, err)
		}
	}
}

// batchRows are read together, so that their postcodes are looked up by one query; batchBytes bound what big outlines hold.
const (
	batchRows  = 500
	batchBytes = 8 << 20
)

// nextBatch reads rows and places them. An error may come with rows that were read before it; io.EOF comes alone.
func (s *session) nextBatch(ctx context.Context, reader row.Reader) (batch []*draft, err error) {
	for len(batch) == 0 && err == nil { // a condition may leave out any number of rows
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		batch, err = s.readBatch(reader)
		s.tellProgress(reader, err != nil)
	}
	for _, d := range batch {
		d.locate()
	}
	if err := s.placeByPostcode(ctx, batch); err != nil {
		return nil, err
	}
	if err := s.settleOutlines(ctx, batch); err != nil {
		return nil, err
	}
	if err == io.EOF && len(batch) > 0 {
		err = nil // it comes again
	}
	return batch, err
}

func (s *session) readBatch(reader row.Reader) (batch []*draft, err error) {
	from := reader.Offset()
	for len(batch) < batchRows && reader.Offset()-from < batchBytes {
		rec, err := reader.Read()
		if err == io.EOF {
			return batch, s.atEnd(reader)
		}
		if err != nil {
			return batch, err
		}
		s.rowsRead++
		if !s.takes(rec) {
			s.leftOut++
			continue
		}
		batch = append(batch, &draft{Record: rec, s: s, src: &s.source})
	}
	return batch, nil
}

func (s *session) takes(rec row.Record) bool {
	for _, c := range s.conditions {
		if rec.Err == nil && !c.Holds(rec.Value(c.column)) {
			return false
		}
	}
	return true
}

// atEnd makes sure that what the end of the file says of its coordinate system was known from the start.
func (s *session) atEnd(reader row.Reader) error {
	if n, ok := reader.(row.Noter); ok {
		for _, note := range n.Notes() {
			s.notes.add(note)
		}
	}
	declared := reader.CRS()
	if declared == "" || s.source.given != intake.UnknownCRS || s.kind.want == noPlace {
		return io.EOF
	}
	if crs, ok := intake.ParseCRS(declared); !ok || crs != s.source.file {
		return plans.Refuse("late-crs", "file", fmt.Sprintf("Only after its features does the file say that it is in %s.", declared), "Give it with --crs, and import again.")
	}
	return io.EOF
}

// placeName is what the file calls the columns of its positions.
func (s *session) placeName() string {
	for _, w := range s.source.ways {
		if w.y != "" {
			return s.source.name[w.x] + ", " + s.source.name[w.y]
		}
	}
	return s.fileName("point")
}

// fileName is what the file calls a field, or its own name where it has no column.
func (s *session) fileName(field string) string {
	if name := s.source.name[field]; name != "" {
		return name
	}
	return field
}

// report takes a problem of this package or of the loader, which knows fields by the names of tables.
func (s *session) report(p intake.Problem) {
	if p.Field == "provider-ref" {
		p.Field = "reference"
	}
	p.Field = s.fileName(p.Field)
	if p.Outcome == intake.Refused {
		s.placements.refused(p.Line)
	}
	s.problems.add(p)
}
