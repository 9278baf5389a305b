# The machine of tests/machine.sh, and hands, eyes and ears for it. To be sourced by it.
# A processor in software is slow, and slower beside other work: nothing here waits for a time, but for something to happen,
# at most $patience seconds.
# shellcheck shell=bash disable=SC2154

readonly patience=3600
ask=$here/ask.py
serial=$stage/serial.log
machine_pid=""

# Without mitigations, of which one alone (page tables of the kernel's own) makes an emulator twice as slow, and without old
# devices, for which a kernel looks long.
switch_on() {
    nice -n 5 qemu-system-x86_64 -machine q35,i8042=off,sata=off,smbus=off -accel tcg,thread=multi -cpu max,svm=off,aes=off,pclmulqdq=off,sha-ni=off -smp 1 -m 1536 -nodefaults -display none \
        -kernel "$stage/kernel" -initrd "$stage/initrd" \
        -append "root=/dev/vda rw mitigations=off no5lvl nokaslr norandmaps modprobe.blacklist=pcspkr,iTCO_wdt console=ttyS0,115200 \
            systemd.show_status=0 systemd.journald.forward_to_console=1" \
        -drive "file=$stage/disk,format=raw,if=virtio,cache=unsafe" -device virtio-vga,xres=1080,yres=1920 \
        -device qemu-xhci -device usb-tablet \
        -netdev user,id=net -device virtio-net-pci,netdev=net,id=plug \
        -qmp "unix:$stage/qmp,server=on,wait=off" \
        -chardev "socket,id=agent,path=$stage/agent,server=on,wait=off" -device virtio-serial-pci \
        -device virtserialport,chardev=agent,name=org.qemu.guest_agent.0 \
        -chardev "file,id=serial,path=$serial,append=on" -serial chardev:serial \
        -chardev "pipe,id=hand,path=$stage/hand" -serial chardev:hand >>"$stage/qemu.log" 2>&1 &
    machine_pid=$!
}

# As the power would: nothing is flushed, nothing is asked. What the machine had given to its disk is there.
cut_power() {
    kill -9 "$machine_pid"
    wait "$machine_pid" 2>/dev/null || true
    machine_pid=""
}

qmp() { "$ask" "$stage/qmp" qmp "$@"; }

# A command in the machine, as root.
on() { "$ask" "$stage/agent" run "$patience" /bin/sh -c "$*"; }

until_so() {  # what is waited for, command…
    local -r what=$1 end=$((SECONDS + patience))
    shift
    until "$@" >/dev/null 2>&1; do
        kill -0 "$machine_pid" 2>/dev/null || fail "the machine ended: $(tail -n 2 "$stage/qemu.log")"
        ((SECONDS < end)) || fail "waited in vain for $what"
        sleep 0.2
    done
}

answers() { "$ask" "$stage/agent" run 20 /bin/true; }
awake() { until_so "the machine's agent" answers; }

# ---- hands

declare -A places
read_places() { while read -r name x y; do places[$name]="$x $y"; done <"$stage/office/places"; }

touch_glass() {  # button
    local x y
    read -r x y <<<"${places[$1]}"
    "$ask" "$stage/qmp" tap "$x" "$y"
}

lay() { echo "lay /srv/office/cards/$1.card" >"$stage/hand.in"; }
take() { echo take >"$stage/hand.in"; }

# ---- ears: what the kiosk's log says, on the first serial line, since the last `listen`

listen() { heard_from=$(stat -c %s "$serial"); }
said() { grep -aqE -e "$1" < <(tail -c +$((heard_from + 1)) "$serial"); }
hear() { until_so "'$1' in the log" said "$1"; }

# ---- eyes

look() {  # name: a picture of the glass
    qmp screendump "{\"filename\": \"$stage/$1.png\", \"format\": \"png\"}" >/dev/null
}

shows() {  # page; not too often, since it is the machine's own processor that makes the picture
    sleep 1
    look seen
    "$build/machine_hall" same "$stage/office/$1.png" "$stage/seen.png" >"$stage/difference"
}
see() {
    until_so "the page $1; what is seen lies in $stage" shows "$1"
    cp "$stage/seen.png" "$stage/seen-$1.png"
}
