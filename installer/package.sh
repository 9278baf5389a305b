#!/bin/bash
# Builds the Debian packages kiosk, kiosk-session, kiosk-doc and kiosk-dbgsym into build/deb, or into --out FOLDER.
# --version V: not the version of installer/debian/changelog; what follows it there stays.
# --from BUILD: packs the programs of that build folder, which has the tests as well, instead of building them; for tests.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=installer/debian.sh
. "$root/installer/debian.sh"

out=$root/build/deb
version=""
from=""

read_options() {
    while (($# > 0)); do
        (($# > 1)) || die "usage: installer/package.sh [--out FOLDER] [--version V] [--from BUILD]"
        case $1 in
            --out) mkdir -p "$2" && out=$(realpath "$2") ;;
            --version) version=$2 ;;
            --from) from=$(realpath "$2") ;;
            *) die "usage: installer/package.sh [--out FOLDER] [--version V] [--from BUILD]" ;;
        esac
        shift 2
    done
}

# The same sources make the same packages: all that goes into them has the day of the last commit.
set_epoch() {
    if [[ -z ${SOURCE_DATE_EPOCH:-} ]]; then
        SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct 2>/dev/null ||
            dpkg-parsechangelog -l "$root/installer/debian/changelog" -S Timestamp)
    fi
    export SOURCE_DATE_EPOCH
}

# What the packages are made of, with `debian` where Debian's programs look for it.
copy_tree() {
    rm -rf "$tree"
    mkdir -p "$tree"
    cp -a "$root"/{CMakeLists.txt,README.md,assets,hw,installer,kiosk,screens} "$tree"
    cp -a "$root/installer/debian" "$tree/debian"
    mkdir "$tree/tests"
    cp "$root/tests/README.md" "$tree/tests"
}

set_version() {
    local -r of_program=$(sed -nE 's/^project\(kiosk VERSION ([0-9.]+).*/\1/p' "$root/CMakeLists.txt")
    local -r written=$(dpkg-parsechangelog -l "$tree/debian/changelog" -S Version)
    version=${version:-$written}
    [[ $version == "$of_program"* ]] || [[ -n $from ]] ||
        die "the package would have version $version, but the program says $of_program."
    if [[ $version != "$written" ]]; then
        {
            echo "kiosk ($version) bookworm; urgency=medium"
            printf '\n  * Built from %s.\n\n' "$written"
            echo " -- $(dpkg-parsechangelog -l "$root/installer/debian/changelog" -S Maintainer)  $(date -uRd "@$SOURCE_DATE_EPOCH")"
            echo
            cat "$root/installer/debian/changelog"
        } >"$tree/debian/changelog"
    fi
}

build_packages_in() {  # tree
    local options=("nocheck" "parallel=${KIOSK_JOBS:-$(nproc)}")
    [[ -z $from ]] || options+=("noautodbgsym")
    cd "$1"
    KIOSK_FROM=$from DEB_BUILD_OPTIONS="${options[*]}" dpkg-buildpackage -b -us -uc -ui >"$out/package.log" 2>&1 ||
        die "the packages could not be built; why is at the end of $out/package.log: $(tail -n 3 "$out/package.log" | tr '\n' ' ')"
}

read_options "$@"
[[ -n $from ]] || require_debian_12
mkdir -p "$out"
[[ -n $from ]] || install_packages "${build_packages[@]}" "${package_packages[@]}"
set_epoch
tree=$out/tree/kiosk
copy_tree
set_version
(build_packages_in "$tree")
mv "$out"/tree/*.{deb,changes,buildinfo} "$out"
rm -rf "$out/tree"
say "the packages are in $out"
