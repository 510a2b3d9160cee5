package cluster

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
)

const (
	logLimit  = 10 << 20 // bytes; a longer log is put aside at the next start
	tailLines = 12
	tailBytes = 8 << 10
)

// openLog opens the server's log for appending; one that has grown long is kept as .1.
func openLog(path string) (*os.File, error) {
	if err := makeOpen(filepath.Dir(path)); err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err == nil && info.Size() > logLimit {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, err
		}
	}
	return os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
}

// tail returns the last lines written to the log since it was start bytes long.
func tail(log *os.File, start int64) string {
	info, err := log.Stat()
	if err != nil {
		return err.Error()
	}
	from := max(start, info.Size()-tailBytes)
	text, err := io.ReadAll(io.NewSectionReader(log, from, tailBytes))
	if err != nil {
		return err.Error()
	}
	return lastLines(text)
}

func lastLines(text []byte) string {
	lines := strings.Split(string(bytes.TrimSpace(text)), "\n")
	if len(lines) > tailLines {
		lines = lines[len(lines)-tailLines:]
	}
	return strings.Join(lines, "\n")
}
