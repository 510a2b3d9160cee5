package main

import (
	"context"
	"fmt"

	"terrier/data/migrate"
)

type migrateCommand struct{}

func (c *migrateCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	db, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer db.close()
	applied, err := migrate.Up(ctx, db.admin)
	if err != nil {
		return err
	}
	have, err := migrate.Version(ctx, db.admin)
	if err != nil {
		return err
	}
	fmt.Fprintf(out.Out, "%d migrations applied; the database is at version %d.\n", applied, have)
	return nil
}
