#!/bin/bash
# The packages of tests/package.sh under a real systemd: the kiosk on an X server in memory, its health, its backup, an update to
# a version that stands and to one that does not. systemd boots in namespaces of its own, on an overlay of this machine
# (tests/overlay.sh), with its units' filters, folders and capabilities as they are. Else it is skipped (77).
# Usage: tests/boot_root.sh BUILD
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$(realpath "$1")
# shellcheck source=tests/overlay.sh
. "$root/tests/overlay.sh"
in_own_namespace "$build"
for file in /usr/bin/{reprepro,Xvfb,jq} /lib/systemd/system/dbus.socket; do [[ -e $file ]] || skip "$file is not here"; done
# shellcheck source=tests/repository.sh
. "$root/tests/repository.sh"

# ---- packages: as they are, newer, and newer with a kiosk that ends at once

make_packages() {
    local -r kiosk=$(echo "$build"/packages/deb/kiosk_*.deb) session=$(echo "$build"/packages/deb/kiosk-session_*.deb)
    [[ -e $kiosk && -e $session ]] || fail "there are no packages; run tests/package.sh first"
    local -r needs_no_xorg='sed -i -E "s/^Depends: .*x11.*/Depends: kiosk/; /^Recommends:/d" DEBIAN/control'
    local version
    for version in 0.1.0 0.1.0+next 0.1.0+worse; do repack "$session" "$version" "$needs_no_xorg"; done
    for version in 0.1.0 0.1.0+next; do repack "$kiosk" "$version" "$needs_no_xorg"; done
    repack "$kiosk" 0.1.0+worse "$needs_no_xorg; printf '#!/bin/sh\nexit 1\n' >usr/lib/kiosk/kiosk"
}

