package ingest

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/plans/intake"
)

// source says where in a row its position is, and what coordinate system it is taken to be in.
type source struct {
	index     map[string]int // field → column
	name      map[string]string
	given     intake.CRS // by --crs: above all else
	file      intake.CRS // declared by the file
	guess     intake.CRS // of positions that nothing else tells
	inFile    string     // the file's own words for its system
	rowColumn int        // column with each row's system, -1 for none
	pairWide  bool       // each row's system is said of every pair, because there is no x and y
	read      intake.CRS // what the first position was read as
	statement string
}

// newSource decides it from what was given, what the file declares, and the numbers of the sample.
func newSource(s *session, columns []intake.Column, declared string, sample []Record) (source, error) {
	src := source{index: map[string]int{}, name: map[string]string{}, inFile: declared, rowColumn: -1}
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
func (src *source) state(s *session, sample []Record) {
	var guess intake.Guess
	for _, rec := range sample {
		if found, ok, err := src.find(rec); ok && err == nil {
			guess.Add(anyVertex(found.geometry))
		}
	}
	src.guess, _ = guess.CRS()
	for _, rec := range sample {
		found, ok, err := src.find(rec)
		if !ok || err != nil {
			continue
		}
		said, why := src.said(found)
		if l, err := intake.Locate(found.geometry, said); err == nil {
			src.read, src.statement = l.SourceCRS, src.words(l, why, found, s.rowName(rec))
			if rec.Shaped && why == guessed {
				s.notes.add("GeoJSON that names no coordinate system should be in longitude and latitude; this file is not.")
			}
			return
		}
	}
	src.statement = "No row of those looked at first has a position that can be read."
	if s.kind.want != anArea && s.mapping.Column("postcode") != "" {
		src.statement += " Rows with a postcode are placed by it."
	}
}

func (src *source) words(l intake.Located, why string, found found, row string) string {
	example := found.told
	if example == "" {
		p := anyVertex(found.geometry)
		example = "first corner "
		if _, isPoint := found.geometry.(orb.Point); isPoint {
			example = "position "
		}
		example += intake.Number(p[0]) + ", " + intake.Number(p[1])
	}
	words := fmt.Sprintf("Read as %s, %s: %s %s", l.SourceCRS.Name(), why, row, example)
	if ref := intake.Where(anyVertex(l.Shape), intake.NationalGrid); ref != "" {
		words += " → " + ref
	}
	if l.Repaired {
		words += " (" + strings.TrimSuffix(l.Reason, ".") + ")"
	}
	return words + "."
}

func (s *session) rowName(rec Record) string {
	if rec.Shaped {
		return fmt.Sprintf("feature %d", rec.Line)
	}
	return fmt.Sprintf("line %d", rec.Line)
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
		return f.named, "as the headings say"
	}
	if src.file != intake.UnknownCRS {
		return src.file, fmt.Sprintf("as the file says (%s)", shorten(src.inFile))
	}
	if src.guess == intake.WGS84 && f.shaped {
		return src.guess, "as GeoJSON has it"
	}
	return src.guess, guessed
}

// guessed is why a system is assumed that nothing tells.
const guessed = "guessed from the values"

// unreadableCRS refuses a row whose own system is a code that is not ours: its numbers could look right and be elsewhere. Loose
// words, such as "British Coordinate Systems", are passed over and the numbers decide.
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
