#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/voice/syllable.h"

namespace kiosk::voice {

// How characters and words are read in Mandarin.
class Readings {
public:
    Readings() = default;  // knows nothing
    // `characters`: lines of assets/locale/readings.awk, by code point; they are looked up in place, as 41,000 of them would
    // be megabytes of strings. `words`: assets/locale/zh_CN.readings. Error: malformed, "file:line: …" of `words`.
    static Result<Readings> parse(std::string characters, std::string_view words, const std::string& words_name);
    static Result<Readings> load();  // what the program comes with

    Syllables of(char32_t character) const;  // the usual reading, then the others that dictionaries permit; empty: unknown

    // The longest word that `text` begins with, as long as the syllables that it has; empty: none. Surnames come first if
    // `text` is a name.
    const Syllables& word(std::u32string_view text) const { return longest(words_, text); }
    const Syllables& surname(std::u32string_view text) const { return longest(surnames_, text); }
    std::size_t longest_word() const { return longest_word_; }

private:
    using Dictionary = std::map<std::u32string, Syllables, std::less<>>;
    const Syllables& longest(const Dictionary& in, std::u32string_view text) const;

    std::string characters_;
    Dictionary words_, surnames_;
    std::size_t longest_word_ = 0;
};

}  // namespace kiosk::voice
