package postgis

import "context"

// SetDemo marks the database as holding the demonstration of this name: every page then says that the place is invented.
func (l *Loader) SetDemo(ctx context.Context, name string) error {
	_, err := l.pool.Exec(ctx, `
		INSERT INTO setting (name, value) VALUES ('demo', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name)
	return err
}

// Empty says whether no register holds a row yet.
func (l *Loader) Empty(ctx context.Context) (empty bool, err error) {
	err = l.pool.QueryRow(ctx, `
		SELECT NOT EXISTS (SELECT FROM organisation) AND NOT EXISTS (SELECT FROM home) AND NOT EXISTS (SELECT FROM boundary)
		   AND NOT EXISTS (SELECT FROM neighbourhood_plan_area) AND NOT EXISTS (SELECT FROM community_asset)
		   AND NOT EXISTS (SELECT FROM place) AND NOT EXISTS (SELECT FROM basemap)`).Scan(&empty)
	return empty, err
}
