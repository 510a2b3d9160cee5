package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"terrier/plans/disclosure"
)

// hasSent says of an organisation o whether it waits for the next public release with homes that it has sent.
const hasSent = `EXISTS (SELECT FROM sent_homes w WHERE w.organisation_id = o.id)`

// noteSent has the public told that an association has sent its homes, where an import that wrote so many rows of homes brought as many
// open ones as an owner needs to be named, above those that it took away, and the release that is served does not show the association. It
// goes by open homes alone: one that is published, restricted or withheld makes no difference, whether it is in the file or in the register.
// What is told is told at once of a hundred homes, and stays when the import is undone, so that nobody learns of one home by it.
func noteSent(ctx context.Context, tx pgx.Tx, importID int64, written int) error {
	if written < disclosure.LeastOwner {
		return nil // it cannot have brought so many
	}
	_, err := tx.Exec(ctx, `
		WITH brought AS (
			SELECT owner_id, count(*) AS n FROM home WHERE import_id = $1 AND sensitivity = 'open' GROUP BY owner_id HAVING count(*) >= $2
		)
		INSERT INTO sent_homes (organisation_id)
		SELECT o.id FROM brought b JOIN organisation o ON o.id = b.owner_id
		 WHERE o.organisation_type = 'registered-provider' AND NOT o.named_by_home AND NOT is_told_by_release(o.ref) AND NOT `+hasSent+`
		   AND b.n - (SELECT count(*) FROM home_version v
		               WHERE v.owner_id = o.id AND v.valid_to >= (SELECT applied_at FROM import WHERE id = $1)
		                 AND v.replaced_by = $1 AND v.import_id IS DISTINCT FROM $1 AND v.sensitivity = 'open') >= $2`,
		importID, disclosure.LeastOwner)
	if err != nil {
		return fmt.Errorf("note who has sent homes: %w", err)
	}
	return nil
}

// forgetSent ends what was told of homes that a release has now. What an import sends while the release is built is not seen here, and stays.
func forgetSent(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `DELETE FROM sent_homes`)
	return err
}