publish() {
    make_repository next worse
    local ring
    for ring in next worse; do repo includedeb "$ring" "$stage"/debs/*_0.1.0+"$ring"_*.deb; done
    cp "$stage/repository.gpg" "$repository/key.gpg"
    end_repository
}

# ---- the machine

install_machine() {
    make_machine machine /
    local -r machine=$stage/machine
    local unit
    # Only what the packages bring is started, and dpkg need not read the names of all of this machine's files.
    for unit in systemd-{sysctl,udevd,modules-load,random-seed,logind}.service systemd-udevd-{kernel,control}.socket; do
        ln -sf /dev/null "$machine/etc/systemd/system/$unit"
    done
    rm -rf "$machine"/etc/apt/{sources.list*,apt.conf.d/*,preferences.d/*} "$machine"/var/lib/apt/lists "$machine"/var/lib/dpkg/info/*.*
    : >"$machine/var/lib/dpkg/status"
    mkdir -p "$machine"/{debs,repository,mnt/disk/kiosk,etc/apt/sources.list.d,var/lib/apt/lists/partial,etc/dpkg/dpkg.cfg.d}
    echo force-unsafe-io >"$machine/etc/dpkg/dpkg.cfg.d/fast"
    cp "$stage"/debs/*_0.1.0_*.deb "$machine/debs"
    mount --bind "$repository" "$machine/repository"
    on_machine machine groupadd -rf input
    on_machine machine dpkg --force-depends -i /debs/kiosk_0.1.0_amd64.deb /debs/kiosk-session_0.1.0_all.deb >"$stage/log" 2>&1 || fail "$(<"$stage/log")"
    on_machine machine chown kiosk /mnt/disk/kiosk
    configure
    mkdir "$machine/etc/systemd/system/kiosk.service.d"
    glass_in_memory >"$machine/etc/systemd/system/kiosk.service.d/glass.conf"
    proof >"$machine/proof"
    chmod +x "$machine/proof"
    printf '[Unit]\nRequires=basic.target dbus.socket\nAfter=basic.target dbus.socket\nSuccessAction=exit-force\nFailureAction=exit-force\n[Service]\nType=oneshot\nExecStart=/proof\nStandardOutput=file:/proof.log\nStandardError=file:/proof.log\n' \
        >"$machine/etc/systemd/system/proof.service"
    umount "$machine/proc" "$machine/dev"
}

# A hall that is closed today, whatever today is.
configure() {
    local -r day=$(LC_ALL=C date -u -d '+3 days' +%a)
    sed -E "/^\[\[hours\]\]/,/^to/ s/^days = .*/days = [\"${day,,}\"]/" "$root/assets/policy/shapingba.toml" >"$stage/machine/etc/kiosk/policy.toml"
    sed -i 's/^# hall = .*/hall = "Hall"/; s/^# policy = .*/policy = "policy.toml"/; s|^# to = .*|to = "/mnt/disk/kiosk"|' "$stage/machine/etc/kiosk/kiosk.toml"
}

# An X server of Debian would say itself that all is ready.
glass_in_memory() {
    cat <<'UNIT'
[Service]
ExecStart=
ExecStart=/bin/sh -c 'env -u NOTIFY_SOCKET Xvfb :0 -screen 0 1080x1920x24 -nolisten tcp >/dev/null 2>&1 & until [ -S /tmp/.X11-unix/X0 ]; do sleep 0.1; done; DISPLAY=:0 exec /usr/lib/kiosk/kiosk'
TTYPath=/dev/null
TTYReset=no
TTYVHangup=no
TTYVTDisallocate=no
StandardInput=null
UNIT
}

# What happens on the machine once it has booted.
proof() {
    cat <<'PROOF'
#!/bin/bash
set -uo pipefail
fail() { echo "$1"; journalctl --no-pager -o cat -n 40; exit 1; }
works() { systemctl start "$1" || fail "$1 does not work: $(systemctl status --no-pager "$1")"; }
ring() { printf 'Types: deb\nURIs: copy:/repository\nSuites: %s\nComponents: main\nSigned-By: /repository/key.gpg\n' "$1" >/etc/apt/sources.list.d/kiosk.sources; }
version() { dpkg-query -W -f '${Version} ' kiosk kiosk-session; }
health() { /usr/lib/kiosk/as-kiosk kioskctl --json health | jq -r "$1"; }

printf 'case_key,holder_name,id_number,old_card,community,street,handed_in_at,stage\nK001,A,,4000900000000001,B,C,2026-01-05,ready\n' >/debs/cases.csv
/usr/lib/kiosk/as-kiosk kioskctl import /debs/cases.csv || fail "no import"
works kiosk.service
[[ $(health .kiosk.in_visit) == false ]] || fail "the kiosk does not say how it stands: $(health .)"
works kiosk-health.service
grep -qx 'kiosk_at_work 1' /run/kiosk-health/kiosk.prom || fail "$(cat /run/kiosk-health/kiosk.prom)"
works kiosk-backup.service
[[ -n $(find /mnt/disk/kiosk -name 'kiosk-*.db') && $(health .last_backup.to) == /mnt/disk/kiosk ]] || fail "no backup: $(health .last_backup)"

# The units start one another; the second is waited for here.
mkdir -p /var/lib/kiosk-update/good && cp /debs/*.deb /var/lib/kiosk-update/good
ring next
works kiosk-update.service
systemctl start kiosk-update-install.service || fail "no update: $(cat /var/lib/kiosk-update/last.toml)"
[[ $(version) == "0.1.0+next 0.1.0+next " && $(health .last_update.outcome) == updated ]] || fail "after the update: $(version) $(health .)"
[[ $(health .kiosk.in_visit) == false ]] || fail "no kiosk after the update: $(health .)"
ring worse
works kiosk-update.service
! systemctl start kiosk-update-install.service || fail "a version without a first page stays"
[[ $(version) == "0.1.0+next 0.1.0+next " && $(health .last_update.outcome) == undone ]] || fail "after the bad update: $(version) $(health .)"
[[ $(health .kiosk.in_visit) == false ]] || fail "no kiosk after the bad update: $(health .)"
echo proved
PROOF
}

# In a control group of its own, without the network, and with a kernel that it can only look at.
boot() {
    local -r machine=$stage/machine own=$(findmnt -fnt cgroup2 -o TARGET)$(sed -n 's/^0:://p' /proc/self/cgroup)
    local -r group=$own/kiosk-boot-$$
    mkdir "$group" 2>/dev/null || skip "this machine allows no control group"
    echo $$ >"$group/cgroup.procs"
    timeout -k 5 240 unshare --cgroup --pid --kill-child --fork --uts --ipc --net --mount bash -euc '
        cd "$0"
        mount -t proc proc proc
        mount -o bind proc/sys proc/sys
        mount -o remount,bind,ro proc/sys
        mount -t sysfs -o ro sysfs sys
        mount -t cgroup2 cgroup2 sys/fs/cgroup
        for folder in dev run tmp; do mount -t tmpfs tmpfs $folder; done
        chmod 755 dev run
        mkdir dev/pts dev/shm .old
        mount -t devpts devpts dev/pts
        mount -t tmpfs tmpfs dev/shm
        for node in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0; do
            IFS=: read -r name major minor <<<"$node"
            mknod -m 666 "dev/$name" c "$major" "$minor"
        done
        ln -s /proc/self/fd dev/fd
        ln -s pts/ptmx dev/ptmx
        pivot_root . .old
        umount -l .old
        exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=console --unit=proof.service
    ' "$machine" >"$stage/boot.log" 2>&1 </dev/null || true
    echo $$ >"$own/cgroup.procs"
    find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
    [[ -e $machine/proof.log ]] || skip "no systemd boots here: $(tail -n 2 "$stage/boot.log")"
    [[ $(tail -n 1 "$machine/proof.log") == proved ]] || fail "$(<"$machine/proof.log")"
}

make_packages
publish
install_machine
boot
echo "boot_root: kiosk, health and backup work under systemd; a good version came, a bad one was undone"
