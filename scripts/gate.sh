#!/usr/bin/env bash
# gate.sh is `make test`: it sees that what the tests need is installed, and runs them all (scripts/gate).
# `gate.sh long` is `make test-long`. The tests have a private database of their own: DATABASE_URL is not looked at.
set -euo pipefail
cd "$(dirname "$0")/.."
unset DATABASE_URL

scripts/versions.sh
scripts/postgres.sh
CHROME=$(scripts/chromium.sh)
export CHROME
go build -buildvcs=false -o bin/gate ./scripts/gate
exec bin/gate "$@"
