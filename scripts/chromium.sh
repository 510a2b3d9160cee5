#!/usr/bin/env bash
# chromium.sh prints the path of a Chromium or Chrome for the browser journeys: the one that CHROME names, or the first one
# found. Where there is none and it may, it offers to install one; else it says what to do and ends with 2.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/apt.sh

find_browser() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" /Applications/Chromium.app/Contents/MacOS/Chromium; do
    if command -v "$name"; then
      return 0
    fi
  done
  return 1
}

give_up() {
  cat >&2 <<'WORDS'
The browser journeys need Chromium or Chrome. Install one: sudo apt-get install chromium (Debian),
sudo snap install chromium (Ubuntu), sudo dnf install chromium, brew install --cask google-chrome,
or name a browser that you have: CHROME=/path/to/chrome make test
WORDS
  exit 2
}

if [ -n "${CHROME:-}" ]; then
  if ! command -v "$CHROME"; then
    echo "CHROME names $CHROME, which is no program here. Set it to the path of a Chromium or Chrome." >&2
    exit 2
  fi
  exit 0
fi
find_browser && exit 0
may_install || give_up
known chromium || refresh >&2
known chromium || give_up
ask "The browser journeys" chromium >&2 || give_up
install chromium >&2
find_browser || give_up
