// Package cell draws cells, small fixed areas whose figures were blurred once, in tiles: the layer home_protected, squares of the fixed
// ground grid with the sums of the cells in them at low zooms and the outline of each cell at others, and home_protected_label, where the
// number of each stands. Which of them a zoom shows is said by tiles/layer.
//
// A cell counts in the square of its reference point, so the squares of all tiles of a zoom hold each cell once; an outline is in every
// tile that it touches, with one id. What the numbers are, and which may be told, is for Figures.
package cell
