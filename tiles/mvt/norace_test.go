//go:build !race

package mvt_test

const raceDetector = false
