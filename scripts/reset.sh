#!/usr/bin/env bash
# reset.sh removes the private database, wherever it lies, after asking. There is no way back.
set -euo pipefail
cd "$(dirname "$0")/.."

data=var/cluster
if [ ! -e "$data" ] && [ ! -L "$data" ]; then
  echo "There is no private database under ./var."
  exit 0
fi
real=$(readlink -f "$data")
pid=$(head -n 1 "$real/postmaster.pid" 2>/dev/null || true)
if [ -n "$pid" ] && [ -e "/proc/$pid" ]; then
  echo "The database in $real is in use (process $pid): stop terrier first." >&2
  exit 1
fi
if [ "${YES:-}" != 1 ]; then
  read -r -p "Remove the database in $real with all that was imported into it? [y/N] " answer
  case $answer in
    [Yy]*) ;;
    *) exit 1 ;;
  esac
fi
rm -rf -- "$real" "$real.lock" "$real.making"
rm -rf -- "$data" var/log var/run
case $real in
  /var/lib/terrier/*) rm -rf -- "$(dirname "$real")" ;; # made for this checkout alone
esac
echo "Removed. The next start makes a new, empty database."
