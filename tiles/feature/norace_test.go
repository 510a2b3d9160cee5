//go:build !race

package feature_test

const raceDetector = false
