#include "kiosk/voice/lines.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "kiosk/base/ascii.h"
#include "kiosk/base/regular_file.h"
#include "kiosk/base/utf8.h"

namespace kiosk::voice {
namespace {

constexpr std::size_t largest_file = 1024 * 1024;
constexpr int most_values = 9;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";  // as editors of Windows write, with CR LF

std::optional<Hole::Kind> kind_named(std::string_view wanted) {
    using enum Hole::Kind;
    constexpr std::array<std::pair<std::string_view, Hole::Kind>, 4> kinds{
        {{"count", count}, {"number", number}, {"digits", digits}, {"name", name}}};
    for (const auto& [known, kind] : kinds)
        if (known == wanted) return kind;
    return std::nullopt;
}

// What stands between the braces: "", "0", ":count", "0:count". `next`: the index of one that has none.
std::optional<Hole> hole_of(std::string_view inside, int& next) {
    Hole hole;
    if (!inside.empty() && is_digit(inside[0])) {
        hole.index = inside[0] - '0';
        inside.remove_prefix(1);
    } else {
        hole.index = next++;
    }
    if (hole.index > most_values) return std::nullopt;
    if (inside.empty()) return hole;
    if (inside[0] != ':') return std::nullopt;
    const auto kind = kind_named(inside.substr(1));
    if (!kind) return std::nullopt;
    hole.kind = *kind;
    return hole;
}

// Syllables, spelled letters and pauses; "jiao4," is a syllable and a pause. The odd one out if there is one.
std::optional<std::string> append_pieces(Syllables& pieces, std::string_view text) {
    std::istringstream words{std::string(text)};
    for (std::string word; words >> word;) {
        Syllables pauses;
        while (!word.empty() && is_pause(std::string_view(word).substr(word.size() - 1))) {
            pauses.insert(pauses.begin(), std::string(1, word.back()));
            word.pop_back();
        }
        if (!word.empty() && !is_syllable(word) && !is_letter(word)) return word;
        if (!word.empty()) pieces.push_back(word);
        pieces.insert(pieces.end(), pauses.begin(), pauses.end());
    }
    return std::nullopt;
}

}  // namespace

std::optional<Template> Template::parse(std::string_view text) {
    Template made{.texts = {""}, .holes = {}};
    int next = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto brace = std::min(text.find_first_of("{}", at), text.size());
        made.texts.back() += text.substr(at, brace - at);
        if (brace == text.size()) break;
        const auto end = text.find_first_of("{}", brace + 1);
        if (text[brace] != '{' || end == std::string_view::npos || text[end] != '}') return std::nullopt;
        const auto hole = hole_of(text.substr(brace + 1, end - brace - 1), next);
        if (!hole) return std::nullopt;
        made.holes.push_back(*hole);
        made.texts.emplace_back();
        at = end + 1;
    }
    return made;
}

std::optional<std::vector<std::string>> Template::values_in(std::string_view filled) const {
    if (!filled.starts_with(texts.front())) return std::nullopt;
    filled.remove_prefix(texts.front().size());
    std::vector<std::string> values;
    for (std::size_t i = 1; i < texts.size(); ++i) {
        const bool last = i + 1 == texts.size();
        std::size_t at = last ? filled.size() - std::min(filled.size(), texts[i].size()) : filled.find(texts[i]);
        if (at == std::string_view::npos || filled.substr(at, texts[i].size()) != texts[i]) return std::nullopt;
        values.emplace_back(filled.substr(0, at));
        filled.remove_prefix(at + texts[i].size());
    }
    if (!filled.empty()) return std::nullopt;
    return values;
}

Result<Lines> Lines::parse(std::string_view text, const std::string& file_name) {
    std::size_t at = 0;
    const auto wrong = [&](const std::string& what) {
        return Error{Fault::malformed, file_name + ":" + std::to_string(at) + ": " + what};
    };
    if (!is_utf8(text)) return Error{Fault::malformed, file_name + ": is not UTF-8"};
    Lines made;
    std::optional<Line> open;
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
        ++at;
        line.erase(line.find_last_not_of(" \t\r") + 1);
        if (at == 1 && line.starts_with(byte_order_mark)) line.erase(0, byte_order_mark.size());
        if (line.empty() || line[0] == '#') continue;
        const bool pinyin = line[0] == ' ' || line[0] == '\t';
        if (pinyin != open.has_value())
            return wrong(pinyin ? "pinyin without the words above it" : "the words above have no pinyin below them");
        const auto parts = Template::parse(line);
        if (!parts) return wrong("a hole is {}, {0} or, in pinyin, {:count}, {:number}, {:digits}, {:name}");
        if (!pinyin) {
            open = Line{.words = line, .words_template = *parts, .pieces = {}, .holes = {}, .at = at};
            continue;
        }
        for (const auto& part : parts->texts)
            if (const auto odd = append_pieces(open->pieces.emplace_back(), part))
                return wrong("\"" + *odd + "\" is no syllable with a tone, such as chong2");
        open->holes = parts->holes;
        const auto line_of_it = *std::exchange(open, std::nullopt);
        if (!made.lines_.emplace(line_of_it.words, line_of_it).second) return wrong("these words stand here a second time");
    }
    if (open) return wrong("the last words have no pinyin below them");
    return made;
}

Result<Lines> Lines::load(const std::string& path) {
    const auto text = read_regular_file(path, largest_file);
    if (!text && text.error().fault == Fault::not_found) return Lines{};
    if (!text) return text.error();
    return parse(*text, path);
}

void Lines::add(const Lines& more) { lines_.insert(more.lines_.begin(), more.lines_.end()); }

const Line* Lines::find(std::string_view words) const {
    const auto line = lines_.find(words);
    return line == lines_.end() ? nullptr : &line->second;
}

namespace {

bool fits(std::string_view value, Hole::Kind kind) {
    switch (kind) {
        case Hole::Kind::count:
        case Hole::Kind::number:
            return !value.empty() && all_digits(value);
        case Hole::Kind::digits:
            return !value.empty() && std::ranges::all_of(value, [](char c) {
                return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            });
        case Hole::Kind::name:
            return value.find("＊") != std::string_view::npos;
        case Hole::Kind::text:
            break;
    }
    return !value.empty();
}

bool is_made_of(std::string_view text, const Line& line) {
    const auto values = line.words_template.values_in(text);
    if (!values || values->size() != line.holes.size()) return false;
    for (std::size_t i = 0; i < values->size(); ++i)
        if (!fits((*values)[i], line.holes[i].kind)) return false;
    return true;
}

}  // namespace

const Line* Lines::made_into(std::string_view text) const {
    if (const auto* exact = find(text)) return exact;
    const Line* made = nullptr;
    std::size_t most = 0;  // bytes that are not filled in: the more of them fit, the surer it is that line
    for (const auto& [words, line] : lines_) {
        std::size_t fixed = 0;
        for (const auto& part : line.words_template.texts) fixed += part.size();
        if (line.holes.empty() || fixed <= most || !is_made_of(text, line)) continue;
        made = &line;
        most = fixed;
    }
    return made;
}

}  // namespace kiosk::voice
