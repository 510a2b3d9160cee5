package evaluate_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"terrier/tiles/style/evaluate"
)

type feature map[string]any

func (f feature) Property(name string) (evaluate.Value, bool) {
	v, has := f[name]
	e, _ := evaluate.Compile(v)
	return e.For(nil, 0), has
}

func (feature) Geometry() string { return "Point" }

// TestFor holds what MapLibre says of each expression, written as it stands in a document.
func TestFor(t *testing.T) {
	home := feature{"count": 7.0, "name": "Mill", "sold": false}
	for _, c := range []struct {
		source string
		zoom   float64
		want   string
	}{
		{`["get","count"]`, 0, `7`},
		{`["get","none"]`, 0, ``},
		{`["has","name"]`, 0, `true`},
		{`["has","none"]`, 0, `false`},
		{`["==",["get","name"],"Mill"]`, 0, `true`},
		{`["==",["get","count"],"7"]`, 0, `false`},
		{`["==",["get","none"],null]`, 0, `true`},
		{`["!=",["get","name"],"Mill"]`, 0, `false`},
		{`["in",["get","name"],["literal",["Well","Mill"]]]`, 0, `true`},
		{`["in",["get","none"],["literal",["Well","Mill"]]]`, 0, `false`},
		{`["in","il",["get","name"]]`, 0, `true`},
		{`["!",["has","name"]]`, 0, `false`},
		{`[">=",["get","count"],7]`, 0, `true`},
		{`[">=",["get","none"],7]`, 0, `false`},
		{`["<",["get","count"],7]`, 0, `false`},
		{`["all",["has","name"],["has","count"]]`, 0, `true`},
		{`["any",["has","none"],["get","sold"]]`, 0, `false`},
		{`["-",["get","count"]]`, 0, `-7`},
		{`["-",["get","count"],10]`, 0, `-3`},
		{`["concat","a ",["get","count"],["get","none"],"!"]`, 0, `a 7!`},
		{`["to-string",["get","count"]]`, 0, `7`},
		{`["to-string",1.5]`, 0, `1.5`},
		{`["boolean",["feature-state","shaded"],false]`, 0, `false`},
		{`["case",["has","none"],1,["has","name"],2,3]`, 0, `2`},
		{`["case",["has","none"],1,3]`, 0, `3`},
		{`["match",["get","count"],1,"one",[6,7],"some","many"]`, 0, `some`},
		{`["match",["get","none"],1,"one","many"]`, 0, `many`},
		{`["step",["get","count"],"few",5,"some",10,"many"]`, 0, `some`},
		{`["step",["zoom"],"low",14,"deep"]`, 13.99, `low`},
		{`["step",["zoom"],"low",14,"deep"]`, 14, `deep`},
		{`["interpolate",["linear"],["zoom"],10,0,12,4]`, 11, `2`},
		{`["interpolate",["exponential",2],["zoom"],10,0,12,3]`, 11, `1`},
		{`["interpolate",["exponential",2],["zoom"],10,0,12,3]`, 9, `0`},
		{`["interpolate",["exponential",2],["zoom"],10,0,12,3]`, 20, `3`},
		{`["interpolate",["linear"],["zoom"],10,["get","count"],12,["*",["get","count"],3]]`, 11, `14`},
		{`["geometry-type"]`, 0, `Point`},
		{`"plain"`, 0, `plain`},
		{`1.25`, 0, `1.25`},
	} {
		var source any
		if err := json.Unmarshal([]byte(c.source), &source); err != nil {
			t.Fatal(c.source, err)
		}
		e, err := evaluate.Compile(source)
		if err != nil {
			t.Errorf("%s: %v", c.source, err)
			continue
		}
		if got := e.For(home, c.zoom).String(); got != c.want {
			t.Errorf("%s at %g is %q, want %q", c.source, c.zoom, got, c.want)
		}
	}
}

func TestCompileLists(t *testing.T) {
	e, err := evaluate.Compile([]any{"left", []float64{1.35, -1.3}})
	if err != nil || len(e.For(nil, 0).List) != 2 || e.For(nil, 0).List[1].List[0].Number != 1.35 {
		t.Errorf("%+v, %v", e.For(nil, 0), err)
	}
}

func TestCompileRefuses(t *testing.T) {
	for source, says := range map[string]string{
		`["sqrt",["get","x"]]`:        "not known",
		`["get"]`:                     "0 arguments",
		`["get",7]`:                   "name of a property",
		`["case",["has","a"],1]`:      "no last result",
		`["match",["get","a"],1,2]`:   "no last result",
		`["step",["zoom"],1,5]`:       "no value",
		`["step",["zoom"],1,5,2,4,3]`: "grow",
		`["interpolate",["cubic-bezier",0,0,1,1],["zoom"],0,1]`: "not known",
		`["all",["within",["get","x"]]]`:                        "not known",
		`{"stops":[]}`:                                          "cannot stand",
	} {
		var parsed any
		if err := json.Unmarshal([]byte(source), &parsed); err != nil {
			t.Fatal(source, err)
		}
		if _, err := evaluate.Compile(parsed); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", source, err)
		}
	}
}

// TestCompileAll holds that everything in the documents that tiles/style writes is known.
func TestCompileAll(t *testing.T) {
	files, err := filepath.Glob("../testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no documents", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var document struct {
			Layers []struct {
				ID            string
				Filter        any
				Layout, Paint map[string]any
			}
		}
		if err := json.Unmarshal(text, &document); err != nil {
			t.Fatal(err)
		}
		for _, l := range document.Layers {
			parts := map[string]any{"filter": l.Filter}
			for _, more := range []map[string]any{l.Layout, l.Paint} {
				for name, source := range more {
					parts[name] = source
				}
			}
			for name, source := range parts {
				if _, err := evaluate.Compile(source); err != nil {
					t.Errorf("%s: %s: %s: %v", file, l.ID, name, err)
				}
			}
		}
	}
}
