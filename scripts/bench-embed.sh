#!/usr/bin/env bash
# bench-embed.sh is `make bench-embed`: it measures the embed of the demonstration beside pages of other libraries that show the same
# (static/e2e/bench), and writes docs/embed.md. What they need is installed beside them, and is no part of terrier or its gate.
set -euo pipefail
cd "$(dirname "$0")/.."
unset DATABASE_URL

scripts/versions.sh
scripts/postgres.sh
make --no-print-directory build
(cd static/e2e/bench && npm ci --no-audit --no-fund)

var=$(mktemp -d)
port=${PORT:-8099}
bin/terrier serve --demo --var "$var" --listen "127.0.0.1:$port" --public-url "http://127.0.0.1:$port" >"$var.log" 2>&1 &
terrier=$!
trap 'kill $terrier 2>/dev/null; wait $terrier 2>/dev/null || true; rm -rf "$var" "$var.log"' EXIT
for _ in $(seq 120); do
  curl -sf "http://127.0.0.1:$port/readyz" >/dev/null && break
  kill -0 $terrier 2>/dev/null || { cat "$var.log" >&2; exit 1; }
  sleep 1
done
BASE_URL="http://127.0.0.1:$port" node static/e2e/bench/embed.mjs "$@"
