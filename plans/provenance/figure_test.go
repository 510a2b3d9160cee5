package provenance_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"terrier/plans/provenance"
)

var (
	rule  = provenance.Rule{Slug: "homes-inside", Version: 1, Sentence: "A home counts where its point lies inside."}
	asked = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	march = time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)
)

func aFigure(q provenance.Question, a provenance.Answer) *provenance.Figure {
	return provenance.New(provenance.Figure{Question: q, Answer: a, Rule: rule, Policy: provenance.PublishedHomes, ComputedAt: asked})
}

func square(e, n, side float64) orb.Ring {
	return orb.Ring{{e, n}, {e + side, n}, {e + side, n + side}, {e, n + side}, {e, n}}
}

func sixty() provenance.Answer {
	return provenance.Answer{Total: 60, AsAt: march, By: map[string][]provenance.Count{"tenure": {{Value: "social-rent", Name: "Social rent", Count: 45}, {Value: "shared-ownership", Name: "Shared ownership", Count: 15}}}}
}

func crossed(n int) provenance.Answer {
	return provenance.Answer{Total: n, By: map[string][]provenance.Count{"tenure": {{Value: "social-rent", Name: "Social rent", Count: n}}, "bedrooms": {{Value: "2", Name: "2", Count: n}},
		provenance.Cells: {{Value: provenance.Cell("2", "social-rent"), Name: "2, social rent", Count: n}}}}
}

// The text and the ids are what other servers and later versions must come to: they are never to be changed here.
func TestGolden(t *testing.T) {
	for _, c := range []struct {
		name, text, id string
		of             *provenance.Figure
	}{
		{"a stored area", `terrier question 1
of "homes"
area "hollin-vale" sha256 00000000000000000000000000000000000000000000000000000000000000ab
where "epc" "B"
where "epc" "unknown"
where "tenure" "social-rent"
by "owner"
by "tenure"
terrier figure 1
total 60
count "tenure" "shared-ownership" 15
count "tenure" "social-rent" 45
oldest 2026-03-31
rule "homes-inside" 1
policy "published-homes" 1
`, "k7fb3umsquewu55p-ozry7fam36jbmyyfzeyeefjajfcvjnep",
			aFigure(provenance.Question{Of: "homes", By: []string{"tenure", "owner"}, Where: map[string][]string{"tenure": {"social-rent"}, "epc": {"unknown", "B"}, "needs": nil},
				Within: provenance.Boundary{Area: "hollin-vale", SHA256: strings.Repeat("0", 62) + "ab", Version: 3, Name: "Hollin Vale", Hectares: 100}}, sixty())},
		{"a drawn shape with a hole, of a release, with a margin", `terrier question 1
of "homes"
shape EPSG:27700 mm
part
ring 433000000 435000000 433000000 436000000 434000000 436000000 434000000 435000000
ring 433100000 435100000 433100000 435200500 433200500 435200500 433200500 435100000
as-at 2026-03-31
terrier figure 1
total 180
margin 19
rule "homes-inside" 1
policy "published-homes" 1
release "2026-04"
`, "jn4u45rpdvrwe6u2-jrl43n7jcoohs24f6elcpdvexvxshf57",
			provenance.New(provenance.Figure{Question: provenance.Question{Of: "homes", AsAt: march, Within: provenance.Boundary{Shape: orb.MultiPolygon{{square(433000, 435000, 1000), square(433100, 435100, 100.5)}}}},
				Answer: provenance.Answer{Total: 180, Margin: 19}, Rule: rule, Policy: provenance.PublishedHomes, Release: "2026-04"})},
		{"a box", `terrier question 1
of "assets"
bbox EPSG:4326 -1.6 53.7 -1.3 53.95
terrier figure 1
total 0
rule "homes-inside" 1
policy "published-homes" 1
`, "qoaqgma7qtmphpz7-yfw6qbllfnuioi4p7ovoivpr7bdwqwix",
			aFigure(provenance.Question{Of: "assets", Within: provenance.Boundary{CRS: "EPSG:4326", Edges: orb.Bound{Min: orb.Point{-1.60, 53.7}, Max: orb.Point{-1.3, 53.95}}}}, provenance.Answer{})},
		{"a table of two groupings", `terrier question 1
of "homes"
everywhere
by "bedrooms"
by "tenure"
crossed
terrier figure 1
total 3
count "bedrooms" "2" 3
count "cell" "2 social-rent" 3
count "tenure" "social-rent" 3
rule "homes-inside" 1
policy "published-homes" 1
`, "rtzzsgt4e36lsbqk-2xystibntkyfv5ndt2fa6y3kczbsxi2t", aFigure(provenance.Question{Of: "homes", By: []string{"tenure", "bedrooms"}, Crossed: true}, crossed(3))},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.of.Canonical(); got != c.text {
				t.Errorf("hashed is\n%swant\n%s", got, c.text)
			}
			if c.of.ID() != c.id || !provenance.IsID(c.id) {
				t.Errorf("id %s, want %s", c.of.ID(), c.id)
			}
		})
	}
}

