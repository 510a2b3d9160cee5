package area_test

import (
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/scripts/sweep"
)

// Whatever is drawn, each repair that is offered gives an area that can be kept, or says why not; a trim leaves nothing shared with what it trimmed to, and
// what a version is cleaned to shares no sliver with anybody.
func TestRepairsOfAnything(t *testing.T) {
	r, ground := sweep.Seeded(t), goldenGround()
	tried := map[string]int{}
	for range sweep.Size(400, 10_000) {
		middle := at(r.Float64()*3600-700, r.Float64()*3600-700)
		var drawn orb.Ring
		corners, size := 3+r.IntN(12), 10*math.Pow(60, r.Float64())
		for i := range corners {
			angle, far := 2*math.Pi*float64(i)/float64(corners), size*(0.4+0.6*r.Float64())
			p := orb.Point{middle[0] + far*math.Cos(angle), middle[1] + far*math.Sin(angle)}
			if r.IntN(3) == 0 { // near a line of the ground, as people draw
				p[0] = east + math.Round((p[0]-east)/100)*100 + r.Float64()*0.2 - 0.1
			}
			drawn = append(drawn, bng.RoundPoint(p))
		}
		if r.IntN(4) == 0 {
			r.Shuffle(len(drawn), func(i, j int) { drawn[i], drawn[j] = drawn[j], drawn[i] })
		}
		q := area.Question{Shape: orb.MultiPolygon{{append(drawn, drawn[0])}}, BodyType: []string{"", forum, council}[r.IntN(3)], Parish: []string{"", "E04000001", "E04000004"}[r.IntN(3)]}
		v, err := area.Judge(q, ground)
		if err != nil {
			t.Errorf("%v: %v", q.Shape, err)
			continue
		}
		offered := []area.Repair{{Kind: "snap"}}
		for _, s := range v.Statements {
			offered = append(offered, s.Repairs...)
		}
		for _, repair := range offered {
			mended, err := area.Mend(q, ground, repair)
			var said *plans.Error
			if errors.As(err, &said) && said.Message != "" && said.Remedy != "" {
				continue
			}
			if err != nil {
				t.Errorf("%v of %v: %v", repair, q.Shape, err)
				continue
			}
			tried[repair.Kind]++
			if err := shape.Check(mended, shape.Limits{}); err != nil {
				t.Errorf("%v of %v cannot be kept: %v", repair, q.Shape, err)
				continue
			}
			after, err := area.Judge(area.Question{Shape: mended, BodyType: q.BodyType, Parish: q.Parish}, ground)
			if err != nil {
				t.Errorf("%v of %v: %v", repair, q.Shape, err)
			}
			for _, s := range after.Statements {
				if repair.Kind == "trim" && (s.ID == "overlap:"+repair.Target || s.ID == repair.Target) && s.Level > area.OK {
					t.Errorf("%v of %v leaves %s: %s", repair, q.Shape, s.ID, s.Title)
				}
				if repair.Kind == "snap" && len(s.Repairs) > 0 && s.Repairs[0].Kind == "snap" && s.ID != "overlap:mine" {
					t.Errorf("%v of %v leaves %s: %s", repair, q.Shape, s.ID, s.Title)
				}
			}
		}
	}
	t.Logf("repairs done: %v", tried)
	if len(tried) < 3 {
		t.Errorf("chance offered only %v", tried)
	}
}
