package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/postgis"
	"terrier/plans/access"
)

type userCommand struct {
	Invite userInviteCommand `cmd:"" help:"Make a link that gives somebody a role."`
	List   userListCommand   `cmd:"" help:"List who has an account, and which roles they hold."`
	Revoke userRevokeCommand `cmd:"" help:"Take roles from somebody, at once."`
}

type userInviteCommand struct {
	Email     string `arg:"" help:"Whom the link is for."`
	Role      string `required:"" enum:"${roles}" placeholder:"ROLE" help:"One of ${roles}."`
	For       string `placeholder:"ORGANISATION" help:"The ref of the organisation that the role is held for: ashdale-homes."`
	Place     string `placeholder:"CODE" help:"The GSS code of the local authority that the role is held in; of a planning officer, that of the organisation if not given."`
	From      string `placeholder:"DATE" help:"Its first day, as 2026-04-01; today if not given."`
	Until     string `placeholder:"DATE" help:"Its last day; none if not given."`
	PublicURL string `env:"TERRIER_PUBLIC_URL" default:"http://localhost:8080" placeholder:"URL" help:"The address that the outside uses."`
}

// Run prints the link, and beside it what it is for: whoever has it may use it. No permission is asked: who can reach the database can
// do all of this and more.
func (c *userInviteCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	to, err := access.ParseAddress(c.Email)
	if err != nil {
		return refused(err)
	}
	site, err := url.Parse(c.PublicURL)
	if err != nil || site.Host == "" {
		return &exitError{exitMisuse, fmt.Sprintf("%q is no address of a site. Give --public-url or TERRIER_PUBLIC_URL as in https://maps.example.org.", c.PublicURL)}
	}
	now := time.Now()
	g := access.Grant{Role: access.Role(c.Role), Place: c.Place, Span: access.Span{From: access.Today(now)}}
	for flag, day := range map[string]*time.Time{"--from": &g.From, "--until": &g.Until} {
		if err := readDay(flag, map[string]string{"--from": c.From, "--until": c.Until}[flag], day); err != nil {
			return err
		}
	}
	return f.changing(ctx, func(w *postgis.Writer) error {
		if c.For != "" {
			body, err := w.Body(ctx, c.For)
			if err != nil {
				return refused(err)
			}
			if g.Organisation, g.Ref = body.ID, body.Ref; g.Role == access.PlanningOfficer && g.Place == "" {
				g.Place = body.Place
			}
		}
		link, secret := access.NewInvitation(to, 0, []access.Grant{g}, now)
		if err := w.KeepLink(ctx, link); err != nil {
			return refused(err)
		}
		fmt.Fprintln(out.Out, site.JoinPath("sign-in", secret.Reveal()))
		fmt.Fprintf(out.Err, "Send this link to %s and nobody else: whoever has it becomes %s. It works once, until %s.\n",
			to.Text, roleLine(g), link.Expires.Format("2 January 2006, 15:04"))
		return nil
	})
}

// readDay reads the day that a flag gives, if it gives one.
func readDay(flag, text string, day *time.Time) error {
	if text == "" {
		return nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return &exitError{exitMisuse, fmt.Sprintf("%s: %q is no date. Write it as 2026-03-31.", flag, text)}
	}
	*day = t
	return nil
}

// roleLine tells a role in words.
func roleLine(g access.Grant) string {
	words := []string{string(g.Role)}
	if g.Ref != "" {
		words = append(words, "for "+g.Ref)
	}
	if g.Place != "" {
		words = append(words, "in "+g.Place)
	}
	words = append(words, "from "+g.From.Format(time.DateOnly))
	if !g.Until.IsZero() {
		words = append(words, "until "+g.Until.Format(time.DateOnly))
	}
	return strings.Join(words, " ")
}

type userListCommand struct {
	Output string `short:"o" enum:"table,json" default:"table" help:"table or json."`
}

// listedUser is an account as it is listed.
type listedUser struct {
	Email      string       `json:"email"`
	SignedInOn string       `json:"signed-in-on,omitempty"`
	Roles      []listedRole `json:"roles"`
}

