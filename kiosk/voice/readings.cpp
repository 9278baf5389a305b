#include "kiosk/voice/readings.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "kiosk/base/assets.h"
#include "kiosk/base/regular_file.h"
#include "kiosk/base/utf8.h"

namespace kiosk::voice {
namespace {

constexpr std::size_t largest_table = 4 * 1024 * 1024;

Error wrong(const std::string& file, std::size_t line, const std::string& what) {
    return {Fault::malformed, file + ":" + std::to_string(line) + ": " + what};
}

// The code point that a line begins with; 0 where none stands.
char32_t code_of(std::string_view line) {
    std::uint32_t code = 0;
    std::from_chars(line.data(), line.data() + line.size(), code, 16);
    return code;
}

Syllables split(std::string_view text) {
    Syllables pieces;
    std::istringstream words{std::string(text)};
    for (std::string piece; words >> piece;) pieces.push_back(piece);
    return pieces;
}

}  // namespace

Result<Readings> Readings::parse(std::string characters, std::string_view words, const std::string& words_name) {
    if (!is_utf8(words)) return Error{Fault::malformed, words_name + ": is not UTF-8"};
    Readings readings;
    readings.characters_ = std::move(characters);
    std::istringstream lines{std::string(words)};
    std::size_t at = 0;
    for (std::string line; std::getline(lines, line);) {
        ++at;
        auto pieces = split(line);
        if (pieces.empty() || pieces.front().starts_with('#')) continue;
        const bool surname = pieces.front().starts_with('^');
        auto word = to_code_points(std::string_view(pieces.front()).substr(surname ? 1 : 0));
        pieces.erase(pieces.begin());
        if (word.size() != pieces.size()) return wrong(words_name, at, "a word needs a syllable for each character");
        const auto odd = std::ranges::find_if_not(pieces, is_syllable);
        if (odd != pieces.end()) return wrong(words_name, at, "\"" + *odd + "\" is no syllable with a tone, such as chong2");
        readings.longest_word_ = std::max(readings.longest_word_, word.size());
        auto& dictionary = surname ? readings.surnames_ : readings.words_;
        if (!dictionary.emplace(std::move(word), std::move(pieces)).second)
            return wrong(words_name, at, "this word stands here a second time");
    }
    return readings;
}

Result<Readings> Readings::load() {
    auto characters = read_regular_file(readings_path(), largest_table);
    if (!characters) return characters.error();
    const auto path = asset_path("locale/zh_CN.readings");
    const auto words = read_regular_file(path, largest_table);
    if (!words) return words.error();
    return parse(*std::move(characters), *words, path);
}

// A search for the line that begins with the code point; lines are of no fixed length.
Syllables Readings::of(char32_t character) const {
    std::size_t low = 0, high = characters_.size();
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        const auto before = characters_.rfind('\n', middle == 0 ? 0 : middle - 1);
        const std::size_t begin = before == std::string::npos || before >= middle ? 0 : before + 1;
        const std::size_t end = std::min(characters_.find('\n', begin), characters_.size());
        const auto line = std::string_view(characters_).substr(begin, end - begin);
        const auto code = code_of(line);
        if (code == character) {
            const auto gap = line.find(' ');
            if (gap == std::string_view::npos) return {};
            auto known = split(line.substr(gap));
            std::erase_if(known, [](const auto& one) { return !is_syllable(one); });  // such as hm, which no voice can say
            return known;
        }
        if (code < character)
            low = end + 1;
        else
            high = begin;
    }
    return {};
}

const Syllables& Readings::longest(const Dictionary& in, std::u32string_view text) const {
    static const Syllables none;
    for (std::size_t length = std::min(longest_word_, text.size()); length > 0; --length)
        if (const auto found = in.find(text.substr(0, length)); found != in.end()) return found->second;
    return none;
}

}  // namespace kiosk::voice
