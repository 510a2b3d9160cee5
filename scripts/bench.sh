#!/usr/bin/env bash
# bench.sh is `make bench`: it sees that what is needed is installed, builds terrier and measures it side by side with others
# (cmd/tilebench). Words after it go to `tilebench all`: scripts/bench.sh --homes 100000 is a small run.
set -euo pipefail
cd "$(dirname "$0")/.."
unset DATABASE_URL

scripts/versions.sh
scripts/postgres.sh
. scripts/apt.sh
# What cargo and pip do not give. Without them that peer is left out, and the report says so.
wanted=()
for program in tilemaker:tilemaker ogr2ogr:gdal-bin; do
  command -v "${program%:*}" >/dev/null || wanted+=("${program#*:}")
done
if [ ${#wanted[@]} -gt 0 ] && may_install && ask "Measuring tilemaker" "${wanted[@]}"; then
  install "${wanted[@]}" || echo "tilemaker is left out: it could not be installed" >&2
fi
make --no-print-directory binary
go build -buildvcs=false -o bin/gate ./scripts/gate
go build -buildvcs=false -o bin/tilebench ./cmd/tilebench
exec bin/tilebench all "$@"
