package postgis

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/plans"
	"terrier/plans/audit"
	"terrier/plans/disclosure"
	"terrier/plans/provenance"
)

// Releases builds and lists public releases. Its pool works as terrier_load. Safe for several goroutines and servers: one is built at
// a time.
type Releases struct {
	pool   *pgxpool.Pool
	scheme disclosure.Scheme
	say    func(doing string)
}

// NewReleases makes a Releases over a pool of the role terrier_load, of cells with the tables of a scheme.
func NewReleases(pool *pgxpool.Pool, scheme disclosure.Scheme) *Releases {
	return &Releases{pool, scheme, func(string) {}}
}

// Telling is the same, and says in words what it does just now.
func (r *Releases) Telling(say func(doing string)) *Releases {
	return &Releases{r.pool, r.scheme, say}
}

// errPlanned rolls back a release that was only to be planned.
var errPlanned = errors.New("planned only")

// Plan says what a release built now would change. Nothing is kept.
func (r *Releases) Plan(ctx context.Context) (disclosure.Plan, error) {
	plan, _, err := r.PlanAt(ctx)
	return plan, err
}

// PlanAt is Plan with the moment whose homes it goes by. While a release is being built or planned it is a plans.Conflict error.
func (r *Releases) PlanAt(ctx context.Context) (plan disclosure.Plan, at Moment, err error) {
	err = r.inOne(ctx, func(tx pgx.Tx) error {
		next, err := r.prepare(ctx, tx)
		if err != nil {
			return err
		}
		plan = next.plan
		if at, _, err = momentSince(ctx, tx, nil); err != nil {
			return err
		}
		return errPlanned
	})
	if err != nil && !errors.Is(err, errPlanned) {
		return plan, at, fmt.Errorf("plan a public release: %w", err)
	}
	return plan, at, nil
}

// Build builds a release of what stands now and serves it from then on, in one transaction: where it is cut off nothing has happened, and
// building again gives the same figures. It returns the release's name. While another is being built it is a plans.Conflict error.
func (r *Releases) Build(ctx context.Context, now time.Time, who audit.Who) (name string, plan disclosure.Plan, err error) {
	err = r.inOne(ctx, func(tx pgx.Tx) error {
		next, err := r.prepare(ctx, tx)
		if err != nil {
			return err
		}
		plan = next.plan
		if name, err = r.keep(ctx, tx, next, now); err != nil {
			return err
		}
		r.say("reading it back as every server will")
		// What every server will read is read once before it stands.
		built, err := servedRelease(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := disclosure.NewTable(built.Release); err != nil {
			return err
		}
		detail, err := audit.DetailOf(plan.Changes)
		if err != nil {
			return err
		}
		_, err = RecordAudit(ctx, tx, audit.Entry{Who: who, Action: "build-release", Kind: "release", Ref: name, Detail: detail})
		return err
	})
	if err != nil {
		return "", plan, fmt.Errorf("build a public release: %w", err)
	}
	return name, plan, nil
}

// BeingBuilt is the error for one release while another is under way.
var BeingBuilt = &plans.Error{Kind: plans.Conflict, Code: "release-being-built", Message: "A public release is being built or planned already.", Remedy: "Wait until it stands, then look at the list of releases."}

// busyRegister is the error for one that met changes of the same rows twice.
var busyRegister = &plans.Error{Kind: plans.Unavailable, Code: "register-busy", Message: "The register was written to while its homes were read, twice. Nothing was kept.", Remedy: "Try again when no file is coming in."}

// inOne does something with the register as it stands at one moment, while nobody else builds a release. Where somebody writes meanwhile to
// what it writes to, it is done once more.
func (r *Releases) inOne(ctx context.Context, do func(pgx.Tx) error) error {
	err := r.tryInOne(ctx, do)
	if isCode(err, "40001") { // serialization_failure
		err = r.tryInOne(ctx, do)
	}
	switch {
	case isCode(err, "23505"): // another one ended between our snapshot and our lock
		return BeingBuilt
	case isCode(err, "40001"):
		return busyRegister
	}
	return err
}

func isCode(err error, code string) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && refused.Code == code
}

