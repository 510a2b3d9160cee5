package web

import (
	"net/http"
	"net/url"

	"terrier/geo/within"
	"terrier/plans/access"
)

// inside counts the homes on some land as whoever asks may see them: exactly, which is noted in the audit trail as one drag a drawing, or as
// the public is told.
func (d drafts) inside(r *http.Request, v visitor, drawing string, land boundary, by []string) (summary, error) {
	seen := access.Exact(v.Who, v.now)
	if d.Entitled == nil || len(seen) == 0 {
		return d.countPrepared(r.Context(), land, within.Prepare(land.Shape), by, nil)
	}
	e := exactHomes(d)
	q := exactQuestion{areas: []boundary{land}, by: by, seen: seen, now: v.now, asked: url.Values{}}
	answers, err := e.answers(r.Context(), q)
	if err != nil {
		return summary{}, err
	}
	return answers[0], e.noteShape(r, v, q, "drawing "+drawing, false, answers[0].Total)
}