// aQuestion draws questions: in a stored area, in a box, in shapes of squares with holes, everywhere.
func aQuestion(t *rapid.T) provenance.Question {
	q := provenance.Question{Of: rapid.SampledFrom(provenance.Subjects.Slugs()).Draw(t, "of")}
	words := rapid.SampledFrom([]string{"tenure", "epc", "needs", "a b", `a"b`, "ŵ", "a\nb"})
	q.By = rapid.SliceOfN(words, 0, 4).Draw(t, "by")
	q.Where = rapid.MapOfN(words, rapid.SliceOfN(words, 0, 4), 0, 3).Draw(t, "where")
	switch rapid.IntRange(0, 3).Draw(t, "within") {
	case 0:
		q.Within = provenance.Boundary{Area: "vale", SHA256: strings.Repeat(rapid.StringMatching(`[0-9a-f]`).Draw(t, "sha256"), 64)}
	case 1:
		q.Within = provenance.Boundary{CRS: "EPSG:4326", Edges: orb.Bound{Min: orb.Point{rapid.Float64Range(-8, 0).Draw(t, "west"), 50}, Max: orb.Point{2, 60}}}
	case 2:
		q.Within.Shape = aShape(t)
	}
	return q
}

func aShape(t *rapid.T) orb.MultiPolygon {
	coordinate := rapid.Custom(func(t *rapid.T) float64 { return float64(rapid.IntRange(0, 6).Draw(t, "mm")) / 1000 })
	ring := rapid.Custom(func(t *rapid.T) orb.Ring {
		var r orb.Ring
		for range rapid.IntRange(1, 8).Draw(t, "corners") {
			r = append(r, orb.Point{coordinate.Draw(t, "e"), coordinate.Draw(t, "n")})
		}
		return append(r, r[0])
	})
	polygon := rapid.Custom(func(t *rapid.T) orb.Polygon { return rapid.SliceOfN(ring, 1, 3).Draw(t, "rings") })
	return rapid.SliceOfN(polygon, 1, 3).Draw(t, "parts")
}

// respelt is the same question in other words: filters and groupings in another order and said twice, parts and holes in another
// order, rings begun elsewhere and gone round the other way, corners repeated.
func respelt(t *rapid.T, q provenance.Question) provenance.Question {
	shuffled := func(values []string) []string {
		return rapid.Permutation(append(slices.Clone(values), values...)).Draw(t, "order")
	}
	q.By = shuffled(q.By)
	where := map[string][]string{"nothing": {}}
	for key, values := range q.Where {
		where[key] = shuffled(values)
	}
	q.Where = where
	q.Within.Name, q.Within.Hectares, q.Within.PerimeterKm, q.Within.Version = "otherwise", 1, 2, 3
	if q.Within.Shape != nil {
		var parts orb.MultiPolygon
		for _, polygon := range rapid.Permutation(q.Within.Shape).Draw(t, "parts") {
			var rings orb.Polygon
			for _, ring := range append(orb.Polygon{polygon[0]}, rapid.Permutation(polygon[1:]).Draw(t, "holes")...) {
				rings = append(rings, redrawn(t, ring))
			}
			parts = append(parts, rings)
		}
		q.Within.Shape = parts
	}
	return q
}

