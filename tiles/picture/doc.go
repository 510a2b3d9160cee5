// Package picture draws still maps: the same tiles, style document and cartography as the explorer, by the server and without a browser.
//
// A picture is composed once into a Scene, marks in the order in which they are painted, and then written as SVG, PNG or PDF. Same input,
// same bytes.
package picture
