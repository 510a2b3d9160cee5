package cluster

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
)

// MissingError says that no installed PostgreSQL can be used, what was found, and the line that installs what is missing.
type MissingError struct {
	Found  []Install // the installs that fall short, newest first
	System System
}

func (e *MissingError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "PostgreSQL %d or newer with PostGIS %s or newer is needed", LeastPostgreSQL, LeastPostGIS)
	for _, in := range e.Found {
		fmt.Fprintf(&b, "; %s lacks %s", in, strings.Join(in.Lacks, " and "))
	}
	if len(e.Found) == 0 {
		b.WriteString(" and none is installed")
	}
	fmt.Fprintf(&b, ". Install it with: %s (or name a database of yours in DATABASE_URL)", e.Install())
	return b.String()
}

// Install is the line to type.
func (e *MissingError) Install() string {
	major := e.System.postgreSQL
	for _, in := range e.Found {
		if in.Major >= LeastPostgreSQL {
			major = in.Major
			break
		}
	}
	return e.System.installLine(major)
}

// System is what the install line depends on.
type System struct {
	OS         string   // as in runtime.GOOS
	Kin        []string // ID and ID_LIKE of os-release: "ubuntu", "debian"
	Codename   string   // VERSION_CODENAME: "bookworm"
	postgreSQL int      // the major version in the distribution's own packages; 0 where not known
}

// inDistribution is the PostgreSQL of each release that the README names, and of those before and after it.
// Sources: packages.debian.org/postgresql, packages.ubuntu.com/postgresql.
var inDistribution = map[string]int{
	"bullseye": 13, "bookworm": 15, "trixie": 17,
	"focal": 12, "jammy": 14, "noble": 16, "plucky": 17, "questing": 17,
}

func thisSystem() System {
	release, _ := os.ReadFile("/etc/os-release") // absent outside Linux
	return systemFrom(runtime.GOOS, string(release))
}

func systemFrom(goos, release string) System {
	s := System{OS: goos}
	for line := range strings.Lines(release) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		value = strings.Trim(value, `"'`)
		switch key {
		case "ID", "ID_LIKE":
			s.Kin = append(s.Kin, strings.Fields(value)...)
		case "VERSION_CODENAME":
			s.Codename = value
		}
	}
	s.postgreSQL = inDistribution[s.Codename]
	return s
}

// pgdgMajor is the release that the lines for the PostgreSQL project's own packages name.
const pgdgMajor = 17

func (s System) installLine(major int) string {
	is := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(s.Kin, n) })
	}
	switch {
	case s.OS == "darwin":
		return "brew install postgresql@17 postgis"
	case is("debian", "ubuntu") && (major == 0 || major >= LeastPostgreSQL):
		if major == 0 {
			return "sudo apt-get install postgresql postgresql-postgis"
		}
		return fmt.Sprintf("sudo apt-get install postgresql-%d postgresql-%[1]d-postgis-3", major)
	case is("debian", "ubuntu"): // the distribution's own is too old
		return fmt.Sprintf("sudo apt-get install postgresql-common && sudo /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y"+
			" && sudo apt-get install postgresql-%d postgresql-%[1]d-postgis-3", pgdgMajor)
	case is("fedora") && !is("rhel", "centos"):
		return "sudo dnf install postgresql-server postgresql-contrib postgis"
	case is("rhel", "centos"):
		return fmt.Sprintf("sudo dnf install epel-release https://download.postgresql.org/pub/repos/yum/reporpms/EL-$(rpm -E %%rhel)-$(uname -m)/pgdg-redhat-repo-latest.noarch.rpm"+
			" && sudo dnf install postgresql%d-server postgresql%[1]d-contrib postgis35_%[1]d", pgdgMajor)
	default:
		return "the packages of your system for PostgreSQL's server, its contrib extensions and PostGIS (https://postgis.net/documentation/getting_started/)"
	}
}
