#!/usr/bin/env bash
# postgres.sh sees that a PostgreSQL with PostGIS is installed for the private database. Where it may, it offers to install
# one; else it prints the line to type and ends with 2. With DATABASE_URL set there is nothing to do.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/apt.sh

if [ -n "${DATABASE_URL:-}" ]; then
  exit 0
fi
go build -buildvcs=false -o bin/findpostgres ./scripts/findpostgres
if missing=$(bin/findpostgres 2>&1); then
  exit 0
fi

# packages names the server and PostGIS: for a PostgreSQL that is installed already, else for the distribution's own.
packages() {
  local major
  for major in $(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | grep -oE '[0-9]+' | sort -rn) $(distribution_major); do
    if [ "$major" -ge 14 ] && known "postgresql-$major" && known "postgresql-$major-postgis-3"; then
      echo "postgresql-$major postgresql-$major-postgis-3"
      return
    fi
  done
}
distribution_major() { apt-cache depends postgresql 2>/dev/null | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p'; }

# no_main_cluster keeps apt from starting a database of its own on port 5432 when it installs the first server.
no_main_cluster() {
  if compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; then
    return
  fi
  as_root mkdir -p /etc/postgresql-common/createcluster.d
  as_root tee /etc/postgresql-common/createcluster.d/terrier.conf >/dev/null <<'CONF'
# Written by terrier, which runs a private cluster: no "main" cluster is made and started when a PostgreSQL server is
# installed. Remove this file if you want one with the next version that you install.
create_main_cluster = false
CONF
}

give_up() {
  echo "$missing" >&2
  exit 2
}

may_install || give_up
chosen=$(packages)
if [ -z "$chosen" ]; then
  refresh
  chosen=$(packages)
fi
[ -n "$chosen" ] || give_up
read -r -a chosen <<<"$chosen"
ask "The private database" "${chosen[@]}" || give_up
no_main_cluster
install "${chosen[@]}"
bin/findpostgres
