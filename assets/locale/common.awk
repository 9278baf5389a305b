# Unihan_OtherMappings.txt (Debian's unicode-data) -> the characters of 通用规范汉字表, the state's list of 2013 from which
# names are to be taken: their code points in hexadecimal, one a line.
/^U/ && $2 == "kTGH" { print substr($1, 3) }
