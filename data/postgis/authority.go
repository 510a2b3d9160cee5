package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"terrier/plans/intake"
)

// authorities says which local authority staged homes stand in, by the boundaries of kind local-authority that stand.
type authorities struct{ known bool }

// standing is the condition on boundaries b that are those: a home's authority is a GSS code.
const standing = `b.kind = 'local-authority' AND b.code ~ '^[EWSN][0-9]{8}$' AND ` + standingNow

// standingNow is the condition on boundaries b that have not ended.
const standingNow = `(b.end_date IS NULL OR b.end_date > current_date)`

// begin finds out whether the register has such boundaries at all.
func (a *authorities) begin(ctx context.Context, tx pgx.Tx) error {
	if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM boundary b WHERE `+standing+`)`).Scan(&a.known); err != nil || !a.known {
		return err
	}
	// Authorities are outlines of up to a million vertices: they are cut up once, so that a home is looked for in a small piece. What is not
	// sound is left out, for it cannot be cut.
	_, err := tx.Exec(ctx, `
		CREATE TEMP TABLE authority_piece (code text NOT NULL, geom geometry NOT NULL) ON COMMIT DROP;
		CREATE INDEX ON authority_piece USING gist (geom);
		CREATE TEMP TABLE authority_cut (code text PRIMARY KEY) ON COMMIT DROP`)
	return err
}

// staged fills in the code of the authority that a home stands in where its row does not say and exactly one covers it. A row that says one
// whose boundary is known and does not cover it is noted. (That a home stands in none is not: the register need not have the one that it
// stands in, and nothing tells that from the sea.)
func (a *authorities) staged(ctx context.Context, tx pgx.Tx, report func(intake.Problem)) error {
	if !a.known {
		return nil
	}
	if err := a.cut(ctx, tx); err != nil {
		return err
	}
	rows, err := tx.Query(ctx, `
		WITH lies AS MATERIALIZED (
			SELECT s.ctid AS at, s.line, s.authority AS said, coalesce(array_agg(DISTINCT p.code) FILTER (WHERE p.code IS NOT NULL), '{}') AS codes
			  FROM staging s LEFT JOIN authority_piece p ON ST_Covers(p.geom, s.geom)
			 GROUP BY s.ctid, s.line, s.authority
		), filled AS (
			UPDATE staging s SET authority = l.codes[1] FROM lies l
			 WHERE s.ctid = l.at AND l.said IS NULL AND cardinality(l.codes) = 1
		)
		SELECT l.line, l.said, b.name, coalesce((
		       SELECT string_agg(o.name || ' (' || o.code || ')', ' and ' ORDER BY o.code) FROM boundary o WHERE o.kind = 'local-authority' AND o.code = ANY (l.codes)), '')
		  FROM lies l
		  JOIN authority_cut c ON c.code = l.said
		  JOIN boundary b ON b.kind = 'local-authority' AND b.code = l.said
		 WHERE NOT l.said = ANY (l.codes)
		 ORDER BY l.line`)
	if err != nil {
		return err
	}
	var line int
	var code, name, in string
	_, err = pgx.ForEachRow(rows, []any{&line, &code, &name, &in}, func() error {
		p := intake.Problem{Line: line, Field: "authority", Value: code, Outcome: intake.Noted, Code: "outside-authority",
			Reason: fmt.Sprintf("The home does not lie in %s, as the row says, but in %s.", name, in), Remedy: "It came in as the row says. Correct its authority or its position."}
		if in == "" {
			p.Reason = fmt.Sprintf("The home does not lie in %s, as the row says, nor in any other authority that is in the register.", name)
		}
		report(p)
		return nil
	})
	return err
}

// cut adds the pieces of authorities that staged homes may lie in, or say that they do, and that have not been cut yet.
func (a *authorities) cut(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `
		WITH near AS (
			INSERT INTO authority_cut (code)
			SELECT b.code FROM boundary b
			 WHERE `+standing+` AND NOT EXISTS (SELECT FROM authority_cut c WHERE c.code = b.code)
			   AND EXISTS (SELECT FROM staging s WHERE s.geom && b.geom OR s.authority = b.code) AND ST_IsValid(b.geom)
			RETURNING code
		)
		INSERT INTO authority_piece (code, geom)
		SELECT b.code, ST_Subdivide(b.geom, 64) FROM near JOIN boundary b ON b.kind = 'local-authority' AND b.code = near.code`)
	return err
}
