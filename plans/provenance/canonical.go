package provenance

import (
	"fmt"
	"strconv"
	"time"

	"terrier/plans"
)

// What is hashed is text, one fact a line, each line ended by a line feed. docs/decisions/0012-figures.md describes it; a test holds it
// to the byte. Values are quoted as Go quotes strings, so that none can be taken for another line.

// text are the lines of a question that is canonical already.
func (q Question) text() []byte {
	b := []byte("terrier question 1\n")
	b = fmt.Appendf(b, "of %q\n", q.Of)
	switch w := q.Within; w.Kind() {
	case Everywhere:
		b = append(b, "everywhere\n"...)
	case Stored:
		b = fmt.Appendf(b, "area %q sha256 %s\n", w.Area, w.SHA256)
	case Box:
		b = fmt.Appendf(b, "bbox %s %s %s %s %s\n", w.CRS, decimal(w.Edges.Min[0]), decimal(w.Edges.Min[1]), decimal(w.Edges.Max[0]), decimal(w.Edges.Max[1]))
	case Drawn:
		b = append(b, "shape EPSG:27700 mm\n"...)
		for _, polygon := range w.Shape {
			b = append(b, "part\n"...)
			for _, ring := range polygon {
				b = append(b, "ring"...)
				for _, p := range ring[:max(0, len(ring)-1)] {
					c := inMillimetres(p)
					b = strconv.AppendInt(append(b, ' '), c[0], 10)
					b = strconv.AppendInt(append(b, ' '), c[1], 10)
				}
				b = append(b, '\n')
			}
		}
	}
	for _, key := range sortedKeys(q.Where) {
		for _, value := range q.Where[key] {
			b = fmt.Appendf(b, "where %q %q\n", key, value)
		}
	}
	for _, key := range q.By {
		b = fmt.Appendf(b, "by %q\n", key)
	}
	if q.Crossed {
		b = append(b, "crossed\n"...)
	}
	if !q.AsAt.IsZero() {
		b = fmt.Appendf(b, "as-at %s\n", date(q.AsAt))
	}
	return b
}

// text are the lines of a figure behind those of its question. The order in which counts are shown is not part of it, nor are names.
func (f *Figure) text() []byte {
	b := fmt.Appendf(nil, "terrier figure 1\ntotal %d\n", f.Answer.Total)
	for _, key := range sortedKeys(f.Answer.By) {
		counts := map[string]Count{}
		for _, c := range f.Answer.By[key] {
			sum := counts[c.Value]
			counts[c.Value] = Count{Count: sum.Count + c.Count, Protected: sum.Protected + c.Protected, Error: sum.Error + c.Error}
		}
		for _, value := range sortedKeys(counts) {
			b = fmt.Appendf(b, "count %q %q %d", key, value, counts[value].Count)
			if c := counts[value]; c.Error != 0 {
				b = fmt.Appendf(b, " protected %d error %d", c.Protected, c.Error)
			}
			b = append(b, '\n')
		}
	}
	for _, p := range f.Answer.Parts {
		b = fmt.Appendf(b, "part %q %d", p.Source, p.Count)
		if p.Source == Protected {
			b = fmt.Appendf(b, " cells %d error %d", p.Cells, p.Error)
		}
		b = append(b, '\n')
	}
	if !f.Answer.AsAt.IsZero() {
		b = fmt.Appendf(b, "oldest %s\n", date(f.Answer.AsAt))
	}
	if f.Answer.Margin != 0 {
		b = fmt.Appendf(b, "margin %d\n", f.Answer.Margin)
	}
	b = fmt.Appendf(b, "rule %q %d\npolicy %q %d\n", f.Rule.Slug, f.Rule.Version, f.Policy.Slug, f.Policy.Version)
	if f.Release != "" {
		b = fmt.Appendf(b, "release %q\n", f.Release)
	}
	return b
}

// Canonical is the text whose hash is the figure's id.
func (f *Figure) Canonical() string { return string(f.Question.text()) + string(f.text()) }

func decimal(v float64) string { return strconv.FormatFloat(v+0, 'f', -1, 64) } // + 0: minus zero is zero

func date(t time.Time) string { return plans.FormatDate(t) }
