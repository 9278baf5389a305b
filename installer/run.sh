#!/bin/bash
# From a fresh Debian 12 to the kiosk: installs what is missing, builds, starts `kiosk --demo`. A machine without a
# display gets a virtual one and a scripted visit. What follows on the command line is handed to the kiosk.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build
# shellcheck source=installer/debian.sh
. "$root/installer/debian.sh"

has_display() { [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]; }

build_kiosk() {
    [[ -x $build/kiosk ]] || require_disk "$root" 2
    if [[ ! -e $build/build.ninja ]]; then
        say "preparing the build in $build"
        mkdir -p "$build"
        cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DKIOSK_TESTS=OFF >"$build/prepare.log" 2>&1 ||
            die "the build could not be prepared; why is in $build/prepare.log."
    fi
    say "building (a few minutes the first time)"
    ninja -C "$build" kiosk kioskctl words man >&2 || die "the build failed; the compiler's words are above."
}

# No display: a returned card is tapped and a priority ticket taken on a virtual one, by keys and finger as a person
# would, and then the pictures and the paper are pointed at.
scripted_visit() {
    exec "$root/installer/visit.sh" "$build/kiosk" "$@"
}

main() {
    require_debian_12
    local packages=("${build_packages[@]}" "${run_packages[@]}")
    has_display || packages+=("${demo_packages[@]}")
    local missing
    missing=$(missing_packages "${packages[@]}")
    [[ -z $missing ]] || require_disk "$root" 2
    install_packages "${packages[@]}"
    build_kiosk
    has_display || scripted_visit "$@"
    exec "$build/kiosk" --demo "$@"
}

main "$@"
