package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/tiles/picture/sheet"
)

// wish is how somebody wants a map on paper.
type wish struct {
	paper       sheet.Paper
	orientation string // "" is what suits the area
	ratio       int    // 0 is the largest usual scale at which the area has room
}

var orientations = plans.CodeList{{Slug: sheet.Portrait, Name: "Portrait"}, {Slug: sheet.Landscape, Name: "Landscape"}}

func readWish(r *http.Request) (wished wish, err error) {
	q, err := readQuery(r, "paper", "orientation", "ratio")
	if err != nil {
		return wished, err
	}
	if wished.paper, err = paperIn(q); err != nil {
		return wished, err
	}
	if wished.orientation, err = q.code("orientation", orientations); err != nil {
		return wished, err
	}
	wished.ratio, err = ratioIn(q)
	return wished, err
}

func paperIn(q query) (sheet.Paper, error) {
	name, err := q.one("paper")
	if err != nil || name == "" {
		return sheet.Papers[0], err
	}
	if paper, ok := sheet.PaperCalled(strings.ToUpper(name)); ok {
		return paper, nil
	}
	return sheet.Paper{}, plans.Refuse("unknown-paper", "paper", "There is no paper "+strconv.Quote(shorten(name))+" here.", "There are A4, A3, A2, A1 and A0.")
}

// ratioIn reads 10000, 10,000 and 1:10000.
func ratioIn(q query) (int, error) {
	text, err := q.one("ratio")
	if err != nil || text == "" {
		return 0, err
	}
	n, err := strconv.Atoi(strings.ReplaceAll(strings.TrimPrefix(text, "1:"), ",", ""))
	if err != nil || n < sheet.LeastRatio || n > sheet.MostRatio {
		return 0, plans.Refuse("bad-ratio", "ratio", strconv.Quote(shorten(text))+" is not a ratio that maps are printed at.",
			"Give a whole number from "+thousands(sheet.LeastRatio)+" to "+thousands(sheet.MostRatio)+": 10000 is 1:10,000. Leave it out for the one that fits.")
	}
	return n, nil
}

// plan is the sheet that is wished for an area, or why there is none.
func (w wish) plan(shown orb.Bound) (sheet.Plan, error) {
	if w.orientation == "" {
		w.orientation = suits(shown)
	}
	plan, err := sheet.Fit(shown, w.paper, w.orientation, w.ratio)
	var tooLarge *sheet.TooLarge
	if errors.As(err, &tooLarge) {
		return plan, refuse(http.StatusUnprocessableEntity, "does-not-fit", "ratio", tooLarge.Error(), tooLarge.Remedy())
	}
	return plan, err
}

// suits is the orientation in which an area has more room.
func suits(shown orb.Bound) string {
	if shown.Max[0]-shown.Min[0] > shown.Max[1]-shown.Min[1] {
		return sheet.Landscape
	}
	return sheet.Portrait
}

// address is the query of a wish.
func (w wish) address() string {
	q := url.Values{"paper": {w.paper.Name}, "orientation": {w.orientation}, "ratio": {strconv.Itoa(w.ratio)}}
	return q.Encode()
}
