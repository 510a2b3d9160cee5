#!/usr/bin/env bash
# versions.sh checks that the tools to build with are there and new enough. Where one is not it says what to do and ends with 2.
set -euo pipefail
cd "$(dirname "$0")/.."

at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

short=0
need() { # name, version found ("" = none), least version, what to do
  if [ -z "$2" ]; then
    echo "$1 is missing. $4" >&2
    short=1
  elif ! at_least "$2" "$3"; then
    echo "$1 $2 is too old: $3 or newer is needed. $4" >&2
    short=1
  fi
}
version_of() { "$@" 2>/dev/null | sed -nE 's/^[^0-9]*([0-9]+(\.[0-9]+)+).*/\1/p' || true; }

# go, asked inside the checkout, answers for the toolchain that go.mod wants: a go of 1.21 or later fetches that by itself.
need go "$(version_of go env GOVERSION)" 1.26.3 \
  "Get it from https://go.dev/dl/ and put its bin folder before others in PATH."
need node "$(version_of node --version)" 20.19 \
  "Get it from https://nodejs.org/en/download (the packages of Debian 12 and Ubuntu 24.04 are older)."
need npm "$(version_of npm --version)" 10 "It comes with Node.js: https://nodejs.org/en/download"
need git "$(version_of git --version)" 2.30 "Install it with your system's package manager: apt-get install git"
exit $((short * 2))
