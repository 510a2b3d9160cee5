package shape_test

import (
	"encoding/xml"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"terrier/geo/shape"
)

const corpus = "../../../shared/data/jts"

// The JTS test files, in the parts that concern this package.
type jtsRun struct {
	Precision *struct {
		Type string `xml:"type,attr"`
	} `xml:"precisionModel"`
	Cases []struct {
		Desc  string `xml:"desc"`
		A     string `xml:"a"`
		B     string `xml:"b"`
		Tests []struct {
			Op struct {
				Name string `xml:"name,attr"`
				Arg1 string `xml:"arg1,attr"`
				Arg3 string `xml:"arg3,attr"`
				Want string `xml:",chardata"`
			} `xml:"op"`
		} `xml:"test"`
	} `xml:"case"`
}

func eachJTSFile(t *testing.T, visit func(file string, run jtsRun)) {
	files, err := filepath.Glob(filepath.Join(corpus, "*", "*.xml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skipf("skipped: needs ../shared/data/jts")
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var run jtsRun
		if err := xml.Unmarshal(raw, &run); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		name, _ := filepath.Rel(corpus, file)
		visit(name, run)
	}
}

// TestCheckAgreesWithJTS takes every isValid case of the corpus. Where Check
// refuses what JTS lets pass, it must be for one of the reasons that its comment
// gives: not an area, or nothing there.
func TestCheckAgreesWithJTS(t *testing.T) {
	areas, others, empties := 0, 0, 0
	eachJTSFile(t, func(file string, run jtsRun) {
		for _, c := range run.Cases {
			for _, test := range c.Tests {
				if test.Op.Name != "isValid" {
					continue
				}
				want := strings.TrimSpace(test.Op.Want) == "true"
				g, kind := readJTS(t, c.A)
				err := shape.Check(g, shape.Limits{})
				var p *shape.Problem
				switch errors.As(err, &p); {
				case kind == "other" && p != nil && p.Kind == shape.WrongType:
					others++
				case kind == "area" && want && p != nil && p.Kind == shape.Empty:
					empties++
				case kind == "area" && want == (err == nil):
					areas++
				default:
					t.Errorf("%s, %s\n%s\n here: %v, JTS: %v", file, strings.TrimSpace(c.Desc), strings.TrimSpace(c.A), err, want)
				}
			}
		}
	})
	t.Logf("%d areas judged alike; refused on purpose: %d points and lines, %d empty shapes", areas, others, empties)
	if areas < 300 {
		t.Errorf("only %d areas found", areas)
	}
}

// TestCoversAgreesWithJTS takes every case of a point and an area.
func TestCoversAgreesWithJTS(t *testing.T) {
	n := 0
	eachJTSFile(t, func(file string, run jtsRun) {
		for _, c := range run.Cases {
			a, kindA := readJTS(t, c.A)
			b, kindB := readJTS(t, c.B)
			p, ok := a.(orb.Point)
			if !ok || kindB != "area" {
				if p, ok = b.(orb.Point); !ok || kindA != "area" {
					continue
				}
				b = a
			}
			for _, test := range c.Tests {
				want := strings.TrimSpace(test.Op.Want) == "true"
				switch test.Op.Name {
				case "intersects": // for a point the same as covered, whichever comes first
				case "disjoint":
					want = !want
				default:
					continue
				}
				n++
				if got := shape.Covers(b, p); got != want {
					t.Errorf("%s, %s: %v, want %v", file, strings.TrimSpace(c.Desc), got, want)
				}
			}
		}
	})
	t.Logf("%d cases", n)
	if n < 50 {
		t.Errorf("only %d cases found", n)
	}
}

// TestOverlayAgreesWithJTS compares the areas of every overlay of two valid areas in floating precision.
func TestOverlayAgreesWithJTS(t *testing.T) {
	n := 0
	eachJTSFile(t, func(file string, run jtsRun) {
		if run.Precision != nil && run.Precision.Type != "FLOATING" {
			return
		}
		for _, c := range run.Cases {
			if c.B == "" {
				continue
			}
			ga, kindA := readJTS(t, c.A)
			gb, kindB := readJTS(t, c.B)
			if kindA != "area" || kindB != "area" || shape.Check(ga, shape.Limits{}) != nil || shape.Check(gb, shape.Limits{}) != nil {
				continue
			}
			for _, test := range c.Tests {
				op := test.Op
				a, b := parts(ga), parts(gb)
				if strings.EqualFold(op.Arg1, "B") {
					a, b = b, a
				}
				var got orb.MultiPolygon
				var err error
				switch {
				case op.Arg3 != "": // with a precision
					continue
				case op.Name == "intersection" || op.Name == "intersectionNG":
					got, err = shape.Intersection(a, b)
				case op.Name == "difference" || op.Name == "differenceNG":
					got, err = shape.Difference(a, b)
				case op.Name == "union" || op.Name == "unionNG":
					got, err = shape.Union(a, b)
				default:
					continue
				}
				n++
				want, wantErr := geom.UnmarshalWKT(strings.TrimSpace(op.Want), geom.NoValidate{})
				if wantErr != nil {
					t.Fatalf("%s: %v", file, wantErr)
				}
				if err != nil || math.Abs(shape.Area(got)-want.Area()) > 1e-6*math.Max(1, want.Area()) {
					t.Errorf("%s, %s, %s: area %v, %v, JTS %v", file, strings.TrimSpace(c.Desc), op.Name, shape.Area(got), err, want.Area())
				}
			}
		}
	})
	t.Logf("%d cases", n)
	if n < 50 {
		t.Errorf("only %d cases found", n)
	}
}

// notANumber stands in for NaN, which the reader does not take.
const notANumber = "-987654321"

func ordinate(v float64) float64 {
	if v == -987654321 {
		return math.NaN()
	}
	return v
}

// readJTS reads WKT with a reader that knows all of the corpus, and brings it to
// orb with nothing corrected.
func readJTS(t *testing.T, text string) (g orb.Geometry, kind string) {
	text = strings.TrimSpace(text)
	if text == "" || strings.HasPrefix(text, "LINEARRING") || strings.HasPrefix(text, "0") {
		return orb.LineString{}, "other"
	}
	foreign, err := geom.UnmarshalWKT(strings.ReplaceAll(text, "NaN", notANumber), geom.NoValidate{})
	if err != nil {
		t.Logf("not read: %v: %.60s", err, text)
		return nil, "unread"
	}
	switch foreign.Type() {
	case geom.TypePolygon:
		return polygonOf(foreign.MustAsPolygon()), "area"
	case geom.TypeMultiPolygon:
		out := orb.MultiPolygon{}
		m := foreign.MustAsMultiPolygon()
		for i := range m.NumPolygons() {
			out = append(out, polygonOf(m.PolygonN(i)))
		}
		return out, "area"
	case geom.TypePoint:
		if xy, ok := foreign.MustAsPoint().XY(); ok {
			return orb.Point{xy.X, xy.Y}, "other"
		}
	}
	return orb.LineString{}, "other"
}

func polygonOf(p geom.Polygon) orb.Polygon {
	var out orb.Polygon
	for _, ring := range p.DumpRings() {
		seq := ring.Coordinates()
		r := orb.Ring{}
		for i := range seq.Length() {
			xy := seq.GetXY(i)
			r = append(r, orb.Point{ordinate(xy.X), ordinate(xy.Y)})
		}
		out = append(out, r)
	}
	return out
}
