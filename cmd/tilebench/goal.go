package main

import (
	"fmt"
	"math"
	"strings"
)

// goal is what terrier should reach beside something else.
type goal struct {
	What, Against, Want string
	measure             func(r *results, marks []mark) finding
}

// finding is how far a goal was reached.
type finding struct {
	Measured string
	verdict  verdict
}

type verdict int

const (
	unknown verdict = iota
	met
	missed
)

// Verdict is the word for it.
func (f finding) Verdict() string { return [...]string{"not measured", "met", "**missed**"}[f.verdict] }

func judge(ok bool) verdict {
	if ok {
		return met
	}
	return missed
}

var goals = []goal{
	{"encode a point tile of 100 to 2,000 homes, in process", "orb/encoding/mvt", ">= 30x", beside("orb", 30)},
	{"point tile z13-z16, not compressed, in process", "best ST_AsMVT over a kept connection", ">= 30x", figures("point tile by ST_AsMVT, ms", "point tile, ms", 30)},
	{"count and group inside a boundary, in process: 100 homes", "best ST_Covers over a kept connection", ">= 5x", countsOfSize(100, 5)},
	{"the same, 1,000 homes", "ST_Covers", ">= 15x", countsOfSize(1000, 15)},
	{"the same, 10,000 homes", "ST_Covers", ">= 75x", countsOfSize(10000, 75)},
	{"the same, 100,000 homes", "ST_Covers", ">= 250x", countsOfSize(100000, 250)},
	{"worst tile at z6, first time, over HTTP", "Martin, which sends every home", "<= 60 KB, true counts (<= 10 ms in process: see the benchmarks)", worstTile},
	{"stock z10-z16, first pass, nothing cached, 1 client", "Martin without cache", ">= 10x req/s, p99 <= 1/3", firstPass("stock z10-z16, first", 1, 10, 1.0/3)},
	{"stock z10-z16, the same, 8 clients", "Martin without cache", ">= 10x req/s, p99 <= 1/3", firstPass("stock z10-z16, first", 8, 10, 1.0/3)},
	{"stock z14-z16, first pass, the same features in both, 1 client", "Martin without cache", ">= 4x req/s", firstPass("stock z14-z16, first", 1, 4, 0)},
	{"stock z14-z16, the same, 8 clients", "Martin without cache", ">= 4x req/s", firstPass("stock z14-z16, first", 8, 4, 0)},
	{"stock warm, 8 clients", "Martin warm", ">= 33x req/s", rates("stock z10-z16, again", 8, "Martin", 33)},
	{"stock z10-z14 warm, 8 clients", "Martin on PMTiles", ">= 1.3x req/s", rates("stock z10-z14, again", 8, "Martin on PMTiles", 1.3)},
	{"composite warm, 8 clients", "Martin warm", ">= 98x req/s", rates("composite z10-z16, again", 8, "Martin", 98)},
	{"one cached tile, 8 clients", "net/http, a constant body of its size", ">= 0.85x req/s", rates("one cached tile", 8, plainHandler, 0.85)},
	{"304 to its ETag, 8 clients", "net/http, the constant body", ">= 1.3x req/s", rates("one cached tile, 304", 8, plainHandler, 1.3)},
	{"POST /homes/summary, 500 boundaries, 8 clients", "the same question by SQL from a plain handler", ">= 5x req/s", rates("counts in 500 boundaries", 8, plainHandler, 5)},
	{"archive z6-z14, no home lost: time", "tippecanoe with nothing dropped", ">= 20x faster", figures("archive tippecanoe, s", "archive terrier, s", 20)},
	{"archive: memory", "tippecanoe", "<= 1/4", figures("archive tippecanoe, MB of memory", "archive terrier, MB of memory", 4)},
	{"archive: size", "tippecanoe", "no larger", figures("archive tippecanoe, MB", "archive terrier, MB", 1)},
	{"start to ready", "raw binary COPY of the same rows", "<= 1.5x", startTime},
	{"memory of the columns", "table and index in PostgreSQL", "<= 60 bytes a home", memory},
	{"ten times the homes: a tile of z10 to z16, in process", "a tile with as many homes as it may show", "<= 1.3x", growthOfTiles},
	{"ten times the homes: counts in a plan area", "the same before", "<= 2x", growthOf("growth, times the time of a count", 2)},
	{"ten times the homes: memory of the columns", "the same before", "<= 10.5x", growthOf("growth, times the memory", 10.5)},
	{"import of all homes", "without the change feed's triggers", "<= 1.3x, one row of changes", importTime},
	{"verdict on every change of a drawn area, server, p95, 1 client", "500,000 homes and 416 plan areas loaded", "< 150 ms", verdictTime},
	{"stress: answers that should not be, counts that are wrong", "SQL at quiet moments", "none; memory flat after warm-up", stressed},
}

