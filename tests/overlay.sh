# For tests that install packages: machines that are overlays of this one's own files, in a mount namespace of the test's own,
# with which they are gone. Else the test is skipped (77). To be sourced by bash scripts that use `set -euo pipefail`.
# shellcheck shell=bash

fail() {
    echo "$(basename "$0" .sh): $1"
    exit 1
}

skip() {
    echo "$(basename "$0" .sh): skipped: $1"
    exit 77
}

# Starts the script once more, with its arguments; there $stage is an empty folder in memory.
in_own_namespace() {
    if [[ -z ${STAGE:-} ]]; then
        [[ $(id -u) == 0 ]] || skip "only root can install packages"
        unshare -m true 2>/dev/null || skip "this machine allows no mounts"
        STAGE=$(mktemp -d)
        export STAGE
        trap 'rmdir "$STAGE"' EXIT
        unshare -m "$0" "$@"
        exit
    fi
    stage=$STAGE
    mount -t tmpfs none "$stage" || skip "this machine allows no mounts"
}

# Makes $stage/NAME a machine with the files of LOWER.
make_machine() {  # name, lower
    local -r machine=$stage/$1
    mkdir -p "$stage/of-$1"/{upper,work} "$machine"
    mount -t overlay none -o "lowerdir=$2,upperdir=$stage/of-$1/upper,workdir=$stage/of-$1/work" "$machine" ||
        skip "this machine allows no overlay of $2"
    mkdir -p "$machine/proc" "$machine/dev"
    mount --bind /proc "$machine/proc"
    mount --bind /dev "$machine/dev"
    printf '#!/bin/sh\nexit 101\n' >"$machine/usr/sbin/policy-rc.d"
    chmod +x "$machine/usr/sbin/policy-rc.d"
}

on_machine() {  # name, command…
    chroot "$stage/$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive "${@:2}"
}
