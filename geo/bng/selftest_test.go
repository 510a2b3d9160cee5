package bng_test

import (
	"testing"

	"terrier/geo/bng"
)

func TestSelfTest(t *testing.T) {
	if err := bng.SelfTest(); err != nil {
		t.Error(err)
	}
}
