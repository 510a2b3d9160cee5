package cluster

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// markerName is the file by which a data directory is known as one that terrier made and finished.
const markerName = "terrier.marker"

const markerText = "This PostgreSQL data directory belongs to terrier (docs/how-to/run-it.md).\nlayout 1\n"

// HalfMadeError says that a folder stands where the data directory should be and is no finished one of terrier's.
type HalfMadeError struct {
	Dir   string
	Lacks string // the file that is missing
}

func (e *HalfMadeError) Error() string {
	return fmt.Sprintf("the folder %s is no complete database of terrier's (it has no %s): restore it from a backup, or move it away with: "+
		"mv %[1]s %[1]s.old, and start again for a new, empty database", e.Dir, e.Lacks)
}

// VersionError says that the data was written by a PostgreSQL that is not installed.
type VersionError struct {
	Dir   string
	Data  int       // the major version that wrote the data
	Found []Install // what is installed, newest first
}

func (e *VersionError) Error() string {
	have := make([]string, len(e.Found))
	for i, in := range e.Found {
		have[i] = in.String()
		if len(in.Lacks) > 0 && in.Major == e.Data {
			have[i] += " (without " + strings.Join(in.Lacks, " and ") + ")"
		}
	}
	return fmt.Sprintf("the database in %s was made by PostgreSQL %d, and installed is %s: install PostgreSQL %[2]d with PostGIS beside it with: %[4]s, "+
		"or move the data away with: mv %[1]s %[1]s.%[2]d, and start again for a new, empty database",
		e.Dir, e.Data, strings.Join(have, ", "), thisSystem().installLine(e.Data))
}

// majorOf reads which PostgreSQL made the data directory; 0 means that there is none yet.
func majorOf(data string) (int, error) {
	entries, err := os.ReadDir(data)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("look into the database's folder: %w", err)
	}
	for _, name := range []string{"PG_VERSION", "global/pg_control", markerName} {
		if _, err := os.Stat(filepath.Join(data, name)); err != nil {
			return 0, &HalfMadeError{Dir: data, Lacks: name}
		}
	}
	text, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if err != nil {
		return 0, fmt.Errorf("read which PostgreSQL made the database: %w", err)
	}
	major, err := strconv.Atoi(string(bytes.TrimSpace(text)))
	if err != nil {
		return 0, fmt.Errorf("read which PostgreSQL made the database: %s/PG_VERSION says %q", data, text)
	}
	return major, nil
}

// installFor chooses the programs for data of a major version: the newest of just that one. 0 is no data yet: the newest of all.
func installFor(data string, major int, found []Install) (Install, error) {
	newest, err := newestGood(found)
	if err != nil || major == 0 {
		return newest, err
	}
	for _, in := range found {
		if in.Major == major && in.good() {
			return in, nil
		}
	}
	return Install{}, &VersionError{Dir: data, Data: major, Found: found}
}
