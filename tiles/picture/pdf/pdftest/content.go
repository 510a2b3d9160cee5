package pdftest

import (
	"math"
	"strings"
)

// Page is what is painted on a page. Places are millimetres from its upper left corner.
type Page struct {
	Width, Height float64
	Text          string // in the order of painting, a line for each piece without the space at its end
	Lines         []Painted
	Areas         []Painted
	Letters       []Letters
}

// Letters are some letters in a line, and where the first stands on the base line.
type Letters struct {
	Text string
	X, Y float64
}

// Painted is a path that was stroked or filled.
type Painted struct {
	Paths  [][][2]float64
	Width  float64 // of lines
	Dashed bool
	RGB    [3]float64
	Block  int // number of the marked content it is in; -1: decoration
}

type matrix [6]float64

// times is m after n: a place goes through m first.
func (m matrix) times(n matrix) matrix {
	return matrix{m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3], m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5]}
}

type graphics struct {
	at           matrix
	width        float64
	dashed       bool
	fill, stroke [3]float64
}

// painter follows the operators of a content stream (ISO 32000-1 annex A).
type painter struct {
	f       *File
	page    *Page
	height  float64
	now     graphics
	saved   []graphics
	paths   [][][2]float64
	last    [2]float64
	fonts   map[string]map[int]string
	font    map[int]string
	open    []marked         // marked contents, one in the other
	pieces  map[int][]string // what is said in each marked content
	numbers []float64
}

type marked struct {
	id       int // -1 where it has none
	replaced bool
}

func (f *File) page(d dict) (Page, map[int][]string) {
	box := d["MediaBox"].(array)
	p := &painter{f: f, page: &Page{}, height: box[3].(float64), fonts: map[string]map[int]string{}, pieces: map[int][]string{}}
	p.now = graphics{at: matrix{1, 0, 0, 1, 0, 0}, width: 1}
	p.page.Width, p.page.Height = box[2].(float64)*25.4/72, p.height*25.4/72
	for n, v := range f.dict(f.dict(d["Resources"])["Font"]) {
		p.fonts[n] = characters(f.objects[int(f.dict(v)["ToUnicode"].(reference))].stream)
	}
	s := scanner{text: f.objects[int(d["Contents"].(reference))].stream}
	var operands []any
	for v, ok := s.next(); ok; v, ok = s.next() {
		if op, is := v.(operator); is {
			p.do(string(op), operands)
			operands = nil
		} else {
			operands = append(operands, v)
		}
	}
	if len(p.saved) > 0 || len(p.open) > 0 {
		f.t.Errorf("a page ends with %d states and %d marked contents open", len(p.saved), len(p.open))
	}
	return *p.page, p.pieces
}

// characters reads a ToUnicode map.
func characters(cmap []byte) map[int]string {
	all, s := map[int]string{}, scanner{text: cmap}
	var strings []stringOf
	for v, ok := s.next(); ok; v, ok = s.next() {
		switch v := v.(type) {
		case stringOf:
			strings = append(strings, v)
		case operator:
			for i := 0; v == "endbfchar" && i+1 < len(strings); i += 2 {
				all[int(strings[i][0])<<8|int(strings[i][1])] = fromUTF16(strings[i+1])
			}
			strings = nil
		}
	}
	return all
}

func (p *painter) do(op string, operands []any) {
	p.numbers = p.numbers[:0]
	for _, v := range operands {
		if n, ok := v.(float64); ok {
			p.numbers = append(p.numbers, n)
		}
	}
	n := p.numbers
	switch op {
	case "q":
		p.saved = append(p.saved, p.now)
	case "Q":
		p.now, p.saved = p.saved[len(p.saved)-1], p.saved[:len(p.saved)-1]
	case "cm":
		p.now.at = matrix(n).times(p.now.at)
	case "w":
		p.now.width = n[0]
	case "d":
		p.now.dashed = len(operands[0].(array)) > 0
	case "rg":
		p.now.fill = [3]float64(n)
	case "RG":
		p.now.stroke = [3]float64(n)
	case "m", "l", "c", "h", "re":
		p.path(op, n)
	case "S", "f", "n":
		p.paint(op)
	case "BDC", "BMC":
		p.begin(op, operands)
	case "EMC":
		p.open = p.open[:len(p.open)-1]
	case "Tf":
		p.font = p.fonts[string(operands[0].(name))]
		if p.font == nil {
			p.f.t.Errorf("there is no font %v", operands[0])
		}
	case "Tm":
		p.last = p.place(n[4], n[5])
	case "Tj":
		p.show(operands[0].(stringOf))
	}
}

func (p *painter) path(op string, n []float64) {
	switch op {
	case "m":
		p.paths = append(p.paths, nil)
	case "re":
		p.paths = append(p.paths, nil)
		for _, c := range [][2]float64{{n[0], n[1]}, {n[0] + n[2], n[1]}, {n[0] + n[2], n[1] + n[3]}, {n[0], n[1] + n[3]}} {
			p.to(c)
		}
		return
	case "h":
		last := &p.paths[len(p.paths)-1]
		*last = append(*last, (*last)[0])
		return
	}
	p.to([2]float64(n[len(n)-2:]))
}

func (p *painter) to(c [2]float64) {
	last := &p.paths[len(p.paths)-1]
	*last = append(*last, p.place(c[0], c[1]))
}

// place is where a place of the content stream lies on the page.
func (p *painter) place(x, y float64) [2]float64 {
	m := p.now.at
	return [2]float64{(x*m[0] + y*m[2] + m[4]) * 25.4 / 72, (p.height - x*m[1] - y*m[3] - m[5]) * 25.4 / 72}
}

func (p *painter) paint(op string) {
	block := -1
	if len(p.open) > 0 {
		block = p.open[0].id
	}
	switch op {
	case "S":
		scale := math.Sqrt(math.Abs(p.now.at[0]*p.now.at[3]-p.now.at[1]*p.now.at[2])) * 25.4 / 72
		p.page.Lines = append(p.page.Lines, Painted{p.paths, p.now.width * scale, p.now.dashed, p.now.stroke, block})
	case "f":
		p.page.Areas = append(p.page.Areas, Painted{p.paths, 0, false, p.now.fill, block})
	}
	p.paths = nil
}

func (p *painter) begin(op string, operands []any) {
	m := marked{id: -1}
	if op == "BDC" {
		d := operands[1].(dict)
		if id, ok := d["MCID"].(float64); ok {
			m.id = int(id)
			p.pieces[m.id] = nil
		}
		if words, ok := d["ActualText"]; ok {
			p.say(said(words))
			m.replaced = true
		}
	}
	p.open = append(p.open, m)
}

// show reads letters by the font's map, unless what they say is said beside them.
func (p *painter) show(codes stringOf) {
	var b strings.Builder
	for i := 0; i+1 < len(codes); i += 2 {
		code := int(codes[i])<<8 | int(codes[i+1])
		letter, ok := p.font[code]
		if !ok && code != 0 {
			p.f.t.Errorf("nothing says which character glyph %d is", code)
		}
		b.WriteString(letter)
	}
	p.page.Letters = append(p.page.Letters, Letters{b.String(), p.last[0], p.last[1]})
	for _, m := range p.open {
		if m.replaced {
			return
		}
	}
	p.say(b.String())
}

func (p *painter) say(text string) {
	p.page.Text += strings.TrimSuffix(text, " ") + "\n"
	if len(p.open) > 0 && p.open[0].id >= 0 {
		p.pieces[p.open[0].id] = append(p.pieces[p.open[0].id], text)
	}
}
