#include "kiosk/voice/english.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "kiosk/base/ascii.h"
#include "kiosk/base/utf8.h"
#include "kiosk/card/number.h"
#include "kiosk/voice/characters.h"
#include "kiosk/voice/discretion.h"

namespace kiosk::voice {
namespace {

constexpr std::size_t shortest_phone = 5;

bool is_word(char32_t c) { return is_letter_point(c) || is_digit_point(c); }
bool is_chinese(char32_t c) { return is_hanzi(c) || c == U'＊'; }

std::string spelled(std::string_view label) {
    std::string text;
    for (const char c : label) text += (text.empty() ? "" : " ") + std::string(1, c);
    return text;
}

// A label, a telephone number, or a word as it is.
std::string said(std::string_view word) {
    const bool digits = std::ranges::any_of(word, is_digit), letters = !all_digits(word);
    if (!digits) return std::string(word);
    const bool ordinal = word.ends_with("st") || word.ends_with("nd") || word.ends_with("rd") || word.ends_with("th");
    if (ordinal) return std::string(word);
    return letters || word.size() >= shortest_phone || (word.size() > 1 && word[0] == '0') ? spelled(word)
                                                                                           : std::string(word);
}

// "9:00" is nine o'clock, "13:30" is 1:30 in the afternoon.
std::string time_said(int hour, int minute) {
    const auto* part = hour < 12 ? "in the morning" : hour < 18 ? "in the afternoon" : "in the evening";
    const int shown = hour % 12 == 0 ? 12 : hour % 12;
    if (minute == 0) return fmt::format("{} o'clock {}", shown, part);
    return minute < 10 ? fmt::format("{} oh {} {}", shown, minute, part) : fmt::format("{} {} {}", shown, minute, part);
}

// Pinyin, and what nobody can read by its name in English.
std::string without_mask(std::u32string_view run, const Aloud& aloud) {
    std::string text;
    while (!run.empty()) {
        const bool known = aloud.can_read(run.front());
        const auto end = std::ranges::find_if(run, [&](char32_t c) { return aloud.can_read(c) != known; });
        const auto length = static_cast<std::size_t>(end - run.begin());
        if (!text.empty()) text += ", ";
        text += known         ? without_tones(aloud.text(to_utf8(run.substr(0, length))))
                : length == 1 ? "a rare character"
                              : fmt::format("{} rare characters", length);
        run.remove_prefix(length);
    }
    return text;
}

std::string chinese_said(std::u32string_view run, const Aloud& aloud) {
    const bool masked = run.find(U'＊') != std::u32string_view::npos;
    if (!masked) return without_mask(run, aloud);
    if (run.front() == U'＊') return "a name that is not shown";
    std::string text = "surname " + without_mask(run.substr(0, 1), aloud);
    if (run.back() != U'＊') text += ", last character " + without_mask(run.substr(run.size() - 1), aloud);
    return text;
}

class EnglishReader {
public:
    EnglishReader(std::u32string text, const Aloud& aloud) : text_(std::move(text)), aloud_(aloud) {
        std::erase_if(text_, is_variation_selector);
    }

    std::string read() {
        while (at_ < text_.size()) {
            if (take_personal() || take_time() || take_word() || take_chinese()) continue;
            said_ += mark(text_[at_++]);
        }
        return std::move(said_);
    }

private:
    std::u32string_view rest() const { return std::u32string_view(text_).substr(at_); }
    template <class Belongs>
    std::size_t run(Belongs belongs) const {
        const auto left = rest();
        return static_cast<std::size_t>(std::ranges::find_if_not(left, belongs) - left.begin());
    }
    bool took(std::size_t count, const std::string& text) {
        at_ += count;
        said_ += text;
        return true;
    }
    static std::string mark(char32_t c) { return c == U'·' || c == U'　' ? "," : to_utf8({&c, 1}); }

    bool take_personal() {
        const auto length = length_of_number(rest());
        const auto digits = digits_of(rest().substr(0, length));
        return names_a_person(digits) && took(length, "ending in " + spelled(last_four(digits)));
    }
    bool take_time() {
        const auto hours = run(is_digit_point);
        if (hours == 0 || hours > 2 || rest().substr(hours, 1) != U":") return false;
        const auto text = to_utf8(rest().substr(0, hours + 3));
        int hour = 0, minute = 0;
        std::from_chars(text.data(), text.data() + hours, hour);
        const auto end = std::from_chars(text.data() + hours + 1, text.data() + text.size(), minute).ptr;
        if (end != text.data() + hours + 3 || hour > 24 || minute > 59) return false;
        return took(hours + 3, time_said(hour % 24, minute));
    }
    bool take_word() {
        const auto length = run(is_word);
        return length > 0 && took(length, said(to_utf8(rest().substr(0, length))));
    }
    bool take_chinese() {
        const auto length = run(is_chinese);
        return length > 0 && took(length, chinese_said(rest().substr(0, length), aloud_));
    }

    std::u32string text_;
    const Aloud& aloud_;
    std::size_t at_ = 0;
    std::string said_;
};

}  // namespace

std::string in_english(std::string_view text, const Aloud& aloud) {
    return EnglishReader(to_code_points(text), aloud).read();
}

std::string in_english(std::string_view value, Hole::Kind kind, const Aloud& aloud) {
    if (kind == Hole::Kind::digits && !names_a_person(value)) return spelled(value);
    if (kind == Hole::Kind::name && value.find("＊") == std::string_view::npos) return in_english(mask_name(value), aloud);
    return in_english(value, aloud);
}

}  // namespace kiosk::voice
