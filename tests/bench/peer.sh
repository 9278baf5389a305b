#!/bin/sh
# The kiosk beside the same page in a browser, in one run: start, tap -> pixel, memory, idleness.
#   tests/bench/peer.sh [BUILD_DIRECTORY, default build]      needs Debian's package chromium
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${1:-$here/../../build}
command -v chromium >/dev/null || { echo "peer.sh: no chromium; apt-get install chromium" >&2; exit 1; }
[ -x "$build/kiosk_bench" ] || { echo "peer.sh: no $build/kiosk_bench; cmake --build $build --target kiosk_bench" >&2; exit 1; }

profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
sandbox=
[ "$(id -u)" -ne 0 ] || sandbox=--no-sandbox  # chromium's own does not run as root
uptime
chromium --version
"$build/kiosk_bench" --peer chromium --kiosk $sandbox --no-first-run --no-default-browser-check \
    --disable-component-update --disable-background-networking --disable-sync --password-store=basic \
    --force-device-scale-factor=1 --window-position=0,0 --window-size=1080,1920 \
    "--user-data-dir=$profile" "file://$here/peer.html"