type listedRole struct {
	Role         string `json:"role"`
	Organisation string `json:"organisation,omitempty"`
	Place        string `json:"place,omitempty"`
	From         string `json:"from"`
	Until        string `json:"until,omitempty"`
	InForce      bool   `json:"in-force"`
	line         string
}

func (c *userListCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	return f.working(ctx, postgis.RoleWrite, func(pool *pgxpool.Pool) error {
		users, err := listUsers(ctx, postgis.NewWriter(pool), time.Now())
		if err != nil {
			return err
		}
		if c.Output == "json" {
			return printJSON(out.Out, users)
		}
		if len(users) == 0 {
			fmt.Fprintln(out.Out, "Nobody has an account yet.")
			return nil
		}
		table := tabwriter.NewWriter(out.Out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "email\tsigned in on\trole")
		for _, u := range users {
			lines := []string{""}
			if len(u.Roles) > 0 {
				lines = nil
			}
			for _, r := range u.Roles {
				line := r.line
				if !r.InForce {
					line += " (not in force today)"
				}
				lines = append(lines, line)
			}
			for _, line := range lines {
				fmt.Fprintf(table, "%s\t%s\t%s\n", u.Email, u.SignedInOn, line)
			}
		}
		return table.Flush()
	})
}

func listUsers(ctx context.Context, w *postgis.Writer, now time.Time) ([]listedUser, error) {
	accounts, err := w.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	held, err := w.RolesHeld(ctx, 0, 0)
	if err != nil {
		return nil, err
	}
	roles := map[int64][]listedRole{}
	for _, h := range held {
		roles[h.Account] = append(roles[h.Account], listedRole{Role: string(h.Role), Organisation: h.Ref, Place: h.Place, From: dayOrNone(h.From),
			Until: dayOrNone(h.Until), InForce: h.InForce(now), line: roleLine(h.Grant)})
	}
	users := []listedUser{}
	for _, a := range accounts {
		u := listedUser{Email: a.Email.Text, SignedInOn: dayOrNone(a.SignedIn), Roles: []listedRole{}}
		u.Roles = append(u.Roles, roles[a.ID]...)
		users = append(users, u)
	}
	return users, nil
}

func dayOrNone(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

type userRevokeCommand struct {
	Email string `arg:"" help:"From whom."`
	Role  string `enum:",${roles}" default:"" placeholder:"ROLE" help:"Only this role."`
	For   string `placeholder:"ORGANISATION" help:"Only roles held for the organisation of this ref."`
}

// Run takes roles and invitations; without --role and --for everything, and ends sessions and tokens too.
func (c *userRevokeCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	from, err := access.ParseAddress(c.Email)
	if err != nil {
		return refused(err)
	}
	return f.changing(ctx, func(w *postgis.Writer) error {
		var body access.Body
		if c.For != "" {
			if body, err = w.Body(ctx, c.For); err != nil {
				return refused(err)
			}
		}
		what, err := w.Withdraw(ctx, from, access.Role(c.Role), body.ID, 0, time.Now())
		if err != nil {
			return err
		}
		if what == (postgis.Withdrawn{}) {
			return &exitError{exitMisuse, fmt.Sprintf("%s holds no such role and is invited to none. See terrier user list.", from.Text)}
		}
		fmt.Fprintf(out.Out, "%s: roles revoked %d, invitations taken back %d, sessions ended %d, API tokens revoked %d, passkeys and other ways in removed %d.\n",
			from.Text, what.Roles, what.Invitations, what.Sessions, what.Tokens, what.Ways)
		return nil
	})
}

// changing opens the database, up to date, for work on accounts, and seals what was noted of it: no server may be there to do that.
func (f *databaseFlags) changing(ctx context.Context, work func(*postgis.Writer) error) error {
	return f.working(ctx, postgis.RoleWrite, func(pool *pgxpool.Pool) error {
		if err := work(postgis.NewWriter(pool)); err != nil {
			return err
		}
		_, err := postgis.NewAudit(pool).Seal(ctx)
		return err
	})
}
