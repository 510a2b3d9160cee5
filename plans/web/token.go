package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/access"
)

// TokenKeeper keeps API tokens.
type TokenKeeper interface {
	KeepToken(context.Context, access.Token) (access.Token, error)
	RevokeToken(ctx context.Context, account, id int64, now time.Time) error
	Tokens(ctx context.Context, account int64) ([]access.Token, error)
	UsedToken(ctx context.Context, id int64, now time.Time) error // more than once a day it writes nothing
}

// tokens are made and revoked by the person whose programs use them.
type tokens struct{ *site }

func (t tokens) routes(g guarded) {
	g.on("GET", "/account/tokens", t.page)
	g.on("POST", "/account/tokens", t.make)
	g.on("POST", "/account/tokens/{id}/revoke", t.revoke)
}

type tokensView struct {
	Page
	Tokens  []tokenView
	Scopes  []optionView
	Name    string // as typed
	Until   string
	Latest  string // the last day that a token may have
	Secret  string // of the token that was just made; shown this once
	Problem string
	Remedy  string
}

type tokenView struct {
	ID, Name, Prefix, Scopes, Made, Until, Used, Ended string
}

func (t tokens) page(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := mine(v, access.ManageAPITokens); err != nil {
		return err
	}
	view, err := t.view(r, v, nil)
	if err != nil {
		return err
	}
	return t.showPrivate(w, r, http.StatusOK, "account/tokens.html", view)
}

func (t tokens) view(r *http.Request, v visitor, chosen []string) (view tokensView, err error) {
	page, _ := t.frame(r.Context(), "account", "API tokens", "")
	view = tokensView{Page: page, Latest: plans.FormatDate(v.now.Add(access.TokenLife))}
	for _, s := range access.Scopes {
		view.Scopes = append(view.Scopes, optionView{s.Slug, s.Name, slices.Contains(chosen, s.Slug)})
	}
	kept, err := t.Doors.Tokens.Tokens(r.Context(), v.Account)
	if err != nil {
		return view, err
	}
	for _, one := range kept {
		row := tokenView{ID: strconv.FormatInt(one.ID, 10), Name: one.Name, Prefix: one.Prefix, Made: longDate(one.Made), Until: longDate(one.Expires), Used: longDate(one.Used)}
		for i, scope := range one.Scopes {
			if i > 0 {
				row.Scopes += "; "
			}
			row.Scopes += access.Scopes.Name(scope)
		}
		if !one.Revoked.IsZero() {
			row.Ended = "revoked " + longDate(one.Revoked)
		} else if !one.Works(v.now) {
			row.Ended = "over"
		}
		view.Tokens = append(view.Tokens, row)
	}
	return view, nil
}

// make shows the secret in its answer and nowhere else.
func (t tokens) make(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := mine(v, access.ManageAPITokens); err != nil {
		return err
	}
	life, err := lifeUntil(r.PostFormValue("until"), v.now)
	var made access.Token
	var secret access.Secret
	if err == nil {
		made, secret, err = access.NewToken(v.Account, r.PostFormValue("name"), r.PostForm["scope"], life, v.now)
	}
	if err == nil {
		_, err = t.Doors.Tokens.KeepToken(r.Context(), made)
	}
	var known *plans.Error
	if err != nil && (!errors.As(err, &known) || known.Kind != plans.Invalid || !wantsPage(r)) {
		return err
	}
	view, viewErr := t.view(r, v, r.PostForm["scope"])
	if viewErr != nil {
		return viewErr
	}
	if err != nil {
		view.Name, view.Until, view.Problem, view.Remedy = r.PostFormValue("name"), r.PostFormValue("until"), known.Message, known.Remedy
		return t.showPrivate(w, r, http.StatusBadRequest, "account/tokens.html", view)
	}
	view.Secret = secret.Token()
	return t.showPrivate(w, r, http.StatusOK, "account/tokens.html", view)
}

// lifeUntil is how long a token works whose last day is given, the longest there is where none is.
func lifeUntil(last string, now time.Time) (time.Duration, error) {
	if last == "" {
		return access.TokenLife, nil
	}
	var day time.Time
	if err := readDay("until", last, &day); err != nil {
		return 0, err
	}
	life := day.AddDate(0, 0, 1).Sub(now)
	if day.Sub(now) <= access.TokenLife { // the last day that may be chosen ends after the longest life
		life = min(life, access.TokenLife)
	}
	return life, nil
}

func (t tokens) revoke(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := mine(v, access.ManageAPITokens); err != nil {
		return err
	}
	id, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	if err != nil {
		return plans.Missing("API token", shorten(chi.URLParam(r, "id")))
	}
	if err := t.Doors.Tokens.RevokeToken(r.Context(), v.Account, id, v.now); err != nil {
		return err
	}
	http.Redirect(w, r, "/account/tokens", http.StatusSeeOther)
	return nil
}
