package main

import (
	"io"
	"os"
	"time"
)

// race names the packages with goroutines of their own; the rest, readers of formats among them, is tested without the race
// detector, which is slow.
var race = []string{"./cmd/...", "./data/cluster/...", "./data/demo/...", "./data/dump/...", "./data/export/...", "./data/ingest", "./data/ingest/geopackage",
	"./data/migrate/...", "./data/postgis/...", "./geo/column/...", "./geo/grid/...", "./geo/within/...", "./plans/access/...", "./plans/area/...", "./plans/audit/...", "./plans/home/...", "./plans/web/...",
	"./tiles/feature/...", "./tiles/home/...", "./tiles/mvt/...", "./tiles/serve/...", "./scripts/..."}

const (
	short   = 5 * time.Minute
	longer  = 15 * time.Minute
	longest = 25 * time.Minute
)

const (
	vitestFile = scratch + "/vitest.json"
	e2eFile    = "static/e2e/results.json"
)

var (
	npmCI     = step{name: "npm ci", in: "static", command: []string{"npm", "ci", "--no-audit", "--no-fund"}, limit: short}
	viteBuild = step{name: "vite build", in: "static", command: []string{"npm", "run", "--silent", "bundle"}, limit: short}
)

var plans = map[string][]step{
	"": {
		{name: "gofmt", command: shell(`gofmt -l $(git ls-files -co --exclude-standard '*.go')`), limit: short, empty: true},
		{name: "go vet", command: []string{"go", "vet", "./..."}, limit: longer},
		{name: "staticcheck", command: []string{"go", "tool", "staticcheck", "./..."}, limit: longer},
		npmCI,
		{name: "tsc", in: "static", command: []string{"npm", "run", "--silent", "check"}, limit: short},
		{name: "vitest", in: "static", limit: short, leaves: vitestFile, count: countVitest,
			command: []string{"npx", "--no-install", "vitest", "run", "--reporter=json", "--outputFile=../" + vitestFile}},
		viteBuild,
		{name: "size", in: "static", command: []string{"npm", "run", "--silent", "size"}, limit: short},
		{name: "go build", command: shell("rm -f bin/terrier && make --no-print-directory binary"), limit: longer},
		{name: "go test", command: goTest("", packages(false)), limit: longer, count: countGo, show: watchGo},
		{name: "go test race", command: goTest("-race", packages(true)), limit: longest, count: countGo, show: watchGo},
		{name: "browser", in: "static", limit: longest, leaves: e2eFile, count: countBrowser,
			command: shell(`DATABASE_URL=$TERRIER_TEST_URL npm run --silent e2e`)}, // its database is empty until then
	},
	"long": {
		npmCI, viteBuild, // what pages link to
		{name: "go test long", limit: 3 * time.Hour, count: countGo, show: watchGo,
			command: shell("TERRIER_LONG=1 go test -json -count=1 -timeout 3h ./...")},
		{name: "stress", limit: time.Hour, show: func() io.Writer { return os.Stdout }, // three million homes under edits, a folder of its own
			command: shell("make --no-print-directory binary && go build -buildvcs=false -o bin/tilebench ./cmd/tilebench && rm -f var/stress/*/results.json && " +
				"bin/tilebench data --dir var/stress && bin/tilebench stress --dir var/stress --duration 2m --strict")},
	},
	"bench": {
		{name: "go bench", limit: time.Hour, show: func() io.Writer { return os.Stdout },
			command: shell("go test -run '^$' -bench . -benchmem ./...")},
	},
}

func shell(line string) []string { return []string{"bash", "-c", "set -euo pipefail; " + line} }

// packages writes the shell words that list the packages with or without goroutines.
func packages(withRace bool) string {
	named := "go list"
	for _, p := range race {
		named += " " + p
	}
	named += " 2>/dev/null | sort" // a room that is not built yet matches nothing
	if withRace {
		return "$(" + named + ")"
	}
	return "$(comm -23 <(go list ./... | sort) <(" + named + "))"
}

func goTest(flags, packages string) []string {
	return shell("go test -json -count=1 -timeout 14m " + flags + " " + packages)
}
