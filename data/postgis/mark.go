package postgis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans"
	"terrier/plans/audit"
	"terrier/plans/home"
	"terrier/plans/intake"
)

// markedIn stands where an import of a file has the file's name.
const markedIn = "marked in the browser"

// becomes is what a home h is under a mark. What is withheld no longer is restricted where it was that before, and else open: nothing comes
// to be published by a mark, for that is said of a home and not of a mark that goes.
const (
	beforeWithheld = `(SELECT v.sensitivity FROM home_version v
		  WHERE v.owner_id = h.owner_id AND v.provider_ref = h.provider_ref AND v.sensitivity <> 'withheld' ORDER BY v.valid_to DESC, v.valid_from DESC LIMIT 1)`
	liftedTo = `CASE WHEN h.sensitivity <> 'withheld' THEN h.sensitivity WHEN ` + beforeWithheld + ` = 'restricted' THEN 'restricted' ELSE 'open' END`
)

func becomes(m home.Marking) string {
	if m.To == home.Withheld {
		return "'withheld'"
	}
	return liftedTo
}

// chosen is the condition of a choice on homes h, and its arguments: the first is the association.
func chosen(organisation int64, c home.Choice) (condition string, args []any) {
	args = []any{organisation}
	conditions := []string{"h.owner_id = $1"}
	and := func(condition string, arg any) {
		args = append(args, arg)
		conditions = append(conditions, strings.ReplaceAll(condition, "$?", fmt.Sprintf("$%d", len(args))))
	}
	if c.Listed != nil { // what is a reference is no UPRN, too; leading zeros of a UPRN say nothing
		and(`(h.provider_ref IN (SELECT unnest($?::text[])) OR h.uprn IN (
			SELECT ltrim(l, '0') FROM unnest($?::text[]) l WHERE NOT EXISTS (SELECT FROM home o WHERE o.owner_id = $1 AND o.provider_ref = l)))`, allStorable(c.Listed))
	}
	if c.Ticked != nil {
		and(`h.provider_ref IN (SELECT unnest($?::text[]))`, allStorable(c.Ticked))
	}
	if c.Words != "" {
		and(`(strpos(lower(h.address_text), lower($?)) > 0 OR strpos(lower(h.provider_ref), lower($?)) > 0)`, storable(c.Words))
	}
	if c.Postcode != "" {
		and(`$? IN (h.postcode, split_part(h.postcode, ' ', 1))`, storable(c.Postcode))
	}
	if c.Needs != "" {
		and(`h.needs_category = $?`, c.Needs)
	}
	if c.Sensitivity != "" {
		and(`h.sensitivity = $?`, c.Sensitivity)
	}
	return strings.Join(conditions, " AND "), args
}

