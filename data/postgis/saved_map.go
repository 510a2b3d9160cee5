package postgis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/atlas"
)

const (
	mapWords   = `ref, version, title, body, layers, areas, assets, filters, lon, lat, zoom, theme, hosts, made_at, changed_at, coalesce(published_at, '0001-01-01')`
	selectMap  = `SELECT ` + mapWords + `, id, account_id FROM saved_map`
	selectOpen = `SELECT ` + mapWords + `, 0::bigint, 0::bigint FROM published_map`
)

var errNoMap = &plans.Error{Kind: plans.NotFound, Code: "not-found", Message: "There is no map at this address that you may change.", Remedy: "Look through your maps."}

// PublishedMap is one map that everybody may see; plans.NotFound for any other.
func (r *Reader) PublishedMap(ctx context.Context, ref string) (atlas.Map, error) {
	return oneMap(ctx, r.pool, selectOpen+` WHERE ref = $1`, ref)
}

// PublishedMaps lists those that everybody may see, the newest first.
func (r *Reader) PublishedMaps(ctx context.Context, limit int) ([]atlas.Map, error) {
	return manyMaps(ctx, r.pool, selectOpen+` ORDER BY published_at DESC, ref LIMIT $1`, limit)
}

// MakeMap keeps a new map of an account, under a new ref. Sent again under the same edit it is not made twice. plans.Invalid where it cannot
// be kept; access.ErrGone where there is no account.
func (w *Writer) MakeMap(ctx context.Context, m atlas.Map, edit string, now time.Time) (made atlas.Map, err error) {
	m, edit = storableMap(m), storable(edit)
	if err := m.Check(); err != nil {
		return made, err
	}
	filters, err := filtersOf(m)
	if err != nil {
		return made, err
	}
	lon, lat, zoom := lookOf(m)
	err = w.transact(ctx, func(tx pgx.Tx) error {
		if err := alone(ctx, tx, m.Owner); err != nil { // two at once would both be the last that there is room for
			return err
		}
		if edit != "" {
			made, err = oneMap(ctx, tx, selectMap+` WHERE account_id = $1 AND made_by_edit = $2`, m.Owner, edit)
			if err == nil || !errors.Is(err, errNoMap) {
				return err
			}
		}
		var count int
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM saved_map WHERE account_id = $1`, m.Owner).Scan(&count); err != nil {
			return err
		}
		if count >= atlas.MostMaps {
			return &plans.Error{Kind: plans.Conflict, Code: "too-many-maps", Message: fmt.Sprintf("You have %d maps already, the most that are kept.", atlas.MostMaps), Remedy: "Delete one that is not needed any more."}
		}
		made, err = oneMap(ctx, tx, `
			INSERT INTO saved_map (ref, account_id, version, title, body, layers, areas, assets, filters, lon, lat, zoom, theme, hosts, made_at, changed_at, made_by_edit)
			VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15) RETURNING `+mapWords+`, id, account_id`,
			atlas.NewRef(m.Title), m.Owner, m.Title, m.Text, m.Layers, m.Areas, m.Assets, filters, lon, lat, zoom, m.Theme, m.Hosts, now, text(edit))
		if err != nil {
			return err
		}
		return noted(ctx, tx, m.Owner, access.SaveMap, "map", made.ID, note{})
	})
	return made, err
}

// MapOf is a map of an account; plans.NotFound where there is none of theirs at the ref.
func (w *Writer) MapOf(ctx context.Context, account int64, ref string) (atlas.Map, error) {
	return oneMap(ctx, w.pool, selectMap+` WHERE account_id = $1 AND ref = $2`, account, ref)
}

// MapsOf lists the maps of an account, the one that was changed last first.
func (w *Writer) MapsOf(ctx context.Context, account int64) ([]atlas.Map, error) {
	return manyMaps(ctx, w.pool, selectMap+` WHERE account_id = $1 ORDER BY changed_at DESC, id`, account)
}

// SaveMap makes a map of its owner what it shall be, if nobody has changed it since the version had; else the error is *atlas.Overtaken. Whether it
// is published stays.
func (w *Writer) SaveMap(ctx context.Context, m atlas.Map, had int64, now time.Time) (saved atlas.Map, err error) {
	m = storableMap(m)
	if err := m.Check(); err != nil {
		return saved, err
	}
	filters, err := filtersOf(m)
	if err != nil {
		return saved, err
	}
	lon, lat, zoom := lookOf(m)
	err = w.transact(ctx, func(tx pgx.Tx) error {
		if err := stays(ctx, tx, m.Owner); err != nil {
			return err
		}
		saved, err = oneMap(ctx, tx, `
			UPDATE saved_map SET version = version + 1, title = $4, body = $5, layers = $6, areas = $7, assets = $8, filters = $9, lon = $10, lat = $11, zoom = $12, theme = $13,
			       hosts = $14, changed_at = $15
			 WHERE account_id = $1 AND ref = $2 AND version = $3 RETURNING `+mapWords+`, id, account_id`,
			m.Owner, m.Ref, had, m.Title, m.Text, m.Layers, m.Areas, m.Assets, filters, lon, lat, zoom, m.Theme, m.Hosts, now)
		if !errors.Is(err, errNoMap) {
			if err == nil {
				err = noted(ctx, tx, m.Owner, access.SaveMap, "map", saved.ID, note{})
			}
			return err
		}
		if saved, err = oneMap(ctx, tx, selectMap+` WHERE account_id = $1 AND ref = $2`, m.Owner, m.Ref); err == nil {
			err = &atlas.Overtaken{Stands: saved}
		}
		return err
	})
	return saved, err
}

// PublishMap shows a map to everybody. One that is shown already stays as it is.
func (w *Writer) PublishMap(ctx context.Context, account int64, ref string, now time.Time) error {
	return w.changeMap(ctx, account, ref, access.PublishMap, `UPDATE saved_map SET published_at = coalesce(published_at, $3) WHERE account_id = $1 AND ref = $2 RETURNING id`, now)
}

// WithdrawMap shows a map to its owner alone again.
func (w *Writer) WithdrawMap(ctx context.Context, account int64, ref string) error {
	return w.changeMap(ctx, account, ref, access.WithdrawMap, `UPDATE saved_map SET published_at = NULL WHERE account_id = $1 AND ref = $2 RETURNING id`)
}

// DeleteMap removes a map for good. Its address is given to no other.
func (w *Writer) DeleteMap(ctx context.Context, account int64, ref string) error {
	return w.changeMap(ctx, account, ref, access.DeleteMap, `DELETE FROM saved_map WHERE account_id = $1 AND ref = $2 RETURNING id`)
}

// changeMap does one statement to a map of an account, and notes it.
func (w *Writer) changeMap(ctx context.Context, account int64, ref string, action access.Action, sql string, besides ...any) error {
	return w.transact(ctx, func(tx pgx.Tx) error {
		if err := stays(ctx, tx, account); err != nil {
			return err
		}
		var id int64
		err := tx.QueryRow(ctx, sql, append([]any{account, ref}, besides...)...).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return errNoMap
		}
		if err != nil {
			return err
		}
		return noted(ctx, tx, account, action, "map", id, note{})
	})
}

func oneMap(ctx context.Context, from queried, sql string, args ...any) (atlas.Map, error) {
	found, err := manyMaps(ctx, from, sql, args...)
	if err != nil {
		return atlas.Map{}, err
	}
	if len(found) == 0 {
		return atlas.Map{}, errNoMap
	}
	return found[0], nil
}

func manyMaps(ctx context.Context, from queried, sql string, args ...any) ([]atlas.Map, error) {
	rows, err := from.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (m atlas.Map, err error) {
		var filters []byte
		var lon, lat, zoom *float64
		err = row.Scan(&m.Ref, &m.Version, &m.Title, &m.Text, &m.Layers, &m.Areas, &m.Assets, &filters, &lon, &lat, &zoom, &m.Theme, &m.Hosts, &m.MadeAt, &m.ChangedAt, &m.PublishedAt, &m.ID, &m.Owner)
		if err == nil {
			err = json.Unmarshal(filters, &m.Where)
		}
		if lon != nil && lat != nil && zoom != nil {
			m.Look = &atlas.Look{Lon: *lon, Lat: *lat, Zoom: *zoom}
		}
		m.MadeAt, m.ChangedAt, m.PublishedAt = m.MadeAt.UTC(), m.ChangedAt.UTC(), m.PublishedAt.UTC()
		return m, err
	})
}

func storableMap(m atlas.Map) atlas.Map {
	m.Title, m.Text = storable(m.Title), storable(m.Text)
	m = m.Tidied()
	m.Hosts = append([]string{}, m.Hosts...) // no hosts are an empty list
	return m
}

func filtersOf(m atlas.Map) ([]byte, error) {
	if len(m.Where) == 0 {
		return []byte(`{}`), nil
	}
	return asJSON(m.Where)
}

func lookOf(m atlas.Map) (lon, lat, zoom *float64) {
	if m.Look == nil {
		return nil, nil, nil
	}
	return &m.Look.Lon, &m.Look.Lat, &m.Look.Zoom
}
