#include "kiosk/voice/aloud.h"

#include <algorithm>
#include <charconv>

#include "kiosk/base/utf8.h"
#include "kiosk/card/number.h"
#include "kiosk/voice/characters.h"
#include "kiosk/voice/discretion.h"

namespace kiosk::voice {
namespace {

constexpr std::u32string_view mask = U"＊*";
constexpr std::u32string_view counted = U"个位张次分秒天名项年岁元块角层种人条件本把份台间辆遍回站家户毫米周小";
constexpr std::u32string_view before_ordinal_one = U"第统唯之其期十零万初周惟专";
constexpr std::u32string_view after_ordinal_one = U"号月楼村院中期路支社组级等队厂线班二三";
const Syllables rare{"yi2", "ge4", "sheng1", "pi4", "zi4"};

bool holds(std::u32string_view set, char32_t c) { return set.find(c) != std::u32string_view::npos; }

bool is_name_dot(char32_t c) { return holds(U"·•・．", c); }
bool belongs_to_name(char32_t c) { return is_hanzi(c) || holds(mask, c) || is_name_dot(c) || is_variation_selector(c); }

char pause_of(char32_t c) {
    if (holds(U"。…", c)) return '.';
    if (holds(U"？?", c)) return '?';
    if (holds(U"！!", c)) return '!';
    if (holds(U"；;", c)) return ';';
    return holds(U"，、：,:（）()「」《》·　\n", c) ? ',' : '\0';
}

std::u32string narrow(std::string_view text) {
    auto points = to_code_points(text);
    for (char32_t& c : points)
        if (c >= 0xFF10 && c <= 0xFF5A && !holds(U"：；？", c)) c -= 0xFEE0;  // digits and letters
    return points;
}

std::uint64_t value_of(std::string_view digits) {
    std::uint64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

}  // namespace

// One pass over a text; each `take_…` either takes something from where the pass stands or leaves all as it is.
class AloudReader {
public:
    AloudReader(const Aloud& how, std::u32string text) : how_(how), text_(std::move(text)) {}

    Syllables read() {
        while (at_ < text_.size()) {
            if (take_name() || take_time() || take_money() || take_percent() || take_number() || take_label() || take_word())
                continue;
            const char pause = pause_of(text_[at_++]);
            if (pause != '\0') put({std::string(1, pause)});
        }
        bend_tones(said_, bend_);
        return std::move(said_);
    }

private:
    std::u32string_view rest(std::size_t from = 0) const {
        return std::u32string_view(text_).substr(std::min(at_ + from, text_.size()));
    }
    char32_t next(std::size_t from) const { return at_ + from < text_.size() ? text_[at_ + from] : U'\0'; }
    std::size_t digits_at(std::size_t from) const {
        std::size_t count = 0;
        while (is_digit_point(next(from + count))) ++count;
        return count;
    }
    std::string ascii(std::size_t from, std::size_t count) const { return to_utf8(rest(from).substr(0, count)); }

    void put(const Syllables& pieces, bool may_bend = false) {
        said_.insert(said_.end(), pieces.begin(), pieces.end());
        bend_.resize(said_.size(), may_bend);
    }
    bool took(std::size_t count, const Syllables& pieces, bool may_bend = false) {
        at_ += count;
        put(pieces, may_bend);
        return true;
    }

    bool take_name() {
        std::size_t length = 0;
        while (belongs_to_name(next(length))) ++length;
        const auto run = rest().substr(0, length);
        if (!std::ranges::any_of(run, [](char32_t c) { return holds(mask, c); })) return false;
        return took(length, how_.name(to_utf8(run)));
    }

    bool take_time() {
        const auto hours = digits_at(0);
        if (hours == 0 || hours > 2 || !holds(U":：", next(hours)) || digits_at(hours + 1) != 2) return false;
        const auto hour = value_of(ascii(0, hours)), minute = value_of(ascii(hours + 1, 2));
        if (hour > 24 || minute > 59) return false;
        return took(hours + 3, clock_time(static_cast<int>(hour), static_cast<int>(minute)));
    }

    // "3.50元" and "¥3.50"; whole yuan are counted as anything is.
    bool take_money() {
        const std::size_t sign = holds(U"¥￥", next(0)) ? 1 : 0;
        const auto whole = digits_at(sign);
        if (whole == 0 || whole > 9) return false;
        std::size_t fraction = next(sign + whole) == U'.' ? digits_at(sign + whole + 1) : 0;
        if (fraction > 2) return false;
        const std::size_t end = sign + whole + (fraction > 0 ? fraction + 1 : 0);
        const bool yuan = next(end) == U'元';
        if (sign == 0 && (!yuan || fraction == 0)) return false;
        auto hundredths = fraction == 0 ? 0 : value_of(ascii(sign + whole + 1, fraction)) * (fraction == 1 ? 10 : 1);
        return took(end + (yuan ? 1 : 0), amount(value_of(ascii(sign, whole)) * 100 + hundredths));
    }

    bool take_percent() {
        const auto whole = digits_at(0);
        if (whole == 0 || whole > 9 || !holds(U"%％", next(whole))) return false;
        put({"bai3", "fen1", "zhi1"});
        return took(whole + 1, number(value_of(ascii(0, whole))));
    }

