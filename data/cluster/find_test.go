package cluster_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"terrier/data/cluster"
)

// fake writes programs that answer like an installed PostgreSQL of a version, with the extensions given as name=version.
func fake(t *testing.T, version string, extensions ...string) string {
	t.Helper()
	top := t.TempDir()
	bin, share := filepath.Join(top, "bin"), filepath.Join(top, "share")
	put := func(path, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	put(filepath.Join(bin, "initdb"), "#!/bin/sh\n")
	put(filepath.Join(bin, "postgres"), fmt.Sprintf("#!/bin/sh\necho 'postgres (PostgreSQL) %s (Debian)'\n", version))
	for _, e := range append(extensions, "plpgsql=1.0") {
		name, v, _ := strings.Cut(e, "=")
		put(filepath.Join(share, "extension", name+".control"), fmt.Sprintf("# %s\ndefault_version = '%s'\n", name, v))
	}
	return bin
}

func TestLook(t *testing.T) {
	all := []string{"postgis=3.4.2", "pg_trgm=1.6", "fuzzystrmatch=1.1"}
	tests := []struct {
		name, version string
		extensions    []string
		lacks         string
	}{
		{"a whole install lacks nothing", "16.3", all, ""},
		{"a beta is of its major version", "19beta1", all, ""},
		{"PostgreSQL 13 is too old", "13.9", all, "PostgreSQL 14 or newer"},
		{"PostGIS is missing", "15.1", all[1:], "PostGIS 3.3 or newer"},
		{"PostGIS 3.2 is too old", "15.1", append([]string{"postgis=3.2.10"}, all[1:]...), "PostGIS 3.3 or newer"},
		{"contrib is missing", "15.1", all[:1], "the extension pg_trgm, the extension fuzzystrmatch"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in, ok := cluster.Look(fake(t, tt.version, tt.extensions...))
			if got := strings.Join(in.Lacks, ", "); !ok || got != tt.lacks {
				t.Errorf("found %t, lacks %q; want %q", ok, got, tt.lacks)
			}
		})
	}
	t.Run("a folder without a server is none", func(t *testing.T) {
		if in, ok := cluster.Look(t.TempDir()); ok {
			t.Errorf("found %v", in)
		}
	})
}

func TestNewestGood(t *testing.T) {
	good := cluster.Install{Bin: "/a", Version: "15.18", Major: 15, PostGIS: "3.3.2"}
	newer := cluster.Install{Bin: "/b", Version: "17.2", Major: 17, Lacks: []string{"PostGIS 3.3 or newer"}}
	t.Run("passes over a newer one without PostGIS", func(t *testing.T) {
		if in, err := cluster.NewestGood([]cluster.Install{newer, good}); err != nil || in.Bin != "/a" {
			t.Errorf("%v, %v", in, err)
		}
	})
	t.Run("tells what each lacks and what to type", func(t *testing.T) {
		_, err := cluster.NewestGood([]cluster.Install{newer})
		var missing *cluster.MissingError
		if !errors.As(err, &missing) {
			t.Fatal(err)
		}
		for _, want := range []string{"PostgreSQL 17.2 in /b lacks PostGIS 3.3 or newer", "Install it with: "} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q does not say %q", err, want)
			}
		}
	})
}

func TestCompareVersions(t *testing.T) {
	inOrder := []string{"3", "3.3.2", "3.3.10", "3.5.0dev", "3.10", "14"}
	for i := range inOrder {
		for j := range inOrder {
			got := cluster.CompareVersions(inOrder[i], inOrder[j])
			if want := map[bool]int{i < j: -1, i == j: 0, i > j: 1}[true]; got != want {
				t.Errorf("%s to %s: %d, want %d", inOrder[i], inOrder[j], got, want)
			}
		}
	}
}

func TestInstallLine(t *testing.T) {
	tests := []struct {
		name, goos, release string
		installed           int
		want                string
	}{
		{"Debian 12", "linux", "ID=debian\nVERSION_CODENAME=bookworm\n", 0, "sudo apt-get install postgresql-15 postgresql-15-postgis-3"},
		{"Ubuntu 24.04", "linux", "ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\n", 0, "sudo apt-get install postgresql-16 postgresql-16-postgis-3"},
		{"Ubuntu with another PostgreSQL", "linux", "ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\n", 18, "sudo apt-get install postgresql-18 postgresql-18-postgis-3"},
		{"a Debian of the future", "linux", "ID=debian\n", 0, "sudo apt-get install postgresql postgresql-postgis"},
		{"Debian 11 needs PGDG", "linux", "ID=debian\nVERSION_CODENAME=bullseye\n", 13, "apt.postgresql.org.sh"},
		{"Fedora", "linux", "ID=fedora\n", 0, "sudo dnf install postgresql-server postgresql-contrib postgis"},
		{"Rocky Linux", "linux", "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", 0, "postgis35_17"},
		{"macOS", "darwin", "", 0, "brew install postgresql@17 postgis"},
		{"anything else", "linux", "ID=gentoo\n", 0, "packages of your system"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := cluster.InstallLine(tt.goos, tt.release, tt.installed); !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
