#!/bin/bash
# A fleet of three machines and the city's repository: rings, a promotion, bad versions and the way back, packages and lists
# that somebody altered, a machine that was switched off in the midst. The updater, apt, dpkg and reprepro are the real ones;
# the packages are small stand-ins, and systemctl keeps a diary. As root, on overlays of this machine (tests/overlay.sh).
# Usage: tests/update_root.sh
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tests/overlay.sh
. "$root/tests/overlay.sh"
in_own_namespace
command -v reprepro >/dev/null || skip "reprepro is not here"
scripts=$root/installer/session
# shellcheck source=tests/repository.sh
. "$root/tests/repository.sh"
trap end_repository EXIT

names=(kiosk kiosk-session)

# ---- stand-ins: programs that do as `disease` says, scripts that are the real ones

package() {  # name, version, folder with its files
    mkdir -p "$3/DEBIAN"
    printf 'Package: %s\nVersion: %s\nArchitecture: all\nSection: misc\nPriority: optional\nMaintainer: A test <a@example.org>\n%sDescription: stand-in\n' \
        "$1" "$2" "${4:+Source: $4
}" >"$3/DEBIAN/control"
    dpkg-deb --build --root-owner-group "$3" "$stage/debs" >/dev/null
    rm -rf "$3"
}

# A ledger of version N is read by programs of version N and later; each program brings it to its own.
make_version() {  # version, schema, what is wrong with it
    local -r tree=$stage/tree
    mkdir -p "$stage/debs" "$tree"/{usr/bin,usr/lib/kiosk,DEBIAN}
    cat >"$tree/usr/bin/kiosk" <<PROGRAM
#!/bin/bash
# kiosk --check
[[ "$3" != crash ]] || kill -SEGV \$\$
echo "WRONG printer       switched off at night"
[[ "$3" != wrong ]] || echo "WRONG reader        ready no more"
(( \$(</var/lib/kiosk/ledger) <= $2 )) && echo "ok    ledger        read" || echo "WRONG ledger        of a later program"
[[ "$3" == wrong ]] || echo "ok    display       1080 x 1920 pixels"
exit 1
PROGRAM
    cat >"$tree/usr/bin/kioskctl" <<PROGRAM
#!/bin/bash
case \$1 in
    health) [[ ! -e /var/lib/kiosk/busy ]] || { echo "kioskctl: the hall is open" >&2; exit 1; } ;;
    backup) cp /var/lib/kiosk/ledger "\$2" ;;
    restore) cp "\$2" /var/lib/kiosk/ledger ;;