    // What is counted stands behind the number, or behind "到 20" in "10 到 20 分钟".
    bool counts(std::size_t from) const {
        while (is_blank(next(from)) || next(from) == U' ') ++from;
        if (next(from) == U'号' || next(from) == U'日' || next(from) == U'月') return false;
        if (holds(U"到至-~～—", next(from)) && next(from) != U'\0') {
            ++from;
            while (next(from) == U' ') ++from;
            return is_digit_point(next(from)) && counts(from + digits_at(from));
        }
        return next(from) != U'\0' && holds(counted, next(from));
    }

    bool take_number() {
        const auto digits = digits_at(0);
        if (digits == 0) return false;
        const auto whole = length_of_number(rest());
        if (names_a_person(to_utf8(rest().substr(0, whole))))
            return took(whole, singly(digits_of(rest().substr(0, whole)), how_.manner()));
        const bool year = digits == 4 && next(digits) == U'年';
        if (year) return took(digits, singly(ascii(0, digits), {.yao = false}));
        if (next(digits) == U'.' && digits < 10 && digits_at(digits + 1) > 0 && digits_at(digits + 1) < 10)
            return took(digits + 1 + digits_at(digits + 1), decimal(ascii(0, digits + 1 + digits_at(digits + 1))));
        if (digits > 4 || (digits > 1 && next(0) == U'0') || is_letter_point(next(digits)))
            return took(digits, singly(ascii(0, digits), how_.manner()));
        const auto value = value_of(ascii(0, digits));
        const bool counting = counts(digits);
        took(digits, counting ? count(value) : number(value), counting && value == 1);
        if (holds(U"-~～—", next(0)) && is_digit_point(next(1))) took(1, {"dao4"});
        return true;
    }

    // "A017", "C-1": from a letter to the end of letters and digits.
    bool take_label() {
        if (!is_letter_point(next(0))) return false;
        std::size_t length = 0;
        while (is_letter_point(next(length)) || is_digit_point(next(length))) ++length;
        return took(length, singly(ascii(0, length), how_.manner()));
    }

    bool take_word() {
        if (!is_hanzi(next(0))) return false;
        if (const auto& word = how_.readings_->word(rest()); !word.empty()) return took(word.size(), word);
        const char32_t c = next(0), before = at_ == 0 ? U'\0' : text_[at_ - 1];
        if (c == U'一') {
            const bool ordinal = (before != U'\0' && holds(before_ordinal_one, before)) || is_digit_point(before) ||
                                 (next(1) != U'\0' && holds(after_ordinal_one, next(1)));
            return took(1, {"yi1"}, !ordinal);
        }
        if (c == U'不') return took(1, {"bu4"}, true);
        if (c == U'〇') return took(1, {"ling2"});
        const auto readings = how_.readings_->of(c);
        return took(1, readings.empty() ? rare : Syllables{readings.front()});
    }

    const Aloud& how_;
    std::u32string text_;
    std::size_t at_ = 0;
    Syllables said_;
    std::vector<bool> bend_;
};

Syllables Aloud::text(std::string_view text) const { return AloudReader(*this, narrow(text)).read(); }

Syllables Aloud::name(std::string_view masked) const {
    std::u32string name;
    for (const char32_t c : narrow(masked))
        if (belongs_to_name(c) && !is_variation_selector(c)) name += c;
    if (!std::ranges::any_of(name, [](char32_t c) { return holds(mask, c); }) && !name.empty())
        name = to_code_points(mask_name(to_utf8(name)));
    const auto reading = [this](char32_t c) {
        const auto all = readings_->of(c);
        return all.empty() ? rare : Syllables{all.front()};
    };
    const auto first_mask = name.find_first_of(mask);
    if (name.empty() || first_mask == 0) return {"ming2", "zi5", "bu4", "xian3", "shi4"};
    const bool has_dot = std::ranges::any_of(name, is_name_dot);
    Syllables said = has_dot ? Syllables{"ming2", "zi5", "kai1", "tou2", "shi4"} : Syllables{"xing4"};
    const auto add = [&said](const Syllables& pieces) { said.insert(said.end(), pieces.begin(), pieces.end()); };
    const auto& surname = has_dot ? Syllables{} : readings_->surname(std::u32string_view(name).substr(0, first_mask));
    add(surname.empty() ? reading(name.front()) : surname);
    if (holds(mask, name.back()) || has_dot) return said;
    add({",", "zui4", "hou4", "yi2", "ge4", "zi4", "shi4"});
    add(reading(name.back()));
    return said;
}

void bend_tones(Syllables& pieces, const std::vector<bool>& bend) {
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (i >= bend.size() || !bend[i] || (pieces[i] != "yi1" && pieces[i] != "bu4")) continue;
        const char tone = i + 1 < pieces.size() && is_syllable(pieces[i + 1]) ? tone_of(pieces[i + 1]) : '\0';
        const bool falls = tone == '4' || (tone == '5' && pieces[i + 1] == "ge5");
        if (pieces[i] == "bu4")
            pieces[i] = falls ? "bu2" : "bu4";
        else if (tone != '\0')
            pieces[i] = falls ? "yi2" : "yi4";
    }
}

std::string without_tones(const Syllables& pieces) {
    Syllables plain;
    for (const auto& piece : pieces) plain.push_back(is_syllable(piece) ? piece.substr(0, piece.size() - 1) : piece);
    auto text = joined(plain);
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

}  // namespace kiosk::voice
