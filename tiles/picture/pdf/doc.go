// Package pdf writes documents in PDF 1.7 (ISO 32000-1) from scenes of package picture: vectors and real text, at true scale.
//
// A document is tagged (section 14.8): each of its blocks says whether it is a heading, a paragraph, a figure or nothing but decoration, in
// the order in which it is read. Text is written in our own faces, of which only the letters used are put in, and each letter says which
// character it is. The document has its language, title, bookmarks and, for maps, where on Earth they lie. Same input, same bytes.
//
// It does not lay out pages: that is package sheet. Why it is our own: docs/decisions/0021-pdf.md.
package pdf
