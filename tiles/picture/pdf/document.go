package pdf

import (
	"time"

	"terrier/tiles/picture"
)

// Document is what is written. Lengths are millimetres of paper, from the upper left corner of a page; x grows to the right, y downwards.
type Document struct {
	Title, Subject, Author string
	Language               string    // of its text (BCP 47), "en-GB"
	Made                   time.Time // when what it shows was made, not when it is written; zero: it is not said
	Pages                  []Page
}

// Page is one page. Its blocks stand in the order in which they are read, and are painted in that order.
type Page struct {
	Width, Height float64
	Blocks        []Block
	Place         *Place // where on Earth a map on it lies; nil: nothing is said of that
}

// Block is something that is read in one go: a heading, a paragraph, a figure.
type Block struct {
	Role     Role
	Alt      string        // of a figure: what it shows
	Box      *picture.Rect // of a figure: where it stands on the page
	Language string        // of this block; "" where it is the document's
	Bookmark string        // its entry in the outline of the document; "" for none
	Deeper   bool          // that entry stands under the one before that is not deeper
	Drawings []Drawing
}

// Drawing is some marks in a unit of their own.
type Drawing struct {
	X, Y  float64 // where the origin of the marks lies
	Scale float64 // millimetres that one unit is long
	Marks []picture.Mark
}

// Role is what a block is to its reader.
type Role uint8

// The roles, as ISO 32000-1 section 14.8.4 has them. Items that follow each other are one list.
const (
	Decoration Role = iota // not read: "artifact"
	Heading1
	Heading2
	Heading3
	Paragraph
	Item
	Figure
)

// Place says where on Earth a rectangle of a page lies, for programs that lay the page over other maps (ISO 32000-2 section 12.10).
type Place struct {
	Box picture.Rect
	// Corners are the longitude and latitude (WGS 84, degrees) of the lower left, upper left, upper right and lower right corner.
	Corners [4][2]float64
	EPSG    int // of the projection in which the rectangle is one
	WKT     string
}
