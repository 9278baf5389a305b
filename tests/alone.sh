#!/bin/bash
# Compiles every file of the rooms alone: without the files that a build joins it with, and without the headers that were read
# before. Otherwise a forgotten include is found by whoever moves a file. ccache remembers which file was found well, with all that the
# file includes, so that only the files of a change are compiled anew. Usage: tests/alone.sh [FOLDER…]; kiosk hw screens.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
(($#)) || set -- kiosk hw screens
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cmake -S "$root" -B "$scratch" -G Ninja -DCMAKE_UNITY_BUILD=OFF -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON -DKIOSK_TESTS=OFF >/dev/null
folders=$(IFS='|'; echo "$*")
# A file of two targets is compiled once.
ninja -C "$scratch" -t compdb |
    jq -r --arg root "$root/" --arg folders "^($folders)/.*[.]cpp$" \
        '[.[] | select(.file | ltrimstr($root) | test($folders))] | unique_by(.file) | .[].command' |
    sed 's/ -MD -MT [^ ]* -MF [^ ]*//; s/ -o [^ ]*//; s/ -c / -fsyntax-only /' >"$scratch/commands"
cd "$root"  # from another folder, ccache would not know the files again
count=$(wc -l <"$scratch/commands")
there=$(find "$@" -name '*.cpp' | wc -l)
((count == there)) || { echo "alone: $there files are there, but the build compiles $count"; exit 1; }
# shellcheck disable=SC2016
tr '\n' '\0' <"$scratch/commands" | xargs -0 -P "$(nproc)" -I{} bash -c 'eval "$1"' _ {}
echo "alone: each of $count files has all includes that it needs"
