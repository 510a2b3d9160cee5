// Package thin makes the simple ground of embeds out of tiles of a basemap, our own or an operator's archive.
//
// What is left is what the style of embeds draws at the zooms that a tile is shown at, with the properties that it reads then: a name comes
// only where it is written. Outlines are kept to half a pixel, what is smaller than a pixel is left out, and things that say the same are
// one feature. Where that is more than [MostBytes] yet, what covers the least of the screen goes first; what bears a name counts double.
//
// It knows nothing of where tiles come from, and draws no register.
package thin
