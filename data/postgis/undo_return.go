package postgis

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// barredHomes are the reasons for which a home that left with an import does not come back with its undoing, by code.
var barredHomes = map[string]struct{ reason, remedy string }{
	"reference-taken":      {"The home left the register with this import, and another one has its reference since.", "It was not brought back. Undo the import that brought the other one first."},
	"undone-since":         {"The home left the register with this import, and the import that had written it was undone since.", "It was not brought back. Import it again if it is there."},
	"organisation-removed": {"The home left the register with this import, and the organisation that owned or managed it was removed since.", "It was not brought back. Import it again if it is there."},
}

// listBarred marks homes that the import removed and that cannot come back.
func listBarred(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `
		UPDATE touched u SET changed = true, barred = CASE
		       WHEN EXISTS (SELECT FROM home h WHERE h.owner_id = v.owner_id AND h.provider_ref = v.provider_ref) THEN 'reference-taken'
		       WHEN EXISTS (SELECT FROM import i WHERE i.id = v.import_id AND i.undone_at IS NOT NULL) THEN 'undone-since'
		       ELSE 'organisation-removed' END
		  FROM home_version v
		 WHERE u.lost AND v.id = u.id AND v.ctid = u.prior
		   AND (EXISTS (SELECT FROM home h WHERE h.owner_id = v.owner_id AND h.provider_ref = v.provider_ref)
		        OR EXISTS (SELECT FROM import i WHERE i.id = v.import_id AND i.undone_at IS NOT NULL)
		        OR NOT EXISTS (SELECT FROM organisation o WHERE o.id = v.owner_id)
		        OR v.manager_id IS NOT NULL AND NOT EXISTS (SELECT FROM organisation o WHERE o.id = v.manager_id))`)
	return err
}

// bringBack puts the homes that the import removed where they were: the same rows, from now on.
func bringBack(ctx context.Context, tx pgx.Tx, data []string) (int, error) {
	tag, err := tx.Exec(ctx, fmt.Sprintf(`
		INSERT INTO home (id, %s, valid_from) OVERRIDING SYSTEM VALUE
		SELECT v.id, %s, greatest(now(), v.valid_to)
		  FROM touched u JOIN home_version v ON v.id = u.id AND v.ctid = u.prior
		 WHERE u.lost AND NOT u.changed`, strings.Join(data, ", "), prefixed("v.", data)))
	return int(tag.RowsAffected()), err
}
