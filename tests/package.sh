#!/bin/bash
# The packages that installer/package.sh makes: built twice and compared, looked into, their units held to a bound, all
# without root. The programs in them are those of a build folder of CMake. Usage: tests/package.sh BUILD
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=installer/debian.sh
. "$root/installer/debian.sh"
programs=$(realpath "$1")
kioskctl=$programs/kioskctl
folder=$programs/packages
mkdir -p "$folder"

fail() {
    echo "package: $1"
    exit 1
}

sums() { (cd "$1" && sha256sum ./*.deb); }

make_twice() {
    local -r other=$folder/elsewhere/deeper  # the place must not matter
    rm -rf "$folder"/{deb,elsewhere,newer}
    "$root/installer/package.sh" --out "$folder/deb" --from "$programs" 2>/dev/null || fail "$(tail -n 5 "$folder/deb/package.log")"
    (umask 077 && TZ=Asia/Chongqing LC_ALL=C.UTF-8 "$root/installer/package.sh" --out "$other" --from "$programs" 2>/dev/null)
    diff <(sums "$folder/deb") <(sums "$other") || fail "built twice, the packages differ"
    rm -rf "$folder/elsewhere"
}

unpack() {
    rm -rf "$folder"/{root,control}
    mkdir "$folder"/{root,control}
    local deb name
    for deb in "$folder"/deb/*.deb; do
        name=$(dpkg-deb -f "$deb" Package)
        dpkg-deb -x "$deb" "$folder/root"
        dpkg-deb -e "$deb" "$folder/control/$name"
    done
}

# What a package may change on a machine: nobody else's files, and no right that is not plain.
check_contents() {
    local odd
    odd=$(for deb in "$folder"/deb/*.deb; do dpkg-deb -c "$deb"; done |
        awk '$2 != "root/root" || $1 !~ /^(d|-|l)r[w-][x-]r-[x-]r-[x-]$|^lrwxrwxrwx$/ { print }')
    [[ -z $odd ]] || fail "owner or mode of these is odd: $odd"
    [[ $(<"$folder/control/kiosk/conffiles") == /etc/kiosk/kiosk.toml ]] || fail "conffiles of kiosk"
    [[ $(<"$folder/control/kiosk-session/conffiles") == /etc/cups/kiosk-cupsd.conf ]] || fail "conffiles of kiosk-session"
    local file
    for file in usr/bin/kiosk usr/bin/kioskctl usr/lib/kiosk/{kiosk_codes,kiosk_fallback,session,on-glass,as-kiosk,backup,backup-before-upgrade,update} \
        usr/share/kiosk/{faults.toml,issuers.toml,policy/shapingba.toml,locale/zh_CN.mo,locale/{readings,common}.txt} \
        usr/share/man/man1/{kiosk,kioskctl}.1.gz usr/share/bash-completion/completions/{kiosk,kioskctl} \
        usr/lib/sysusers.d/kiosk.conf usr/lib/tmpfiles.d/kiosk.conf usr/share/doc/kiosk/{install.md,examples/fleet/kiosk.rules.yml}; do
        [[ -e $folder/root/$file ]] || fail "/$file is missing"
    done
    ! grep -rqs systemctl.*start "$folder"/control/kiosk/preinst || fail "kiosk starts something"
    ! grep -qs 'kiosk\.service' "$folder"/root/usr/lib/systemd/system/*.wants/* || fail "a unit enables itself"
    (cd "$folder/root" && ! grep -rl "$root" usr/bin usr/lib etc) || fail "the place of the build is in a package"
}

# One list of what is needed, in the scripts for developers and in the packages.
check_dependencies() {
    local -r control=$root/installer/debian/control
    local in_control in_script needed name
    in_control=$(sed -n '/^Build-Depends:/,/^$/p' "$control" | sed -nE 's/^ ([a-z0-9.+-]+)(,| .*)$/\1/p' | grep -vE '^(debhelper-compat|dh-sequence-.*)$' | sort)
    # Debian's builders have the compiler, and no ccache.
    in_script=$(printf '%s\n' "${build_packages[@]}" | grep -vxE 'g\+\+|ccache' | sort)
    diff <(echo "$in_script") <(echo "$in_control") || fail "build_packages and Build-Depends differ"
    needed=$(dpkg-deb -f "$folder"/deb/kiosk_*.deb Depends Recommends)
    for name in "${run_packages[@]}"; do
        grep -qE "[ ,]$name(,| |$)" <<<"$needed" || fail "kiosk does not name $name"
    done
}

# The flags that harden the programs are those of a whole build; lintian looks at these when the packages are released.
check_lintian() {
    local -r flags=hardening-no-bindnow,hardening-no-fortify-functions
    lintian --allow-root --pedantic --display-info --suppress-tags "$flags" --fail-on error,warning,info,pedantic --tag-display-limit 0 \
        "$folder"/deb/*.changes || fail "lintian has something to say"
}

units() { find "$folder/root" -name "*.$1" -path '*/systemd/system/*' -type f; }

# The most exposed that a unit may be, in tenths, as systemd-analyze counts. An X server needs devices, and the kiosk a network.
bound() {
    case $1 in
        kiosk.service) echo 19 ;;
        kiosk-out-of-order.service) echo 10 ;;
        *) echo 20 ;;
    esac
}

# What is executed lies in the unpacked package here.
verify_units() {
    local unit name said
    rm -rf "$folder/units"
    mkdir "$folder/units"
    while read -r unit; do
        sed -E "s#=/usr/(bin|lib)/(kiosk)#=$folder/root/usr/\1/\2#" "$unit" >"$folder/units/$(basename "$unit")"
    done < <(units service; units timer)
    for unit in "$folder"/units/*; do
        name=$(basename "$unit")
        said=$(SYSTEMD_UNIT_PATH=$folder/units: systemd-analyze verify --man=no "$unit" 2>&1 | grep -F "$name" | grep -vF 'Failed to create' || true)
        [[ -z $said ]] || fail "systemd does not like $name: $said"
    done
    rm -rf "$folder/units"
}

check_units() {
    local unit name exposure
    while read -r unit; do
        name=$(basename "$unit")
        exposure=$(systemd-analyze security --offline=true --no-pager "$unit" | sed -nE 's/.*Overall exposure level for .*: ([0-9]+)\.([0-9]).*/\1\2/p')
        [[ -n $exposure ]] || fail "systemd-analyze says nothing of $name"
        ((10#$exposure <= $(bound "$name"))) || fail "$name is exposed by $exposure tenths; at most $(bound "$name") are allowed"
        echo "package: $name is exposed by $exposure tenths of 100"
    done < <(units service)
}

check_scripts() {
    local script
    while read -r script; do
        bash -n "$script" || fail "$script"
    done < <(grep -rlE '^#!/bin/(ba)?sh' "$folder/root/usr/lib/kiosk" "$folder/control"; echo "$root/installer/completion/kioskctl")
    /usr/sbin/cupsd -t -c "$folder/root/etc/cups/kiosk-cupsd.conf" -s /etc/cups/cups-files.conf >"$folder/cups.log" 2>&1 ||
        fail "cupsd does not take its configuration: $(<"$folder/cups.log")"
    grep -qx 'Listen /run/cups/cups.sock' "$folder/root/etc/cups/kiosk-cupsd.conf" || fail "cupsd does not listen where it should"
    (($(grep -cE '^(Listen|Port|SSLListen)' "$folder/root/etc/cups/kiosk-cupsd.conf") == 1)) || fail "cupsd listens to the network"
}

check_user() {
    local said
    said=$(systemd-sysusers --dry-run --root="$folder/root" "$root/installer/debian/kiosk.sysusers" 2>&1) || fail "the user: $said"
    [[ $said == *"kiosk"* ]] || fail "no user kiosk: $said"
    grep -qx 'd /var/lib/kiosk 0700 kiosk kiosk' "$folder/root/usr/lib/tmpfiles.d/kiosk.conf" || fail "the ledger's folder"
}

# The session on an X server that keeps a diary.
check_session() {
    local -r bin=$folder/bin
    rm -rf "$bin"
    mkdir "$bin"
    cp "$folder/root/usr/lib/kiosk/session" "$bin"
    fake() { printf '#!/bin/bash\n%s\n' "$2" >"$bin/$1" && chmod +x "$bin/$1"; }
    printf '[display]\nrotation = "left"\n' >"$bin/kiosk.toml"
    fake kioskctl "exec '$kioskctl' --config '$bin/kiosk.toml' \"\$@\""
    fake xrandr '[[ $1 == --listmonitors ]] && printf "Monitors: 1\n 0: +*DP-1 1920/531x1080/299+0+0  DP-1\n" || echo "xrandr $*" >>"$DIARY"'
    fake xinput 'case $1 in
        list) printf "2\n4\n~ 7\n" ;;
        list-props) [[ $2 == 2 ]] || echo "libinput Calibration Matrix (300):" ;;
        *) echo "xinput $*" >>"$DIARY" ;;
        esac'
    fake kiosk 'echo kiosk >>"$DIARY"'
    DIARY=$bin/diary PATH=$bin:$PATH "$bin/session"
    diff "$bin/diary" - <<'DIARY' || fail "the session turns picture and touch otherwise"
xrandr --output DP-1 --rotate left
xinput set-prop 4 Coordinate Transformation Matrix 0 -1 1 1 0 0 0 0 1
xinput set-prop 7 Coordinate Transformation Matrix 0 -1 1 1 0 0 0 0 1
kiosk
DIARY
    echo nonsense >"$bin/kiosk.toml"  # the kiosk itself says what is wrong
    DIARY=$bin/diary PATH=$bin:$PATH "$bin/session" 2>/dev/null
    [[ $(tail -n 1 "$bin/diary") == kiosk ]] || fail "a wrong kiosk.toml keeps the kiosk from saying so"
    rm -rf "$bin"
}

