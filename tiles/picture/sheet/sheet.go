package sheet

import (
	"image/color"
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

// Basemap is what lies under the outline: marks in CSS pixels (1/96 inch) from the upper left corner of the frame.
type Basemap struct {
	Marks []picture.Mark
	Land  color.NRGBA // the ground where nothing is drawn
	Key   []Sample
}

// Sample is an entry of the key. It is shown where a mark of its colour and kind is drawn.
type Sample struct {
	Name   string
	Kind   picture.MarkKind // Area or Line
	Colour color.NRGBA
}

// Words are the boundary in words.
type Words struct {
	Note     string // how it was made
	Passages []Passage
}

// Passage describes one ring: a part of the area, or a hole in it.
type Passage struct {
	Heading string
	Lines   []string // one a stretch, in their order
}

// Pixel is how many millimetres a CSS pixel is on paper.
const Pixel = 25.4 / 96

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
		drawings = append(drawings, millimetres(fill(rectangle(box), s.Basemap.Land)), s.Basemap.drawing(box))
	}
	return pdf.Block{Role: pdf.Figure, Alt: s.About, Box: &box, Bookmark: "Map", Deeper: true, Drawings: append(drawings, millimetres(over...))}
}

// drawing is the basemap in the frame, and nothing of it outside.
func (b Basemap) drawing(box picture.Rect) pdf.Drawing {
	clip := &picture.Rect{X1: (box.X1 - box.X0) / Pixel, Y1: (box.Y1 - box.Y0) / Pixel}
	marks := make([]picture.Mark, len(b.Marks))
	for i, m := range b.Marks {
		if m.Clip == nil {
			m.Clip = clip
		}
		marks[i] = m
	}
	return pdf.Drawing{X: box.X0, Y: box.Y0, Scale: Pixel, Marks: marks}
}
