// Package country invents a country of social homes to measure with: settlements whose sizes follow Zipf's law over the outline
// of England, estates of houses and of flats stacked at one point, plan areas side by side, and community assets.
//
// Everything follows from the seed and the number of homes: the same two give the same country, in one release of Go. Points
// and outlines are EPSG:27700, metres, in whole millimetres. Nothing in it is true of any real place, owner or home.
package country
