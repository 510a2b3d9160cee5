// Package home draws homes in tiles from columns: the layer home_square, squares of a fixed ground grid with the true counts of the
// homes in them, and the layer home, one point a place. Which of them a zoom shows is said by tiles/layer.
//
// Tiles are half open and have no buffer here, so each home is in exactly one tile of a zoom, and the counts of all its tiles sum to
// all homes, filtered or not.
package home
