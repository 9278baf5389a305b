#include "kiosk/table/number_style.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace kiosk {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int days_to_1904 = 1462;
constexpr double days_end = 2'958'466;  // the year 10000
constexpr double all_digits_kept = 1e15;
constexpr int most_digits = 40;

// The letters that stand for parts of a date in the first section of the code, outside of quotes, brackets and escapes.
std::string letters_of(std::string_view code) {
    std::string letters;
    for (std::size_t at = 0; at < code.size() && code[at] != ';'; ++at) {
        const char c = code[at];
        if (c == '"' || c == '[') {
            const auto end = code.find(c == '"' ? '"' : ']', at + 1);
            if (end == std::string_view::npos) break;
            at = end;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++at;
        } else {
            letters += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return letters;
}

std::string shown_day(double serial, bool from_1904) {
    const auto whole = std::floor(serial);
    const auto seconds = std::lround((serial - whole) * 86400);
    const auto day = sys_days{year_month_day{std::chrono::year{1899}, std::chrono::month{12}, std::chrono::day{30}}} +
                     days{static_cast<int>(whole) + (from_1904 ? days_to_1904 : 0) + seconds / 86400};
    const year_month_day date{day};
    auto text = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                            static_cast<unsigned>(date.day()));
    if (const auto rest = seconds % 86400; rest > 0)
        text += fmt::format(" {:02}:{:02}:{:02}", rest / 3600, rest % 3600 / 60, rest % 60);
    return text;
}

std::string shown_time(double serial) {
    const auto seconds = std::lround(serial * 86400) % 86400;
    return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds % 3600 / 60, seconds % 60);
}

}  // namespace

NumberStyle built_in_style(int id) {
    using Kind = NumberStyle::Kind;
    // 27 to 36 and 50 to 58 are days in Chinese, Japanese and Korean workbooks, except for the times among them.
    const bool day = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
                     id == 57 || id == 58;
    const bool time = (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 || id == 55 || id == 56;
    return {day ? Kind::day : time ? Kind::time : Kind::number, 0};
}

NumberStyle style_of(std::string_view code) {
    using Kind = NumberStyle::Kind;
    const auto letters = letters_of(code);
    const auto has = [&](char letter) { return letters.find(letter) != std::string::npos; };
    if (letters.starts_with("general") || letters.starts_with("g/")) return {};
    if (has('y') || has('d') || (has('m') && !has('h') && !has('s'))) return {Kind::day, 0};
    if (has('h') || has('s')) return {Kind::time, 0};
    if (letters.find_first_not_of('0') == std::string::npos && letters.size() <= most_digits)
        return {Kind::number, static_cast<int>(letters.size())};
    return {};
}

std::string shown_number(std::string_view written, const NumberStyle& style, bool from_1904) {
    double value = 0;
    const auto* end = written.data() + written.size();
    const auto read = std::from_chars(written.data(), end, value);
    if (read.ec != std::errc{} || read.ptr != end || !std::isfinite(value)) return std::string(written);
    const bool may_be_day = value >= 0 && value < days_end;
    if (style.kind != NumberStyle::Kind::number && !may_be_day) return "########";  // as a spreadsheet shows it
    if (style.kind == NumberStyle::Kind::day || (style.kind == NumberStyle::Kind::time && value >= 1))
        return shown_day(value, from_1904);
    if (style.kind == NumberStyle::Kind::time) return shown_time(value);
    if (std::abs(value) >= all_digits_kept) return fmt::format("{:.14E}", value);
    if (value == std::floor(value)) return fmt::format("{:0{}.0f}", value, std::max(style.digits, 1));
    return fmt::format("{}", value);
}

}  // namespace kiosk
