package pdf_test

import (
	"bytes"
	"image/color"
	"math"
	"strings"
	"testing"
	"time"

	"terrier/tiles/picture"
	"terrier/tiles/picture/pdf"
	"terrier/tiles/picture/pdf/pdftest"
)

var black = color.NRGBA{A: 255}

func says(text string, face picture.Face) picture.Mark {
	return picture.Mark{Kind: picture.Text, Text: text, Face: face, Size: 4, Colour: black, Runs: []picture.Run{{Text: text, X: 10, Y: 20}}}
}

func one(blocks ...pdf.Block) pdf.Document {
	return pdf.Document{Title: "Llanŵy a'r Tŷ-gwyn", Subject: "A trial", Author: "Cyngor (Powys)", Language: "en-GB", Made: time.Date(2026, 3, 31, 8, 0, 0, 0, time.UTC),
		Pages: []pdf.Page{{Width: 210, Height: 297, Blocks: blocks}}}
}

func block(role pdf.Role, marks ...picture.Mark) pdf.Block {
	return pdf.Block{Role: role, Drawings: []pdf.Drawing{{Scale: 1, Marks: marks}}}
}

// Every letter of English and Welsh is read back as itself, in each face.
func TestLetters(t *testing.T) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 .,;:'()/&–—‘’“”·£©°² ÂÊÎÔÛŴŶâêîôûŵŷ ÄËÏÖÜŸäëïöüÿ ÁÉÍÓÚẂÝáéíóúẃý ÀÈÌÒÙẀỲàèìòùẁỳ ç"
	for _, face := range []picture.Face{picture.Medium, picture.Semibold, picture.Bold, picture.MediumItalic} {
		f := pdftest.Read(t, one(block(pdf.Paragraph, says(letters, face))).Bytes())
		if got := strings.TrimSpace(f.Pages[0].Text); got != letters {
			t.Errorf("face %d: read %q", face, got)
		}
	}
}

// A label with a halo and letters along a street is painted letter by letter, twice, and read once. What the font cannot write is read all the same.
func TestReadOnce(t *testing.T) {
	label := picture.Mark{Kind: picture.Text, Text: "Stryd y Tŷ", Size: 3, Colour: black, Halo: color.NRGBA{255, 255, 255, 255}, Round: 1}
	for i, r := range []rune(label.Text) {
		label.Runs = append(label.Runs, picture.Run{Text: string(r), X: float64(20 + 3*i), Y: 40, Angle: .1 * float64(i)})
	}
	f := pdftest.Read(t, one(block(pdf.Figure, label, says("Ωμέγα", picture.Bold))).Bytes())
	if got := f.Pages[0].Text; got != "Stryd y Tŷ\nΩμέγα\n" {
		t.Errorf("read %q", got)
	}
	if got := f.Blocks[0].Read; got != "Stryd y Tŷ Ωμέγα " {
		t.Errorf("without looking where they stand, names are read %q", got)
	}
}

func TestStructure(t *testing.T) {
	figure := block(pdf.Figure, says("in the figure", picture.Medium))
	figure.Alt, figure.Bookmark, figure.Deeper = "A map.", "Map", true
	head := block(pdf.Heading1, says("Heading", picture.Bold))
	head.Bookmark = "Heading"
	welsh := block(pdf.Paragraph, says("Pennawd", picture.Medium))
	welsh.Language = "cy"
	d := one(head, welsh, figure, block(pdf.Item, says("one", picture.Medium)), block(pdf.Item, says("two", picture.Medium)), block(pdf.Decoration, says("page 1", picture.Medium)))
	d.Pages = append(d.Pages, pdf.Page{Width: 297, Height: 210, Blocks: []pdf.Block{block(pdf.Heading2, says("After", picture.Bold))}})
	f := pdftest.Read(t, d.Bytes())
	if f.Title != d.Title || f.Language != "en-GB" || !f.Tagged {
		t.Errorf("title %q, language %q, tagged %v", f.Title, f.Language, f.Tagged)
	}
	want := []pdftest.Block{{Role: "H1", Text: "Heading\n", Read: "Heading"}, {Role: "P", Language: "cy", Text: "Pennawd\n", Read: "Pennawd"},
		{Role: "Figure", Alt: "A map.", Text: "in the figure\n", Read: "in the figure "}, {Role: "LBody", Text: "one\n", Read: "one"}, {Role: "LBody", Text: "two\n", Read: "two"},
		{Role: "H2", Text: "After\n", Read: "After", Page: 1}}
	if len(f.Blocks) != len(want) {
		t.Fatalf("read %+v", f.Blocks)
	}
	for i := range want {
		if f.Blocks[i] != want[i] {
			t.Errorf("block %d: read %+v, want %+v", i, f.Blocks[i], want[i])
		}
	}
	if len(f.Marks) != 2 || f.Marks[0] != (pdftest.Bookmark{Title: "Heading"}) || f.Marks[1] != (pdftest.Bookmark{Title: "Map", Depth: 1}) {
		t.Errorf("bookmarks %+v", f.Marks)
	}
}

