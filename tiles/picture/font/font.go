// Package font is the face of the pages in four weights, as TrueType outlines with the letters of English and Welsh (ŵ and ŷ among
// them): pictures and printed maps are written in it, for neither can rely on what their reader has.
//
// Atkinson Hyperlegible Next, SIL Open Font License 1.1 (OFL.txt). make.py says how the files were made.
package font

import _ "embed"

// The faces by the names that the style document uses in text-font, without the family. They must not be changed.
var (
	//go:embed medium.ttf
	Medium []byte
	//go:embed semibold.ttf
	Semibold []byte
	//go:embed bold.ttf
	Bold []byte
	//go:embed medium-italic.ttf
	MediumItalic []byte
)