// FindHomes finds the homes of a choice, and gives n of them from a place on, 0 for the first.
func (l *Loader) FindHomes(ctx context.Context, organisation int64, c home.Choice, from, n int) (f home.Found, err error) {
	err = pgx.BeginTxFunc(ctx, l.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		condition, args := chosen(organisation, c)
		if err := tx.QueryRow(ctx, `SELECT count(*)::int FROM home h WHERE `+condition, append([]any{planned}, args...)...).Scan(&f.Total); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT %s FROM home h WHERE %s ORDER BY h.provider_ref OFFSET %d LIMIT %d`, factsOf("h"), condition, from, n), append([]any{planned}, args...)...)
		if err != nil {
			return err
		}
		var r homeRow
		if _, err := pgx.ForEachRow(rows, r.factsInto(), func() error {
			f.Homes = append(f.Homes, r.facts())
			return nil
		}); err != nil {
			return err
		}
		f.Unknown, err = unknownAmong(ctx, tx, organisation, c)
		return err
	})
	if err != nil {
		return home.Found{}, fmt.Errorf("find homes of an association: %w", err)
	}
	return f, nil
}

// unknownAmong are those listed or ticked that are no home of the association, in the order of the list.
func unknownAmong(ctx context.Context, db queried, organisation int64, c home.Choice) ([]string, error) {
	if c.Listed == nil && c.Ticked == nil {
		return nil, nil
	}
	rows, err := db.Query(ctx, `
		SELECT l FROM unnest($2::text[]) WITH ORDINALITY AS listed (l, n)
		 WHERE l NOT IN (SELECT h.provider_ref FROM home h WHERE h.owner_id = $1)
		   AND ltrim(l, '0') NOT IN (SELECT h.uprn FROM home h WHERE h.owner_id = $1 AND h.uprn IS NOT NULL)
		UNION ALL
		SELECT l FROM unnest($3::text[]) l WHERE l NOT IN (SELECT h.provider_ref FROM home h WHERE h.owner_id = $1)`,
		planned, organisation, allStorable(c.Listed), allStorable(c.Ticked))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// LookAtMark says what a marking would do to an association's homes.
func (l *Loader) LookAtMark(ctx context.Context, organisation int64, m home.Marking) (e home.Effect, err error) {
	err = pgx.BeginTxFunc(ctx, l.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if e, err = effectOf(ctx, tx, organisation, m); err != nil {
			return err
		}
		e.Unknown, err = unknownAmong(ctx, tx, organisation, m.Choice)
		return err
	})
	if err != nil {
		return home.Effect{}, fmt.Errorf("look at what a mark would do: %w", err)
	}
	return e, nil
}

func effectOf(ctx context.Context, db queried, organisation int64, m home.Marking) (home.Effect, error) {
	e := home.Effect{Were: map[string]int{}, Become: map[string]int{}}
	condition, args := chosen(organisation, m.Choice)
	counted := []string{}
	into := []any{&e.Homes, &e.Published, &e.Addresses, &e.Seen}
	var were, become [4]int // as many as home.Sensitivities
	for i, slug := range home.Sensitivities.Slugs() {
		counted = append(counted, fmt.Sprintf("count(*) FILTER (WHERE was <> is_then AND was = '%[1]s')::int, count(*) FILTER (WHERE was <> is_then AND is_then = '%[1]s')::int", slug))
		into = append(into, &were[i], &become[i])
	}
	err := db.QueryRow(ctx, fmt.Sprintf(`
		WITH chosen AS (
			SELECT h.id, h.sensitivity AS was, %s AS is_then, h.sensitivity = 'withheld' AND %s = 'published' AS was_published, h.address_text IS NOT NULL AS addressed FROM home h WHERE %s
		)
		SELECT count(*)::int, count(*) FILTER (WHERE was <> is_then AND was_published)::int, count(*) FILTER (WHERE is_then = 'withheld' AND addressed)::int,
		       encode(sha256(convert_to(coalesce(string_agg(concat_ws(' ', id, was, is_then, addressed), ',' ORDER BY id), ''), 'UTF8')), 'hex'), %s
		  FROM chosen`, becomes(m), beforeWithheld, condition, strings.Join(counted, ", ")), append([]any{planned}, args...)...).Scan(into...)
	for i, slug := range home.Sensitivities.Slugs() {
		if were[i] > 0 {
			e.Were[slug] = were[i]
		}
		if become[i] > 0 {
			e.Become[slug] = become[i]
		}
	}
	return e, err
}

// MarkHomes withholds an association's homes, or withholds them no longer. It is an import that brings no file: history, followers and
// Undo know it as one. id is the mark's own; one that is done already is not done again. seen is the Effect.Seen that was looked at.
// Errors are plans.Errors where the homes stand otherwise by now, where none would change, and where an import takes longer than that to
// wait for.
func (l *Loader) MarkHomes(ctx context.Context, organisation int64, m home.Marking, id, seen string, by int64, wait time.Duration) error {
	err := pgx.BeginFunc(ctx, l.pool, func(tx pgx.Tx) error {
		if err := lockKindWithin(ctx, tx, homes.kind, wait); err != nil {
			return err
		}
		if done, err := findMarks(ctx, tx, `i.options ->> 'mark' = $1`, id); err != nil || len(done) > 0 {
			if err == nil && done[0].Organisation != organisation {
				err = home.MarkStale()
			}
			return err
		}
		e, err := effectOf(ctx, tx, organisation, m)
		switch {
		case err != nil:
			return err
		case e.Seen != seen:
			return home.MarkStale()
		case e.Changes() == 0:
			return home.NothingToMark()
		}
		importID, err := recordMark(ctx, tx, organisation, m, e, id, by)
		if err != nil {
			return err
		}
		condition, args := chosen(organisation, m.Choice)
		tag, err := tx.Exec(ctx, fmt.Sprintf(`
			UPDATE home t SET sensitivity = c.is_then, address_text = %s, import_id = %d
			  FROM (SELECT h.id, h.sensitivity AS was, %s AS is_then FROM home h WHERE %s) c
			 WHERE c.id = t.id AND c.was <> c.is_then AND t.sensitivity = c.was`, addressUnder("c.is_then", "t.address_text"), importID, becomes(m), condition), append([]any{planned}, args...)...)
		if err != nil {
			return err
		}
		if int(tag.RowsAffected()) != e.Changes() { // plain SQL was at them, which waits for no lock
			return home.MarkStale()
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("mark homes: %w", stopped(err))
	}
	return nil
}

// recordMark keeps the import that a mark is, and notes it. No source is made for it: it brings no facts, and its homes keep theirs.
func recordMark(ctx context.Context, tx pgx.Tx, organisation int64, m home.Marking, e home.Effect, id string, by int64) (importID int64, err error) {
	condition, args := chosen(organisation, m.Choice)
	var source int64
	if err := tx.QueryRow(ctx, `SELECT min(h.source_id) FROM home h WHERE `+condition, append([]any{planned}, args...)...).Scan(&source); err != nil {
		return 0, err
	}
	imp := intake.Import{Kind: homes.kind, FileName: markedIn, Who: string(audit.Account(by)), Source: intake.Source{SHA256: e.Seen}}
	if err := tx.QueryRow(ctx, `SELECT reference FROM organisation WHERE id = $1`, organisation).Scan(&imp.Organisation); err != nil {
		return 0, err
	}
	effect, err := json.Marshal(e)
	if err != nil {
		return 0, err
	}
	imp.Options = map[string]string{"mark": id, "association": fmt.Sprint(organisation), "to": m.To, "reason": m.Reason, "effect": string(effect)}
	if importID, err = recordImport(ctx, tx, imp, source); err != nil {
		return 0, err
	}
	changes := e.Changes()
	counts := intake.Counts{Accepted: e.Homes, Unchanged: e.Same(), Changes: intake.Changes{Changed: changes, Unchanged: e.Same()}}
	if m.To == home.Withheld {
		counts.Changes.Withheld = changes
	} else {
		counts.Changes.Opened = changes
	}
	if _, err := tx.Exec(ctx, `UPDATE import SET accepted = $2, unchanged = $3, changes = $4 WHERE id = $1`, importID, counts.Accepted, counts.Unchanged, counts.Changes); err != nil {
		return 0, err
	}
	return importID, noteImport(ctx, tx, imp.Who, "import", importID, importNote{Register: homes.kind, For: imp.Organisation, SHA256: e.Seen, Of: []int64{organisation},
		Marked: m.To, Reason: m.Reason, Accepted: &counts.Accepted, Unchanged: counts.Unchanged})
}

// findMarks reads marks, the newest first.
func findMarks(ctx context.Context, db queried, where string, args ...any) ([]home.Mark, error) {
	rows, err := db.Query(ctx, `
		SELECT i.id, i.options, i.who, i.applied_at, i.undone_at FROM import i
		 WHERE i.kind = 'homes' AND i.options ? 'mark' AND `+where, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (m home.Mark, err error) {
		var options map[string]string
		var who audit.Who
		var undone *time.Time
		if err := row.Scan(&m.Import, &options, &who, &m.At, &undone); err != nil {
			return m, err
		}
		m.ID, m.To, m.Reason, m.By, m.UndoneAt = options["mark"], options["to"], options["reason"], who.AccountID(), day(undone)
		if _, err := fmt.Sscan(options["association"], &m.Organisation); err != nil {
			return m, fmt.Errorf("read mark %s: %w", m.ID, err)
		}
		return m, json.Unmarshal([]byte(options["effect"]), &m.Effect)
	})
}

// mostMarks is how many an association's officers are shown.
const mostMarks = 50

// Marks are the last that were made of an association's homes, the newest first.
func (l *Loader) Marks(ctx context.Context, organisation int64) ([]home.Mark, error) {
	return findMarks(ctx, l.pool, `i.options ->> 'association' = $1 ORDER BY i.id DESC LIMIT $2`, fmt.Sprint(organisation), mostMarks)
}

// Mark finds one, and how many homes still stand as it left them.
func (l *Loader) Mark(ctx context.Context, id string) (m home.Mark, stand int, err error) {
	found, err := findMarks(ctx, l.pool, `i.options ->> 'mark' = $1`, id)
	if err != nil {
		return m, 0, err
	}
	if len(found) == 0 {
		return m, 0, home.NoMark()
	}
	m = found[0]
	err = l.pool.QueryRow(ctx, `SELECT count(*)::int FROM home WHERE owner_id = $1 AND import_id = $2`, m.Organisation, m.Import).Scan(&stand)
	return m, stand, err
}

// UndoMark takes a mark back: its homes stand as before, save those that were changed since. One that is taken back already stays so.
func (l *Loader) UndoMark(ctx context.Context, m home.Mark, by int64, wait time.Duration) error {
	_, err := l.Undo(ctx, m.Import, intake.UndoOptions{Who: string(audit.Account(by)), Within: wait}, func(intake.Problem) {})
	var known *plans.Error
	if errors.As(err, &known) && known.Code == "already-undone" {
		return nil
	}
	return err
}
