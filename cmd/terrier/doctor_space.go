package main

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// leastSpace is what the demo, its indexes and PostgreSQL's own log need several times over.
const leastSpace = 1 << 30

func lookAtSpace(d *diagnosis, f *databaseFlags) {
	if f.URL != "" {
		return // the server's disk is its keeper's business
	}
	dir, err := filepath.Abs(f.Var)
	for err == nil {
		if _, statErr := os.Stat(dir); statErr == nil || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	var fs syscall.Statfs_t
	if err == nil {
		err = syscall.Statfs(dir, &fs)
	}
	if err != nil {
		d.add("space", err.Error(), "Choose another folder with --var.", false)
		return
	}
	free := fs.Bavail * uint64(fs.Bsize)
	d.add("space", fmt.Sprintf("%.1f GB free in %s", float64(free)/1e9, dir), "Make room: at least 1 GB is needed.", free >= leastSpace)
}
