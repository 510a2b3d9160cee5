package sheet

import (
	"time"

	"github.com/paulmach/orb"

	"terrier/tiles/picture"
	"terrier/tiles/picture/pdf"
)

// Sheet is what is printed of an area. Shapes are in EPSG:27700. All words are shown as they are given.
type Sheet struct {
	Plan     Plan
	Title    string // "Hollin Vale plan area"
	TitleCy  string // the same in Welsh; "" for none
	Purpose  string // what the map is for, with the provision
	Facts    []Fact
	Shape    orb.MultiPolygon
	Around   []Area // other areas, drawn grey and dashed where the frame shows them
	Basemap  *Basemap
	Inset    *Area    // what the area lies in; nil: there is no inset
	About    string   // what the map shows, for those who cannot see it
	Licences []string // of all that is drawn
	Notice   string   // that this is a demonstration; "" where it is none
	Words    Words    // the boundary in words; without passages it is left out
	Sources  []Fact   // where everything is from
	Made     time.Time
	Author   string
	Subject  string
}

// Fact is a name with its value: "Planning authority", "Hollin District Council".
type Fact struct{ Name, Value string }

// Area is another area.
type Area struct {
	Name  string
	Shape orb.MultiPolygon
}

// Words are the boundary in words.
type Words struct {
	Note     string // what is to be known of it
	Passages []Passage
	Closing  string // what is not told
}

// Passage describes one ring: a part of the area, or a hole in it.
type Passage struct {
	Heading string
	Opening string
	Lines   []string // one a stretch, in their order
	Closing string
}

// Document is the sheet and the pages after it.
func (s Sheet) Document() pdf.Document {
	d := pdf.Document{Title: s.Title, Subject: s.Subject, Author: s.Author, Language: "en-GB", Made: s.Made}
	d.Pages = append([]pdf.Page{s.first()}, s.pages()...)
	return d
}

// first is the page with the map.
func (s Sheet) first() pdf.Page {
	title, after := s.furniture()
	blocks := append(title, s.mapBlock())
	return pdf.Page{Width: s.Plan.width, Height: s.Plan.height, Blocks: append(blocks, after...), Place: s.Plan.place()}
}

// mapBlock is the map with its frame.
func (s Sheet) mapBlock() pdf.Block {
	p, box := s.Plan, s.Plan.Frame.Box
	lines, references := p.gridMarks()
	over := lines
	for _, other := range s.Around {
		m := stroke(outline(other.Shape, p.Frame.At, .02), othersWidth, others, othersDash...)
		m.Clip = &box
		over = append(over, m)
	}
	path := outline(s.Shape, p.Frame.At, 0)
	for _, m := range []picture.Mark{stroke(path, casingWidth, white), stroke(path, outlineWidth, red)} {
		m.Join = picture.RoundJoin
		over = append(over, m)
	}
	over = append(append(over, stroke(rectangle(box), frameWidth, ink)), references...)
	var drawings []pdf.Drawing
	if s.Basemap != nil {
		drawings = append(drawings, pdf.Drawing{X: box.X0, Y: box.Y0, Scale: Pixel, Marks: s.Basemap.Marks})
	}
	return pdf.Block{Role: pdf.Figure, Alt: s.About, Box: &box, Bookmark: "Map", Deeper: true, Drawings: append(drawings, millimetres(over...))}
}
