package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	"terrier/data/postgis"
	"terrier/plans/access"
	"terrier/plans/web"
)

// demoPeople are the invented people of the demonstration, one a role, with the ref of the invented organisation that it is for.
var demoPeople = []struct {
	role         access.Role
	organisation string
}{
	{access.AnAccount, ""},
	{access.ForumMember, "hollin-vale-forum"},
	{access.ForumSecretary, "hollin-vale-forum"},
	{access.ParishClerk, "cinderholme-parish-council"},
	{access.PlanningOfficer, "hollindale-district-council"},
	{access.AssociationOfficer, "anvilgate-housing-trust"},
	{access.Administrator, ""},
}

// demoAddress is where nobody gets mail: names under .example belong to nobody (RFC 2606).
func demoAddress(role access.Role) (access.Address, error) {
	return access.ParseAddress(string(role) + "@demo.example")
}

// makeDemoPeople gives each an account and their role, unless they have one; and one of them a draft.
func makeDemoPeople(ctx context.Context, reader *postgis.Reader, w *postgis.Writer, now time.Time) error {
	for _, p := range demoPeople {
		address, err := demoAddress(p.role)
		if err != nil {
			return err
		}
		if _, err := w.AccountOf(ctx, address); !errors.Is(err, access.ErrGone) {
			if err != nil {
				return err
			}
			continue
		}
		var grants []access.Grant
		if p.role != access.AnAccount {
			g := access.Grant{Role: p.role, Span: access.Span{From: access.Today(now)}}
			if p.organisation != "" {
				body, err := w.Body(ctx, p.organisation)
				if err != nil {
					return fmt.Errorf("the demonstration's %s: %w", p.role, err)
				}
				g.Organisation, g.Ref = body.ID, body.Ref
				if p.role == access.PlanningOfficer {
					g.Place = body.Place
				}
			}
			grants = append(grants, g)
		}
		link, secret := access.NewInvitation(address, 0, grants, now)
		if err := w.KeepLink(ctx, link); err != nil {
			return err
		}
		in, err := w.UseLink(ctx, secret, access.Secret{}, now)
		if err != nil {
			return err
		}
		if err := w.EndSession(ctx, in.Session.Family, access.EndedByPerson, now); err != nil {
			return err
		}
		if p.role == access.ForumSecretary {
			if err := makeDemoDraft(ctx, reader, w, in.Session.Account, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// demoAccounts are those that may be signed in to by a button: none unless the database is the demonstration's, and nobody but this
// machine can reach the server.
func demoAccounts(ctx context.Context, reader *postgis.Reader, w *postgis.Writer, listeners []net.Listener, publicURL string) ([]web.DemoAccount, error) {
	name, err := reader.Demo(ctx)
	if err != nil || name == "" || !onlyHere(listeners, publicURL) {
		return nil, err
	}
	if err := makeDemoPeople(ctx, reader, w, time.Now()); err != nil {
		return nil, err
	}
	var offered []web.DemoAccount
	for _, p := range demoPeople {
		address, err := demoAddress(p.role)
		if err != nil {
			return nil, err
		}
		account, err := w.AccountOf(ctx, address)
		if errors.Is(err, access.ErrGone) {
			continue // somebody has tried what it is like to be erased
		}
		if err != nil {
			return nil, err
		}
		name := "Somebody with an account"
		if p.role != access.AnAccount {
			name = access.Roles.Name(string(p.role))
		}
		offered = append(offered, web.DemoAccount{Account: account.ID, Name: name})
	}
	return offered, nil
}

// onlyHere says whether nobody but this machine can reach the server: all its addresses are its own, and so is the one that is told.
func onlyHere(listeners []net.Listener, publicURL string) bool {
	for _, l := range listeners {
		at, ok := l.Addr().(*net.TCPAddr)
		if !ok || !at.IP.IsLoopback() {
			return false
		}
	}
	public, err := url.Parse(publicURL)
	if err != nil {
		return false
	}
	ip := net.ParseIP(public.Hostname())
	return public.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
