#!/bin/bash
# What the pages (*.md) name must exist: other pages and their headings, files, keys of kiosk.toml and of the policy. Usage:
# tests/docs.sh [ROOT]. Without ROOT the script checks this tree, then breaks a copy in every way to see that it finds each.
set -euo pipefail

complain() {
    echo "docs: $1"
    mistakes=$((mistakes + 1))
}

# headings["PAGE, WORDS"]; anchors[PAGE#ANCHOR], as GitHub makes them of headings
read_headings() {  # page
    local line slug
    while IFS= read -r line; do
        [[ $line =~ ^#+\ (.*) ]] || continue
        headings["$1, ${BASH_REMATCH[1]}"]=1
        slug=${BASH_REMATCH[1],,}
        slug=${slug//[^[:alnum:] _-]/}
        anchors["$1#${slug// /-}"]=1
    done <"$1"
}

# keys["SECTION KEY"]
read_keys() {
    local line section=""
    while IFS= read -r line; do
        [[ ! $line =~ ^\[([a-z]+)\] ]] || section=${BASH_REMATCH[1]}
        [[ ! $line =~ ^#\ ([a-z_]+)\ = ]] || keys["$section ${BASH_REMATCH[1]}"]=1
    done <installer/kiosk.toml
}

# tests[NAME]; words[WORD]: what is written with an underscore in a program or its data
read_sources() {
    local name
    while IFS= read -r name; do tests["$name"]=1; done < <(find -L tests -name '*.cpp' -printf '%f\n')
    while IFS= read -r name; do words["$name"]=1; done < <(
        grep -RhoE '[a-z]+(_[a-z]+)+' kiosk hw assets --include='*.cpp' --include='*.h' --include='*.toml' --include='*.sql' | sort -u)
}

check_link() {  # page, link
    local target=$1
    [[ $2 != http* ]] || return 0
    if [[ $2 != '#'* ]]; then
        target=$(dirname "$1")
        target=$(realpath -sm --relative-to=. "$target/${2%%#*}")
    fi
    linked["$target"]=1
    if [[ ! -e $target ]]; then
        complain "$1 links to $2, which does not exist"
    elif [[ $2 == *'#'* && -z ${anchors["$target#${2#*#}"]+known} ]]; then
        complain "$1 links to $2, and no heading makes that anchor"
    fi
}

# What stands between backquotes.
check_code() {  # page, text
    if [[ $2 =~ ^(kiosk|hw|screens|assets|tests|installer)/[a-z0-9_/-]+\.[a-z_]+$ ]]; then
        [[ -e $2 ]] || complain "$1 names the file $2, which does not exist"
    elif [[ $2 =~ ^[a-z0-9_]+_(test|fuzz)\.cpp$ ]]; then
        [[ -n ${tests["$2"]+known} ]] || complain "$1 names the test $2, which does not exist"
    elif [[ $2 =~ ^\[([a-z]+)\]\ ([a-z_]+)$ ]]; then
        check_key "$1" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
    elif [[ $2 =~ ^[a-z]+(_[a-z]+)+$ && $1 =~ ^installer/(configure|operate|import|custody)\.md$ ]]; then
        [[ -n ${words["$2"]+known} ]] || complain "$1 names $2, which no program and no file of assets knows"
    fi
}

check_key() {  # page, section, key
    [[ -n ${keys["$2 $3"]+known} ]] || complain "$1 names [$2] $3, which installer/kiosk.toml does not have"
}

check_page() {  # page
    local line rest section=""
    while IFS= read -r line; do
        rest=$line
        while [[ $rest =~ \]\(([^\)\ ]+)(.*) ]]; do
            rest=${BASH_REMATCH[2]}
            check_link "$1" "${BASH_REMATCH[1]}"
        done
        rest=$line
        while [[ $rest =~ \`([^\`]*)\`(.*) ]]; do
            rest=${BASH_REMATCH[2]}
            check_code "$1" "${BASH_REMATCH[1]}"
        done
        # Lines of a kiosk.toml that a page shows.
        if [[ $line =~ ^\ +\[([a-z]+)\]$ ]]; then
            section=${BASH_REMATCH[1]}
        elif [[ -n $section && $line =~ ^\ +([a-z_]+)\ =\  ]]; then
            check_key "$1" "$section" "${BASH_REMATCH[1]}"
        else
            section=""
        fi
    done <"$1"
}

# Comments and messages that send a reader to a page: see installer/security.md, "Where the key lies".
check_signposts() {
    local line page heading
    local -r signpost='^([^:]+:[0-9]+):.*[^a-zA-Z/]([a-zA-Z/]+\.md), \\?"([^"\\]+)'
    while IFS= read -r line; do
        [[ $line =~ $signpost ]] || continue
        page=${BASH_REMATCH[2]} heading=${BASH_REMATCH[3]}
        [[ -e $page ]] || page=installer/$page
        [[ -n ${headings["$page, $heading"]+known} ]] ||
            complain "${BASH_REMATCH[1]} points to $page, \"$heading\", which does not exist"
    done < <(grep -RnE '\.md, \\?"' kiosk hw screens assets installer --include='*.cpp' --include='*.h' --include='*.toml' || true)
}

check_tree() {  # root
    local page pages mistakes=0
    local -A headings anchors keys tests words linked
    cd "$1"
    mapfile -t pages < <(find -L README.md installer tests -name '*.md' -not -path '*/corpus/*' | sort)
    for page in "${pages[@]}"; do read_headings "$page"; done
    read_keys
    read_sources
    for page in "${pages[@]}"; do check_page "$page"; done
    for page in "${pages[@]}"; do
        [[ $page == README.md || -n ${linked["$page"]+known} ]] || complain "no page leads to $page"
    done
    check_signposts
    ((mistakes == 0))
}

# One line more in a file of the copy, and what must then be said of it.
plant() {  # file, line, words
    [[ ! -L $copy/$1 ]] || cp --remove-destination "$root/$1" "$copy/$1"
    echo "$2" >>"$copy/$1"
    planted+=("$3")
}

if (($# == 1)); then
    check_tree "$1"
    exit
fi
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
(check_tree "$root")
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -rs "$root"/{README.md,CMakeLists.txt,kiosk,hw,screens,assets,tests,installer} "$copy"
planted=()
plant README.md '[x](installer/gone.md)' 'README.md links to installer/gone.md'
plant README.md '[x](installer/custody.md#gone)' 'README.md links to installer/custody.md#gone'
plant installer/operate.md '[x](#gone)' 'installer/operate.md links to #gone'
plant tests/README.md 'See `kiosk/visit/gone.h`.' 'tests/README.md names the file kiosk/visit/gone.h'
plant installer/security.md 'See `gone_test.cpp`.' 'installer/security.md names the test gone_test.cpp'
plant installer/configure.md 'Set `[ledger] camera`.' 'installer/configure.md names [ledger] camera'
plant installer/configure.md $'\n    [printer]\n    queue = "a"\n    gone = 1' 'installer/configure.md names [printer] gone'
plant installer/operate.md 'Set `gone_minutes`.' 'installer/operate.md names gone_minutes'
plant installer/unread.md '# Unread' 'no page leads to installer/unread.md'
plant kiosk/terminal/main.cpp '// see installer/operate.md, "Gone".' 'points to installer/operate.md, "Gone"'
complaints=$(check_tree "$copy") && echo "docs: a copy with ${#planted[@]} mistakes passes" && exit 1
for words in "${planted[@]}"; do
    [[ $complaints == *"$words"* ]] || { echo "docs: the check does not say: $words"; exit 1; }
done
(($(wc -l <<<"$complaints") == ${#planted[@]})) || { echo "docs: more is said than was planted:"; echo "$complaints"; exit 1; }
echo "docs: every page, heading, file and key that is named exists"
