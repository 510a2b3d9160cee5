package main

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// lookAround writes down what a run stands on.
func (b *bench) lookAround(ctx context.Context, r *results, db *database) error {
	var postgres, postgis string
	var tableBytes, homes int64
	if err := db.QueryRow(ctx, `SELECT current_setting('server_version'), postgis_lib_version(), pg_total_relation_size('peers.stock'), (SELECT count(*) FROM peers.stock)`).
		Scan(&postgres, &postgis, &tableBytes, &homes); err != nil {
		return err
	}
	r.Surroundings["PostgreSQL"], r.Surroundings["PostGIS"] = postgres, postgis
	r.Surroundings["Homes"] = strconv.FormatInt(homes, 10)
	r.Figures["PostgreSQL bytes a home"] = series{float64(tableBytes) / float64(homes)}
	for _, p := range []peer{martin, tippecanoe, tilemaker} {
		r.Surroundings[p.name] = b.versionOf(ctx, p)
	}
	said, err := exec.CommandContext(ctx, b.Terrier, "version").Output()
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(strings.TrimSpace(string(said)), "\n")
	r.Surroundings["terrier"] = first
	r.Surroundings["Go"] = strings.TrimPrefix(runtime.Version(), "go")
	r.Surroundings["Machine"] = processor() + ", " + strconv.Itoa(runtime.NumCPU()) + " cores, " + strconv.FormatFloat(memoryMB()/1024, 'f', 0, 64) + " GiB"
	r.Surroundings["Day"] = time.Now().UTC().Format(time.DateOnly)
	return r.save()
}

func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}
