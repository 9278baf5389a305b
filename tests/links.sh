#!/bin/bash
# What rooms must not bring along. Usage: tests/links.sh PROBE HAS HAS_NOT: the program that links the rooms, the pattern of a library
# that it must name, and of those that it must not.
set -euo pipefail
needed=$(readelf -d "$1" | grep NEEDED)
grep -qE "$2" <<<"$needed" || { echo "links: the linker leaves out what is not called; this test then sees nothing"; exit 1; }
if grep -E "$3" <<<"$needed"; then
    echo "links: the rooms of $(basename "$1") must not link these"
    exit 1
fi
echo "links: $(basename "$1") links none of $3"