// What is drawn stands where it is meant to, whatever its unit is.
func TestPlaces(t *testing.T) {
	path := picture.Path{{Op: picture.MoveTo, X: 100, Y: 200}, {Op: picture.LineTo, X: 300.123, Y: 200}, {Op: picture.LineTo, X: 300.123, Y: 450}, {Op: picture.Close}}
	d := one(pdf.Block{Role: pdf.Figure, Drawings: []pdf.Drawing{{X: 12, Y: 34, Scale: .25, Marks: []picture.Mark{
		{Kind: picture.Area, Path: path, Colour: color.NRGBA{R: 255, A: 128}},
		{Kind: picture.Line, Path: path, Width: 8, Colour: black, Dash: []float64{4, 2}, Clip: &picture.Rect{X1: 1000, Y1: 1000}},
		{Kind: picture.Area, Path: path, Colour: black, Hatch: 1.5},
	}}}})
	p := pdftest.Read(t, d.Bytes()).Pages[0]
	if len(p.Areas) != 1 || len(p.Lines) != 2 {
		t.Fatalf("%d areas and %d lines", len(p.Areas), len(p.Lines))
	}
	for i, want := range [][2]float64{{37, 84}, {87.03075, 84}, {87.03075, 146.5}, {37, 84}} {
		got := p.Lines[0].Paths[0][i]
		if math.Hypot(got[0]-want[0], got[1]-want[1]) > .002 {
			t.Errorf("corner %d stands at %v, want %v", i, got, want)
		}
	}
	if line := p.Lines[0]; math.Abs(line.Width-2) > 1e-3 || !line.Dashed {
		t.Errorf("line %+v", line)
	}
	if hatch := p.Lines[1]; math.Abs(hatch.Width-.375) > 1e-3 || len(hatch.Paths) < 30 {
		t.Errorf("hatch is %v wide, of %d lines", hatch.Width, len(hatch.Paths))
	}
}

// Same input, same bytes; and nothing of a scene that is no place breaks the page.
func TestSameBytes(t *testing.T) {
	d := one(block(pdf.Paragraph, says("Same", picture.Medium), picture.Mark{Kind: picture.Line, Width: 1, Colour: black,
		Path: picture.Path{{Op: picture.MoveTo, X: math.NaN(), Y: math.Inf(1)}, {Op: picture.LineTo, X: -1e-9, Y: 3}}}))
	first := d.Bytes()
	for range 5 {
		if !bytes.Equal(first, d.Bytes()) {
			t.Fatal("the bytes differ from one time to the next")
		}
	}
	for _, p := range pdftest.Read(t, first).Pages[0].Lines[0].Paths[0] {
		if p[0] < 0 || p[0] > 1 {
			t.Errorf("a place that is none stands at %v", p)
		}
	}
}

func TestWidth(t *testing.T) {
	if w := pdf.Width("mmmm", picture.Medium, 10); math.Abs(w-4*pdf.Width("m", picture.Medium, 10)) > 1e-9 || w < 25 || w > 50 {
		t.Errorf("four letters are %v wide", w)
	}
	if pdf.Width("", picture.Bold, 10) != 0 || pdf.Width("i", picture.Face(99), 10) <= 0 {
		t.Error("nothing is as wide as nothing, and an unknown face is the first")
	}
}

// A page of words holds the letters that it uses and no others.
func TestSmall(t *testing.T) {
	if n := len(one(block(pdf.Paragraph, says("The boundary in words", picture.Medium))).Bytes()); n > 9_000 {
		t.Errorf("%d bytes for one line of text", n)
	}
}
