#!/bin/bash
# Installs what the tests need, builds, runs all of them. `--sanitize` does it with AddressSanitizer and UBSan, in
# build-asan. Other arguments go to ctest: tests/run.sh -R visit
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=installer/debian.sh
. "$root/installer/debian.sh"

build=$root/build
options=(-DCMAKE_BUILD_TYPE=Release -DKIOSK_TESTS=ON -DKIOSK_SANITIZE=)
if [[ ${1:-} == --sanitize ]]; then
    shift
    build=$root/build-asan
    options=(-DCMAKE_BUILD_TYPE=RelWithDebInfo -DKIOSK_TESTS=ON "-DKIOSK_SANITIZE=address,undefined")
fi

require_debian_12
[[ -d $build ]] || require_disk "$root" 2
install_packages "${build_packages[@]}" "${run_packages[@]}" "${test_packages[@]}"

cmake -S "$root" -B "$build" -G Ninja -DCMAKE_C_COMPILER=gcc -DCMAKE_CXX_COMPILER=g++ "${options[@]}" >/dev/null ||
    die "the build could not be prepared; CMake's words are above."
ninja -C "$build" || die "the build failed; the compiler's words are above."
"$root/tests/format.sh"
cd "$build"
exec ctest --output-on-failure -j"$(nproc)" "$@"
