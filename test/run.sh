#!/usr/bin/env bash
# All tests: the gate, after finding (or installing) the browser that it needs.
set -euo pipefail
cd "$(dirname "$0")/.."
browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [ -z "$browser" ] && command -v apt-get >/dev/null; then
  echo 'installing chromium for the browser tests ...'
  sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  $sudo apt-get update -qq && $sudo apt-get install -y -qq chromium >/dev/null
  browser=$(command -v chromium)
fi
export CHROMIUM="$browser"
npm run -s check
