package geopackage

import (
	"fmt"
	"strconv"

	"terrier/plans"
)

// exportAgain is what to do with a layer that a program with a map can still read.
const exportAgain = "Open it in QGIS, and export the layer to a new GeoPackage: right-click it, Export, Save Features As."

// damaged refuses a file whose pages do not hang together; where is as in "after feature 3 of layer sites".
func damaged(where, why string) *plans.Error {
	if why != "" {
		why = " (" + why + ")"
	}
	return plans.Refuse("damaged-file", "file", fmt.Sprintf("The file is damaged %s%s.", where, why),
		"Fetch or copy it again. If it is no better, open it in QGIS, and export what can still be read to a new GeoPackage.")
}

// unreadableLayer refuses one layer.
func unreadableLayer(name, why string) *plans.Error {
	return plans.Refuse("unreadable-layer", "layer", fmt.Sprintf("The layer %s %s.", strconv.Quote(name), why), exportAgain)
}

// grouped writes a number with commas between thousands.
func grouped(n int64) string { return plans.Thousands(float64(n), 0) }
