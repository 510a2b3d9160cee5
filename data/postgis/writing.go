package postgis

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"terrier/plans/intake"
)

// writing is a load on its way through the register, chunk by chunk, in one transaction.
type writing[T any] struct {
	tx       pgx.Tx
	reg      register[T]
	imp      intake.Import
	sourceID int64
	importID int64
	wasEmpty bool // the register had no row when it began
	report   func(intake.Problem)
	known    map[called]int64   // organisations by what rows call them
	seen     map[[16]byte]int32 // keys that earlier rows have → their line
	uprns    map[uint64]int32   // that earlier rows have → the first line
	stock    *stockReturn       // nil where the file is none
	places   authorities        // of registers whose rows are placed
	copy     []byte             // the chunk at hand, for COPY
	key      []byte             // of the row at hand
	counts   intake.Counts
	changed  int
}

// called is what rows call an organisation that would be of a type.
type called struct{ newType, name string }

// all writes every chunk.
func (w *writing[T]) all(ctx context.Context, next func() (chunk, bool)) error {
	if _, err := w.tx.Exec(ctx, w.reg.createStaging()); err != nil {
		return err
	}
	if err := w.tx.QueryRow(ctx, w.reg.isEmpty()).Scan(&w.wasEmpty); err != nil {
		return err
	}
	if w.reg.placed {
		if err := w.places.begin(ctx, w.tx); err != nil {
			return err
		}
	}
	// A chunk is small beside the register: rows are found by its key, whatever a table without statistics looks like to the planner.
	if _, err := w.tx.Exec(ctx, `SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off`); err != nil {
		return err
	}
	for first := true; ; first = false {
		c, ok := next()
		if !ok {
			break
		}
		if c.err != nil {
			return c.err
		}
		if !first {
			if _, err := w.tx.Exec(ctx, `TRUNCATE staging`); err != nil {
				return err
			}
		}
		if err := w.chunk(ctx, c); err != nil {
			return err
		}
	}
	w.counts.Unchanged = w.counts.Accepted - w.changed
	_, err := w.tx.Exec(ctx, `SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on`)
	return err
}

// chunk stages rows and brings them in.
func (w *writing[T]) chunk(ctx context.Context, c chunk) (err error) {
	if w.stock != nil {
		if c.rows, err = w.stock.ownRows(ctx, c.rows, w.known, w.refuse); err != nil {
			return err
		}
	}
	if err := w.resolve(ctx, c.rows); err != nil {
		return err
	}
	if staged, err := w.stage(ctx, c); err != nil || staged == 0 {
		return err
	}
	if w.reg.shape {
		if err := refuseInvalidShapes(ctx, w.tx, w.report, &w.counts); err != nil {
			return err
		}
	}
	if err := w.places.staged(ctx, w.tx, w.report); err != nil {
		return err
	}
	if w.stock != nil {
		if err := w.stock.staged(ctx, w.report); err != nil {
			return err
		}
	}
	var accepted, repaired, there int
	if err := w.tx.QueryRow(ctx, w.reg.countThere(w.wasEmpty)).Scan(&accepted, &repaired, &there); err != nil {
		return err
	}
	w.counts.Accepted += accepted
	w.counts.Repaired += repaired
	if there > 0 {
		updated, err := w.tx.Exec(ctx, w.reg.updateChanged(), w.sourceID, w.importID)
		if err != nil {
			return err
		}
		w.changed += int(updated.RowsAffected())
	}
	if there < accepted {
		inserted, err := w.tx.Exec(ctx, w.reg.insertNew(there == 0), w.sourceID, w.importID)
		if err != nil {
			return err
		}
		w.changed += int(inserted.RowsAffected())
	}
	return nil
}

