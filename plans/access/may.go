package access

import (
	"fmt"
	"slices"
	"time"

	"terrier/plans"
)

// Subject is what an action is done to, as far as the table asks about it: whose it is and where it lies. Zero values belong to nobody
// and lie nowhere.
type Subject struct {
	Account      int64  // id of the account that it belongs to, or that is given a role
	Organisation int64  // id of the organisation that it belongs to: the owner of homes, the association of an agreement
	Authority    string // GSS code of the local authority that it lies in
}

// May says whether somebody may do this, to this, now: nil, or an error of kind
//
//   - plans.SignedOut, code sign-in-needed: nobody is signed in (401);
//   - plans.Forbidden, code not-permitted: none of their roles is for it (403); not-yours: one is, but not for this one; not-to-oneself;
//     token-scope: the API token is not good for it; unknown-action: it does not stand in the table.
func May(who Who, a Action, s Subject, now time.Time) error {
	p, err := find(who, a)
	if err != nil || p.May[Reader] == Anything {
		return err
	}
	if p.NotOneself && s.Account == who.Account {
		return forbid("not-to-oneself", fmt.Sprintf("You may not do this for yourself: %s.", p.Says), "Ask a colleague, or an administrator.")
	}
	if who.reaches(p.May[AnAccount], Held{}, s, now) {
		return nil
	}
	fits := p.May[AnAccount] != ""
	for role, reach := range p.May {
		for _, held := range who.holds(role, now) {
			if who.reaches(reach, held, s, now) {
				return nil
			}
			fits = true
		}
	}
	if fits {
		return forbid("not-yours", fmt.Sprintf("You may %s, but not this one.", p.Says), "")
	}
	return forbid("not-permitted", fmt.Sprintf("None of your roles lets you %s.", p.Says), "Ask a colleague who may, or an administrator.")
}

// Might says whether there may be anything to which somebody may do this: for menus, and before it is known what is asked for. The
// error is that of May. Whoever answers asks May, or Exact, of the thing itself.
func Might(who Who, a Action, now time.Time) error {
	p, err := find(who, a)
	if err != nil || p.May[Reader] == Anything || p.May[AnAccount] != "" {
		return err
	}
	for role := range p.May {
		if len(who.holds(role, now)) > 0 {
			return nil
		}
	}
	return forbid("not-permitted", fmt.Sprintf("None of your roles lets you %s.", p.Says), "Ask a colleague who may, or an administrator.")
}

// find returns the row, where somebody is there whom it may concern.
func find(who Who, a Action) (Permission, error) {
	p, ok := Find(a)
	switch {
	case !ok:
		return p, forbid("unknown-action", "Nobody may do this.", "")
	case p.May[Reader] == Anything:
		return p, nil
	case who.Account == 0:
		return p, &plans.Error{Kind: plans.SignedOut, Code: "sign-in-needed", Message: fmt.Sprintf("You must be signed in to %s.", p.Says), Remedy: "Sign in."}
	case who.ByToken && (p.Scope == "" || !slices.Contains(who.Scopes, p.Scope)):
		remedy := "Sign in with a browser."
		if p.Scope != "" {
			remedy = fmt.Sprintf("Use a token with the scope %s.", p.Scope)
		}
		return p, forbid("token-scope", fmt.Sprintf("This API token does not let you %s.", p.Says), remedy)
	}
	return p, nil
}

func forbid(code, message, remedy string) error {
	return &plans.Error{Kind: plans.Forbidden, Code: code, Message: message, Remedy: remedy}
}

// reaches says whether a role that is held reaches a subject.
func (w Who) reaches(reach Reach, held Held, s Subject, now time.Time) bool {
	switch reach {
	case Anything:
		return true
	case OwnAccount:
		return s.Account != 0 && s.Account == w.Account
	case OwnBody:
		return s.Organisation != 0 && s.Organisation == held.Organisation
	case OwnAuthority:
		return s.Authority != "" && s.Authority == held.Place
	case UnderAgreement:
		return s.Authority != "" && s.Authority == held.Place && slices.ContainsFunc(w.Agreements, func(a Agreement) bool {
			return a.Association == s.Organisation && a.with(held) && a.InForce(now)
		})
	}
	return false
}
