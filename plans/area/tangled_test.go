package area_test

import (
	"errors"
	"testing"

	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/plans/area"
)

// A sound shape whose line crosses a neighbour's in millions of places is told so at once: nobody's request keeps a processor for hours.
func TestShapesThatAreTangled(t *testing.T) {
	comb := func(lying bool) orb.MultiPolygon {
		corners := []float64{0, 0}
		add := func(x, y float64) {
			if lying {
				x, y = y, x
			}
			corners = append(corners, x, y)
		}
		for i := range 500 {
			x := float64(i) * 0.4
			add(x, 1000)
			add(x+0.2, 1000)
			add(x+0.2, 1)
			add(x+0.4, 1)
		}
		add(200, 0)
		return one(corners...)
	}
	ground := area.Ground{Neighbours: []area.Neighbour{{Ref: "comb", Name: "Comb", Status: "draft", Shape: comb(true)}}}
	v, err := area.Judge(area.Question{Shape: comb(false)}, ground)
	if err != nil || said(v) != "stop shape:tangled" || v.Valid || v.Measures.Corners < 2000 {
		t.Errorf("%q, %+v, %v", said(v), v, err)
	}
	_, err = area.Mend(area.Question{Shape: comb(false)}, ground, area.Repair{Kind: "trim", Target: "comb"})
	var known *plans.Error
	if !errors.As(err, &known) || known.Code != "shape-broken" {
		t.Errorf("a trim says %v", err)
	}
}

// Work whose request is over ends at the next outline.
func TestWorkEnds(t *testing.T) {
	over := errors.New("nobody waits any more")
	for _, c := range golden {
		ground := goldenGround()
		ground.Ended = func() error { return over }
		q := area.Question{Shape: c.drawn, BodyType: c.body, Parish: c.parish}
		if v, err := area.Judge(q, ground); v.Valid && !errors.Is(err, over) {
			t.Errorf("%s: judged to the end, %v", c.name, err)
		} else if v.Valid {
			if _, err := area.Mend(q, ground, area.Repair{Kind: "snap"}); !errors.Is(err, over) {
				t.Errorf("%s: cleaned to the end, %v", c.name, err)
			}
		}
	}
}

// A shape so thin that nothing is left of it on the edge that it runs along is refused in words.
func TestMendingWhatIsThin(t *testing.T) {
	thin := orb.MultiPolygon{{{{431999.997, 435379.638}, {431999.905, 435390.899}, {431999.994, 435379.638}, {432004.879, 435367.332}, {431999.997, 435379.638}}}}
	_, err := area.Mend(area.Question{Shape: thin, BodyType: forum}, goldenGround(), area.Repair{Kind: "snap"})
	var known *plans.Error
	if !errors.As(err, &known) || known.Code != "nothing-left" {
		t.Errorf("%v", err)
	}
}