// stage copies the rows of a chunk that can be taken.
func (w *writing[T]) stage(ctx context.Context, c chunk) (staged int64, err error) {
	w.copy = append(w.copy[:0], copyHeader...)
	for _, row := range c.rows {
		ids, ok := w.fit(row)
		if !ok {
			continue
		}
		w.copy = binary.BigEndian.AppendUint16(w.copy, uint16(2+len(w.reg.organisations)+len(w.reg.columns)))
		for _, v := range append([]any{int32(row.line), row.repaired}, ids...) {
			if w.copy, err = appendValue(w.copy, v); err != nil {
				return 0, err
			}
		}
		w.copy = append(w.copy, c.fields[row.from:row.to]...)
	}
	w.copy = append(w.copy, copyTrailer...)
	tag, err := w.tx.Conn().PgConn().CopyFrom(ctx, bytes.NewReader(w.copy), fmt.Sprintf("COPY staging (%s) FROM STDIN BINARY", strings.Join(w.reg.stagingColumns(), ", ")))
	return tag.RowsAffected(), err
}

// resolve finds the organisations that rows of a chunk name and that no earlier chunk named, or makes them.
func (w *writing[T]) resolve(ctx context.Context, rows []readyRow) error {
	for _, row := range rows {
		for i, o := range w.reg.organisations {
			name := row.organisations[i]
			if _, done := w.known[called{o.newType, name}]; done || name == "" {
				continue
			}
			id, made, err := findOrMakeOrganisation(ctx, w.tx, name, o.newType, w.sourceID, w.importID)
			if err != nil {
				return err
			}
			w.known[called{o.newType, name}] = id
			if made {
				w.report(intake.Problem{
					Line: row.line, Field: outside(o.staging), Value: name, Outcome: intake.Noted, Code: "organisation-made",
					Reason: "No organisation of this name or reference was known.",
					Remedy: "It was added. If it is another spelling of one that is there, undo this import and mend the spelling.",
				})
			}
		}
	}
	return nil
}

// fit gives the ids of a row's organisations, and whether it can be staged: it names those it needs, and its key is its own.
func (w *writing[T]) fit(row readyRow) (ids []any, ok bool) {
	w.key = w.key[:0]
	for i, o := range w.reg.organisations {
		name := row.organisations[i]
		switch {
		case name != "":
			id := w.known[called{o.newType, name}]
			ids = append(ids, id)
			if o.always {
				w.key = binary.LittleEndian.AppendUint64(w.key, uint64(id))
			}
		case o.always:
			w.refuse(intake.Problem{Line: row.line, Field: outside(o.staging), Code: "organisation-missing",
				Reason: "The row does not say which organisation it belongs to.",
				Remedy: "Add a column for it, or name one for the whole file with --organisation."})
			return nil, false
		default:
			ids = append(ids, nil)
		}
	}
	w.key = append(w.key, row.key...)
	sum := sha256.Sum256(w.key)
	mark := [16]byte(sum[:])
	if first, again := w.seen[mark]; again {
		w.refuse(intake.Problem{Line: row.line, Field: outside(w.reg.key[len(w.reg.key)-1]), Value: row.reference, Code: "repeated-reference",
			Reason: fmt.Sprintf("This reference stands in %s %d already.", w.imp.Unit, first),
			Remedy: "Give each row a reference of its own, or take one of the two out."})
		return nil, false
	}
	w.seen[mark] = int32(row.line)
	w.noteTwice(row)
	return ids, true
}

// noteTwice tells of a UPRN that an earlier row of the file has too.
func (w *writing[T]) noteTwice(row readyRow) {
	uprn, err := strconv.ParseUint(row.uprn, 10, 64)
	if err != nil {
		return // none
	}
	first, again := w.uprns[uprn]
	if !again {
		w.uprns[uprn] = int32(row.line)
		return
	}
	w.report(intake.Problem{Line: row.line, Field: "uprn", Value: row.uprn, Outcome: intake.Noted, Code: "repeated-uprn",
		Reason: fmt.Sprintf("The same UPRN stands in %s %d.", w.imp.Unit, first), Remedy: "Both came in. Correct one of them if they are not the same property."})
}

func (w *writing[T]) refuse(p intake.Problem) {
	p.Outcome = intake.Refused
	w.counts.Refused++
	w.report(p)
}
