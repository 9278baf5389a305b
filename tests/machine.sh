#!/bin/bash
# The whole machine: a bare Debian 12 in an emulator, the packages from a signed repository, a reboot; what stands on the glass,
# a ticket by a touch; what breaks, and what comes back. Prints a table of times and outcomes; the first wrong one ends it.
# As root, half an hour on two idle cores, hours on busy ones: tests/README.md. Usage: tests/machine.sh BUILD
# MACHINE_DIR: where Debian is kept for the next run, and what was seen of this one; else /var/tmp/kiosk-machine.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
here=$root/tests/machine
build=$(realpath "$1")
place=${MACHINE_DIR:-/var/tmp/kiosk-machine}
stage=$place/run
debs=$stage/deb

# shellcheck source=installer/debian.sh
. "$root/installer/debian.sh"

fail() {
    row WRONG "$*"
    table
    say "what was seen is in $stage"
    exit 1
}

# ---- the table

rows=()
step="" began=0
row() { rows+=("$(printf '%-34s %5d s   %-6s %s' "$step" $((SECONDS - began)) "$1" "${2:-}")"); }
table() { printf '%s\n' "" "${rows[@]}" ""; }

prove() {  # what, command…: its outcome is in $outcome
    step=$1
    began=$SECONDS
    outcome=""
    say "$step"
    shift
    "$@"
    row ok "$outcome"
    say "${rows[-1]}"
}

begin() {
    [[ $(id -u) == 0 ]] || die "this makes the files of another machine, so it wants root"
    install_packages "${machine_packages[@]}"
    mkdir -p "$place"
    rm -rf "$stage"
    mkdir "$stage"
    mkfifo "$stage"/hand.{in,out}
    : >"$stage/serial.log"
    trap end EXIT
}

end() {
    [[ -z ${machine_pid:-} ]] || cut_power
    [[ -z ${server_pid:-} ]] || kill "$server_pid"
    end_repository
    rm -f "$stage/disk"
}

# ---- what it is made of

make_packages() {
    "$root/installer/package.sh" --out "$debs" --from "$build" 2>/dev/null || fail "no packages: $(tail -n 3 "$debs/package.log")"
    local name
    for name in kiosk kiosk-session; do
        repack "$debs"/"$name"_*.deb 0.1.0+next
        repack "$debs"/"$name"_*.deb 0.1.0+worse "[ $name != kiosk ] || printf '#!/bin/sh\nexit 1\n' >usr/lib/kiosk/kiosk"
    done
    make_repository pilot
    repo includedeb pilot "$debs"/kiosk_*.deb "$debs"/kiosk-session_*.deb
}

publish() { repo includedeb pilot "$stage"/debs/*_"$1"_*.deb; }

# By HTTP, on this machine's own address, which the machine knows as 10.0.2.2.
serve_repository() {
    : >"$stage/server.log"
    python3 -u -m http.server --bind 127.0.0.1 --directory "$repository" 0 >"$stage/server.log" 2>&1 &
    server_pid=$!
    until grep -q 'port [0-9]' "$stage/server.log"; do kill -0 "$server_pid" || fail "no server: $(<"$stage/server.log")"; done
    port=$(sed -nE 's/.*port ([0-9]+).*/\1/p' "$stage/server.log")
}

make_machine() {
    make_packages
    serve_repository
    "$build/machine_hall" make "$stage/office" "$cards"
    read_places
    printf 'Types: deb\nURIs: http://10.0.2.2:%s/\nSuites: pilot\nComponents: main\nSigned-By: /usr/share/keyrings/kiosk.gpg\n' "$port" \
        >"$stage/office/kiosk.sources"
    make_debian
    furnish
    make_disk
}

# ---- what an administrator does

installs() {
    switch_on
    awake
    outcome="the bare machine answered after $((SECONDS - began)) s; "
    on "cp /srv/office/kiosk.sources /etc/apt/sources.list.d && apt-get -qq update && ! dpkg -s kiosk 2>/dev/null &&
        DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends kiosk-session" >"$stage/install.log" 2>&1 ||
        fail "not installed: $(tail -n 3 "$stage/install.log")"
    outcome+="no question"
}

configures() {
    on "sed 's/^idle_ask_seconds = .*/idle_ask_seconds = 600/' /srv/office/policy.toml >/etc/kiosk/policy.toml
        sed -i -E 's/^# (hall =).*/\1 \"测试大厅\"/; s/^# (policy =).*/\1 \"policy.toml\"/; s/^# (width_mm =).*/\1 270/
            s/^# (height_mm =).*/\1 480/; s/^# (queue =).*/\1 \"receipt\"/; s/^# (enabled =).*/\1 false/' /etc/kiosk/kiosk.toml
        /usr/lib/kiosk/as-kiosk kioskctl import /srv/office/cases.csv
        install -d -o lp /var/spool/printer /var/spool/printer/printed
        systemctl restart cups && lpadmin -p receipt -E -v kiosksim:/var/spool/printer -m raw
        systemctl -q mask --now kiosk-update.timer kiosk-health.timer
        /usr/lib/kiosk/update --now" >"$stage/configure.log" 2>&1 || fail "$(tail -n 3 "$stage/configure.log")"
}

