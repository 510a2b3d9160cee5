//go:build !race

package home_test

const raceDetector = false
