package area

import (
	"github.com/paulmach/orb"

	"terrier/plans"
)

// Feature is an area of a file, for somebody who chooses one to draw with.
type Feature struct {
	Name    string
	Shape   orb.MultiPolygon // EPSG:27700, whole millimetres; nil where there is a Problem
	CRS     string           // the coordinate system that it came in, in words
	Notes   []FeatureNote
	Problem *plans.Error // why it cannot be used
}

// FeatureNote is something that was done to a feature, or should be known of it.
type FeatureNote struct{ Title, Text string }
