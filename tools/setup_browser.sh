#!/usr/bin/env bash
# Fetch what the tests of the page need beside Python: Chromium and axe-core.
# What can't be had is named and left out; the tests that need it are then skipped, with the reason.
set -uo pipefail
cd "$(dirname "$0")/../tests/render"

has() { command -v "$1" >/dev/null 2>&1; }

if ! has chromium && ! has chromium-browser && ! has google-chrome; then
  if [ "$(id -u)" = 0 ] && has apt-get; then
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 \
      || echo "setup-browser: apt-get could not install chromium" >&2
  else
    echo "setup-browser: install chromium to run the tests of the page in a browser" >&2
  fi
fi

if [ ! -f node_modules/axe-core/axe.min.js ]; then
  if has npm; then
    npm ci --no-audit --no-fund --loglevel=error >/dev/null || echo "setup-browser: npm could not fetch axe-core" >&2
  else
    echo "setup-browser: install npm to check the page for barriers with axe-core" >&2
  fi
fi
exit 0
