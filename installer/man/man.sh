#!/bin/bash
# The manual page of a program, from its own --help and that of each of its commands. Usage: man.sh PROGRAM > NAME.1
# What --help does not say (exit codes, files, examples) is in NAME.h2m beside this script.
set -euo pipefail

program=$(realpath "$1")
name=$(basename "$program")
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
version=$("$program" --version)

# The help of a command names the program as a person types it.
help_of() { (exec -a "$name" "$program" "$@" --help); }

commands_of() { awk '/^Subcommands:/ { list = 1; next } list && /^  [a-z]/ { print $1 }'; }  # reads a help

# A help as help2man wants one of a command: its usage is the heading, and the sections of CLI11 are one list.
as_section() {
    awk -v OFS= '
        NR == 1 { what = $0; next }
        /^Usage: / { print "\n", substr($0, 8), ":\n  ", what, "\n"; next }
        /^Subcommands:/ { exit }
        /^(Positionals|Options):/ || /^  -h,--help/ || /^$/ { next }
        { print }'
}

describe_commands() {  # words of the command so far
    local help command
    help=$(help_of "$@")
    (($# == 0)) || as_section <<<"$help"
    for command in $(commands_of <<<"$help"); do describe_commands "$@" "$command"; done
}

# help2man asks a program; this one has the whole text ready.
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
{
    # The usage comes first, so that what follows it is the description.
    help_of | sed -E '1d; s/^  -h,--help /  -h, --help/; s/^Subcommands:/*Commands*/'
    describe_commands
} >"$stage/help"
cat >"$stage/$name" <<'STAND_IN'
#!/bin/bash
exec cat "$(dirname "$0")/help"
STAND_IN
chmod +x "$stage/$name"
# Headings without a colon, descriptions as wide as the page, and a date that sorts.
day=$(date -u -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}" +%F)
help2man --no-info --no-discard-stderr --version-string="$version" --manual="Kiosk for elderly transit cards" \
    --source="kiosk $version" --include="$here/$name.h2m" "$stage/$name" |
    sed -E "s/^(\.TH [A-Z]+ \"1\") \"[^\"]*\"/\1 \"$day\"/; /^\.SS /{s/:\"\$/\"/; n; /^\.IP\$/d}"
