// Package sweep says how far tests with random cases go, and lets a failure be repeated.
package sweep

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

// Long is true in `make test-long`, where tests take their time.
func Long() bool { return os.Getenv("TERRIER_LONG") != "" }

// Size is how many cases a test takes: few in the gate, many in the long one.
func Size(few, many int) int {
	if Long() {
		return many
	}
	return few
}

// Seeded is a source of chance whose seed is printed; with TERRIER_SEED set it repeats one.
func Seeded(t testing.TB) *rand.Rand {
	seed, err := strconv.ParseUint(os.Getenv("TERRIER_SEED"), 10, 64)
	if err != nil {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("TERRIER_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 1))
}
