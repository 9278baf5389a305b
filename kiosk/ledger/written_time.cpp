#include "kiosk/ledger/written_time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

#include "kiosk/base/utf8.h"
#include "kiosk/ledger/cell.h"

namespace kiosk {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr std::string_view digits = "0123456789";
const sys_days day_zero{Date{std::chrono::year{1899}, std::chrono::month{12}, std::chrono::day{30}}};  // of spreadsheets

Error wrong_form() {
    return {Fault::malformed, "must be a day such as 2026-11-01 or 2026/11/1, or with a time, 2026-11-01 09:30"};
}
Error year_not_first() {
    return {Fault::malformed,
            "does not begin with a year of four digits, so day and month cannot be told apart; write it as 2026-11-01"};
}

// Every form in ASCII: full-width characters narrow, any blank a space, 2026年11月1日 as 2026Y11M1D, 9时30分 as 9h30m.
std::string in_ascii(std::string_view text) {
    struct Word {
        char32_t character;
        std::string_view ascii;
    };
    constexpr std::array<Word, 10> words = {{{U'年', "Y"},
                                             {U'月', "M"},
                                             {U'日', "D"},
                                             {U'号', "D"},
                                             {U'时', "h"},
                                             {U'点', "h"},
                                             {U'分', "m"},
                                             {U'秒', "s"},
                                             {U'上', "A"},
                                             {U'下', "P"}}};
    if (std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; })) return std::string(text);
    std::string ascii;
    for (char32_t c : to_code_points(text)) {
        if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
        const auto word = std::ranges::find(words, c, &Word::character);
        if (word != words.end())
            ascii += word->ascii;
        else if (c == U'午')
            ascii += 'M';  // 上午 is AM, 下午 PM
        else
            ascii += is_blank(c) ? ' ' : c < 0x80 ? static_cast<char>(c) : '?';
    }
    return ascii;
}

// A number of 1 to `longest` digits at the front, taken off.
std::optional<int> take_number(std::string_view& text, std::size_t longest) {
    const auto count = std::min(text.find_first_not_of(digits), text.size());
    int value = 0;
    if (count == 0 || count > longest) return std::nullopt;
    std::from_chars(text.data(), text.data() + count, value);
    text.remove_prefix(count);
    return value;
}

// Exactly so many digits.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    auto front = text.substr(0, count);
    if (front.size() < count) return std::nullopt;
    const auto value = take_number(front, count);
    if (!front.empty()) return std::nullopt;
    text.remove_prefix(count);
    return value;
}

bool take_one_of(std::string_view& text, std::string_view characters) {
    if (text.empty() || characters.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

bool take_word(std::string_view& text, std::string_view word) {
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    return true;
}

void skip_spaces(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(' '), text.size())); }

std::optional<Date> checked(std::optional<int> year, std::optional<int> month, std::optional<int> day) {
    if (!year || !month || !day || *year < 2000 || *year >= 2100) return std::nullopt;
    const Date date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                    std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional{date} : std::nullopt;
}

