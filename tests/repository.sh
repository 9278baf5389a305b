# For tests that update: packages with other versions, and a signed repository with rings, as installer/repository.md makes it.
# To be sourced by bash scripts that use `set -euo pipefail`, have a folder $stage and a function `fail`. The key is gone with
# $stage.
# shellcheck shell=bash disable=SC2154

export GNUPGHOME=$stage/gnupg
repository=$stage/repository

# Empty, signed; its key in $stage/repository.gpg.
make_repository() {  # ring…
    mkdir -m 700 "$GNUPGHOME"
    mkdir -p "$repository/conf"
    gpg --batch --quiet --passphrase '' --quick-generate-key "Kiosks of a city <kiosk@example.org>" ed25519 sign 2>/dev/null
    gpg --batch --export >"$stage/repository.gpg"
    local ring
    for ring in "$@"; do
        printf 'Origin: Kiosks\nLabel: Kiosks\nSuite: %s\nCodename: %s\nArchitectures: amd64\nComponents: main\nSignWith: yes\nValidFor: 14d\n\n' \
            "$ring" "$ring"
    done >"$repository/conf/distributions"
    repo export
}

# To be called at the end: the agent that keeps the key outlives the script otherwise.
end_repository() { gpgconf --kill all; }

repo() { reprepro --silent -b "$repository" "$@" >"$stage/reprepro.log" 2>&1 || fail "reprepro $*: $(<"$stage/reprepro.log")"; }

# Puts the package into $stage/debs with another version, after the commands have changed its tree.
repack() {  # deb, version, commands
    local -r tree=$stage/tree
    mkdir -p "$stage/debs"
    dpkg-deb -R "$1" "$tree"
    sed -i "s/^Version: .*/Version: $2/" "$tree/DEBIAN/control"
    (cd "$tree" && eval "${3:-:}")
    dpkg-deb -Znone --build --root-owner-group "$tree" "$stage/debs" >/dev/null
    rm -rf "$tree"
}
