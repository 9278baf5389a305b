#include "kiosk/table/written_words.h"

#include <algorithm>
#include <array>
#include <span>

#include "kiosk/base/ascii.h"
#include "kiosk/base/utf8.h"
#include "kiosk/table/cell.h"

namespace kiosk {
namespace {

struct Part {
    std::u32string_view word;
    PartOfDay part;
};
constexpr std::array<Part, 20> parts = {
    {{U"上午", PartOfDay::morning}, {U"早上", PartOfDay::morning},   {U"早晨", PartOfDay::morning},
     {U"清晨", PartOfDay::morning}, {U"凌晨", PartOfDay::night},     {U"中午", PartOfDay::noon},
     {U"正午", PartOfDay::noon},    {U"下午", PartOfDay::afternoon}, {U"午后", PartOfDay::afternoon},
     {U"傍晚", PartOfDay::evening}, {U"晚上", PartOfDay::evening},   {U"晚间", PartOfDay::evening},
     {U"夜间", PartOfDay::evening}, {U"夜晚", PartOfDay::evening},   {U"夜里", PartOfDay::evening},
     {U"午前", PartOfDay::morning}, {U"上半天", PartOfDay::morning}, {U"下半天", PartOfDay::afternoon},
     {U"早", PartOfDay::morning},   {U"晚", PartOfDay::evening}}};
constexpr std::array<std::u32string_view, 5> week_words = {U"星期", U"礼拜", U"周", U"週", U"星期"};
constexpr std::u32string_view week_days = U"日一二三四五六";
constexpr std::array<std::u32string_view, 11> lunar_words = {U"农历", U"阴历", U"旧历", U"夏历", U"初",  U"腊",
                                                             U"正月", U"冬月", U"闰",   U"廿",   U"農曆"};

struct Letter {
    char32_t character;
    char ascii;
};
constexpr std::array<Letter, 37> letters = {
    {{U'年', 'Y'}, {U'月', 'M'}, {U'日', 'D'}, {U'号', 'D'}, {U'號', 'D'}, {U'时', 'h'}, {U'時', 'h'}, {U'点', 'h'},
     {U'點', 'h'}, {U'分', 'm'}, {U'秒', 's'}, {U'半', 'b'}, {U'刻', 'q'}, {U'整', 'e'}, {U'钟', 'e'}, {U'。', '.'},
     {U'·', '.'},  {U'•', '.'},  {U'、', ','}, {U'‐', '-'},  {U'‑', '-'},  {U'‒', '-'},  {U'–', '-'},  {U'—', '-'},
     {U'―', '-'},  {U'−', '-'},  {U'─', '-'},  {U'﹣', '-'}, {U'〜', '~'}, {U'∼', '~'},  {U'︰', ':'}, {U'∶', ':'},
     {U'﹕', ':'}, {U'∕', '/'},  {U'⁄', '/'},  {U'﹒', '.'}, {U'．', '.'}}};
constexpr std::u32string_view brackets = U"()[]{}<>【】〔〕〈〉《》「」『』〖〗﹙﹚";
constexpr std::u32string_view numerals = U"零一二三四五六七八九";

constexpr std::array<std::string_view, 12> month_names = {"JANUARY",   "FEBRUARY", "MARCH",    "APRIL",
                                                          "MAY",       "JUNE",     "JULY",     "AUGUST",
                                                          "SEPTEMBER", "OCTOBER",  "NOVEMBER", "DECEMBER"};
constexpr std::array<std::string_view, 7> week_day_names = {"SUNDAY",   "MONDAY", "TUESDAY", "WEDNESDAY",
                                                            "THURSDAY", "FRIDAY", "SATURDAY"};

// The number of the name that the word is, or that begins with the word; a word has three letters at least.
std::optional<unsigned> named(std::span<const std::string_view> names, std::string_view word) {
    if (word.size() < 3) return std::nullopt;
    const auto found = std::ranges::find_if(names, [&](std::string_view name) { return name.starts_with(word); });
    if (found == names.end()) return std::nullopt;
    return static_cast<unsigned>(found - names.begin());
}

std::optional<char32_t> numeral(char32_t c) {
    if (c == U'〇' || c == U'○' || c == U'◯') return U'0';
    if (c == U'两') return U'2';
    const auto at = numerals.find(c);
    if (at == std::u32string_view::npos) return std::nullopt;
    return static_cast<char32_t>(U'0' + at);
}

char32_t narrow(char32_t c) { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c; }

bool is_letter(char32_t c) { return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z'); }

class WordReader {
public:
    explicit WordReader(std::u32string points) : points_(std::move(points)), rest_(points_) {
        std::ranges::transform(points_, points_.begin(), narrow);
    }

    WrittenWords run() {
        while (!rest_.empty()) {
            if (take_weekday() || take_part() || take_lunar() || take_numerals() || take_word()) continue;
            words_.text += letter(rest_.front());
            rest_.remove_prefix(1);
        }
        return std::move(words_);
    }

private:
    template <class Words>
    const auto* front_word(const Words& words, auto text) const {
        const auto found = std::ranges::find_if(words, [&](const auto& word) { return rest_.starts_with(text(word)); });
        return found == words.end() ? nullptr : &*found;
    }

    void note(std::chrono::weekday day) {
        words_.twice |= words_.weekday.has_value();
        words_.weekday = day;
        words_.text += ' ';
    }
    void note(PartOfDay part) {
        words_.twice |= words_.part.has_value();
        words_.part = part;
        words_.text += ' ';
    }

    bool take_weekday() {
        const auto* word = front_word(week_words, [](std::u32string_view w) { return w; });
        if (!word || rest_.size() <= word->size()) return false;
        const char32_t c = rest_[word->size()];
        const auto day = c == U'天' ? 0 : week_days.find(c);
        if (day == std::u32string_view::npos) return false;
        rest_.remove_prefix(word->size() + 1);
        note(std::chrono::weekday{static_cast<unsigned>(day)});
        return true;
    }

    bool take_part() {
        const auto* part = front_word(parts, [](const Part& p) { return p.word; });
        if (!part) return false;
        rest_.remove_prefix(part->word.size());
        note(part->part);
        return true;
    }

    bool take_lunar() {
        const auto* word = front_word(lunar_words, [](std::u32string_view w) { return w; });
        if (!word) return false;
        words_.lunar = true;
        rest_.remove_prefix(word->size());
        return true;
    }

    // 二〇二五 is 2025, 十五 is 15, 二十 is 20.
    bool take_numerals() {
        std::string digits;
        std::size_t count = 0, ten = std::u32string_view::npos;
        for (; count < rest_.size(); ++count) {
            if (rest_[count] == U'十') {
                if (ten != std::u32string_view::npos || digits.size() > 1) return false;
                ten = count;
                if (digits.empty()) digits = "1";
            } else if (const auto digit = numeral(rest_[count])) {
                digits += static_cast<char>(*digit);
            } else {
                break;
            }
        }
        if (count == 0) return false;
        if (ten != std::u32string_view::npos && count == ten + 1) digits += '0';
        if (ten != std::u32string_view::npos && digits.size() != 2) return false;
        words_.text += digits;
        rest_.remove_prefix(count);
        return true;
    }

    // Takes a word of Latin letters and the points that belong to it: "Sept.", "a.m."
    bool take_word() {
        std::string word;
        std::size_t count = 0;
        for (; count < rest_.size() && is_letter(rest_[count]); ++count) word += static_cast<char>(rest_[count] & ~U'\x20');
        if (count == 0) return false;
        const bool points = rest_.substr(count).starts_with(U".m.") || rest_.substr(count).starts_with(U".M.");
        if (points && (word == "A" || word == "P")) {
            word += 'M';
            count += 3;
        }
        rest_.remove_prefix(count);
        read(word);
        return true;
    }

    void read(const std::string& word) {
        constexpr std::array<std::string_view, 4> ordinals = {"ST", "ND", "RD", "TH"};
        const auto month = named(month_names, word), day = named(week_day_names, word);
        if (word == "AM" || word == "PM") return note(word == "AM" ? PartOfDay::morning : PartOfDay::afternoon);
        if (month || day) {
            if (rest_.starts_with(U'.')) rest_.remove_prefix(1);
            if (day) return note(std::chrono::weekday{*day});
            words_.text += static_cast<char>(*month + 1);
        } else if (word == "T" || word == "Z") {
            words_.text += word;
        } else if (word == "UTC" || word == "GMT") {
            words_.text += 'U';
        } else if (words_.text.empty() || !is_digit(words_.text.back()) ||
                   std::ranges::find(ordinals, word) == ordinals.end()) {
            words_.text += '?';
        }
    }

    static char letter(char32_t c) {
        const auto found = std::ranges::find(letters, c, &Letter::character);
        if (found != letters.end()) return found->ascii;
        if (is_blank(c) || brackets.find(c) != std::u32string_view::npos) return ' ';
        return c > U' ' && c <= U'~' ? static_cast<char>(c) : '?';
    }

    std::u32string points_;
    std::u32string_view rest_;
    WrittenWords words_;
};

}  // namespace

WrittenWords read_words(std::string_view utf8) {
    const auto plain = [](char c) { return is_digit(c) || (c >= '-' && c <= '/') || c == ' ' || c == ':'; };
    if (std::ranges::all_of(utf8, plain)) return {std::string(utf8), {}, {}, false, false};  // the usual case
    return WordReader(to_code_points(utf8)).run();
}

}  // namespace kiosk
