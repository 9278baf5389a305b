#!/bin/bash
# Who may include whom. Usage: tests/layers.sh [ROOT]. Without ROOT it checks this tree, then plants breaches in a copy
# to see that it still finds them.
set -euo pipefail

values="kiosk/base kiosk/card kiosk/policy kiosk/queue kiosk/case"
records="kiosk/ledger kiosk/custody kiosk/intake kiosk/store"
devices="hw/card hw/reader hw/printer hw/decode hw/scanner hw/resolver"
site="kiosk/config kiosk/site"

# What the files of a folder may include of the project, besides their own folder.
declare -A may_see=(
    [kiosk/base]=""
    [kiosk/card]="kiosk/base"
    [kiosk/policy]="kiosk/base kiosk/card"
    [kiosk/queue]="kiosk/base"
    [kiosk/health]="kiosk/base kiosk/card kiosk/policy"
    [kiosk/case]="kiosk/base kiosk/card kiosk/policy kiosk/queue"
    [kiosk/table]="$values"
    [kiosk/ledger]="$values"
    [kiosk/custody]="$values kiosk/ledger"
    [kiosk/intake]="$values kiosk/table kiosk/ledger kiosk/custody"
    [kiosk/store]="$values kiosk/ledger kiosk/custody kiosk/intake"
    [kiosk/wording]="$values"
    [kiosk/code]="kiosk/base"
    [kiosk/font]="kiosk/base"
    [kiosk/paper]="$values kiosk/code kiosk/wording kiosk/font"
    [kiosk/visit]="$values kiosk/code"
    [hw/card]="kiosk/base kiosk/card"
    [hw/reader]="hw/card kiosk/base kiosk/card"
    [hw/printer]="kiosk/base"
    [hw/decode]="kiosk/base"
    [hw/scanner]="hw/decode kiosk/base"
    [hw/resolver]="$values"
    [hw/speech]="kiosk/base kiosk/voice"
    [kiosk/page]="$values kiosk/visit kiosk/wording"
    [kiosk/voice]="$values kiosk/visit kiosk/wording kiosk/page"
    [screens/glass]="kiosk/base kiosk/font"
    [screens/widgets]="kiosk/base kiosk/page screens/glass"
    [screens]="kiosk/base kiosk/page screens/glass screens/widgets"
    [kiosk/config]="kiosk/base kiosk/card kiosk/policy"
    [kiosk/site]="$values kiosk/config kiosk/ledger kiosk/code hw/resolver"
    [kiosk/doctor]="$values kiosk/health $records kiosk/code kiosk/font kiosk/paper kiosk/wording kiosk/voice hw/speech $site $devices"
    [kiosk/ctl]="$values kiosk/table $records kiosk/code kiosk/paper kiosk/wording kiosk/visit kiosk/page kiosk/voice hw/speech $site kiosk/health kiosk/doctor $devices screens/glass"
    [kiosk/fallback]="kiosk/base"
    [kiosk/loop]="kiosk/base hw/scanner screens/glass"
    [kiosk/terminal]="$values $records kiosk/code kiosk/font kiosk/paper kiosk/wording kiosk/visit kiosk/page kiosk/voice hw/speech $site kiosk/health kiosk/doctor kiosk/loop $devices screens/glass screens"
)

# The folders that alone may include a library's headers.
declare -A library_home=(
    [sqlite3.h]="kiosk/ledger"
    [sodium.h]="kiosk/ledger kiosk/store kiosk/code"
    [libpq-fe.h]="kiosk/store"
    [winscard.h]="hw/reader"
    [PCSC/]="hw/reader"
    [cups/]="hw/printer"
    [SDL]="screens/glass hw/speech"
    [espeak-ng/]="hw/speech"
    [opus]="hw/speech"
    [X11/]="screens/glass kiosk/fallback"
    [imgui]="screens/glass screens/widgets"
    [toml++/]="kiosk/policy"
    [xlsxwriter]="kiosk/ctl"
    [zip.h]="kiosk/table"
    [expat.h]="kiosk/table"
    [ZXing/]="kiosk/paper"
    [ReadBarcode.h]="hw/decode"
    [BarcodeFormat.h]="kiosk/paper hw/decode"
    [gst/]="hw/scanner"
    [gdk-pixbuf/]="hw/decode"
    [curl/]="hw/resolver"
    [openssl/]="hw/resolver"
    [pango/]="kiosk/font kiosk/paper screens/glass kiosk/fallback"
    [fontconfig/]="kiosk/font"
    [cairo]="kiosk/paper screens/glass kiosk/fallback"
)

holds() { [[ " $1 " == *" $2 "* ]]; }

