package ingest

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"terrier/data/ingest/row"
	"terrier/plans"
	"terrier/plans/intake"
)

// source says where in a row its position is, and what coordinate system it is taken to be in.
type source struct {
	index      map[string]int // field → column
	name       map[string]string
	given      intake.CRS         // by --crs: above all else
	file       intake.CRS         // declared by the file
	guess      intake.CRS         // of positions that nothing else tells
	inFile     string             // the file's own words for its system
	lonlat     string             // the name of a format that is in longitude and latitude where it does not say otherwise
	rowColumn  int                // column with each row's system, -1 for none
	pairWide   bool               // each row's system is said of every pair, because there is no x and y
	ways       []way              // in which rows give their place, the best first
	resolution map[string]float64 // of each, by its first field: the step of its numbers in metres
	read       intake.CRS         // what the first position was read as
	statement  string
}

// newSource decides it from what was given, what the file declares, and the numbers of the sample.
func newSource(s *session, columns []intake.Column, declared string, sample []row.Record) (source, error) {
	src := source{index: map[string]int{}, name: map[string]string{}, inFile: declared, rowColumn: -1}
	if s.file.Lonlat {
		src.lonlat = s.file.Format
	}
	for _, c := range s.mapping.Choices {
		if i := columnIndex(columns, c.Column); i >= 0 {
			src.index[c.Field], src.name[c.Field] = i, c.Column
		}
	}
	if i, ok := src.index["coordinate-reference-system"]; ok {
		src.rowColumn = i
	}
	_, hasXY := src.index["x"]
	src.pairWide = !hasXY
	src.sortWays(sample)
	if s.CRS != "" {
		crs, ok := intake.ParseCRS(s.CRS)
		if !ok {
			return src, plans.Refuse("unknown-crs", "crs", fmt.Sprintf("%q is not a coordinate system that is known here.", s.CRS), "Use EPSG:4326, EPSG:27700 or EPSG:3857.")
		}
		src.given = crs
	} else if declared != "" {
		crs, ok := intake.ParseCRS(declared)
		if !ok {
			return src, plans.Refuse("unknown-crs", "file", fmt.Sprintf("The file is in %s, which cannot be read.", shorten(declared)),
				"Convert it to EPSG:27700 or EPSG:4326 first, or say with --crs what it really is.")
		}
		src.file = crs
	}
	if s.kind.want != noPlace {
		src.state(s, sample)
	}
	return src, nil
}

// state guesses what nothing tells, and puts into words how positions are read, with the first row that has one.
func (src *source) state(s *session, sample []row.Record) {
	var guess intake.Guess
	for _, rec := range sample {
		if f, ok := src.first(rec); ok {
			if p, ok := anyVertex(f.geometry); ok {
				guess.Add(p)
			}
		}
	}
	src.guess, _ = guess.CRS()
	for _, rec := range sample {
		d := &draft{Record: rec, s: s, src: src}
		if d.locate(); !d.placed {
			continue
		}
		src.read, src.statement = d.place.SourceCRS, src.words(d, s.rowName(rec))
		if d.taken.way == ownShape && s.file.Lonlat && d.why == guessed {
			s.notes.add(s.file.Format + " that names no coordinate system should be in longitude and latitude; this file is not.")
		}
		return
	}
	src.statement = "No row of those looked at first has a position that can be read."
	if s.kind.want != anArea && s.mapping.Column("postcode") != "" {
		src.statement += " Rows with a postcode are placed by it."
	}
}

// first is the best position of a row that can be read at all.
func (src *source) first(rec row.Record) (found, bool) {
	if rec.Err != nil {
		return found{}, false
	}
	for _, f := range src.find(rec) {
		if f.refused == nil && src.unreadableCRS(f) == nil {
			return f, true
		}
	}
	return found{}, false
}

func (src *source) words(d *draft, row string) string {
	example := d.taken.told
	if example == "" {
		p, _ := anyVertex(d.taken.geometry)
		example = "first corner "
		if _, isPoint := d.taken.geometry.(orb.Point); isPoint {
			example = "position "
		}
		example += intake.Number(p[0]) + ", " + intake.Number(p[1])
	}
	words := fmt.Sprintf("Read as %s, %s: %s %s", d.place.SourceCRS.Name(), d.why, row, example)
	p, _ := anyVertex(d.place.Shape)
	if ref := intake.Where(p, intake.NationalGrid); ref != "" {
		words += " → " + ref
	}
	if d.place.Repaired {
		words += " (" + strings.TrimSuffix(d.place.Reason, ".") + ")"
	}
	words += "."
	if also := src.otherWays(d.taken.way); also != "" {
		words += " Rows without it go by " + also + "; where both are there, one checks the other."
	}
	return words
}

// otherWays names the columns of the other positions that rows give.
func (src *source) otherWays(taken way) string {
	var also []string
	for _, w := range src.ways {
		if w == taken {
			continue
		}
		name := src.name[w.x]
		if w.y != "" {
			name += ", " + src.name[w.y]
		}
		also = append(also, name)
	}
	return strings.Join(also, "; ")
}

func (s *session) rowName(rec row.Record) string {
	return fmt.Sprintf("%s %d", s.file.Unit, rec.Line)
}

// said is the system that a position is said to be in, and by what.
func (src *source) said(f found) (crs intake.CRS, why string) {
	if src.given != intake.UnknownCRS {
		return src.given, "as --crs says"
	}
	if crs, ok := intake.ParseCRS(f.rowCRS); ok {
		return crs, fmt.Sprintf("as its row says (%s)", shorten(f.rowCRS))
	}
	if f.named != intake.UnknownCRS {
		if f.way.y == "" && f.way.crs == intake.UnknownCRS {
			return f.named, "as its words say"
		}
		return f.named, "as the headings say"
	}
	if src.file != intake.UnknownCRS {
		return src.file, fmt.Sprintf("as the file says (%s)", shorten(src.inFile))
	}
	if src.guess == intake.WGS84 && src.lonlat != "" && f.way == ownShape {
		return src.guess, "as " + src.lonlat + " has it"
	}
	return src.guess, guessed
}

// guessed is why a system is assumed that nothing tells.
const guessed = "guessed from the values"

// unreadableCRS refuses a row whose own system is a code that is not ours: its numbers could look right and be elsewhere. Loose
// words, such as "British National", are passed over and the numbers decide.
func (src *source) unreadableCRS(f found) *plans.Error {
	if f.rowCRS == "" || src.given != intake.UnknownCRS {
		return nil
	}
	folded := plans.Fold(f.rowCRS)
	if _, ok := intake.ParseCRS(f.rowCRS); ok || !strings.HasPrefix(folded, "epsg") && strings.Trim(folded, "0123456789") != "" {
		return nil
	}
	return plans.Refuse("unknown-crs", "coordinate-reference-system", fmt.Sprintf("The row is in %s, which cannot be read.", shorten(f.rowCRS)), "Convert it to EPSG:27700 or EPSG:4326, or say with --crs what it really is.")
}