func redrawn(t *rapid.T, ring orb.Ring) orb.Ring {
	corners := slices.Clone(ring[:len(ring)-1])
	at := rapid.IntRange(0, len(corners)-1).Draw(t, "begins")
	corners = append(slices.Clone(corners[at:]), corners[:at]...)
	if rapid.Bool().Draw(t, "reversed") {
		slices.Reverse(corners)
	}
	again := rapid.IntRange(0, len(corners)-1).Draw(t, "repeated")
	corners = slices.Insert(corners, again, corners[again])
	return append(corners, corners[0])
}

func anAnswer(t *rapid.T) provenance.Answer {
	a := provenance.Answer{Total: rapid.IntRange(0, 1000).Draw(t, "total"), By: map[string][]provenance.Count{}}
	for _, key := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"tenure", "epc"}), rapid.ID[string]).Draw(t, "keys") {
		for _, value := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"A", "B", "C", "unknown"}), rapid.ID[string]).Draw(t, "values") {
			a.By[key] = append(a.By[key], provenance.Count{Value: value, Name: value, Count: rapid.IntRange(1, 100).Draw(t, "count")})
		}
	}
	return a
}

func TestTheSameQuestionAndAnswerHaveOneID(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, a := aQuestion(t), anAnswer(t)
		one, other := aFigure(q, a), respelt(t, q)
		reordered := provenance.Answer{Total: a.Total, By: map[string][]provenance.Count{}}
		for key, counts := range a.By {
			reordered.By[key] = rapid.Permutation(counts).Draw(t, "counts")
			for i := range reordered.By[key] {
				reordered.By[key][i].Name = "otherwise"
			}
		}
		two := provenance.New(provenance.Figure{Question: other, Answer: reordered, Rule: provenance.Rule{Slug: rule.Slug, Version: 1, Sentence: "Said better."}, Policy: provenance.PublishedHomes,
			ComputedAt: asked.Add(time.Hour), Sources: []provenance.Source{{Publisher: "Somebody"}}})
		if one.ID() != two.ID() {
			t.Fatalf("%s and %s:\n%s\n%s", one.ID(), two.ID(), one.Canonical(), two.Canonical())
		}
		if again := aFigure(one.Question, a); again.ID() != one.ID() {
			t.Fatalf("its canonical question has another id: %s", again.Canonical())
		}
		if !other.Asks(one.ID()) {
			t.Fatal("the question does not know its figure")
		}
	})
}

func TestAnyChangeHasAnotherID(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, a := aQuestion(t), anAnswer(t)
		f := provenance.Figure{Question: q, Answer: a, Rule: rule, Policy: provenance.PublishedHomes}
		before := provenance.New(f)
		f.Answer.By = maps.Clone(f.Answer.By)
		f.Question.Where = maps.Clone(f.Question.Where)
		asksElse := false
		switch change := rapid.SampledFrom([]string{"total", "count", "value", "margin", "oldest", "rule", "rule's version", "policy", "release", "filter", "grouping", "as-at", "of", "shape", "version"}).Draw(t, "change"); change {
		case "total":
			f.Answer.Total++
		case "count":
			f.Answer.By["bedrooms"] = []provenance.Count{{Value: "2", Count: 1}}
		case "value":
			for key, counts := range f.Answer.By {
				f.Answer.By[key] = slices.Clone(counts)
				if len(counts) > 0 {
					f.Answer.By[key][0].Value = "other"
				}
			}
			if before.Canonical() == provenance.New(f).Canonical() {
				return // there was nothing to change
			}
		case "margin":
			f.Answer.Margin = 19
		case "oldest":
			f.Answer.AsAt = march
		case "rule":
			f.Rule.Slug = "homes-near"
		case "rule's version":
			f.Rule.Version++
		case "policy":
			f.Policy = provenance.OpenRegister
		case "release":
			f.Release = "2026"
		case "filter":
			f.Question.Where, asksElse = map[string][]string{"other": {"x"}}, true
		case "grouping":
			f.Question.By, asksElse = append(slices.Clone(f.Question.By), "other"), true
		case "as-at":
			f.Question.AsAt, asksElse = march, true
		case "of":
			f.Question.Of, asksElse = "pubs", true
		case "shape":
			f.Question.Within, asksElse = provenance.Boundary{Shape: append(aShape(t), orb.Polygon{square(1, 1, 0.001)})}, true
		case "version":
			f.Question.Within, asksElse = provenance.Boundary{Area: "vale", SHA256: strings.Repeat("ab", 32)}, true
		}
		after := provenance.New(f)
		if after.ID() == before.ID() {
			t.Fatalf("both are %s:\n%s\n%s", after.ID(), before.Canonical(), after.Canonical())
		}
		if f.Question.Asks(before.ID()) == asksElse {
			t.Fatal("the question is not told by the id")
		}
	})
}

