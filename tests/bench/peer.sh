#!/bin/bash
# The kiosk beside the same page in GTK 3 (C), QML and a browser, and beside the least that any program needs, in one run:
# start, tap -> pixel, memory, idleness.
#   tests/bench/peer.sh [BUILD_DIRECTORY, default build]
# Needs Debian's packages libgtk-3-dev, qmlscene, qml-module-qtquick2, qml-module-qtquick-window2 and chromium; leaves out,
# and says so, what is not there. The peers run at their lightest: without OpenGL, which this machine would compute.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=${1:-$here/../../build}
[[ -x $build/kiosk_bench ]] || { echo "peer.sh: no $build/kiosk_bench; cmake --build $build --target kiosk_bench" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
peers=()

# Xlib alone: the floor of this machine, and of the measuring.
add_floor() {
    gcc -O2 -o "$work/floor" "$here/peer/floor.c" -lX11 -lXext
    peers+=(--peer Floor "$work/floor")
}

add_gtk() {
    pkg-config --exists gtk+-3.0 || { echo "peer.sh: no GTK 3; apt-get install libgtk-3-dev" >&2; return; }
    # shellcheck disable=SC2046
    gcc -O2 -o "$work/gtk" "$here/peer/gtk.c" $(pkg-config --cflags --libs gtk+-3.0)
    pkg-config --modversion gtk+-3.0 | sed 's/^/GTK /'
    peers+=(--peer "GTK 3" env GDK_GL=disable NO_AT_BRIDGE=1 "$work/gtk")
}

add_qml() {
    command -v qmlscene >/dev/null ||
        { echo "peer.sh: no QML; apt-get install qmlscene qml-module-qtquick2 qml-module-qtquick-window2" >&2; return; }
    dpkg-query -W -f 'QML ${Version}\n' qml-module-qtquick2
    mkdir -m 700 "$work/run"
    peers+=(--peer QML env XDG_RUNTIME_DIR="$work/run" QT_QUICK_BACKEND=software QT_XCB_GL_INTEGRATION=none
        qmlscene "$here/peer/page.qml")
}

add_chromium() {
    command -v chromium >/dev/null || { echo "peer.sh: no chromium; apt-get install chromium" >&2; return; }
    chromium --version
    local sandbox=()
    (($(id -u) != 0)) || sandbox=(--no-sandbox)  # chromium's own does not run as root
    peers+=(--peer Chromium chromium --kiosk "${sandbox[@]}" --no-first-run --no-default-browser-check
        --disable-component-update --disable-background-networking --disable-sync --password-store=basic
        --force-device-scale-factor=1 --window-position=0,0 --window-size=1080,1920
        "--user-data-dir=$work/profile" "file://$here/peer/page.html")
}

uptime
add_floor
add_gtk
add_qml
add_chromium
"$build/kiosk_bench" "${peers[@]}"