reboots() {
    listen
    on "systemctl reboot" || true
    hear 'ledger open'
    see home
    outcome="the home page, and no pixel is another"
}

# ---- what an old person does

# The last number that the kiosk has told since the last `listen`.
number() { tail -c +$((heard_from + 1)) "$serial" | grep -aoE 'ticket [A-Z][0-9]+' | tail -n 1 | cut -d' ' -f2; }

hears_soon() {  # pattern
    local -r end=$((SECONDS + 20))
    until said "$1"; do
        ((SECONDS < end)) || return 1
        sleep 0.2
    done
}

# Until the log says so. A reader that is slow to answer on a slow machine makes the kiosk read the card anew, so a touch may
# find no button.
touches_until() {  # pattern, page, button
    said "$1" && return
    shows "$2" && touch_glass "$3"
    hears_soon "$1"
}

lays_card() {  # of one that came back
    listen
    lay "$1"
    hear '-> (card_came_back|showing_ticket)'
}

asks_for_ticket() {  # card, what the log says then
    until_so "'$2' after a touch" touches_until "$2" "came_back-$1" priority
}

readonly a_ticket='ticket [A-Z][0-9]+' a_goodbye='-> (take_your_card|home)'
takes_ticket() {  # card
    lays_card "$1"
    asks_for_ticket "$1" "$a_ticket"
}

has_ticket() {  # card
    lays_card "$1"
    said '-> showing_ticket'
}

# The ticket's page stays when the card is taken away, as its number is to be read.
is_done() {
    said "$a_goodbye" && return
    touch_glass "done"
    hears_soon "$a_goodbye"
}

leaves() {
    until_so "the end of the visit" is_done
    take
    hear '-> home'
}

touches() {
    lays_card 0
    see came_back-0
    local -r asked=$SECONDS
    asks_for_ticket 0 "$a_ticket"
    outcome="the page of the card is right; ticket $(number) $((SECONDS - asked)) s after the touch"
    until_so "the paper" on "ls /var/spool/printer/printed/*.pdf"
    look ticket
    leaves
    see home
}

tells_its_health() {
    on "systemctl start kiosk-health.service && cat /run/kiosk-health/kiosk.prom" >"$stage/kiosk.prom" || fail "no health"
    local line
    for line in 'kiosk_at_work 1' 'kiosk_tickets_today 1' 'kiosk_ledger_readable 1'; do
        grep -qx "$line" "$stage/kiosk.prom" || fail "it does not say: $line"
    done
    outcome="at work, one ticket today; $(grep -vc '^#' "$stage/kiosk.prom") numbers"
}

# ---- what goes wrong

is_killed() {  # program
    listen
    on "kill -9 \$(pidof $1)" || fail "there is no $1"
    hear 'ledger open'
    see home
    outcome="the home page again"
}

readonly moments=("the touch" "the kiosk asks its ledger" "the ledger has answered" "the paper is out")
readonly signs=("." "-> issuing_ticket" "$a_ticket" ": (printed|outcome unknown)")

