package cluster

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The oldest releases that terrier works with.
const (
	LeastPostgreSQL = 14
	LeastPostGIS    = "3.3"
)

// Install is one installed PostgreSQL server.
type Install struct {
	Bin     string // the directory of postgres and initdb
	Version string // of PostgreSQL, as it says itself: "15.18"
	Major   int    // 15
	PostGIS string // the version that CREATE EXTENSION would make, "3.3.2"; empty where PostGIS is not installed
	Lacks   []string
}

// String tells the install in words.
func (in Install) String() string {
	if in.PostGIS == "" {
		return fmt.Sprintf("PostgreSQL %s in %s", in.Version, in.Bin)
	}
	return fmt.Sprintf("PostgreSQL %s with PostGIS %s in %s", in.Version, in.PostGIS, in.Bin)
}

// good says whether the install is new enough and has all the extensions.
func (in Install) good() bool { return len(in.Lacks) == 0 }

// places are the directories where packages put the server's programs, besides the one that pg_config names.
var places = []string{
	"/usr/lib/postgresql/*/bin",         // Debian, Ubuntu
	"/usr/pgsql-*/bin",                  // PGDG on Red Hat and its kin
	"/opt/homebrew/opt/postgresql*/bin", // Homebrew on Apple silicon
	"/usr/local/opt/postgresql*/bin",    // Homebrew on Intel
	"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
	"/usr/local/pgsql/bin", // built from source
	"/usr/bin",             // Fedora, Arch
}

// Find returns the newest installed PostgreSQL that terrier can use. The error is a *MissingError, which says what to install.
func Find() (Install, error) {
	return newestGood(installs(candidates()))
}

func newestGood(found []Install) (Install, error) {
	for _, in := range found {
		if in.good() {
			return in, nil
		}
	}
	return Install{}, &MissingError{Found: found, System: thisSystem()}
}

// candidates lists directories that may hold a server, each once, real paths.
func candidates() []string {
	var dirs []string
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(path))
		}
	}
	for _, pattern := range places {
		matches, _ := filepath.Glob(pattern) // the patterns are constants: none is malformed
		dirs = append(dirs, matches...)
	}
	for i, dir := range dirs {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			dirs[i] = real
		}
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// installs looks into each directory and returns the servers found, newest first.
func installs(dirs []string) []Install {
	var found []Install
	for _, dir := range dirs {
		if in, ok := look(dir); ok {
			found = append(found, in)
		}
	}
	slices.SortStableFunc(found, func(a, b Install) int { return compareVersions(b.Version, a.Version) })
	return found
}

// look examines one directory; ok is false where no PostgreSQL server lies there.
func look(dir string) (in Install, ok bool) {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return Install{}, false
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return Install{}, false
	}
	in = Install{Bin: dir, Version: versionIn(string(out))}
	in.Major, _ = strconv.Atoi(firstNumber.FindString(in.Version))
	share := shareDir(ctx, dir, in.Major)
	in.PostGIS = defaultVersion(share, "postgis")
	in.Lacks = lacks(in, share)
	return in, true
}

// lacks lists what keeps an install from being used, in words.
func lacks(in Install, share string) (missing []string) {
	if in.Major < LeastPostgreSQL {
		missing = append(missing, fmt.Sprintf("PostgreSQL %d or newer", LeastPostgreSQL))
	}
	if in.PostGIS == "" || compareVersions(in.PostGIS, LeastPostGIS) < 0 {
		missing = append(missing, "PostGIS "+LeastPostGIS+" or newer")
	}
	for _, extension := range []string{"pg_trgm", "fuzzystrmatch"} {
		if defaultVersion(share, extension) == "" {
			missing = append(missing, "the extension "+extension)
		}
	}
	return missing
}

// shareDir finds the directory that holds extension/. The server packages of Debian and Fedora do not all bring pg_config,
// so the usual places are tried too.
func shareDir(ctx context.Context, bin string, major int) string {
	var dirs []string
	if out, err := exec.CommandContext(ctx, filepath.Join(bin, "pg_config"), "--sharedir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	dirs = append(dirs,
		filepath.Join(bin, "../share/postgresql"),
		filepath.Join(bin, "../share"),
		filepath.Join(bin, "../share/pgsql"),
		fmt.Sprintf("/usr/share/postgresql/%d", major))
	for _, dir := range dirs {
		if _, err := os.Stat(filepath.Join(dir, "extension", "plpgsql.control")); err == nil {
			return dir
		}
	}
	return ""
}

var (
	firstNumber  = regexp.MustCompile(`^\d+`)
	anyVersion   = regexp.MustCompile(`\d+(\.\d+)*`)
	versionEntry = regexp.MustCompile(`(?m)^\s*default_version\s*=\s*'([^']+)'`)
)

// versionIn takes "15.18" out of "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)".
func versionIn(line string) string { return anyVersion.FindString(line) }

// defaultVersion reads an extension's control file; it is empty where the extension is not installed.
func defaultVersion(share, extension string) string {
	control, err := os.ReadFile(filepath.Join(share, "extension", extension+".control"))
	if err != nil {
		return ""
	}
	if m := versionEntry.FindSubmatch(control); m != nil {
		return string(bytes.TrimSpace(m[1]))
	}
	return ""
}

// compareVersions orders "3.3.2" before "3.10"; what follows the numbers ("3.5.0dev") is not compared.
func compareVersions(a, b string) int {
	as, bs := strings.Split(anyVersion.FindString(a), "."), strings.Split(anyVersion.FindString(b), ".")
	for i := range max(len(as), len(bs)) {
		var x, y int
		if i < len(as) {
			x, _ = strconv.Atoi(as[i])
		}
		if i < len(bs) {
			y, _ = strconv.Atoi(bs[i])
		}
		if x != y {
			return cmp.Compare(x, y)
		}
	}
	return 0
}