func (r *Releases) tryInOne(ctx context.Context, do func(pgx.Tx) error) error {
	return pgx.BeginTxFunc(ctx, r.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead}, func(tx pgx.Tx) error {
		var mine bool
		if err := tx.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock(hashtext('terrier release'))`).Scan(&mine); err != nil {
			return err
		}
		if !mine {
			return BeingBuilt
		}
		return do(tx)
	})
}

// prepared is a release that is not kept yet.
type prepared struct {
	disclosure.Built
	last   int // number of the last release; 0 for none
	secret disclosure.Secret
	asAt   *time.Time
	plan   disclosure.Plan
}

func (r *Releases) prepare(ctx context.Context, tx pgx.Tx) (p prepared, err error) {
	if p.secret, err = r.secret(ctx, tx); err != nil {
		return p, err
	}
	var fingerprint string
	err = tx.QueryRow(ctx, `SELECT number, fingerprint FROM public_release ORDER BY number DESC LIMIT 1`).Scan(&p.last, &fingerprint)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return p, err
	}
	last, contents, err := lastStanding(ctx, tx, p.last)
	if err != nil {
		return p, fmt.Errorf("read the last release: %w", err)
	}
	r.say("reading the open homes and the land they stand on")
	stock, asAt, err := openStock(ctx, tx, r.scheme)
	if err != nil {
		return p, fmt.Errorf("read the open homes: %w", err)
	}
	p.asAt = asAt
	r.say("joining cells and blurring them")
	if p.Built, err = disclosure.Build(r.scheme, p.secret, stock, last); err != nil {
		return p, err
	}
	r.say("holding them against the last release")
	p.plan = disclosure.Compare(p.Built, last, contents, p.last == 0 || fingerprint == p.secret.Fingerprint())
	p.plan.Alone, err = byRef(ctx, tx, p.plan.Alone)
	return p, err
}

// byRef calls owners by their refs instead of their ids; one that is not there any more is called by neither.
func byRef(ctx context.Context, tx pgx.Tx, byID map[string]int) (map[string]int, error) {
	rows, err := tx.Query(ctx, `SELECT given.id, coalesce(o.ref, 'an association that is not here any more')
		  FROM unnest($1::text[]) AS given (id) LEFT JOIN organisation o ON o.id::text = given.id`, slices.Collect(maps.Keys(byID)))
	if err != nil {
		return nil, err
	}
	named := map[string]int{}
	var id, ref string
	_, err = pgx.ForEachRow(rows, []any{&id, &ref}, func() error {
		named[ref] += byID[id]
		return nil
	})
	return named, err
}

// secret reads the secret, or makes one where there is none.
func (r *Releases) secret(ctx context.Context, tx pgx.Tx) (s disclosure.Secret, err error) {
	var held []byte
	err = tx.QueryRow(ctx, `SELECT secret FROM release_secret`).Scan(&held)
	if errors.Is(err, pgx.ErrNoRows) {
		if _, err := rand.Read(s[:]); err != nil {
			return s, err
		}
		_, err = tx.Exec(ctx, `INSERT INTO release_secret (secret) VALUES ($1)`, s[:])
		return s, err
	}
	copy(s[:], held)
	return s, err
}

// lastStanding is what the next release takes over from a release.
func lastStanding(ctx context.Context, tx pgx.Tx, number int) (last disclosure.Standing, contents map[string]map[string]string, err error) {
	if last.Cells, err = cellsOf(ctx, tx, number); err != nil {
		return last, nil, err
	}
	if last.Owners, err = ownersOf(ctx, tx, number); err != nil {
		return last, nil, err
	}
	rows, err := tx.Query(ctx, `SELECT cell, owner, content FROM release_content WHERE release = $1`, number)
	if err != nil {
		return last, nil, err
	}
	contents = map[string]map[string]string{}
	var cell, owner, content string
	_, err = pgx.ForEachRow(rows, []any{&cell, &owner, &content}, func() error {
		if contents[cell] == nil {
			contents[cell] = map[string]string{}
		}
		contents[cell][owner] = content
		return nil
	})
	return last, contents, err
}

func cellsOf(ctx context.Context, from queried, number int) ([]disclosure.Cell, error) {
	rows, err := from.Query(ctx, `
		SELECT c.id, c.units, r.authority FROM public_release_cell r JOIN disclosure_cell c ON c.id = r.cell WHERE r.release = $1 ORDER BY c.id`, number)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[disclosure.Cell])
}

func ownersOf(ctx context.Context, from queried, number int) (map[string][]string, error) {
	rows, err := from.Query(ctx, `SELECT authority, refs FROM public_release_owners WHERE release = $1`, number)
	if err != nil {
		return nil, err
	}
	owners := map[string][]string{}
	var authority string
	var refs []string
	_, err = pgx.ForEachRow(rows, []any{&authority, &refs}, func() error {
		owners[authority] = refs
		refs = nil
		return nil
	})
	return owners, err
}

// keep writes a release with the outlines of its new cells.
func (r *Releases) keep(ctx context.Context, tx pgx.Tx, p prepared, now time.Time) (name string, err error) {
	r.say("drawing the outlines of new cells")
	if err := keepCells(ctx, tx, p.Cells); err != nil {
		return "", fmt.Errorf("make the outlines of cells: %w", err)
	}
	scheme, err := json.Marshal(r.scheme)
	if err != nil {
		return "", err
	}
	plan, err := json.Marshal(p.plan.Changes)
	if err != nil {
		return "", err
	}
	number := p.last + 1
	err = tx.QueryRow(ctx, `
		WITH day AS (SELECT $2::date::text AS of),
		     same AS (SELECT count(*) AS n FROM public_release, day WHERE name = day.of OR name LIKE day.of || '-%')
		INSERT INTO public_release (number, name, built_at, as_at, policy_version, scheme, fingerprint, plan)
		SELECT $1, CASE same.n WHEN 0 THEN day.of ELSE day.of || '-' || same.n + 1 END, $3, $4, $5, $6, $7, $8 FROM day, same
		RETURNING name`,
		number, now.UTC().Format(time.DateOnly), now.UTC().Truncate(time.Second), p.asAt, provenance.ProtectedHomes.Version, scheme, p.secret.Fingerprint(), plan).Scan(&name)
	if err != nil {
		return "", err
	}
	for _, authority := range slices.Sorted(maps.Keys(p.Owners)) {
		if _, err := tx.Exec(ctx, `INSERT INTO public_release_owners VALUES ($1, $2, $3)`, number, authority, p.Owners[authority]); err != nil {
			return "", err
		}
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"public_release_cell"}, []string{"release", "cell", "authority", "entries"}, pgx.CopyFromSlice(len(p.Cells), func(i int) ([]any, error) {
		return []any{number, p.Cells[i].ID, p.Cells[i].Authority, p.Entries[i].List()}, nil
	}))
	if err != nil {
		return "", err
	}
	if err := forgetSent(ctx, tx); err != nil {
		return "", err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM release_content`); err != nil {
		return "", err
	}
	var contents [][]any
	for i, c := range p.Cells {
		for owner, content := range p.Content[i] {
			contents = append(contents, []any{number, c.ID, owner, content})
		}
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"release_content"}, []string{"release", "cell", "owner", "content"}, pgx.CopyFromRows(contents))
	return name, err
}
