#!/bin/bash
# One visit to `kiosk --demo` on a virtual display: a card that came back is tapped, a priority ticket taken. At the end
# it says where the pictures and the paper lie. Usage: installer/visit.sh KIOSK [kiosk's options]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=installer/debian.sh
. "$root/installer/debian.sh"

kiosk=$1
shift
results=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/kiosk-demo
width=1080
height=1920
pictures=0
server=""
visitor=""

# The demo's keys (kiosk/terminal/demo.cpp) and the place of the button on the page of a card that came back.
returned_card=b
take_picture=s
ticket_button_percent=(50 70)

end() {
    [[ -z $visitor ]] || kill "$visitor" 2>/dev/null || true
    [[ -z $server ]] || kill "$server" 2>/dev/null || true
    rm -f "$number" "$log"
}

wait_for() {  # what, seconds, command…
    local -r what=$1 end=$((SECONDS + $2))
    shift 2
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < end)) || die "$what did not come; the kiosk's last words: $(tail -n 3 "$log" | tr '\n' ' ')"
        sleep 0.1
    done
}

start_display() {
    Xvfb -displayfd 3 -screen 0 "${width}x${height}x24" -nolisten tcp 3>"$number" 2>/dev/null &
    server=$!
    wait_for "the virtual display" 20 grep -q '[0-9]' "$number"
    DISPLAY=:$(<"$number")
    export DISPLAY
    unset WAYLAND_DISPLAY
}

window_is_there() { xwininfo -root -tree | grep -q "${width}x${height}+0+0"; }

press_key() { xdotool mousemove $((width / 2)) $((height / 8)) key "$1"; }

touch_at() {  # percent of the width, percent of the height
    xdotool mousemove $((width * $1 / 100)) $((height * $2 / 100)) mousedown 1 sleep 0.1 mouseup 1
}

picture() {
    pictures=$((pictures + 1))
    sleep 1  # a person looks at the page
    press_key "$take_picture"
    wait_for "a picture of the screen" 10 test -s "$results/screen-$pictures.png"
    echo "  $results/screen-$pictures.png  $1"
}

paper() { find "$results/papers" -name '*.pdf' -size +0 | grep .; }

number=$(mktemp)
log=$(mktemp)
trap end EXIT
start_display
XDG_CACHE_HOME=$(dirname "$results") SDL_VIDEODRIVER=x11 "$kiosk" --demo "$@" >"$log" 2>&1 &
visitor=$!
wait_for "the kiosk's window" 30 window_is_there

echo "There is no display, so this was a visit on a virtual one:"
picture "the kiosk waits"
press_key "$returned_card"
picture "a card that came back was tapped"
touch_at "${ticket_button_percent[@]}"
wait_for "the printed ticket" 15 paper
picture "a priority ticket was taken"
echo "  $(paper | head -n 1)  the ticket"
