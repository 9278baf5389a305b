#!/bin/bash
# clang-tidy over the product's own files, each compiled alone: tests/tidy.sh [BUILD_DIR] [FILE…]. Needs the packages clang-14
# and clang-tidy-14.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${1:-$root/build}/tidy
shift || true
command -v clang-tidy-14 >/dev/null && command -v clang++-14 >/dev/null || {
    echo "tests/tidy.sh: clang-tidy-14 is not installed; please run: apt-get install clang-14 clang-tidy-14" >&2
    exit 1
}
cd "$root"
if (($# == 0)); then
    mapfile -t files < <(find kiosk hw screens -name '*.cpp')
    set -- "${files[@]}"
fi
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_C_COMPILER=clang-14 -DCMAKE_CXX_COMPILER=clang++-14 -DCMAKE_UNITY_BUILD=OFF \
    -DKIOSK_TESTS=OFF >/dev/null
printf '%s\0' "$@" | xargs -0 -n 4 -P "$(nproc)" clang-tidy-14 --quiet -p "$build"
