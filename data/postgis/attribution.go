package postgis

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// sourcesOfRegister finds the sources of what stands in a register. Those of a basemap are found by stepping through its index, one row a source.
var sourcesOfRegister = map[string]string{
	"boundary": `SELECT source_id FROM boundary`,
	"basemap": `SELECT source_id FROM (
		WITH RECURSIVE ground AS (
			SELECT min(source_id) AS source_id FROM basemap WHERE replaced_by IS NULL
			UNION ALL
			SELECT (SELECT min(source_id) FROM basemap b WHERE replaced_by IS NULL AND b.source_id > ground.source_id) FROM ground WHERE source_id IS NOT NULL
		) SELECT source_id FROM ground) ground`,
}

// AttributionsOf lists the lines that must stand wherever some registers are shown, each once: "boundary", "basemap".
func (r *Reader) AttributionsOf(ctx context.Context, registers ...string) ([]string, error) {
	var used []string
	for _, name := range registers {
		query, ok := sourcesOfRegister[name]
		if !ok {
			return nil, fmt.Errorf("the sources of %q are not known", name)
		}
		used = append(used, query)
	}
	if len(used) == 0 {
		return nil, nil
	}
	rows, err := r.pool.Query(ctx, `
		SELECT DISTINCT `+attribution+` AS line
		  FROM (`+strings.Join(used, " UNION ")+`) used JOIN source s ON s.id = used.source_id JOIN licence l ON l.slug = s.licence
		 ORDER BY line`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