check_completion() {
    local -r bin=$folder/bin
    rm -rf "$bin"
    mkdir "$bin"
    ln -s "$programs/kioskctl" "$programs/kiosk" "$bin"
    completed() {
        PATH=$bin:$PATH bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kioskctl "$1" "${*: -1}"; echo "${COMPREPLY[*]}"' \
            "$folder/root/usr/share/bash-completion/completions/kioskctl" "$@"
    }
    [[ $(completed kioskctl led) == ledger ]] || fail "completion of a command"
    [[ $(completed kioskctl ledger terminal "") == "add list remove" ]] || fail "completion of a command's command"
    [[ $(completed kioskctl import --dr) == --dry-run ]] || fail "completion of a command's option"
    [[ $(completed kiosk --ch) == --check ]] || fail "completion of kiosk's option"
    rm -rf "$bin"
}

check_policy_package() {
    local -r city=$folder/city
    local said
    rm -rf "$city" "$folder"/kiosk-policy-*.deb
    mkdir -p "$city/clips"
    cp "$root/assets/policy/shapingba.toml" "$city/policy.toml"
    cp "$root/assets/policy/shapingba.pinyin" "$city/policy.pinyin"
    make_policy() { KIOSKCTL=$kioskctl "$root/installer/policy-package.sh" "$city" sample 1.0 "$folder" 2>&1; }
    said=$(make_policy) || fail "a good policy is refused: $said"
    local -r first=$(sha256sum "$folder"/kiosk-policy-sample_1.0_all.deb)
    make_policy >/dev/null
    [[ $(sha256sum "$folder"/kiosk-policy-sample_1.0_all.deb) == "$first" ]] || fail "a policy package built twice differs"
    said=$(dpkg-deb -c "$folder"/kiosk-policy-sample_1.0_all.deb)
    [[ $said == *" ./usr/share/kiosk/city/policy.toml"* ]] || fail "no policy in its package"
    refused() {  # what, words
        if said=$(make_policy); then fail "a policy package with $1 is built"; fi
        [[ $said == *"$2"* ]] || fail "of $1 it is said: $said"
    }
    echo 'nonsense = 1' | cat - "$root/assets/policy/shapingba.toml" >"$city/policy.toml"
    refused "a wrong key" "nonsense"
    cp "$root/assets/policy/shapingba.toml" "$city/policy.toml"
    echo "nothing of a key" >"$city/trusted-keys"
    refused "a broken list of keys" "trusted-keys"
    rm "$city/trusted-keys"
    printf '\x95secret' >"$city/repository.gpg"
    refused "a secret key" "no public key"
    printf '\x98public' >"$city/repository.gpg"
    make_policy >/dev/null || fail "a public key is refused"
    touch "$city/ledger.db.key"
    refused "a file that does not belong there" "ledger.db.key"
    rm -rf "$city" "$folder"/kiosk-policy-*.deb
}

ninja -C "$programs" man >/dev/null
make_twice
unpack
check_contents
check_dependencies
check_lintian
verify_units
check_units
check_scripts
check_user
check_session
check_completion
check_policy_package
echo "package: $(sums "$folder/deb" | wc -l) packages, built twice and equal"
