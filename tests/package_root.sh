#!/bin/bash
# The packages of tests/package.sh on a machine: installed, configured, checked, upgraded, removed, purged. As root, on an
# overlay of this machine's own files (or of ROOT, such as one of debootstrap) that is gone afterwards; else it is skipped (77).
# Usage: tests/package_root.sh BUILD [ROOT]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$(realpath "$1")
lower=$(realpath "${2:-/}")

# shellcheck source=tests/overlay.sh
. "$root/tests/overlay.sh"
in_own_namespace "$build" "$lower"
make_machine machine "$lower"
machine=$stage/machine
mkdir -p "$machine/debs"
cp "$build"/packages/deb/*.deb "$machine/debs" || fail "there are no packages; run tests/package.sh first"
"$root/installer/package.sh" --out "$stage/newer" --from "$build" --version 0.1.0+next 2>/dev/null || fail "no newer package"
cp "$stage"/newer/*.deb "$machine/debs"

on() { on_machine machine "$@"; }
as_kiosk() { on setpriv --reuid=kiosk --regid=kiosk --init-groups "$@"; }
install_version() { on dpkg --force-depends -i "/debs/kiosk_$1_amd64.deb" "/debs/kiosk-session_$1_all.deb" >"$stage/log" 2>&1; }
has() { [[ -e $machine$1 || -L $machine$1 ]] || fail "after $2 there is no $1"; }
has_not() { [[ ! -e $machine$1 && ! -L $machine$1 ]] || fail "after $2 there still is $1"; }
owner() { on stat -c '%U %a' "$1"; }

# X and its tools come from Debian; where this machine has them not, dpkg is told to go on, but kiosk's own needs must be met.
installs() {
    install_version 0.1.0 || fail "the packages cannot be installed: $(tail -n 5 "$stage/log")"
    ! grep -qE '^ kiosk depends on' "$stage/log" || fail "kiosk lacks what it depends on: $(grep -A1 '^ kiosk depends' "$stage/log")"
    [[ $(owner /var/lib/kiosk) == "kiosk 700" ]] || fail "the ledger's folder is $(owner /var/lib/kiosk)"
    [[ $(owner /var/backups/kiosk) == "kiosk 700" ]] || fail "the backups' folder is $(owner /var/backups/kiosk)"
    has /etc/systemd/system/multi-user.target.wants/kiosk.service "the installation"
    has_not /etc/systemd/system/multi-user.target.wants/kiosk-out-of-order.service "the installation"
    [[ -z $(on dpkg -V kiosk kiosk-session) ]] || fail "dpkg -V: $(on dpkg -V kiosk kiosk-session)"
    [[ $(on kiosk --version) == 0.1.0 ]] || fail "kiosk --version"
}

configures() {
    sed -i 's/^# hall = .*/hall = "样板大厅"/; s/^# terminal = .*/terminal = "B"/' "$machine/etc/kiosk/kiosk.toml"
    local said
    said=$(as_kiosk kioskctl doctor 2>&1 || true)
    for part in config policy words "fault texts" voice; do
        grep -qE "^ok +$part " <<<"$said" || fail "doctor says of $part: $(grep -E "^[A-Za-z]+ +$part " <<<"$said")"
    done
    grep -q "ok *policy *  */usr/share/kiosk/policy/shapingba.toml" <<<"$said" || fail "the policy is another: $said"
}

works() {
    printf 'case_key,holder_name,id_number,old_card,community,street,handed_in_at,stage\nK001,测试甲,,4000900000000001,甲,东,2026-01-05,ready\n' >"$machine/debs/cases.csv"
    as_kiosk kioskctl import /debs/cases.csv >"$stage/log" 2>&1 || fail "no case can be imported: $(<"$stage/log")"
    [[ $(owner /var/lib/kiosk/ledger.db) == "kiosk 600" ]] || fail "the ledger is $(owner /var/lib/kiosk/ledger.db)"
}

cases() { as_kiosk kioskctl --json doctor 2>/dev/null | sed -nE 's/.*"state": "([0-9]+) cases in .*/\1/p'; }
backups() { find "$machine/var/backups/kiosk" -name 'before-upgrade-of-*' | wc -l; }

upgrades() {
    local -r before=$(cases)
    install_version 0.1.0+next || fail "no upgrade: $(<"$stage/log")"
    [[ $(on dpkg-query -W -f '${Version}' kiosk) == 0.1.0+next ]] || fail "the upgrade brought nothing"
    [[ $(backups) == 1 ]] || fail "the upgrade made $(backups) backups"
    [[ $(cases) == "$before" && -n $before ]] || fail "before the upgrade there were '$before' cases, now '$(cases)'"
    grep -q '^hall = "样板大厅"' "$machine/etc/kiosk/kiosk.toml" || fail "the upgrade changed kiosk.toml"
    local -r made=$(cd "$machine/var/backups/kiosk" && ls)
    [[ $(owner "/var/backups/kiosk/$made") == "kiosk 600" ]] || fail "the backup is $(owner "/var/backups/kiosk/$made")"
    as_kiosk kioskctl restore "/var/backups/kiosk/$made" >"$stage/log" 2>&1 || fail "the backup cannot be restored: $(<"$stage/log")"
    [[ $(cases) == "$before" ]] || fail "the restored ledger has $(cases) cases"
}

# Nothing is changed if the ledger cannot be backed up, unless somebody says so.
refuses() {
    local -r key=/var/lib/kiosk/ledger.db.key
    mv "$machine$key" "$machine$key.away"
    if install_version 0.1.0; then fail "an upgrade without a backup"; fi
    grep -q "the ledger could not be backed up, so version 0.1.0+next stays" "$stage/log" || fail "it is said: $(tail -n 5 "$stage/log")"
    [[ $(on dpkg-query -W -f '${Version} ${db:Status-Status}' kiosk) == "0.1.0+next installed" ]] || fail "something was changed"
    on env KIOSK_WITHOUT_BACKUP=1 dpkg --force-depends -i /debs/kiosk_0.1.0_amd64.deb /debs/kiosk-session_0.1.0_all.deb >"$stage/log" 2>&1 ||
        fail "KIOSK_WITHOUT_BACKUP=1 does not help: $(tail -n 5 "$stage/log")"
    mv "$machine$key.away" "$machine$key"
}

removes() {
    on dpkg --force-depends -r kiosk-session kiosk >"$stage/log" 2>&1 || fail "no removal: $(tail -n 5 "$stage/log")"
    has_not /usr/bin/kiosk "a removal"
    has_not /lib/systemd/system/kiosk.service "a removal"
    has /etc/kiosk/kiosk.toml "a removal"
    has /var/lib/kiosk/ledger.db "a removal"
    on dpkg --force-depends -P kiosk-session kiosk >"$stage/log" 2>&1 || fail "no purge: $(tail -n 5 "$stage/log")"
    has_not /etc/kiosk "a purge"
    has_not /etc/cups/kiosk-cupsd.conf "a purge"
    has_not /etc/systemd/system/multi-user.target.wants/kiosk.service "a purge"
    has /var/lib/kiosk/ledger.db "a purge"
    has /var/lib/kiosk/ledger.db.key "a purge"
    grep -q "/var/lib/kiosk stays" "$stage/log" || fail "the purge does not say what stays"
}

installs
configures
works
upgrades
refuses
removes
echo "package_root: installed, configured, checked, upgraded, removed, purged"
