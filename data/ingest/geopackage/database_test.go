package geopackage

import (
	"bytes"
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"modernc.org/libc"
	sqlite "modernc.org/sqlite/lib"

	"terrier/plans"
)

// anyFile is a GeoPackage.
func anyFile(t *testing.T) []byte {
	t.Helper()
	content, err := os.ReadFile("../../../../shared/data/derived/trafford_wards_27700.gpkg")
	if os.IsNotExist(err) {
		t.Skip("skipped: needs ../shared/data/derived/trafford_wards_27700.gpkg")
	}
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestNothingStaysOpen(t *testing.T) {
	content := anyFile(t)
	round := func(rows int) {
		source, err := Open(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		r, err := source.Layers[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		for range rows {
			if _, err := r.Read(); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if _, err := openLayer(bytes.NewReader(content), int64(len(content)), entry{name: "none"}); err == nil {
			t.Error("opened")
		}
	}
	round(0)
	before, goroutines := MemoryUsed(), runtime.NumGoroutine()
	for i := range 20 {
		round(i)
	}
	if after := MemoryUsed(); after != before {
		t.Errorf("SQLite holds %d bytes, %d before", after, before)
	}
	time.Sleep(10 * time.Millisecond)
	if n := runtime.NumGoroutine(); n > goroutines {
		t.Errorf("%d goroutines, %d before", n, goroutines)
	}
}

func TestAFaultInSQLiteIsARefusal(t *testing.T) {
	content := anyFile(t)
	r, err := openLayer(bytes.NewReader(content), int64(len(content)), entry{name: "trafford_ward_full_resolution", shaped: true})
	if err != nil {
		t.Fatal(err)
	}
	d := r.(*reader).d
	for name, stumble := range map[string]func() int32{
		"a panic": func() int32 { panic("a slip") },
		"a fault": func() int32 { return int32(libc.GoBytes(^uintptr(0)>>20, 1)[0]) }, // memory that is nobody's
	} {
		d.broke = false
		if rc := d.call(stumble); rc != sqlite.SQLITE_INTERNAL {
			t.Errorf("%s: %d", name, rc)
		}
	}
	var refused *plans.Error
	if _, err := r.Read(); !errors.As(err, &refused) || refused.Code != "damaged-file" {
		t.Errorf("got %v", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	if err := boundMemory(); err != nil {
		t.Fatal(err)
	}
	tls := libc.NewTLS()
	defer tls.Close()
	if most := sqlite.Xsqlite3_hard_heap_limit64(tls, -1); most != mostMemory {
		t.Errorf("SQLite may take %d bytes", most)
	}
}

func TestAConnectionThatFails(t *testing.T) {
	content := anyFile(t)
	connected := func() *database {
		d, err := openDatabase(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	connected().close()
	before := MemoryUsed()
	d := connected()
	sqlite.Xsqlite3_close_v2(d.tls, d.db)
	var f *failure
	if err := d.connect("no such file system"); !errors.As(err, &f) || !strings.Contains(f.says, "no such vfs") {
		t.Errorf("got %v", err)
	}
	if d.close(); MemoryUsed() != before {
		t.Errorf("%d bytes stay", MemoryUsed()-before)
	}
}
