package postgis

import (
	"context"
	"fmt"
)

// SetDemo marks the database as holding the demonstration of this name: every page then says that the place is invented.
func (l *Loader) SetDemo(ctx context.Context, name string) error { return l.set(ctx, "demo", name) }

// FinishDemo marks the demonstration as wholly loaded.
func (l *Loader) FinishDemo(ctx context.Context) error { return l.set(ctx, "demo-loaded", "yes") }

func (l *Loader) set(ctx context.Context, name, value string) error {
	_, err := l.pool.Exec(ctx, `
		INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	if err != nil {
		return fmt.Errorf("set %s: %w", name, err)
	}
	return nil
}

// WantsDemo says whether the demonstration may be loaded: no register holds a row yet, or an earlier loading of it was cut off
// (loading it again leaves alone what is there).
func (l *Loader) WantsDemo(ctx context.Context) (wants bool, err error) {
	err = l.pool.QueryRow(ctx, `
		SELECT CASE WHEN EXISTS (SELECT FROM setting WHERE name = 'demo')
		            THEN NOT EXISTS (SELECT FROM setting WHERE name = 'demo-loaded')
		            ELSE NOT EXISTS (SELECT FROM organisation) AND NOT EXISTS (SELECT FROM home) AND NOT EXISTS (SELECT FROM boundary)
		             AND NOT EXISTS (SELECT FROM neighbourhood_plan_area) AND NOT EXISTS (SELECT FROM community_asset)
		             AND NOT EXISTS (SELECT FROM place) AND NOT EXISTS (SELECT FROM basemap) END`).Scan(&wants)
	return wants, err
}
