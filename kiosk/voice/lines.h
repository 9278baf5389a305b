#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/voice/syllable.h"

// The reviewed lines of the Chinese sentences: assets/locale/zh_CN.pinyin says what such a file looks like.
namespace kiosk::voice {

// A place in a sentence where a value is filled in, and how the value is read.
struct Hole {
    enum class Kind : std::uint8_t { text, count, number, digits, name } kind = Kind::text;
    int index = 0;  // of the value; "{} {}" are 0 and 1
    bool operator==(const Hole&) const = default;
};

// A sentence as pieces: what stands between its holes, and the holes. One more text than there are holes.
struct Template {
    std::vector<std::string> texts;
    std::vector<Hole> holes;
    // nullopt: a brace stands alone, or a kind of hole is unknown.
    static std::optional<Template> parse(std::string_view text);
    // What was filled into it to make `filled`, in the order of the holes; nullopt: `filled` was not made of it.
    std::optional<std::vector<std::string>> values_in(std::string_view filled) const;
    bool operator==(const Template&) const = default;
};

struct Line {
    std::string words;              // as on the page, with holes
    Template words_template;        // the same, parted
    std::vector<Syllables> pieces;  // what is spoken between the holes
    std::vector<Hole> holes;
    std::size_t at = 0;  // its line in the file
};

class Lines {
public:
    // Error: malformed, with "file:line: what was expected".
    static Result<Lines> parse(std::string_view text, const std::string& file_name);
    // A file that is not there is as good as an empty one: then sentences are read by the dictionary.
    static Result<Lines> load(const std::string& path);
    void add(const Lines& more);  // what is there already stays

    const Line* find(std::string_view words) const;      // of exactly these words
    const Line* made_into(std::string_view text) const;  // whose holes were filled to make it, with what fits them
    const std::map<std::string, Line, std::less<>>& all() const { return lines_; }

private:
    std::map<std::string, Line, std::less<>> lines_;
};

}  // namespace kiosk::voice
