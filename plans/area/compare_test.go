package area_test

import (
	"testing"

	"terrier/plans/area"
)

func TestCompare(t *testing.T) {
	for name, c := range map[string]struct {
		before, after [4]float64 // boxes
		gained, lost  float64
		says          string
	}{
		"the same":                  {[4]float64{0, 0, 100, 100}, [4]float64{0, 0, 100, 100}, 0, 0, "The same land."},
		"larger":                    {[4]float64{0, 0, 100, 100}, [4]float64{0, 0, 300, 100}, 20_000, 0, "2.0 ha more."},
		"smaller":                   {[4]float64{0, 0, 300, 100}, [4]float64{0, 0, 100, 100}, 0, 20_000, "2.0 ha less."},
		"moved":                     {[4]float64{0, 0, 100, 100}, [4]float64{50, 0, 150, 100}, 5000, 5000, "0.5 ha more and 0.5 ha less."},
		"by a millimetre, rounding": {[4]float64{0, 0, 100, 100}, [4]float64{0, 0, 100.001, 100}, 0, 0, "The same land, by another line."},
		"elsewhere":                 {[4]float64{0, 0, 10, 10}, [4]float64{50, 0, 60, 10}, 100, 100, "100 m² more and 100 m² less."},
	} {
		got, err := area.Compare(box(c.before[0], c.before[1], c.before[2], c.before[3]), box(c.after[0], c.after[1], c.after[2], c.after[3]))
		if err != nil {
			t.Fatal(err)
		}
		if diff := got.GainedArea - c.gained + got.LostArea - c.lost; diff > 1e-3 || diff < -1e-3 || got.Sentence() != c.says {
			t.Errorf("%s: %v gained, %v lost: %q, want %q", name, got.GainedArea, got.LostArea, got.Sentence(), c.says)
		}
	}
}

// Of two verdicts each statement came, went or stayed.
func TestCompareLaw(t *testing.T) {
	ground := goldenGround()
	judge := func(x0, y0, x1, y1 float64) area.Verdict {
		v, err := area.Judge(area.Question{Shape: box(x0, y0, x1, y1), BodyType: forum}, ground)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	c := area.Comparison{}.WithEffect(judge(150, 150, 250, 250), judge(-1000, 0, -900, 100))
	ids := func(all []area.Statement) (s string) {
		for _, one := range all {
			s += one.ID + " "
		}
		return s
	}
	if ids(c.Came) != "no-parish " || ids(c.Went) != "overlap:mill parish:E04000001 " || ids(c.Stayed) != "authority " || c.LevelBefore != area.Stop || c.LevelAfter != area.OK {
		t.Errorf("came %q, went %q, stayed %q", ids(c.Came), ids(c.Went), ids(c.Stayed))
	}
}
