package geopackage

import (
	"fmt"
	"sync"

	"modernc.org/libc"
	sqlite "modernc.org/sqlite/lib"
)

// mostMemory is what SQLite may take, for all files that are read at a time: enough for a row at its longest.
const mostMemory = 512 << 20

// boundMemory makes SQLite count its memory, and stop at mostMemory; files can make it take any amount. It counts only if told to
// before it starts, so this runs when the program does.
var boundMemory = sync.OnceValue(func() error {
	tls := libc.NewTLS()
	defer tls.Close()
	args := libc.Xcalloc(tls, 1, 8)
	defer libc.Xfree(tls, args)
	if rc := sqlite.Xsqlite3_config(tls, sqlite.SQLITE_CONFIG_MEMSTATUS, libc.VaList(args, int32(1))); rc != sqlite.SQLITE_OK {
		return fmt.Errorf("bound the memory of SQLite: it was started before (%d)", rc)
	}
	sqlite.Xsqlite3_hard_heap_limit64(tls, mostMemory)
	return nil
})

func init() { _ = boundMemory() } // asked again, and told, by openDatabase
