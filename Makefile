# The ways to build, run and test terrier. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run build binary size test test-long bench bench-embed fmt reset clean

version := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
commit  := $(shell git rev-parse --short HEAD 2>/dev/null || echo unknown)
ldflags := -X main.version=$(version) -X main.commit=$(commit)

# What the front end is made of. Its templates are embedded by Go and need no npm.
front := $(shell find static/src static/public -type f 2>/dev/null) \
         $(wildcard static/package.json static/package-lock.json static/vite.config.ts static/vite.embed.config.ts static/tsconfig.json)

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build, start with the demo and a private database, and serve http://localhost:8080
	@scripts/versions.sh
	@scripts/postgres.sh
	@$(MAKE) --no-print-directory build
	@exec bin/terrier serve --demo

build: static/dist/manifest.json binary ## Build the front end and bin/terrier

binary:
	@go build -trimpath -buildvcs=false -ldflags '$(ldflags)' -o bin/terrier ./cmd/terrier

static/dist/manifest.json: static/node_modules/.package-lock.json $(front)
	@cd static && npm run --silent build
	@touch $@

static/node_modules/.package-lock.json: static/package-lock.json
	@cd static && npm ci --no-audit --no-fund
	@touch $@

size: build ## Say what pages and embeds weigh beside their budgets; fails past one
	@cd static && npm run --silent size

test: ## Run every test (the gate): formatting, vet, Go on a real PostGIS, the front end, a real browser
	@scripts/gate.sh

test-long: ## Run the Go tests with their sweeps at full length, then each fuzz target for ten minutes (FUZZTIME=1m for less); some hours
	@scripts/gate.sh long

bench: ## Measure beside other servers on 3 million homes and write docs/performance.md; about an hour (BENCH="--homes 100000" for less)
	@scripts/bench.sh $(BENCH)
	@scripts/bench-embed.sh

bench-embed: ## The embed alone, beside MapLibre, Leaflet and OpenLayers, written to docs/embed.md; ten minutes
	@scripts/bench-embed.sh

fmt: ## Format the Go code
	@gofmt -w $$(git ls-files -co --exclude-standard '*.go')

reset: ## Remove the private database under ./var (asks first)
	@scripts/reset.sh

clean: ## Remove what was built (the database stays; see make reset)
	@rm -rf bin static/node_modules static/e2e/results.json
	@find static/dist -mindepth 1 ! -name placeholder.txt -delete
