package postgis

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/plans"
	"terrier/plans/intake"
)

// Loader writes the rows of files into the registers. Its pool works as terrier_load. Safe for several goroutines; imports of
// one kind wait for each other.
type Loader struct{ pool *pgxpool.Pool }

// NewLoader makes a Loader over a pool of the role terrier_load.
func NewLoader(pool *pgxpool.Pool) *Loader { return &Loader{pool} }

// errNothingToKeep rolls back a load that changed nothing, or that was only to be tried.
var errNothingToKeep = errors.New("nothing to keep")

// afterwards does what follows from rows that have been written and says how many rows of other tables it changed.
type afterwards func(ctx context.Context, tx pgx.Tx, sourceID, importID int64) (changed int, err error)

// load brings rows into their register in one transaction: all of it, or nothing. Rows that stand there already, the same in every
// field, are left alone. It returns the id of the import record, 0 where nothing was changed.
func load[T any](ctx context.Context, l *Loader, reg register[T], imp intake.Import, rows iter.Seq2[intake.Row[T], error],
	report func(intake.Problem), after afterwards) (counts intake.Counts, id int64, err error) {
	next, stop := chunks(ctx, reg, rows, imp)
	defer stop()
	err = pgx.BeginFunc(ctx, l.pool, func(tx pgx.Tx) error {
		if err := lockKind(ctx, tx, reg.kind); err != nil {
			return err
		}
		sourceID, importID, err := record(ctx, tx, imp)
		if err != nil {
			return err
		}
		id = importID
		w := &writing[T]{tx: tx, reg: reg, imp: imp, sourceID: sourceID, importID: importID, report: report, known: map[called]int64{}, seen: map[[16]byte]int32{}, uprns: map[uint64]int32{}}
		if w.stock, err = startReturn(ctx, tx, imp); err != nil {
			return err
		}
		if err := w.all(ctx, next); err != nil {
			return err
		}
		counts = w.counts
		if imp.Strict && refusedInAll(imp, counts) > 0 {
			counts = intake.Counts{Refused: counts.Refused}
			return errNothingToKeep
		}
		changed := w.changed
		if w.stock != nil {
			left, err := w.stock.finish(ctx, importID, &counts)
			if err != nil {
				return err
			}
			changed += left
		}
		if after != nil {
			more, err := after(ctx, tx, sourceID, importID)
			if err != nil {
				return err
			}
			changed += more
		}
		if changed == 0 || imp.Options["dry-run"] == "yes" {
			return errNothingToKeep
		}
		if reg.kind == homes.kind {
			if err := noteSent(ctx, tx, importID, changed); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, `UPDATE import SET accepted = $2, refused = $3, repaired = $4, unchanged = $5, changes = $6 WHERE id = $1`,
			importID, counts.Accepted, refusedInAll(imp, counts), counts.Repaired, counts.Unchanged, w.stock.changes(counts))
		if err != nil {
			return err
		}
		return notedImport(ctx, tx, imp, importID, counts)
	})
	if errors.Is(err, errNothingToKeep) {
		return counts, 0, nil
	}
	if err != nil {
		return intake.Counts{}, 0, fmt.Errorf("import %s from %s: %w", imp.Kind, imp.FileName, stopped(err))
	}
	return counts, id, nil
}

// lockKind keeps other imports of the kind, and undoings, waiting until this one ends.
func lockKind(ctx context.Context, tx pgx.Tx, kind string) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtext('terrier import ' || $1))`, kind)
	return err
}

// lockKindWithin is lockKind for somebody who waits at a page: past that long it is a plans.Error. 0 is as long as it takes.
func lockKindWithin(ctx context.Context, tx pgx.Tx, kind string, most time.Duration) error {
	if _, err := tx.Exec(ctx, `SELECT set_config('lock_timeout', $1, true)`, fmt.Sprint(most.Milliseconds())); err != nil {
		return err
	}
	if err := lockKind(ctx, tx, kind); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `SET LOCAL lock_timeout = 0`)
	return err
}

// refusedInAll counts the rows that were refused here and before they came here.
func refusedInAll(imp intake.Import, counts intake.Counts) int {
	if imp.Refused == nil {
		return counts.Refused
	}
	return counts.Refused + imp.Refused()
}

// knownLicence refuses a licence that is not in the table.
func knownLicence(ctx context.Context, tx pgx.Tx, slug string) error {
	var known []string
	if err := tx.QueryRow(ctx, `SELECT array_agg(slug ORDER BY slug) FROM licence`).Scan(&known); err != nil {
		return err
	}
	if slices.Contains(known, slug) {
		return nil
	}
	return plans.Refuse("unknown-licence", "licence", fmt.Sprintf("There is no licence called %q.", slug), "Use one of "+strings.Join(known, ", ")+".")
}

// record keeps where the file came from and how it was read.
func record(ctx context.Context, tx pgx.Tx, imp intake.Import) (sourceID, importID int64, err error) {
	if err := knownLicence(ctx, tx, imp.Source.Licence); err != nil {
		return 0, 0, err
	}
	s := imp.Source
	err = tx.QueryRow(ctx, `
		WITH had AS (
			SELECT id FROM source
			 WHERE publisher = $1 AND licence = $2 AND as_at IS NOT DISTINCT FROM $3 AND sha256 IS NOT DISTINCT FROM $4
		), made AS (
			INSERT INTO source (publisher, licence, as_at, sha256, url, attribution_text)
			SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (SELECT FROM had)
			RETURNING id
		)
		SELECT id FROM had UNION ALL SELECT id FROM made`,
		s.Publisher, s.Licence, date(s.AsAt), text(s.SHA256), text(s.URL), s.Attribution).Scan(&sourceID)
	if err != nil {
		return 0, 0, fmt.Errorf("record the source: %w", err)
	}
	importID, err = recordImport(ctx, tx, imp, sourceID)
	return sourceID, importID, err
}

// recordImport keeps how rows from a source were read, and has history name it from now on in this transaction.
func recordImport(ctx context.Context, tx pgx.Tx, imp intake.Import, sourceID int64) (importID int64, err error) {
	mapping, err := asJSON(orEmpty(imp.Mapping))
	if err != nil {
		return 0, err
	}
	options, err := asJSON(orEmpty(imp.Options))
	if err != nil {
		return 0, err
	}
	given, err := asJSON(map[string]map[string]string{"map": orEmpty(imp.Given.Map), "set": orEmpty(imp.Given.Set)})
	if err != nil {
		return 0, err
	}
	err = tx.QueryRow(ctx, `
		INSERT INTO import (kind, file_name, sha256, source_id, mapping, options, who, header, organisation, given)
		VALUES ($1, $2, $3, $4, $5, $6, $7, coalesce($8::text[], '{}'), $9, $10) RETURNING id`,
		imp.Kind, storable(imp.FileName), imp.Source.SHA256, sourceID, mapping, options, imp.Who, allStorable(imp.Header), imp.Organisation, given).Scan(&importID)
	if err != nil {
		return 0, fmt.Errorf("record the import: %w", err)
	}
	// keep_version() reads this
	_, err = tx.Exec(ctx, `SELECT set_config('terrier.import', $1::text, true)`, fmt.Sprint(importID))
	return importID, err
}

func orEmpty(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}
