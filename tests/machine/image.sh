# A disk with a bare Debian 12 for tests/machine.sh. To be sourced by it.
# shellcheck shell=bash disable=SC2154,SC2016

# What of Debian the packages need is there already, since a processor in software takes an hour to unpack it; the kiosk
# itself is not. Kept in $place for the next run.
make_debian() {
    [[ ! -d $place/debian ]] || return 0
    say "making a bare Debian in $place/debian; the next run finds it there"
    local depends
    depends=$(for deb in "$debs"/kiosk_*.deb "$debs"/kiosk-session_*.deb; do dpkg-deb -f "$deb" Depends; done |
        tr ',' '\n' | sed 's/^ *//' | grep -v '^kiosk ' | paste -sd,)
    rm -rf "$place/debian.part"
    mmdebstrap --quiet --variant=minbase --include=systemd-sysv,udev,dbus,linux-image-amd64,initramfs-tools,lz4,qemu-guest-agent \
        --aptopt='APT::Install-Recommends "false"' --dpkgopt=force-unsafe-io \
        --setup-hook='mkdir -p "$1/etc/initramfs-tools/conf.d"
            printf "MODULES=list\nCOMPRESS=lz4\n" >"$1/etc/initramfs-tools/conf.d/machine"
            printf "virtio_pci\nvirtio_blk\next4\n" >"$1/etc/initramfs-tools/modules"' \
        --customize-hook="chroot \"\$1\" apt-get -qq -y satisfy '$depends'" \
        bookworm "$place/debian.part" >"$stage/debian.log" 2>&1 || fail "no Debian can be made: $(tail -n 3 "$stage/debian.log")"
    mv "$place/debian.part" "$place/debian"
}

drop_in() {  # unit, lines
    mkdir -p "$place/debian/etc/systemd/system/$1.service.d"
    printf "%b\n" "[Service]\n$2" >"$place/debian/etc/systemd/system/$1.service.d/machine.conf"
}

# The machine's own: a network, no packages but ours, the reader's and the printer's stand-ins, the office's files.
furnish() {
    local -r root=$place/debian
    rm -f "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d/* "$root/etc/resolv.conf" "$root"/usr/sbin/policy-rc.d
    echo "hall" >"$root/etc/hostname"
    echo "/dev/vda / ext4 errors=remount-ro 0 1" >"$root/etc/fstab"
    printf '[Match]\nType=ether\n[Network]\nDHCP=ipv4\n' >"$root/etc/systemd/network/machine.network"
    chroot "$root" systemctl -q enable systemd-networkd.service
    cp "$stage/repository.gpg" "$root/usr/share/keyrings/kiosk.gpg"
    rm -rf "$root/srv/office"
    cp -r "$stage/office" "$root/srv/office"

    install -D "$build/machine_reader" "$root/usr/local/bin/machine_reader"
    install -D "$build/libifd_handler.so" "$root/usr/lib/pcsc/drivers/serial/libifd_machine.so"
    mkdir -p "$root/etc/reader.conf.d"
    printf 'FRIENDLYNAME "Reader of the hall"\nDEVICENAME unix:/run/reader.sock\nLIBPATH /usr/lib/pcsc/drivers/serial/libifd_machine.so\nCHANNELID 0\n' \
        >"$root/etc/reader.conf.d/machine"
    cp "$here/reader.service" "$root/etc/systemd/system/reader.service"
    chroot "$root" systemctl -q enable reader.service
    chroot "$root" systemctl -q mask e2scrub_reap.service apt-daily.timer apt-daily-upgrade.timer  # as slow as all else together
    drop_in qemu-guest-agent 'LogLevelMax=warning'
    # What a real processor does in a second may take this one a minute.
    drop_in kiosk 'TimeoutStartSec=15min\nTimeoutStopSec=2min\nWatchdogSec=10min'
    drop_in kiosk-health 'TimeoutStartSec=15min'
    install -D "$(dirname "$here")/support/cups_backend.sh" "$root/usr/lib/cups/backend/kiosksim"
}

# The kernel as it is in memory: to unpack it takes the machine longer than to start it.
unpack_kernel() {
    local offset
    IFS=: read -r offset _ < <(LC_ALL=C grep -abom1 -P '\xFD7zXZ\x00' "$1")
    xz -dc --single-stream < <(tail -c +$((offset + 1)) "$1")
}

make_disk() {
    rm -f "$stage/disk"
    mke2fs -q -t ext4 -d "$place/debian" -L hall "$stage/disk" 4G >/dev/null || fail "no disk"
    unpack_kernel "$place"/debian/boot/vmlinuz-* >"$stage/kernel"
    cp "$place"/debian/boot/initrd.img-* "$stage/initrd"
}
