# What installer/run.sh, tests/run.sh and the packages of the hall need from Debian 12, and how it gets there.
# To be sourced by bash scripts that use `set -euo pipefail`.
# shellcheck shell=bash disable=SC2034

build_packages=(
    g++ cmake ninja-build ccache pkg-config gettext help2man
    libxrandr-dev libxss-dev libxext-dev
    libsdl2-dev libimgui-dev libpango1.0-dev libcairo2-dev libfontconfig-dev libzxing-dev libsqlite3-dev libpq-dev libsodium-dev libpcsclite-dev
    libcups2-dev libspdlog-dev libfmt-dev libtomlplusplus-dev libcli11-dev nlohmann-json3-dev libxlsxwriter-dev
    libzip-dev libexpat1-dev unicode-data bzip2 libharfbuzz-bin fonts-noto-cjk
    libgstreamer1.0-dev libgstreamer-plugins-base1.0-dev libgdk-pixbuf-2.0-dev libcurl4-openssl-dev libssl-dev
    libespeak-ng-dev libopusfile-dev
)
run_packages=(fonts-noto-cjk fonts-hanazono fonts-babelstone-han espeak-ng-data gstreamer1.0-plugins-base gstreamer1.0-plugins-good webp-pixbuf-loader heif-gdk-pixbuf)
package_packages=(debhelper dpkg-dev fakeroot)  # that installer/package.sh needs besides
demo_packages=(xvfb xauth xdotool x11-utils poppler-utils)  # for a machine without a display
test_packages=(
    libgtest-dev libxtst-dev xvfb xauth xdotool pcscd cups cups-client cups-filters cups-ipp-utils dbus-daemon ghostscript
    poppler-utils sqlite3 unzip clang-format-14 libzbar-dev postgresql-15 openssl faketime mandoc jq opus-tools
    debhelper dpkg-dev fakeroot lintian systemd openssh-sftp-server
    prometheus prometheus-node-exporter reprepro gnupg dbus
)
machine_packages=(qemu-system-x86 mmdebstrap e2fsprogs xz-utils reprepro gnupg poppler-utils python3)  # for tests/machine.sh

say() { echo "$(basename "$0"): $*" >&2; }
die() {
    say "$@"
    exit 1
}

# OS_RELEASE is for the tests of these scripts.
require_debian_12() {
    local -r file=${OS_RELEASE:-/etc/os-release}
    local id="" version=""
    if [[ -r $file ]]; then
        id=$(sed -n 's/^ID=//p' "$file" | tr -d '"')
        version=$(sed -n 's/^VERSION_ID=//p' "$file" | tr -d '"')
    fi
    [[ $id == debian && $version == 12 ]] ||
        die "this needs Debian 12, but here is ${id:-an unknown system}${version:+ $version}; please use a Debian 12 machine."
}

# Free space of the folder that things are built in, in whole gigabytes.
require_disk() {  # folder, gigabytes
    local free
    free=$(df --output=avail --block-size=1M "$1" | tail -n 1)
    ((free >= $2 * 1024)) || die "this needs $2 GB of free disk at $1, but only ${free// /} MB are free; please make room."
}

missing_packages() {  # the packages among $@ that are not installed
    local installed name
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
    for name in "$@"; do
        grep -qx "installed $name" <<<"$installed" || echo "$name"
    done
}

as_root() {
    if [[ $(id -u) == 0 ]]; then
        "$@"
    else
        sudo "$@"
    fi
}

# Installs what is missing of $@; does not touch apt if nothing is. Another apt at work is waited for.
install_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]} > 0)) || return 0
    command -v apt-get >/dev/null || die "apt-get is not here, so the missing packages cannot be installed: ${missing[*]}."
    [[ $(id -u) == 0 ]] || command -v sudo >/dev/null ||
        die "packages are missing and only root can install them; please run this as root or install sudo. Missing: ${missing[*]}."
    say "installing ${#missing[@]} packages: ${missing[*]}"
    local -r apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
    as_root "${apt[@]}" update || say "apt could not refresh its lists; going on with the ones that are there."
    as_root "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2 ||
        die "apt could not install the packages; its own words are above. Please mend that and start this again."
}
