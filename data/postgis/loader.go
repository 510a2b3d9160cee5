package postgis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

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

// load copies rows to staging and brings them into their register in one transaction: all of it, or nothing. Rows that stand
// there already, the same in every field, are left alone. It returns the id of the import record, 0 where nothing was changed.
func load[T any](ctx context.Context, l *Loader, reg register[T], imp intake.Import, rows iter.Seq2[intake.Row[T], error],
	report func(intake.Problem), after afterwards) (counts intake.Counts, id int64, err error) {
	err = pgx.BeginFunc(ctx, l.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtext('terrier import ' || $1))`, reg.kind); err != nil {
			return err
		}
		if err := stage(ctx, tx, reg, imp, rows); err != nil {
			return err
		}
		sourceID, importID, err := record(ctx, tx, imp)
		if err != nil {
			return err
		}
		id = importID
		if err := settle(ctx, tx, reg, sourceID, report, &counts); err != nil {
			return err
		}
		changed, err := apply(ctx, tx, reg, sourceID, importID)
		if err != nil {
			return err
		}
		counts.Unchanged = counts.Accepted - changed
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
		refused := counts.Refused
		if imp.Refused != nil {
			refused += imp.Refused() // before they came here
		}
		_, err = tx.Exec(ctx, `UPDATE import SET accepted = $2, refused = $3, repaired = $4, unchanged = $5 WHERE id = $1`,
			importID, counts.Accepted, refused, counts.Repaired, counts.Unchanged)
		return err
	})
	if errors.Is(err, errNothingToKeep) {
		return counts, 0, nil
	}
	if err != nil {
		return intake.Counts{}, 0, fmt.Errorf("import %s from %s: %w", imp.Kind, imp.FileName, err)
	}
	return counts, id, nil
}

// stage copies the rows into a temporary table that has no policies and no constraints.
func stage[T any](ctx context.Context, tx pgx.Tx, reg register[T], imp intake.Import, rows iter.Seq2[intake.Row[T], error]) error {
	if _, err := tx.Exec(ctx, reg.createStaging()); err != nil {
		return err
	}
	next, stop := iter.Pull2(rows)
	defer stop()
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"staging"}, reg.stagingColumns(), pgx.CopyFromFunc(func() ([]any, error) {
		row, err, ok := next()
		if !ok || err != nil {
			return nil, err
		}
		return reg.stagingValues(row.Line, row.Repaired, row.Value, imp.Organisation), nil
	}))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `ANALYZE staging`)
	return err
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
	mapping, err := json.Marshal(orEmpty(imp.Mapping))
	if err != nil {
		return 0, 0, err
	}
	options, err := json.Marshal(orEmpty(imp.Options))
	if err != nil {
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
	err = tx.QueryRow(ctx, `
		INSERT INTO import (kind, file_name, sha256, source_id, mapping, options, who)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		imp.Kind, imp.FileName, s.SHA256, sourceID, mapping, options, imp.Who).Scan(&importID)
	if err != nil {
		return 0, 0, fmt.Errorf("record the import: %w", err)
	}
	// keep_version() reads this, so that history names the import
	_, err = tx.Exec(ctx, `SELECT set_config('terrier.import', $1::text, true)`, fmt.Sprint(importID))
	return sourceID, importID, err
}

// settle refuses staged rows that the register cannot take and counts the rest.
func settle[T any](ctx context.Context, tx pgx.Tx, reg register[T], sourceID int64, report func(intake.Problem), counts *intake.Counts) error {
	for _, o := range reg.organisations {
		if err := resolveOrganisations(ctx, tx, o.staging, o.column, o.newType, sourceID, report); err != nil {
			return err
		}
		if o.always {
			if err := refuseWithoutOrganisation(ctx, tx, o.staging, o.column, report, counts); err != nil {
				return err
			}
		}
	}
	if err := refuseRepeated(ctx, tx, reg.removeRepeated(), reg.key[len(reg.key)-1], report, counts); err != nil {
		return err
	}
	if reg.shape {
		if err := refuseInvalidShapes(ctx, tx, report, counts); err != nil {
			return err
		}
	}
	return tx.QueryRow(ctx, `SELECT count(*), count(*) FILTER (WHERE repaired) FROM staging`).Scan(&counts.Accepted, &counts.Repaired)
}

// apply writes what is new or changed and says how many rows that were.
func apply[T any](ctx context.Context, tx pgx.Tx, reg register[T], sourceID, importID int64) (changed int, err error) {
	updated, err := tx.Exec(ctx, reg.updateChanged(), sourceID, importID)
	if err != nil {
		return 0, err
	}
	inserted, err := tx.Exec(ctx, reg.insertNew(), sourceID, importID)
	if err != nil {
		return 0, err
	}
	return int(updated.RowsAffected() + inserted.RowsAffected()), nil
}

func orEmpty(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}
