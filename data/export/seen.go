package export

import (
	"io"
	"iter"
	"time"

	"terrier/plans"
	"terrier/plans/home"
	"terrier/plans/provenance"
)

// Seen writes homes as somebody sees them, each with where it comes from.
type Seen struct {
	Source func(id int64) provenance.Source
}

// WriteHomes writes a file of a kind, which is that of a Format, and returns how many homes it holds. Each says figures besides.
func (s Seen) WriteHomes(w io.Writer, kind string, attributions []string, figures []plans.FieldValue, homes iter.Seq2[home.Record, error]) (int, error) {
	o := Options{Format: Format(kind), Attributions: attributions}
	return write(w, o, append(s.values(home.Record{}), figures...), places{point: true}, homes, func(r home.Record) row {
		return row{values: append(s.values(r), figures...), shape: r.Point}
	})
}

func (s Seen) values(r home.Record) []plans.FieldValue {
	values := append(r.Values(), plans.FieldValue{Name: "owner-name", Text: r.OwnedBy.Name})
	var from provenance.Source
	if r.SourceID != 0 {
		from = s.Source(r.SourceID)
	}
	return append(values,
		plans.FieldValue{Name: "publisher", Text: from.Publisher},
		plans.FieldValue{Name: "licence", Text: from.Licence},
		plans.FieldValue{Name: "attribution", Text: from.Attribution},
		plans.FieldValue{Name: "retrieved", Text: dayOf(from.Retrieved)},
		plans.FieldValue{Name: "valid-from", Text: dayOf(r.ValidFrom)})
}

// dayOf is the day of a moment in London; "" for none.
func dayOf(moment time.Time) string {
	if moment.IsZero() {
		return ""
	}
	return plans.FormatDate(home.Today(moment))
}
