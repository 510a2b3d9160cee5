package geopackage

import (
	"encoding/binary"
	"fmt"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"modernc.org/libc"
	sqlite "modernc.org/sqlite/lib"
	"modernc.org/sqlite/vfs"

	"terrier/data/ingest/row"
)

// database is a connection of SQLite to a file without a path, to be used by one goroutine. It is made on SQLite's own C
// interface, as modernc.org/sqlite offers it under database/sql, because that has no way to stop a statement between two rows
// (of a view over a hostile file there may never be another) and loads values before their length can be asked.
type database struct {
	pages  *pages
	fs     *vfs.FS
	tls    *libc.TLS
	db     uintptr
	out    uintptr // memory for one pointer that SQLite gives back
	closed bool
	broke  bool // SQLite stumbled: nothing of it is touched again

	clock   *time.Timer // interrupts a call that takes longer than patience
	mu      sync.Mutex
	waiting bool // a call runs
}

// patience is how long one step, from row to row, may take. A variable for tests.
var patience = 30 * time.Second

// What opening a layer may read: the definitions of tables, which SQLite keeps in memory many times as big, and the lists of a
// GeoPackage. Programs write some 20 kB for a layer.
const openingBytes = 32 << 20

// openDatabase connects to a file. It is the caller's to close.
func openDatabase(file row.File, size int64) (*database, error) {
	d := &database{pages: &pages{file: file, size: size}}
	d.pages.allow(openingBytes)
	name, filesystem, err := vfs.New(d.pages)
	if err != nil {
		return nil, fmt.Errorf("prepare SQLite: %w", err)
	}
	d.fs, d.tls = filesystem, libc.NewTLS()
	d.out = libc.Xcalloc(d.tls, 1, 8)
	d.clock = time.AfterFunc(time.Hour, d.interrupt)
	d.clock.Stop()
	if err := d.connect(name); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

func (d *database) connect(vfsName string) error {
	address, err := libc.CString("file:" + databaseName + "?immutable=1")
	if err != nil {
		return err
	}
	defer libc.Xfree(nil, address)
	through, err := libc.CString(vfsName)
	if err != nil {
		return err
	}
	defer libc.Xfree(nil, through)
	rc := d.call(func() int32 {
		return sqlite.Xsqlite3_open_v2(d.tls, address, d.out, sqlite.SQLITE_OPEN_READONLY|sqlite.SQLITE_OPEN_URI|sqlite.SQLITE_OPEN_NOMUTEX|sqlite.SQLITE_OPEN_PRIVATECACHE, through)
	})
	d.mu.Lock()
	d.db = d.pointer() // also where it failed, to say why
	d.mu.Unlock()
	if rc != sqlite.SQLITE_OK || d.db == 0 {
		return d.failed(rc)
	}
	return d.restrain()
}

// limits of SQLite on what a file may ask of it.
var limits = map[int32]int32{
	sqlite.SQLITE_LIMIT_LENGTH:              row.Longest,
	sqlite.SQLITE_LIMIT_SQL_LENGTH:          512 << 10, // of 2,000 columns, each of 256 letters
	sqlite.SQLITE_LIMIT_COLUMN:              row.MostColumns,
	sqlite.SQLITE_LIMIT_EXPR_DEPTH:          100,
	sqlite.SQLITE_LIMIT_COMPOUND_SELECT:     20,
	sqlite.SQLITE_LIMIT_VDBE_OP:             250_000,
	sqlite.SQLITE_LIMIT_FUNCTION_ARG:        20,
	sqlite.SQLITE_LIMIT_ATTACHED:            0,
	sqlite.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
	sqlite.SQLITE_LIMIT_TRIGGER_DEPTH:       1,
	sqlite.SQLITE_LIMIT_WORKER_THREADS:      0,
}

// restrain sets what https://www.sqlite.org/security.html advises for files that come from outside. No temporary file can be
// made here, so what a statement has to sort must fit into the memory that SQLite gives it before it would make one.
func (d *database) restrain() error {
	for id, most := range limits {
		sqlite.Xsqlite3_limit(d.tls, d.db, id, most)
	}
	for _, pragma := range []string{"trusted_schema=OFF", "cell_size_check=ON", "query_only=ON", "mmap_size=0", "temp_store=FILE", "cache_size=-4096"} {
		s, err := d.prepare("PRAGMA " + pragma)
		if err != nil {
			return err
		}
		_, err = s.next()
		s.close()
		if err != nil {
			return err
		}
	}
	return nil
}

// call runs something of SQLite, for no longer than patience. A panic or a fault in it, which a file might bring about, is told
// as the code SQLite itself has for its own mistakes; the connection is then left as it is, with what it holds.
func (d *database) call(work func() int32) (rc int32) {
	if d.broke {
		return sqlite.SQLITE_INTERNAL
	}
	d.wait(true)
	faults := debug.SetPanicOnFault(true)
	defer func() {
		debug.SetPanicOnFault(faults)
		d.wait(false)
		if recover() != nil {
			d.broke, rc = true, sqlite.SQLITE_INTERNAL
		}
	}()
	return work()
}

func (d *database) wait(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.waiting = on; on {
		d.clock.Reset(patience)
	} else {
		d.clock.Stop()
	}
}

// interrupt stops the call that runs, and tries again until it has stopped: SQLite forgets an interruption that comes just
// before a statement starts.
func (d *database) interrupt() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.waiting && d.db != 0 {
		tls := libc.NewTLS() // the connection's own is in use
		sqlite.Xsqlite3_interrupt(tls, d.db)
		tls.Close()
		d.clock.Reset(50 * time.Millisecond)
	}
}

// close lets go of everything, once. Statements have to be closed before.
func (d *database) close() {
	if d.closed {
		return
	}
	d.closed = true
	d.clock.Stop()
	d.mu.Lock()
	db := d.db
	d.db = 0
	d.mu.Unlock()
	if d.broke {
		return // what SQLite holds after a fault is not known; it is left alone rather than freed twice
	}
	if db != 0 {
		sqlite.Xsqlite3_close_v2(d.tls, db)
	}
	libc.Xfree(d.tls, d.out)
	d.tls.Close()
	_ = d.fs.Close() // fails only while a connection is open
}

// pointer is what SQLite has put into out.
func (d *database) pointer() uintptr {
	b := libc.GoBytes(d.out, 8)
	if strconv.IntSize == 32 {
		return uintptr(binary.NativeEndian.Uint32(b))
	}
	return uintptr(binary.NativeEndian.Uint64(b))
}
