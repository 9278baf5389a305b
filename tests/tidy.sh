#!/bin/bash
# clang-tidy over the product's own files, a room at a time: tests/tidy.sh [BUILD_DIR [FILE…]]; FILEs are each read alone. Needs
# the packages clang-14 and clang-tidy-14.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${1:-$root/build}/tidy
shift || true
command -v clang-tidy-14 >/dev/null && command -v clang++-14 >/dev/null || {
    echo "tests/tidy.sh: clang-tidy-14 is not installed; please run: apt-get install clang-14 clang-tidy-14" >&2
    exit 1
}
joined=ON
(($# == 0)) || joined=OFF
cd "$root"
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_C_COMPILER=clang-14 -DCMAKE_CXX_COMPILER=clang++-14 \
    -DCMAKE_UNITY_BUILD=$joined -DKIOSK_TESTS=OFF >/dev/null
if [[ $joined == ON ]]; then
    mapfile -t files < <(sed -n 's/^ *"file": "\(.*\)",\?$/\1/p' "$build/compile_commands.json")
    set -- "${files[@]}"
fi
# A joined file lies in the build folder and includes others.
printf '%s\0' "$@" | xargs -0 -n 1 -P "$(nproc)" clang-tidy-14 --quiet --config-file=.clang-tidy \
    --checks=-bugprone-suspicious-include -p "$build"
