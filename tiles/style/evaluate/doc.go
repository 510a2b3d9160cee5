// Package evaluate works out the expressions of a style document for one feature at one zoom, as MapLibre does
// (https://maplibre.org/maplibre-style-spec/expressions). It knows the operators that tiles/style writes, and refuses others when they are
// compiled, not when they are met.
//
// Features are never in a state here: feature-state is null. Zoom counts tiles of 512 pixels and is not rounded anywhere.
package evaluate
