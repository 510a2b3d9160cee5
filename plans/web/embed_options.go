package web

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// embedOptions are what whoever embeds a map chooses in its address.
type embedOptions struct {
	Theme  string // auto, light or dark
	Legend bool
	List   bool
	Table  bool
	Labels bool
	Layers []string
	layers bool    // they were chosen
	look   *camera // nil: at the thing itself
}

var embedThemes = plans.CodeList{{Slug: "auto", Name: "As the reader’s device"}, {Slug: "light", Name: "Light"}, {Slug: "dark", Name: "Dark"}}

var embedKeys = []string{"theme", "legend", "list", "table", "layers", "view", "labels"}

// readEmbedOptions reads and refuses: a misspelt option is never dropped silently.
func readEmbedOptions(r *http.Request, of exhibit) (*embedOptions, error) {
	q, err := readQuery(r, embedKeys...)
	if err != nil {
		return nil, err
	}
	return embedOptionsIn(q, of)
}

func embedOptionsIn(q query, of exhibit) (*embedOptions, error) {
	o := &embedOptions{Theme: embedTheme(of), Layers: of.layers}
	theme, err := q.code("theme", embedThemes)
	if err != nil {
		return o, err
	}
	if theme != "" {
		o.Theme = theme
	}
	for _, part := range o.parts() {
		said, err := q.code(part.key, yesOrNo)
		if err != nil {
			return o, err
		}
		*part.on = said != "no"
	}
	chosen, err := readLayers(q)
	if err != nil {
		return o, err
	}
	if len(chosen) > 0 {
		o.Layers, o.layers = chosen, true
	}
	o.look, err = readLook(q)
	return o, err
}

// looks is where a map of so many pixels looks: as it was chosen, or as the exhibit wants it.
func (o *embedOptions) looks(x exhibit, a about, width, height float64) camera {
	if o.look != nil {
		return *o.look
	}
	return x.looks(a, width, height)
}

// readLook reads view=lon,lat,zoom; nil where there is none.
func readLook(q query) (*camera, error) {
	text, err := q.one("view")
	if err != nil || text == "" {
		return nil, err
	}
	var numbers []float64
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return nil, badLook(fmt.Sprintf("%q in the view is not a number.", shorten(part)))
		}
		numbers = append(numbers, n)
	}
	switch {
	case len(numbers) != 3:
		return nil, badLook(fmt.Sprintf("The view has %d numbers; it has three.", len(numbers)))
	case math.Abs(numbers[0]) > 180 || math.Abs(numbers[1]) > 85:
		return nil, badLook("The view looks at a place that is on no map.")
	case numbers[2] < 0 || numbers[2] > deepestView:
		return nil, badLook(fmt.Sprintf("The zoom of the view is not between 0 and %d.", deepestView))
	}
	look := &camera{orb.Point{numbers[0], numbers[1]}, numbers[2]}
	if _, err := degreeBox(look.box(embedWidth-2*margin, embedHeight-2*margin)); err != nil { // what its picture is asked for by
		return nil, badLook("The view shows far more than Great Britain, or none of it, so there is no picture of it.")
	}
	return look, nil
}

func badLook(message string) error {
	return plans.Refuse("bad-view", "view", message, "Give longitude, latitude and zoom, such as view=-1.5,53.8,14.")
}

// embedPart is something that an embed has unless it is left out.
type embedPart struct {
	key, name string
	on        *bool
}

func (o *embedOptions) parts() []embedPart {
	return []embedPart{{"legend", "Legend", &o.Legend}, {"list", "List of what is inside", &o.List}, {"table", "Table of figures", &o.Table}, {"labels", "Names on the map", &o.Labels}}
}

func embedTheme(of exhibit) string {
	if of.theme == "" {
		return "auto"
	}
	return of.theme
}

// values are the options as a query: only what is not as it would be without.
func (o *embedOptions) values(of exhibit) url.Values {
	v := url.Values{}
	if usual := embedTheme(of); o.Theme != usual {
		v.Set("theme", o.Theme)
	}
	for _, part := range o.parts() {
		if !*part.on {
			v.Set(part.key, "no")
		}
	}
	if o.layers {
		v.Set("layers", strings.Join(o.Layers, ","))
	}
	if o.look != nil {
		v.Set("view", o.look.String())
	}
	return v
}

// String writes a look as view= takes it.
func (c camera) String() string {
	return number(plans.Round(c.center[0], 5)) + "," + number(plans.Round(c.center[1], 5)) + "," + number(plans.Round(c.zoom, 2))
}