breach() {
    echo "$1: a file of $2 must not include $3"
    breaches=$((breaches + 1))
}

check_own() {  # place, folder, included file
    local seen
    seen=${3%/*}
    [[ $seen == "$2" ]] || holds "${may_see[$2]}" "$seen" || breach "$1" "$2" "$3"
}

check_library() {  # place, folder, included header
    local library
    for library in "${!library_home[@]}"; do
        [[ $3 != "$library"* ]] || holds "${library_home[$library]}" "$2" || breach "$1" "$2" "<$3>"
    done
}

check_tree() {
    breaches=0
    local file line text folder
    local -r quoted='#include "([^"]+)"' angled='#include <([^>]*[./][^>]*)>'  # C++'s own have neither
    while IFS=: read -r file line text; do
        folder=${file%/*}
        if [[ -z ${may_see[$folder]+known} ]]; then
            breach "$file:$line" "$folder (a folder that tests/layers.sh does not know)" "anything"
        elif [[ $text =~ $quoted ]]; then
            check_own "$file:$line" "$folder" "${BASH_REMATCH[1]}"
        elif [[ $text =~ $angled ]]; then
            check_library "$file:$line" "$folder" "${BASH_REMATCH[1]}"
        fi
    done < <(cd "$1" && grep -rn --include='*.h' --include='*.cpp' '^ *#include' kiosk hw screens || true)
    ((breaches == 0))
}

# A file must pass as it is, and be refused with one more line: for that line.
check_planted() (  # file, line
    copy=$(mktemp -d)
    trap 'rm -rf "$copy"' EXIT
    mkdir -p "$copy"/{kiosk,hw,screens} "$copy/$(dirname "$1")"
    [[ ! -e $root/$1 ]] || cp "$root/$1" "$copy/$1"
    check_tree "$copy"
    echo "$2" >>"$copy/$1"
    if complaint=$(check_tree "$copy") || [[ $complaint != *"$1:"* ]]; then
        echo "tests/layers.sh does not see that $1 must not have: $2"
        exit 1
    fi
)

if (($# == 1)); then
    check_tree "$1"
    exit
fi
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
check_tree "$root"
check_planted kiosk/base/utf8.cpp '#include "kiosk/card/number.h"'
check_planted kiosk/visit/visit.cpp '#include "hw/reader/reader.h"'
check_planted kiosk/visit/visit.cpp '#include <sqlite3.h>'
check_planted hw/card/identify.cpp '#include <winscard.h>'
check_planted hw/card/identify.cpp '#include "hw/reader/pcsc_card.h"'
check_planted hw/decode/decoder.cpp '#include <gst/gst.h>'
check_planted hw/decode/decoder.cpp '#include "hw/scanner/scanner.h"'
check_planted kiosk/voice/speaker.cpp '#include "screens/page.h"'
check_planted kiosk/voice/aloud.cpp '#include <espeak-ng/speak_lib.h>'
check_planted hw/speech/speech.h '#include "hw/printer/printer.h"'
check_planted hw/reader/reader.h '#include "hw/printer/printer.h"'
check_planted hw/reader/reader_event.h '#include "kiosk/visit/event.h"'
check_planted hw/printer/printer.h '#include "screens/glass/window.h"'
check_planted kiosk/ledger/sqlite.cpp '#include "kiosk/custody/log.h"'
check_planted kiosk/custody/bags.cpp '#include <sqlite3.h>'
check_planted kiosk/intake/merge.cpp '#include "kiosk/store/sync.h"'
check_planted kiosk/intake/merge.cpp '#include <libpq-fe.h>'
check_planted kiosk/config/config.cpp '#include "kiosk/ledger/sqlite.h"'
check_planted kiosk/policy/policy.cpp '#include "tests/support/process.h"'
check_planted kiosk/policy/policy.cpp '#include "toml_reader.h"'
check_planted kiosk/card/number.h '#include <SDL2/SDL.h>'
check_planted screens/glass/window.h '#include <gst/gst.h>'
check_planted screens/glass/frame.h '#include "kiosk/page/page.h"'
check_planted screens/widgets/widgets.h '#include "screens/page.h"'
check_planted screens/widgets/buttons.cpp '#include <SDL2/SDL.h>'
check_planted screens/layouts.cpp '#include <imgui.h>'
check_planted kiosk/terminal/app.cpp '#include <curl/curl.h>'
check_planted kiosk/loop/loop.cpp '#include "kiosk/visit/visit.h"'
check_planted kiosk/doctor/doctor.cpp '#include "kiosk/ctl/command.h"'
check_planted hw/scale/scale.cpp '#include <vector>'
echo "layers: no file includes what it must not"
