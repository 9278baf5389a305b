# Unihan_Readings.txt (Debian's unicode-data) -> one line a character: its code point in hexadecimal, its usual reading, then
# the others that dictionaries permit: "91CD zhong4 chong2". Run with LC_ALL=C; ü becomes v, the tone a digit behind.
BEGIN {
    n = split("ā á ǎ à ē é ě è ī í ǐ ì ō ó ǒ ò ū ú ǔ ù ǖ ǘ ǚ ǜ", marked, " ")
    split("a e i o u v", plain, " ")
    for (i = 1; i <= n; i++) {
        letter[marked[i]] = plain[int((i - 1) / 4) + 1]
        tone[marked[i]] = (i - 1) % 4 + 1
    }
}
function numbered(syllable,    i, t) {
    t = 5
    for (i = 1; i <= n; i++)
        if (sub(marked[i], letter[marked[i]], syllable)) t = tone[marked[i]]
    gsub("ü", "v", syllable)
    return syllable ~ /^[a-z]+$/ ? syllable t : ""
}
function add(code, syllable,    s) {
    s = numbered(syllable)
    if (s == "") return
    if (!(code in seen)) order[++count] = code
    if (index(" " seen[code] " ", " " s " ") == 0) seen[code] = seen[code] (seen[code] == "" ? "" : " ") s
}
$2 == "kMandarin" { usual[$1] = $3; if (!($1 in place)) place[$1] = ++places; code_at[place[$1]] = $1 }
$2 == "kTGHZ2013" || $2 == "kHanyuPinlu" { others[$1] = others[$1] " " substr($0, index($0, $3)) }
END {
    for (p = 1; p <= places; p++) {
        code = code_at[p]
        add(code, usual[code])
        text = others[code]
        gsub(/[0-9.,:()]+/, " ", text)
        m = split(text, syllables, " ")
        for (k = 1; k <= m; k++) add(code, syllables[k])
        if (code in seen) print substr(code, 3), seen[code]
    }
}
