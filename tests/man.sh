#!/bin/bash
# The manual pages are well-formed, and they and the pages for administrators name the same commands.
# Usage: tests/man.sh KIOSKCTL KIOSK, the programs
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

fail() {
    echo "man: $1"
    exit 1
}

for program in "$@"; do
    page=$stage/$(basename "$program").1
    "$root/installer/man/man.sh" "$program" >"$page"
    mandoc -T lint -W warning "$page" || fail "$(basename "$page") is not well-formed"
    while read -r option; do
        grep -qF -- "${option//-/\\-}" "$page" || fail "$(basename "$page") does not know $option"
    done < <("$program" --help | grep -oE -- '--[a-z]+' | sort -u)
done

# commands[ledger terminal add]; groups[ledger], groups[ledger terminal]
declare -A commands groups
while read -r command; do
    commands["$command"]=1
    [[ $command != *' '* ]] || groups["${command% *}"]=1
done < <(sed -nE 's/^\.SS "kioskctl ([a-z -]+) \[OPTIONS\].*/\1/p' "$stage/kioskctl.1")
((${#commands[@]} > 30)) || fail "kioskctl.1 has ${#commands[@]} commands only"

while read -r words; do
    command=""
    for word in $words; do
        [[ -z $command || -n ${groups["$command"]+known} ]] || break
        command=${command:+$command }$word
        [[ -n ${commands["$command"]+known} ]] || fail "the pages name kioskctl $command, which kioskctl.1 does not know"
    done
done < <(grep -hoP '(`|\| |^ {4,})kioskctl\K( [a-z-]+)+' "$root"/README.md "$root"/installer/{*.md,kiosk.toml} | sort -u)

for command in "${!commands[@]}"; do
    grep -qE "(kioskctl |\`|\[)([a-z]+ )*${command##* }([] \`]|$)" "$root/installer/operate.md" ||
        fail "installer/operate.md does not name kioskctl $command"
done
echo "man: ${#commands[@]} commands, each in the manual page and in installer/operate.md"
