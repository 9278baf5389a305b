#!/bin/sh
# Cuts the usual characters out of a font of Noto Sans CJK, as a font of their own, Noto Sans Common:
#   common.sh FONT.ttc OUT.otf Unihan_OtherMappings.txt.bz2 TEXT…
# They are the 3,500 of the first table of 通用规范汉字表, Latin letters, signs, and whatever stands in the TEXTs.
set -eu
font=$1 out=$2 mappings=$3
shift 3
simplified=2  # the fonts in the collection are Japanese, Korean, simplified, traditional, of Hong Kong
signs=20-7E,A0-FF,2010-2027,2030-205E,2190-2199,2460-2473,25A0-25FF,3000-3017,FF01-FF5E

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bzcat "$mappings" | awk -v signs="$signs" '
    BEGIN { print signs }
    $2 == "kTGH" { split($3, place, ":"); if (place[2] + 0 <= 3500) print substr($1, 3) }' >"$work/codes"
cat "$@" >"$work/texts"
# locl: English has digits of its own. It brings the shapes of other countries along, half of the font. BASE: where Pango
# sets characters of this font and of the whole one in one line.
hb-subset --face-index=$simplified --layout-features=ccmp,locl,rlig,calt,clig,kern,liga,mark,mkmk \
    --drop-tables-=BASE --passthrough-tables --unicodes-file="$work/codes" --text-file="$work/texts" --output-file="$work/font.otf" "$font"
# Another name of the same length, for fontconfig to know it by.
perl -0777 -pe 'BEGIN { sub wide { join "", map { "\0$_" } split //, shift } }
    my ($from, $to) = (wide("Noto Sans CJK SC"), wide("Noto Sans Common")); s/\Q$from\E/$to/g' "$work/font.otf" >"$out"
