package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"terrier/geo/column"
	"terrier/plans/home"
)

// exactColumns are those of a home in the exact stock: who may know of it and where it stands are part of its lot.
const exactColumns = homeColumns + `, sensitivity, coalesce(authority, '')`

// FeedExactHomes brings what a batch says of all homes into the exact stock. The transaction's role is terrier_exact, and sees for its
// length every owner's homes; who asks the stock is held to a view by it. It returns the places on the map at which something
// changed; anywhere is true where that may be any place.
func FeedExactHomes(ctx context.Context, tx pgx.Tx, b Batch, stock *home.ExactStock) (places []column.World, anywhere bool, err error) {
	if _, err := tx.Exec(ctx, `
		SELECT set_config('terrier.owners', owners, true), set_config('terrier.own', owners, true)
		  FROM (SELECT coalesce(string_agg(id::text, ','), '') AS owners FROM organisation) o`); err != nil {
		return nil, false, fmt.Errorf("look as every owner: %w", err)
	}
	if touched(b, "organisation", "source", "licence") {
		names, err := homeNames(ctx, tx)
		if err != nil {
			return nil, false, fmt.Errorf("read the names of owners and sources: %w", err)
		}
		anywhere = stock.Shared().Name(names)
	}
	switch keys := b.Keys["home"]; {
	case b.Reload["home"]:
		return nil, true, replaceExact(ctx, tx, stock)
	case len(keys) > 0:
		places, err = applyExact(ctx, tx, stock, keys)
	}
	return places, anywhere, err
}

// inStock are the homes of a batch by where they lie: owner 0 has those that all registers but its own leave out, the shared ones.
type inStock struct {
	stock *home.ExactStock
	rows  map[int64]*homeRows
	homes map[int64][]column.Row
}

func (s *inStock) register(owner int64) home.Register {
	if owner == 0 {
		return s.stock.Shared()
	}
	return s.stock.Withheld(owner)
}

// add reads a home into the register where it lies.
func (s *inStock) add(raw [][]byte) error {
	owner := int64(0)
	if string(raw[homeColumnCount]) == home.Withheld {
		var err error
		if owner, err = readInt(raw[columnOwner]); err != nil {
			return err
		}
	}
	if s.rows[owner] == nil {
		s.rows[owner] = newHomeRows(s.register(owner))
	}
	r, err := s.rows[owner].row(raw)
	s.homes[owner] = append(s.homes[owner], r)
	return err
}

func replaceExact(ctx context.Context, tx pgx.Tx, stock *home.ExactStock) error {
	s := inStock{stock, map[int64]*homeRows{}, map[int64][]column.Row{}}
	if err := copyOut(ctx, tx, `SELECT `+exactColumns+` FROM home`, s.add); err != nil {
		return fmt.Errorf("read every home: %w", err)
	}
	stock.Shared().Replace(s.homes[0])
	for _, owner := range stock.Owners() {
		stock.Withheld(owner).Replace(s.homes[owner])
	}
	return nil
}

// applyExact brings some homes to where they lie now, and takes them from everywhere else: one may have changed its owner, or be
// withheld from now on.
func applyExact(ctx context.Context, tx pgx.Tx, stock *home.ExactStock, keys []int64) (places []column.World, err error) {
	s := inStock{stock, map[int64]*homeRows{}, map[int64][]column.Row{}}
	rows, err := tx.Query(ctx, `SELECT `+exactColumns+` FROM home WHERE id = ANY ($1)`, keys)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := s.add(rows.RawValues()); err != nil {
			return nil, err
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read %d homes: %w", len(keys), err)
	}
	for _, owner := range append(stock.Owners(), 0) {
		places = append(places, s.register(owner).Apply(s.homes[owner], missing(keys, s.homes[owner]))...)
	}
	return places, nil
}
