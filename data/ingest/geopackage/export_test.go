package geopackage

import (
	"testing"
	"time"

	"modernc.org/libc"
	sqlite "modernc.org/sqlite/lib"
)

// SetPatience shortens it for one test.
func SetPatience(t testing.TB, d time.Duration) {
	before := patience
	patience = d
	t.Cleanup(func() { patience = before })
}

// MemoryUsed is what SQLite holds at this moment.
func MemoryUsed() int64 {
	tls := libc.NewTLS()
	defer tls.Close()
	return sqlite.Xsqlite3_memory_used(tls)
}

// ReadGeometry is for fuzzing.
var ReadGeometry = readGeometry