# Two tickets, and power goes in the midst of a third. The card lies there again when the machine is back.
power_is_cut() {  # round
    local -r moment=$(($1 % ${#moments[@]})) last=$(($1 * 3))
    takes_ticket $((last - 2))
    leaves
    takes_ticket $((last - 1))
    leaves
    lays_card "$last"
    see "came_back-$last"
    touch_glass priority
    asks_for_ticket "$last" "${signs[moment]}"
    cut_power
    local -r off=$SECONDS
    listen
    switch_on
    hear 'ledger open'
    see home
    outcome="off after ${moments[moment]}; the home page $((SECONDS - off)) s later; "
    if has_ticket "$last"; then
        outcome+="its number had been given"
    else
        asks_for_ticket "$last" "$a_ticket"
        outcome+="$(number) is given now"
    fi
    leaves
}

disk_is_full() {
    on "fallocate -l \$(df --output=avail -B1 / | tail -n 1) /filler; dd if=/dev/zero of=/filler2 bs=4k 2>/dev/null; sync; df / | tail -n 1" \
        >"$stage/full.log" || true
    grep -q '100%' "$stage/full.log" || fail "the disk is not full: $(<"$stage/full.log")"
    takes_ticket $((cards - 1))
    outcome="ticket $(number) all the same; "
    on "rm /filler /filler2"
    take
    has_ticket $((cards - 1)) || fail "the ticket is not there when there is room again"
    outcome+="there still when there is room again"
    leaves
    see home
}

# ---- updates

# The units start one another; the second is waited for here. The clock is that of a hall's time server: one of a processor that
# has to wait falls behind, and apt refuses a list of the future.
updates() {
    on "date -s @$(date +%s) && systemctl start kiosk-update.service && systemctl start kiosk-update-install.service" >"$stage/update.log" 2>&1
}

is_noted() { on "grep -qx 'outcome = \"$1\"' /var/lib/kiosk-update/last.toml" || fail "not $1: $(on 'cat /var/lib/kiosk-update/last.toml')"; }
versions() { on "dpkg-query -W -f '\${Version} ' kiosk kiosk-session"; }
has_versions() { [[ $(versions) == "$1 $1 " ]] || fail "installed are $(versions), not $1"; }

hall_is_open() {
    publish 0.1.0+next
    updates || fail "$(<"$stage/update.log")"
    has_versions 0.1.0
    outcome="the newer version waits"
}

closes_hall() {
    local -r day=$(LC_ALL=C date -u -d '+3 days' +%a)
    listen
    on "sed -i 's/^days = .*/days = [\"${day,,}\"]/' /etc/kiosk/policy.toml && systemctl restart kiosk"
    hear 'ledger open'
}

plug() { qmp set_link "{\"name\": \"plug\", \"up\": $1}" >/dev/null; }

network_is_away() {
    plug false
    takes_ticket "$cards"
    outcome="ticket $(number) all the same; "
    leaves
    closes_hall
    ! updates || fail "an update without a network"
    is_noted failed
    outcome+="the updater says that nobody answers"
    listen
    plug true
    hear 'DHCPv4 address'
}

good_version_comes() {
    updates || fail "$(<"$stage/update.log")"
    has_versions 0.1.0+next
    is_noted updated
    outcome="0.1.0+next stays"
}

bad_version_comes() {
    publish 0.1.0+worse
    ! updates || fail "0.1.0+worse stays"
    has_versions 0.1.0+next
    is_noted undone
    on "grep -qx 'Pin: version 0.1.0+worse' /etc/apt/preferences.d/kiosk-shut-out.pref && systemctl is-active -q kiosk" ||
        fail "it is not shut out, or no kiosk is at work"
    outcome="undone, and shut out; 0.1.0+next is at work"
}

# ---- what is left

# Each card has one number, and each number that was ever told is there.
ledger_is_whole() {
    on "/usr/lib/kiosk/as-kiosk kioskctl export tickets" | tail -n +2 | cut -d, -f3 | sort >"$stage/tickets"
    grep -aoE 'ticket [A-Z][0-9]+' "$serial" | cut -d' ' -f2 | sort -u >"$stage/told"
    local -r given=$(wc -l <"$stage/tickets")
    [[ -z $(uniq -d "$stage/tickets") ]] || fail "given twice: $(uniq -d "$stage/tickets")"
    [[ -z $(comm -13 "$stage/tickets" "$stage/told") ]] || fail "lost: $(comm -13 "$stage/tickets" "$stage/told")"
    ((given == cards + 1)) || fail "$((cards + 1)) cards have $given tickets"
    outcome="$given cards, $given tickets, none lost, none twice"
}

# What the printer's stand-in put down, read off the disk of a machine that is switched off.
papers_are_whole() {
    on "systemctl poweroff" || true
    wait "$machine_pid" || true
    machine_pid=""
    mkdir "$stage/papers"
    debugfs -R "rdump /var/spool/printer/printed $stage/papers" "$stage/disk" 2>/dev/null
    local paper torn=0
    for paper in "$stage"/papers/printed/*.pdf; do
        pdftotext -q "$paper" - | grep -oE '\b[A-Z][0-9]{3}\b' | head -n 1 || ((++torn))
    done >"$stage/numbers"
    sort "$stage/numbers" >"$stage/printed"
    outcome="$(sort -u "$stage/printed" | wc -l) tickets on $(wc -l <"$stage/printed") papers, $torn torn by a power cut"
    ((torn <= cuts)) || fail "papers without a number: $torn"
    [[ -z $(comm -23 <(sort -u "$stage/printed") "$stage/tickets") ]] || fail "printed, but in no ledger: $outcome"
}

readonly cuts=${MACHINE_CUTS:-10}
readonly cards=$((cuts * 3 + 2))
# shellcheck source=tests/repository.sh
. "$root/tests/repository.sh"
# shellcheck source=tests/machine/image.sh
. "$here/image.sh"
# shellcheck source=tests/machine/guest.sh
. "$here/guest.sh"
begin
make_machine
prove "install from the repository" installs
configures
prove "reboot" reboots
prove "a touch takes a priority ticket" touches
prove "health" tells_its_health
prove "kill -9 of the kiosk" is_killed kiosk
prove "kill -9 of the X server" is_killed Xorg
for ((round = 1; round <= cuts; ++round)); do prove "power cut $round of $cuts" power_is_cut "$round"; done
prove "the disk is full" disk_is_full
prove "an update while the hall is open" hall_is_open
prove "the network is away" network_is_away
prove "update to a good version" good_version_comes
prove "update to a bad version" bad_version_comes
prove "the ledger" ledger_is_whole
prove "the papers" papers_are_whole
table
