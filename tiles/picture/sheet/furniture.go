package sheet

import (
	"terrier/tiles/picture"
	"terrier/tiles/picture/pdf"
)

// Sizes of text on A4, in millimetres: 15, 7.5 and 6.5 points.
const (
	titleText = 5.3
	bodyText  = 2.65
	smallText = 2.3
)

// shrinkings of the text around the map are tried in their order until everything has room.
var shrinkings = []float64{1, .93, .86, .8, .74, .68, .6}

// Heights of the inset on A4. It takes what is left, and is left out where that is less than the least.
const (
	leastInset = 24.0
	mostInset  = 52.0
)

// furniture is what stands around the map: what is read before it, and what after.
func (s Sheet) furniture() (before, after []pdf.Block) {
	for i, shrink := range shrinkings {
		var room bool
		if before, after, room = s.furnished(shrink); room || i == len(shrinkings)-1 {
			return before, after
		}
	}
	return before, after
}

// furnished lays it out with text of some size. room says whether it has room, with an inset of the least height at least.
func (s Sheet) furnished(shrink float64) (before, after []pdf.Block, room bool) {
	columns := s.Plan.columns
	bottom, least := columns[0].Y1, leastInset*s.Plan.size
	head := s.column(0, nil, s.Plan.size*shrink)
	s.head(head)
	middle := s.column(1, head, head.size)
	s.scale(middle)
	s.key(middle)
	last := s.column(2, middle, head.size)
	left := bottom - last.y - s.measured(last, s.foot)
	if s.Inset != nil && left >= least {
		s.inset(last, min(left, mostInset*s.Plan.size))
	}
	s.foot(last)
	room = head.y <= bottom && middle.y <= bottom && last.y <= bottom+1e-6 && (s.Inset == nil || left >= least)
	return head.blocks, append(middle.blocks, last.blocks...), room
}

// column is the one of that number, or goes on in the one before where there is only one.
func (s Sheet) column(i int, before *flow, size float64) *flow {
	if i >= len(s.Plan.columns) {
		return &flow{x: before.x, y: before.y, wide: before.wide, size: size}
	}
	c := s.Plan.columns[i]
	return &flow{x: c.X0, y: c.Y0, wide: c.X1 - c.X0, size: size}
}

// measured is how high something is in a column.
func (s Sheet) measured(in *flow, say func(*flow)) float64 {
	try := &flow{wide: in.wide, size: in.size}
	say(try)
	return try.y
}

// head is the title block.
func (s Sheet) head(f *flow) {
	f.say(pdf.Block{Role: pdf.Heading1, Bookmark: s.Title}, titleText*f.size, .6*f.size, piece{s.Title, title})
	if s.TitleCy != "" {
		f.say(pdf.Block{Role: pdf.Paragraph, Language: "cy"}, bodyText*1.2*f.size, .6*f.size, piece{s.TitleCy, strong})
	}
	if s.Notice != "" {
		f.say(pdf.Block{Role: pdf.Paragraph}, bodyText*f.size, f.size, piece{s.Notice, title})
	}
	f.say(pdf.Block{Role: pdf.Paragraph}, smallText*f.size, 1.4*f.size, piece{s.Purpose, letter})
	for _, fact := range s.Facts {
		f.say(pdf.Block{Role: pdf.Paragraph}, bodyText*f.size, .5*f.size, piece{fact.Name + ": ", strong}, piece{fact.Value, letter})
	}
	f.y += 2 * f.size
}

// foot is what must stand on the map itself: the licences of what it shows.
func (s Sheet) foot(f *flow) {
	f.say(pdf.Block{Role: pdf.Heading2, Bookmark: "Licences", Deeper: true}, bodyText*f.size, .4*f.size, piece{"Licences", title})
	for _, l := range s.Licences {
		f.say(pdf.Block{Role: pdf.Paragraph}, smallText*f.size, .3*f.size, piece{l, letter})
	}
}

// key explains what is drawn, and nothing else.
func (s Sheet) key(f *flow) {
	f.say(pdf.Block{Role: pdf.Heading2, Bookmark: "Key", Deeper: true}, bodyText*1.1*f.size, .5*f.size, piece{"Key", title})
	entry := func(name string, sample func(x0, x1, y float64) []picture.Mark) {
		const wide = 10.0
		from := f.y
		inner := &flow{x: f.x + (wide+2)*f.size, y: f.y, wide: f.wide - (wide+2)*f.size, size: f.size}
		inner.say(pdf.Block{Role: pdf.Item}, bodyText*f.size, .8*f.size, piece{name, letter})
		b := inner.blocks[0]
		middle := from + bodyText*f.size*leading*.62
		b.Drawings = append([]pdf.Drawing{millimetres(sample(f.x, f.x+wide*f.size, middle)...)}, b.Drawings...)
		f.blocks, f.y = append(f.blocks, b), inner.y
	}
	entry("Boundary of the area: the middle of the red line", func(x0, x1, y float64) []picture.Mark {
		return []picture.Mark{stroke(line(x0, y, x1, y), outlineWidth, red)}
	})
	if name := s.othersShown(); name != "" {
		entry(name, func(x0, x1, y float64) []picture.Mark {
			return []picture.Mark{stroke(line(x0, y, x1, y), othersWidth, others, othersDash...)}
		})
	}
	entry("Lines of the National Grid, "+metres(gridStep(s.Plan.Frame.Ratio))+" apart", func(x0, x1, y float64) []picture.Mark {
		return []picture.Mark{stroke(line(x0, y, x1, y), gridWidth, grid)}
	})
	if s.Basemap == nil {
		return
	}
	for _, sample := range groundKey {
		drawn, ok := s.Basemap.find(sample)
		if !ok {
			continue
		}
		entry(sample.name, func(x0, x1, y float64) []picture.Mark {
			half := bodyText * f.size * .45
			swatch := rectangle(picture.Rect{X0: x0, Y0: y - half, X1: x1, Y1: y + half})
			marks := []picture.Mark{fill(swatch, drawn.Colour)}
			for x := x0; sample.hatched && x+2*half <= x1; x += hatchApart {
				marks = append(marks, stroke(line(x, y+half, x+2*half, y-half), hatchWidth, greenInk))
			}
			return append(marks, stroke(swatch, .1, inkSoft))
		})
	}
}

// groundKey is what the key says of the basemap: an entry is there where a mark of one of its layers is. Streets and names need no key.
var groundKey = []sample{
	{"Buildings", []string{"building", "building-industry"}, false},
	{"Works and warehouses", []string{"industry"}, false},
	{"Green space", greens, true},
	{"Water", []string{"water", "water-line"}, false},
	{"Railways", []string{"rail"}, false},
}

// sample is an entry of the key, and the layers of the style that it explains.
type sample struct {
	name    string
	layers  []string
	hatched bool
}

func (b Basemap) find(s sample) (picture.Mark, bool) {
	for _, layer := range s.layers {
		for _, m := range b.Marks {
			if m.Layer == layer && m.Colour.A > 0 {
				return m, true
			}
		}
	}
	return picture.Mark{}, false
}

// othersShown names the other areas that the map shows, the first few of many.
func (s Sheet) othersShown() string {
	var names []string
	for _, other := range s.Around {
		if other.Shape.Bound().Intersects(s.Plan.Frame.Ground) {
			names = append(names, other.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	const most = 3
	said := "Other plan areas: " + names[0]
	for i, name := range names[1:] {
		if i+1 == most {
			return said + " and " + thousands(len(names)-most) + " more"
		}
		said += ", " + name
	}
	return said
}