esac
PROGRAM
    chmod +x "$tree"/usr/bin/*
    cp "$scripts"/{as-kiosk,backup-before-upgrade} "$tree/usr/lib/kiosk"
    cp "$root/installer/debian/kiosk.preinst" "$tree/DEBIAN/preinst"
    printf '#!/bin/sh\n[ "%s" != unfit ] || exit 1\n' "$3" >"$tree/DEBIAN/postinst"
    chmod +x "$tree"/DEBIAN/*inst
    package kiosk "$1" "$tree"
    mkdir -p "$tree/usr/lib/kiosk"
    cp "$scripts/update" "$tree/usr/lib/kiosk"
    echo "$1 $2 $3" >"$tree/usr/lib/kiosk/disease"
    package kiosk-session "$1" "$tree" kiosk
}

publish() {  # ring, version
    repo includedeb "$1" "$stage/debs/kiosk_$2_all.deb" "$stage/debs/kiosk-session_$2_all.deb"
}

# ---- the fleet

# systemctl starts a kiosk whose page is not blank; the ledger then is of its version.
make_terminal() {  # name, ring
    make_machine "$1" /
    local -r machine=$stage/$1
    # Nothing but the stand-ins counts as installed: dpkg would read the names of all of this machine's files each time.
    rm -rf "$machine"/etc/apt/sources.list* "$machine"/var/lib/apt/lists "$machine"/var/lib/dpkg/info/*.*
    echo 1 >"$machine/var/lib/dpkg/info/format"
    : >"$machine/var/lib/dpkg/status"
    mkdir -p "$machine"/{repository,etc/apt/sources.list.d,var/lib/apt/lists/partial,run/systemd/system,etc/dpkg/dpkg.cfg.d}
    mount --bind "$repository" "$machine/repository"
    echo force-unsafe-io >"$machine/etc/dpkg/dpkg.cfg.d/fast"
    cp "$stage/repository.gpg" "$machine/usr/share/keyrings/kiosk.gpg"
    printf 'Types: deb\nURIs: copy:/repository\nSuites: %s\nComponents: main\nSigned-By: /usr/share/keyrings/kiosk.gpg\n' "$2" \
        >"$machine/etc/apt/sources.list.d/kiosk.sources"
    cat >"$machine/usr/bin/systemctl" <<'SYSTEMCTL'
#!/bin/bash
echo "$*" >>/systemctl
[[ "$*" == "start kiosk.service" ]] || exit 0
read -r version schema disease </usr/lib/kiosk/disease
[[ $disease != blank ]] || exit 1
[[ $(</var/lib/kiosk/ledger) -gt $schema ]] || echo "$schema" >/var/lib/kiosk/ledger
SYSTEMCTL
    cat >"$machine/usr/bin/systemd-run" <<'SYSTEMD_RUN'
#!/bin/bash
while [[ $1 == -* ]]; do [[ $1 != -p ]] || shift; shift; done
exec "$@"
SYSTEMD_RUN
    chmod +x "$machine"/usr/bin/system{ctl,d-run}
    install -D /dev/null "$machine/run/dbus/system_bus_socket"
    on_machine "$1" bash -c 'getent passwd kiosk >/dev/null || useradd --system kiosk
        install -d -o kiosk -g kiosk -m 700 /var/lib/kiosk /var/backups/kiosk
        install -o kiosk -g kiosk -m 600 /dev/null /var/lib/kiosk/ledger && echo 1 >/var/lib/kiosk/ledger
        apt-get -qq update && apt-get -qq install kiosk kiosk-session' >"$stage/log" 2>&1 || fail "$1 cannot be installed: $(<"$stage/log")"
}

# As the two units do it, each with its own capabilities.
capabilities() { sed -nE 's/^CapabilityBoundingSet=//p' "$root/installer/debian/kiosk-session.$1.service" | sed 's/CAP_/,+/g; s/ //g; s/^/-all/' | tr '[:upper:]' '[:lower:]'; }
as_unit() {  # machine, unit, argument
    on_machine "$1" setpriv --bounding-set="$(capabilities "$2")" --no-new-privs /usr/lib/kiosk/update "$3"
}
update() { { as_unit "$1" kiosk-update fetch && as_unit "$1" kiosk-update-install install; } >"$stage/log" 2>&1; }
updates() { update "$1" || fail "$1: $(<"$stage/log")"; }
fails() { ! update "$1" || fail "$1 should have refused: $(<"$stage/log")"; }
version() { on_machine "$1" dpkg-query -W -f '${Version} ' "${names[@]}"; }
has_version() { [[ $(version "$1") == "$2 $2 " ]] || fail "$1 has $(version "$1"), not $2; $(<"$stage/log")"; }
noted() { grep -q "^outcome = \"$2\"" "$stage/$1/var/lib/kiosk-update/last.toml" || fail "$1 notes: $(<"$stage/$1/var/lib/kiosk-update/last.toml")"; }
said() { grep -qF "$1" "$stage/log" || fail "it does not say '$1': $(<"$stage/log")"; }
ledger() { cat "$stage/$1/var/lib/kiosk/ledger"; }
kept() { (cd "$stage/$1/var/lib/kiosk-update/good" && echo *.deb); }

rings() {
    updates a
    noted a current
    [[ $(kept a) == "kiosk-session_1.0_all.deb kiosk_1.0_all.deb" ]] || fail "kept are $(kept a)"
    publish pilot 1.1
    touch "$stage/a/var/lib/kiosk/busy"
    updates a
    has_version a 1.0
    said "the hall is open"
    rm "$stage/a/var/lib/kiosk/busy"
    local machine
    for machine in a b c; do updates "$machine"; done
    has_version a 1.1
    noted a updated
    [[ $(kept a) == "kiosk-session_1.1_all.deb kiosk_1.1_all.deb" ]] || fail "kept are $(kept a)"
    grep -qx 'stop kiosk.service' "$stage/a/systemctl" || fail "the kiosk was at work meanwhile"
    [[ $(tail -n 2 "$stage/a/systemctl" | head -n 1) != stop* ]] || fail "the kiosk was not started"
    has_version b 1.0
    repo copy district pilot "${names[@]}"
    for machine in b c; do updates "$machine"; done
    has_version b 1.1
    has_version c 1.0
    repo copy all district "${names[@]}"
    updates c
    has_version c 1.1
}

# Each is worse in its own way.
bad_version() {  # version, why
    publish pilot "$1"
    fails a
    said "$2"
    has_version a 1.1
    noted a undone
    [[ $(ledger a) == 1 ]] || fail "after $1 the ledger is of version $(ledger a)"
    grep -qx "Pin: version $1" "$stage/a/etc/apt/preferences.d/kiosk-shut-out.pref" || fail "$1 is not shut out"
}

bad_versions() {
    bad_version 1.2.1 "display,reader"
    updates a  # it is offered again
    has_version a 1.1
    noted a undone
    bad_version 1.2.2 "the program"
    bad_version 1.2.3 "the first page does not stand"
    bad_version 1.2.4 "it cannot be installed"
    publish pilot 1.3
    updates a
    has_version a 1.3
    noted a updated
    [[ $(ledger a) == 2 ]] || fail "the ledger was not brought forward"
}

# A package that is another than the one signed for; a list that nobody signed; one that an old key signed.
tampered() {
    publish district 1.3
    local -r deb=$(find "$repository/pool" -name 'kiosk_1.3_all.deb')
    cp "$deb" "$stage/genuine"
    dpkg-deb -R "$stage/genuine" "$stage/forged"
    echo 'echo stolen' >>"$stage/forged/usr/bin/kiosk"
    dpkg-deb --build --root-owner-group "$stage/forged" "$deb" >/dev/null
    fails b
    said "is not what the repository signed"
    has_version b 1.1
    noted b failed
    cp "$stage/genuine" "$deb"
    local -r list=$repository/dists/district/InRelease
    cp "$list" "$stage/list"
    sed -i 's/^Suite: district/Suite: district\nLabel: forged/' "$list"
    fails b
    said "not to be trusted"
    has_version b 1.1
    rm "$list" "$repository"/dists/district/Release.gpg
    fails b
    has_version b 1.1
    repo export
    cp "$stage/list" "$list"
    updates b
    has_version b 1.3
}

# Power goes when dpkg has unpacked one of the two.
switched_off() {
    publish all 1.3
    cat >"$stage/c/etc/dpkg/dpkg.cfg.d/power" <<'POWER'
pre-invoke=if [ "$DPKG_HOOK_ACTION" = configure ] && [ ! -e /powerless ]; then touch /powerless; kill -9 $PPID $(cat /updater); fi
POWER
    on_machine c bash -c 'echo $$ >/updater; exec /usr/lib/kiosk/update --now' >"$stage/log" 2>&1 && fail "the power did not go: $(<"$stage/log")"
    [[ -e $stage/c/var/lib/kiosk-update/under-way ]] || fail "nothing says that an update was under way: $(<"$stage/log")"
    touch "$stage/c/var/lib/kiosk/busy"  # the hall is open by now, and a terminal that is half one and half the other is no use
    updates c
    has_version c 1.3
    noted c updated
}

# Both keys sign while the new one goes round; then the old one is believed nowhere that has the new list.
key_rolled() {
    local -r old=$(gpg --batch --list-keys --with-colons 2>/dev/null | awk -F: '$1 == "fpr" { print $10; exit }')
    gpg --batch --quiet --passphrase '' --quick-generate-key "Next key of the kiosks <next@example.org>" ed25519 sign 2>/dev/null
    local -r next=$(gpg --batch --list-keys --with-colons next@example.org 2>/dev/null | awk -F: '$1 == "fpr" { print $10; exit }')
    sed -i "s/^SignWith:.*/SignWith: $old $next/" "$repository/conf/distributions"
    repo export
    updates a
    gpg --batch --export "$next" >"$stage/a/usr/share/keyrings/kiosk.gpg"
    updates a
    sed -i "s/^SignWith:.*/SignWith: $next/" "$repository/conf/distributions"
    repo export
    updates a
    fails b
    said "not to be trusted"
}

make_repository pilot district all
make_version 1.0 1 ""
make_version 1.1 1 ""
make_version 1.2.1 2 wrong
make_version 1.2.2 2 crash
make_version 1.2.3 2 blank
make_version 1.2.4 2 unfit
make_version 1.3 2 ""
for ring in pilot district all; do publish "$ring" 1.0; done
make_terminal a pilot
make_terminal b district
make_terminal c all
rings
bad_versions
tampered
switched_off
key_rolled
echo "update_root: three machines through three rings, four bad versions undone, forged packages and lists refused, a key rolled"
