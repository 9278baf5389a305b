#!/bin/bash
# Makes the package kiosk-policy-CITY of a folder: what all terminals of a city have in common. It is looked at with
# kioskctl before it is built. Usage: installer/policy-package.sh FOLDER CITY VERSION [OUT]
#   policy.toml      the city's rules; files that it names lie beside it
#   policy.pinyin    how its sentences are read, may be missing; likewise of files that it names
#   trusted-keys     the fleet's list of public keys (kioskctl keys trust), may be missing
#   repository.gpg   the keys that sign the kiosks' repository (repository.md), may be missing
#   clips            recordings of the voice, may be missing; likewise english-clips
# KIOSKCTL names another kioskctl than the one that is installed.
set -euo pipefail

# shellcheck source=installer/debian.sh
. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"

(($# == 3 || $# == 4)) || die "usage: installer/policy-package.sh FOLDER CITY VERSION [OUT]"
folder=$1 city=$2 version=$3 out=${4:-.}
kioskctl=${KIOSKCTL:-kioskctl}
known=(policy.toml policy.pinyin trusted-keys repository.gpg clips english-clips)

[[ $city =~ ^[a-z0-9][a-z0-9-]+$ ]] || die "the name of the city is made of small letters, digits and hyphens, not: $city"
[[ $version =~ ^[0-9][0-9.~+]*$ ]] || die "a version is made of digits and dots, such as 2026.11.28, not: $version"
[[ -f $folder/policy.toml ]] || die "$folder holds no policy.toml."
command -v "$kioskctl" >/dev/null || die "kioskctl is not here; it looks at the policy. Install the package kiosk."
[[ -z $(find "$folder" -type l) ]] || die "$folder holds symbolic links; put the files themselves there."

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

# Files of issuers and the like have names of the policy's choice; secrets never belong here.
check_names() {
    local name
    for name in $(cd "$folder" && find . -mindepth 1 -maxdepth 1 -printf '%f\n'); do
        [[ " ${known[*]} " != *" $name "* && $name != *.toml && $name != *.pinyin ]] || continue
        die "$folder/$name is nothing that a policy package holds: ${known[*]}"
    done
    local secret
    secret=$(grep -rlE 'PRIVATE KEY|secret' "$folder" --include=trusted-keys --include='*.toml' --include='*.pem' || true)
    [[ -z $secret ]] || die "this looks like a secret, and a package is for everybody to read: $secret"
    # As gpg --export writes it: the first packet is a public key.
    [[ ! -e $folder/repository.gpg || $(head -c 1 "$folder/repository.gpg" | od -An -tx1) =~ ^\ (98|99|9a|9b|c6)$ ]] ||
        die "$folder/repository.gpg holds no public key as gpg --export writes it."
}

# As a terminal would use it: one that has nothing but this.
check_policy() {
    local wrong
    local -r place=$(realpath "$folder")
    {
        echo "[site]"
        echo "policy = \"$place/policy.toml\""
        echo "[ledger]"
        echo "path = \"$stage/none.db\""
        [[ ! -e $place/trusted-keys ]] || printf '[codes]\ntrusted = "%s"\n' "$place/trusted-keys"
        echo "[voice]"
        [[ ! -e $place/clips ]] || echo "clips = \"$place/clips\""
        [[ ! -e $place/english-clips ]] || echo "english_clips = \"$place/english-clips\""
    } >"$stage/kiosk.toml"
    wrong=$("$kioskctl" --config "$stage/kiosk.toml" doctor 2>/dev/null |
        grep -E '^WRONG (config|policy|fault texts|voice|recordings) ' || true)
    [[ -z $wrong ]] || die "the policy is not right: $wrong"
    [[ ! -e $place/trusted-keys ]] || "$kioskctl" --config "$stage/kiosk.toml" keys list >/dev/null ||
        die "$folder/trusted-keys is not right; why stands above."
    "$kioskctl" --config "$stage/kiosk.toml" voice missing >"$stage/missing" || die "the voice is not right; why stands above."
    say "recorded: $(tail -n 1 "$stage/missing")"
}

build() {
    local -r place=$stage/root/usr/share/kiosk/city
    mkdir -p "$place" "$stage/root/DEBIAN"
    cp -R "$folder/." "$place"
    find "$stage/root" -type d -exec chmod 755 {} +
    find "$stage/root" -type f -exec chmod 644 {} +
    cat >"$stage/root/DEBIAN/control" <<CONTROL
Package: kiosk-policy-$city
Version: $version
Architecture: all
Section: misc
Priority: optional
Maintainer: ${DEBFULLNAME:-The office of $city} <${DEBEMAIL:-kiosk@kiosk.example.org}>
Depends: kiosk
Provides: kiosk-policy
Conflicts: kiosk-policy
Replaces: kiosk-policy
Description: what all kiosks of $city have in common
 Rules, words, recordings and trusted keys of the city.
CONTROL
    (cd "$stage/root" && find usr -type f -exec md5sum {} + | LC_ALL=C sort -k 2 >DEBIAN/md5sums)
    # The newest file's time, so that the same folder makes the same package.
    SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(find "$folder" -type f -printf '%T@\n' | sort -n | tail -n 1 | cut -d. -f1)}
    export SOURCE_DATE_EPOCH
    find "$stage/root" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
    mkdir -p "$out"
    dpkg-deb --build --root-owner-group "$stage/root" "$out" >/dev/null
    say "$out/kiosk-policy-${city}_${version}_all.deb"
}

check_names
check_policy
build