func TestShapesTravelInLinks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shape := provenance.Question{Of: "homes", Within: provenance.Boundary{Shape: aShape(t)}}.Canonical().Within.Shape
		text := provenance.WriteShape(shape)
		back, err := provenance.ReadShape(text)
		if err != nil || !back.Equal(shape) {
			t.Fatalf("%v comes back as %v, %v", shape, back, err)
		}
		cut := text[:rapid.IntRange(0, len(text)-1).Draw(t, "cut")]
		if _, err := provenance.ReadShape(cut); err == nil {
			t.Fatalf("%q, cut to %q, is read", text, cut)
		}
	})
	for _, text := range []string{"", "!", "____________", "gICAgICAgICAAQ"} {
		if _, err := provenance.ReadShape(text); err == nil {
			t.Errorf("%q is read as a shape", text)
		}
	}
}

func TestNumbers(t *testing.T) {
	f := aFigure(provenance.Question{Of: "homes", By: []string{"tenure"}}, sixty())
	if f.Total().Int() != 60 || f.Part("tenure", "social-rent", "shared-ownership").Int() != 60 || f.Part("tenure", "social-rent").Int() != 45 || f.Part("epc", "B").Some() {
		t.Error("parts are not those of the answer")
	}
	if (provenance.Number{}).Figure() != nil || f.Total().Figure() != f {
		t.Error("a number does not know its figure")
	}
	less := sixty()
	less.Total, less.By = 16, map[string][]provenance.Count{"tenure": {{Value: "shared-ownership", Name: "Shared ownership", Count: 15}, {Value: "market-rent", Name: "Market rent", Count: 1}}}
	var told []string
	for _, d := range provenance.Compare(f, aFigure(f.Question, less)) {
		told = append(told, d.Value)
	}
	if !slices.Equal(told, []string{"", "market-rent", "social-rent"}) {
		t.Errorf("differences %v", told)
	}
	both := provenance.Question{Of: "homes", By: []string{"tenure", "bedrooms"}, Crossed: true}
	if d := provenance.Compare(aFigure(both, crossed(3)), aFigure(both, crossed(2))); len(d) != 4 || d[3].Key != provenance.Cells || d[3].Then.Int() != 3 || d[3].Now.Int() != 2 {
		t.Errorf("differences of a table: %v", d)
	}
	if d := provenance.Compare(f, f); len(d) != 0 {
		t.Errorf("a figure differs from itself: %v", d)
	}
}

func TestUntil(t *testing.T) {
	drawn := aFigure(provenance.Question{Of: "homes", Within: provenance.Boundary{Shape: orb.MultiPolygon{{square(0, 0, 1)}}}}, sixty())
	stored := aFigure(provenance.Question{Of: "homes", Within: provenance.Boundary{Area: "vale"}}, sixty())
	if got := drawn.Until(asked); got != asked.AddDate(1, 0, 0) || !stored.Until(asked).IsZero() {
		t.Errorf("kept until %v and %v", got, stored.Until(asked))
	}
}
