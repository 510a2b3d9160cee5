package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/mail"
	"terrier/data/postgis"
	"terrier/plans/access"
	"terrier/plans/web"
)

// doors are how people come in: who is signed in is read once and then followed.
type doors struct {
	web.Doors
	writer *postgis.Writer
	feed   *postgis.Feed
	trail  *postgis.Audit
}

// openDoors reads who is signed in. The pool works as terrier_write. Without the address of a mail server none is sent. Providers are not
// asked yet: one that is away keeps nobody from the map.
func openDoors(ctx context.Context, write *pgxpool.Pool, smtp, oidc string) (_ *doors, err error) {
	d := &doors{writer: postgis.NewWriter(write), feed: postgis.NewAccessFeed(write), trail: postgis.NewAudit(write)}
	d.Roster, d.SignIns, d.People, d.Roles, d.Agreements, d.Tokens, d.Doors.Trail = access.NewRoster(), d.writer, d.writer, d.writer, d.writer, d.writer, d.trail
	d.Ceremonies, d.Passkeys, d.Identities = d.writer, d.writer, d.writer
	if d.Providers, err = identityProviders(oidc); err != nil {
		return nil, refused(err)
	}
	if smtp != "" {
		sender, err := mail.New(smtp)
		if err != nil {
			return nil, &exitError{exitMisuse, err.Error()}
		}
		d.Mail = sender
	}
	d.CatchUp = func(ctx context.Context) error {
		_, err := d.feed.Step(ctx, d.apply)
		return err
	}
	if err := d.CatchUp(ctx); err != nil {
		return nil, fmt.Errorf("read who is signed in: %w", err)
	}
	return d, nil
}

func (d *doors) apply(ctx context.Context, tx pgx.Tx, b postgis.Batch) error {
	return postgis.FeedRoster(ctx, tx, b, d.Roster)
}

// follow goes on until the context ends.
func (d *doors) follow(ctx context.Context) {
	var trouble string
	d.feed.Follow(ctx, pollEvery, d.apply, func(p postgis.Progress) { trouble = heard(p, trouble, "accounts") })
}

// sealEvery is how often the audit trail is sealed.
const sealEvery = time.Second

// seal closes what is noted in the audit trail until the context ends.
func (d *doors) seal(ctx context.Context) {
	d.trail.Follow(ctx, sealEvery, func(err error) {
		if err != nil {
			slog.Warn("the audit trail cannot be sealed", "error", err)
			return
		}
		slog.Info("the audit trail is sealed again")
	})
}
