package cluster

import (
	"context"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// Client is an installed set of the programs that copy databases: pg_dump, pg_restore and psql. A server need not lie beside it.
type Client struct {
	Bin     string // the directory of the programs
	Version string // "15.18"
	Major   int    // 15
}

// Clients lists the installed sets, the oldest version first.
func Clients() []Client {
	dirs := candidates()
	if path, err := exec.LookPath("pg_dump"); err == nil {
		dirs = append(dirs, filepath.Dir(path))
	}
	var found []Client
	for _, dir := range dirs {
		if c, ok := clientIn(dir); ok && !slices.ContainsFunc(found, func(f Client) bool { return f.Version == c.Version }) {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b Client) int { return compareVersions(a.Version, b.Version) })
	return found
}

func clientIn(dir string) (c Client, ok bool) {
	for _, name := range []string{"pg_dump", "pg_restore", "psql"} {
		real, err := filepath.EvalSymlinks(filepath.Join(dir, name))
		if err != nil || filepath.Base(real) == "pg_wrapper" { // Debian's, which chooses a version by itself
			return Client{}, false
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, filepath.Join(dir, "pg_dump"), "--version").Output()
	if err != nil {
		return Client{}, false
	}
	c = Client{Bin: dir, Version: versionIn(string(out))}
	c.Major, err = strconv.Atoi(firstNumber.FindString(c.Version))
	return c, err == nil
}

// ClientLine is the line to type for programs of a major version.
func ClientLine(major int) string {
	s := thisSystem()
	if slices.Contains(s.Kin, "debian") || slices.Contains(s.Kin, "ubuntu") {
		return "sudo apt-get install postgresql-client-" + strconv.Itoa(major)
	}
	return "the client packages of PostgreSQL " + strconv.Itoa(major)
}