std::optional<LocalTime> checked(std::optional<Date> date, int hour, int minute, int second) {
    if (!date || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    return LocalTime{*date, minutes{hour * 60 + minute}};
}

std::optional<Date> take_date(std::string_view& text) {
    const auto year = take_digits(text, 4);
    const char separator = text.empty() ? '\0' : text.front();
    if (!take_one_of(text, "-/.Y")) return std::nullopt;
    const auto month = take_number(text, 2);
    if (!take_one_of(text, separator == 'Y' ? "M" : std::string_view(&separator, 1))) return std::nullopt;
    const auto day = take_number(text, 2);
    if (separator == 'Y') take_one_of(text, "D");
    return checked(year, month, day);
}

struct HalfDay {
    bool am = false, pm = false;
    void take(std::string_view& text) {
        skip_spaces(text);
        am = take_word(text, "AM") || take_word(text, "am") || am;
        pm = take_word(text, "PM") || take_word(text, "pm") || pm;
        skip_spaces(text);
    }
};

std::optional<LocalTime> with_time(std::optional<Date> date, std::string_view text) {
    HalfDay half;
    half.take(text);
    auto hour = take_number(text, 2);
    if (!hour || !take_one_of(text, ":h")) return std::nullopt;
    const auto minute = take_number(text, 2);
    std::optional<int> second = 0;
    if (take_one_of(text, ":m") && !text.empty() && text.front() != ' ') second = take_number(text, 2);
    if (take_word(text, ".") && !take_number(text, 9)) return std::nullopt;
    take_one_of(text, "s");
    half.take(text);
    if (!text.empty() || !minute || !second || (half.am && half.pm)) return std::nullopt;
    if ((half.am || half.pm) && (*hour < 1 || (half.am && *hour > 12))) return std::nullopt;
    if (half.am && *hour == 12) *hour = 0;
    if (half.pm && *hour < 12) *hour += 12;
    return checked(date, *hour, *minute, *second);
}

std::optional<LocalTime> spaced_out(std::string_view text) {
    const auto date = take_date(text);
    skip_spaces(text);
    if (!date || text.empty()) return checked(date, 0, 0, 0);
    take_one_of(text, "T");
    return with_time(date, text);
}

// 20261101, 20261101 0930, 20261101093000, 20261101 09:30
std::optional<LocalTime> without_separators(std::string_view text) {
    const auto year = take_digits(text, 4), month = take_digits(text, 2), day = take_digits(text, 2);
    const auto date = checked(year, month, day);
    take_one_of(text, "T");
    skip_spaces(text);
    if (!date || text.empty()) return checked(date, 0, 0, 0);
    if (text.find(':') != std::string_view::npos) return with_time(date, text);
    if (text.size() != 4 && text.size() != 6) return std::nullopt;
    const auto hour = take_digits(text, 2), minute = take_digits(text, 2);
    const auto second = text.empty() ? std::optional{0} : take_digits(text, 2);
    if (!hour || !minute || !second) return std::nullopt;
    return checked(date, *hour, *minute, *second);
}

std::optional<LocalTime> from_serial(int day, std::string_view fraction) {
    double part = 0, digit = 0.1;
    for (const char c : fraction) {
        part += (c - '0') * digit;
        digit /= 10;
    }
    const auto seconds = std::lround(part * 86400);  // 09:30 is .395833, a little less
    const Date date{day_zero + days{day + seconds / 86400}};
    return checked(checked(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                           static_cast<int>(static_cast<unsigned>(date.day()))),
                   static_cast<int>(seconds % 86400 / 3600), static_cast<int>(seconds % 3600 / 60), 0);
}

Result<LocalTime> or_wrong(const std::optional<LocalTime>& time) {
    if (!time) return wrong_form();
    return *time;
}

}  // namespace

Result<LocalTime> parse_written_time(std::string_view written) {
    const auto ascii = in_ascii(without_blanks_around(written));
    std::string_view text = ascii;
    const auto leading = std::min(text.find_first_not_of(digits), text.size());
    const auto behind = text.substr(leading);
    const bool fraction = behind.starts_with('.') && behind.find_first_not_of(digits, 1) == std::string_view::npos;
    if (leading == 5 && (behind.empty() || fraction))
        return or_wrong(from_serial(*take_number(text, 5), behind.empty() ? behind : behind.substr(1)));
    if (leading >= 8 && fraction && behind.find_first_not_of('0', 1) == std::string_view::npos)
        text = text.substr(0, leading);  // 20261101.0
    if (leading >= 8) return or_wrong(without_separators(text));
    if ((leading == 1 || leading == 2) && !behind.empty() &&
        std::string_view("-/.").find(behind.front()) != std::string_view::npos)
        return year_not_first();
    return or_wrong(spaced_out(text));
}

}  // namespace kiosk
