//go:build race

package feature_test

// raceDetector is on: pools then forget what they are given, on purpose.
const raceDetector = true
