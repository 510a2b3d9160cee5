package main

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// rooms says who may import whom (docs/architecture.md): a package whose path starts with room may import, of ours, only what
// starts with one of may. The first room that fits decides. A path ending in $ means that package alone.
var rooms = []struct {
	room string
	may  []string
}{
	{"cmd/", []string{""}},
	{"geo/", []string{"geo/"}},
	{"tiles/", []string{"geo/", "tiles/"}},
	{"static", nil},
	{"plans$", []string{"geo/"}},
	{"plans/access", []string{"plans$", "geo/"}},
	{"plans/timetable", []string{"plans$", "geo/"}},
	{"plans/provenance", []string{"plans$", "geo/"}},
	{"plans/disclosure", []string{"plans$", "geo/"}},
	{"plans/audit", []string{"plans$", "geo/"}},
	{"plans/web", []string{"plans", "geo/", "tiles/", "static"}},
	{"plans/", []string{"plans$", "plans/access", "plans/timetable", "plans/provenance", "plans/disclosure", "geo/"}},
	{"data/", []string{"plans", "geo/", "data/"}},
	{"scripts/", []string{""}},
}

// forbidden imports of others, by room.
var forbidden = []struct{ room, imported, why string }{
	{"geo/", "net/http", "HTTP handlers live only in plans/web and tiles/serve"},
	{"plans/home", "net/http", "HTTP handlers live only in plans/web and tiles/serve"},
	{"plans/access", "net/http", "HTTP handlers live only in plans/web and tiles/serve"},
	{"data/", "net/http", "HTTP handlers live only in plans/web and tiles/serve"},
	{"geo/", "github.com/jackc/pgx", "SQL lives only in data"},
	{"tiles/", "github.com/jackc/pgx", "SQL lives only in data"},
	{"plans", "github.com/jackc/pgx", "SQL lives only in data"},
	{"geo/", "os", "geo is pure"},
}

type listed struct {
	ImportPath string
	Imports    []string
}

func TestRooms(t *testing.T) {
	for _, p := range listPackages(t) {
		path, ours := strings.CutPrefix(p.ImportPath, "terrier/")
		if !ours || strings.HasPrefix(path, "geo/bng/gen") {
			continue
		}
		may, found := mayImport(path)
		if !found {
			t.Errorf("%s is a room that is not in the table", path)
		}
		for _, imported := range p.Imports {
			if other, ours := strings.CutPrefix(imported, "terrier/"); ours && !starts(other, may) && !sameNoun(path, other) {
				t.Errorf("%s imports %s, which it may not", path, other)
			}
			for _, f := range forbidden {
				if strings.HasPrefix(path, f.room) && path != "plans/web" && (imported == f.imported || strings.HasPrefix(imported, f.imported+"/")) {
					t.Errorf("%s imports %s: %s", path, imported, f.why)
				}
			}
		}
	}
}

func TestNoRoomForAnything(t *testing.T) {
	for _, p := range listPackages(t) {
		for _, name := range []string{"util", "utils", "common", "helpers", "models", "services", "types"} {
			if strings.HasSuffix(p.ImportPath, "/"+name) {
				t.Errorf("%s says nothing about what lives there", p.ImportPath)
			}
		}
	}
}

func listPackages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p listed
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 10 {
		t.Fatalf("only %d packages found", len(all))
	}
	return all
}

func mayImport(path string) (may []string, found bool) {
	for _, r := range rooms {
		if fits(path, r.room) {
			return r.may, true
		}
	}
	return nil, false
}

func starts(path string, may []string) bool {
	for _, m := range may {
		if fits(path, m) {
			return true
		}
	}
	return false
}

func fits(path, room string) bool {
	if exact, ok := strings.CutSuffix(room, "$"); ok {
		return path == exact
	}
	return strings.HasPrefix(path, room)
}

// sameNoun lets a noun's own subfolders see it.
func sameNoun(path, other string) bool { return strings.HasPrefix(path, other+"/") }
