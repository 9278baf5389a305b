#!/bin/bash
# What a person sees and touches must not bring a database along. Usage: tests/links.sh PROBE, the program that links those rooms.
set -euo pipefail
needed=$(readelf -d "$1" | grep NEEDED)
[[ $needed == *libcups.so* ]] || { echo "links: the linker leaves out what is not called; this test then sees nothing"; exit 1; }
if grep -E 'libpq|libsqlite3|libzip|libexpat' <<<"$needed"; then
    echo "links: visit, page, screens and hw must not link these"
    exit 1
fi
echo "links: no database behind visit, page, screens and hw"