func pair(r *results, test string, clients int, other string) (ours, theirs row, none *finding) {
	ours, a := r.row(test, "terrier", clients)
	theirs, b := r.row(test, other, clients)
	if !a || !b {
		return ours, theirs, &finding{Measured: "-"}
	}
	return ours, theirs, nil
}

// times writes the ratio of two medians, and between which values it lay from pass to pass.
func times(ours, theirs series) (ratio float64, text string) {
	ratio = ours.median() / theirs.median()
	var each series
	for i := range min(len(ours), len(theirs)) {
		each = append(each, ours[i]/theirs[i])
	}
	if len(each) < 2 {
		return ratio, short(ratio) + "x"
	}
	return ratio, fmt.Sprintf("%sx (%s-%s)", short(ratio), short(each.at(0)), short(each.at(1)))
}

// short has about three digits.
func short(v float64) string {
	switch {
	case math.IsNaN(v):
		return "-"
	case v == math.Trunc(v) && math.Abs(v) < 1e9:
		return fmt.Sprintf("%.0f", v)
	case v >= 99.5:
		return fmt.Sprintf("%.0f", v)
	case v >= 9.95:
		return fmt.Sprintf("%.1f", v)
	case v >= 0.0995:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.2g", v)
}

func rates(test string, clients int, other string, least float64) func(*results, []mark) finding {
	return func(r *results, _ []mark) finding {
		ours, theirs, none := pair(r, test, clients, other)
		if none != nil {
			return *none
		}
		ratio, text := times(ours.Rate, theirs.Rate)
		return finding{text + wrongAnswers(ours, theirs), judge(ratio >= least && bad(ours.Answers) == 0)}
	}
}

// firstPass also looks at the 99th percentile where most is above zero.
func firstPass(test string, clients int, least, most float64) func(*results, []mark) finding {
	return func(r *results, marks []mark) finding {
		f := rates(test, clients, "Martin without cache", least)(r, marks)
		if f.verdict == unknown || most == 0 {
			return f
		}
		ours, theirs, _ := pair(r, test, clients, "Martin without cache")
		ratio, text := times(ours.P99, theirs.P99)
		return finding{f.Measured + ", p99 " + text, judge(f.verdict == met && ratio <= most)}
	}
}

func wrongAnswers(rows ...row) string {
	var b strings.Builder
	for _, one := range rows {
		if n := bad(one.Answers); n > 0 {
			fmt.Fprintf(&b, "; %s gave %d answers that it should not", one.Side, n)
		}
	}
	return b.String()
}

func worstTile(r *results, _ []mark) finding {
	ours, theirs, none := pair(r, "stock z6, first", 1, "Martin without cache")
	if none != nil {
		return *none
	}
	text := fmt.Sprintf("%s KB and %s ms beside %s KB and %s ms", short(ours.LargestKB), short(ours.Max), short(theirs.LargestKB), short(theirs.Max))
	return finding{text, judge(ours.LargestKB <= 60)}
}

// figures compares the medians of two figures of which the second should be the smaller.
func figures(theirs, ours string, least float64) func(*results, []mark) finding {
	return func(r *results, _ []mark) finding {
		a, b := r.Figures[theirs], r.Figures[ours]
		if len(a) == 0 || len(b) == 0 {
			return finding{Measured: "-"}
		}
		ratio := a.median() / b.median()
		return finding{fmt.Sprintf("%s beside %s: %sx", short(b.median()), short(a.median()), short(ratio)), judge(ratio >= least)}
	}
}

func startTime(r *results, _ []mark) finding {
	ours, theirs := r.Figures["start terrier, s"], r.Figures["start copy, s"]
	if len(ours) == 0 {
		return finding{Measured: "-"}
	}
	ratio, text := times(ours, theirs)
	return finding{fmt.Sprintf("%s s, %s", short(ours.median()), text), judge(ratio <= 1.5)}
}

// growthOf is how many times something grew.
func growthOf(name string, most float64) func(*results, []mark) finding {
	return func(r *results, _ []mark) finding {
		s := r.Figures[name]
		if len(s) == 0 {
			return finding{Measured: "-"}
		}
		return finding{short(s.median()) + "x", judge(s.median() <= most)}
	}
}

func growthOfTiles(r *results, _ []mark) finding {
	atCap, ok := r.Figures["growth, tile at the cap, ms"], true
	if len(atCap) == 0 {
		return finding{Measured: "-"}
	}
	var said []string
	for z := uint8(growthZoom); z <= pointsTo; z++ {
		ratio := r.Figures[growthTileFigure(z)].median() / atCap.median()
		said = append(said, fmt.Sprintf("z%d %sx", z, short(ratio)))
		ok = ok && !(ratio > 1.3)
	}
	return finding{fmt.Sprintf("beside %s ms: %s", short(atCap.median()), strings.Join(said, ", ")), judge(ok)}
}

func importTime(r *results, _ []mark) finding {
	ours, theirs, noted := r.Figures["import, s"], r.Figures["import without triggers, s"], r.Figures["import, rows of changes"]
	if len(ours) == 0 {
		return finding{Measured: "-"}
	}
	ratio, text := times(ours, theirs)
	return finding{fmt.Sprintf("%s s, %s, %s", short(ours.median()), text, short(noted.at(1))), judge(ratio <= 1.3 && noted.at(1) == 1)}
}

func memory(r *results, _ []mark) finding {
	columns, table := r.Figures["columns, bytes a home"], r.Figures["PostgreSQL bytes a home"]
	if len(columns) == 0 || len(table) == 0 {
		return finding{Measured: "-"}
	}
	return finding{fmt.Sprintf("%s bytes a home beside %s", short(columns.median()), short(table.median())), judge(columns.median() <= 60)}
}

func stressed(r *results, _ []mark) finding {
	if len(r.Figures["stress edits"]) == 0 {
		return finding{Measured: "-"}
	}
	value := func(name string) float64 { return r.Figures[name].median() }
	text := fmt.Sprintf("%.0f bad, %.0f shed with 503; %.0f of %.0f counts wrong, with %.0f edits", value("stress bad"), value("stress shed"),
		value("stress counts wrong"), value("stress counts compared"), value("stress edits"))
	ok := value("stress bad") == 0 && value("stress counts wrong") == 0
	if s := r.Figures["stress memory, MB"]; len(s) >= warmedUp {
		growth := s[len(s)*3/4:].median() / s[len(s)/4:len(s)/2].median()
		text += fmt.Sprintf("; memory of the last quarter %sx that of the second", short(growth))
		ok = ok && growth <= 1.1
	}
	return finding{text, judge(ok)}
}

// warmedUp is after how many seconds of stress the memory should not grow any more.
const warmedUp = 300

// countsOfSize compares counts in this process with the best SQL. One different answer, and the goal is missed.
func countsOfSize(size int, least float64) func(*results, []mark) finding {
	return func(r *results, marks []mark) finding {
		name := fmt.Sprintf("count of %d homes, ", size)
		f := figures(name+"ms by SQL", name+"ms", least)(r, marks)
		if differ := r.Figures[name+"different"]; f.verdict != unknown && differ.median() > 0 {
			return finding{f.Measured + fmt.Sprintf("; %.0f answers differ", differ.median()), missed}
		}
		return f
	}
}

// beside compares benchmarks named "CASE by twin" with "CASE". The worst case decides.
func beside(twin string, least float64) func(*results, []mark) finding {
	return func(_ *results, marks []mark) finding {
		var ratios series
		for _, m := range marks {
			name, isTwin := strings.CutSuffix(m.name, "_homes_by_"+twin) // Go writes spaces so
			for _, ours := range marks {
				if isTwin && ours.name == name+"_homes" {
					ratios = append(ratios, m.units["ns/op"].median()/ours.units["ns/op"].median())
				}
			}
		}
		switch len(ratios) {
		case 0:
			return finding{Measured: "-"}
		case 1:
			return finding{short(ratios[0]) + "x", judge(ratios[0] >= least)}
		}
		return finding{short(ratios.at(0)) + "x to " + short(ratios.at(1)) + "x", judge(ratios.at(0) >= least)}
	}
}
