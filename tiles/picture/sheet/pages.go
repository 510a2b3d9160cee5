package sheet

import (
	"fmt"

	"terrier/tiles/picture/pdf"
)

// book is the pages after the map: A4, whatever the map is on, for they are read and not hung up.
type book struct {
	flow
	pages [][]pdf.Block
}

const (
	bookMargin = 20.0
	bookText   = 3.7 // 10.5 points
)

var bookPaper = Papers[0]

// add adds a block, on the next page where this one has no room for it and its first line after.
func (b *book) add(block pdf.Block, size, after, with float64, pieces ...piece) {
	high := float64(len(wrap(pieces, size, b.wide)))*size*leading + with
	if bottom := bookPaper.Long - bookMargin - bookText; b.y+high > bottom && len(b.blocks) > 0 {
		b.turn()
	}
	b.say(block, size, after, pieces...)
}

func (b *book) turn() {
	b.pages = append(b.pages, b.blocks)
	b.blocks, b.y = nil, bookMargin
}

// paragraph adds one, where there is anything to say.
func (b *book) paragraph(text string) {
	if text != "" {
		b.add(pdf.Block{Role: pdf.Paragraph}, bookText, 2, 0, piece{text, letter})
	}
}

// pages are the boundary in words, and the sources.
func (s Sheet) pages() []pdf.Page {
	b := &book{flow: flow{x: bookMargin, y: bookMargin, wide: bookPaper.Short - 2*bookMargin}}
	const keep = 4 * bookText * leading // of what follows stands under a heading
	heading := func(text string) {
		b.add(pdf.Block{Role: pdf.Heading2, Bookmark: text}, bookText*1.7, 2.5, keep, piece{text, title})
	}
	if len(s.Words.Passages) > 0 {
		heading("The boundary in words")
		b.paragraph(s.Words.Note)
		for _, p := range s.Words.Passages {
			if p.Heading != "" {
				b.add(pdf.Block{Role: pdf.Heading3, Bookmark: p.Heading, Deeper: true}, bookText*1.25, 1.5, keep, piece{p.Heading, title})
			}
			b.paragraph(p.Opening)
			for i, l := range p.Lines {
				b.add(pdf.Block{Role: pdf.Item}, bookText, 1.2, 0, piece{fmt.Sprintf("%d. ", i+1), strong}, piece{l, letter})
			}
			b.y += 1
			b.paragraph(p.Closing)
			b.y += 2
		}
		b.paragraph(s.Words.Closing)
		b.y += 4
	}
	heading("About this map")
	for _, fact := range append(append([]Fact{}, s.Facts...), s.Sources...) {
		b.add(pdf.Block{Role: pdf.Paragraph}, bookText, 1.5, 0, piece{fact.Name + ": ", strong}, piece{fact.Value, letter})
	}
	b.turn()
	pages := make([]pdf.Page, len(b.pages))
	for i, blocks := range b.pages {
		pages[i] = pdf.Page{Width: bookPaper.Short, Height: bookPaper.Long, Blocks: append(blocks, s.footer(i+2, len(b.pages)+1))}
	}
	return pages
}

func (s Sheet) footer(page, pages int) pdf.Block {
	text := fmt.Sprintf("%s · page %d of %d", s.Title, page, pages)
	return pdf.Block{Drawings: []pdf.Drawing{millimetres(write(text, letter, 3, bookMargin, bookPaper.Long-12, inkSoft))}}
}
