#include "kiosk/table/written_time.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "kiosk/base/ascii.h"
#include "kiosk/table/cell.h"
#include "kiosk/table/written_words.h"

namespace kiosk {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr std::size_t longest = 200;                                                                   // bytes
const sys_days day_zero{Date{std::chrono::year{1899}, std::chrono::month{12}, std::chrono::day{30}}};  // of spreadsheets

Error wrong(const char* detail) { return {Fault::malformed, detail}; }
Error wrong_form() { return wrong("must be a day such as 2026-11-01 or 2026/11/1, or with a time, 2026-11-01 09:30"); }
Error year_not_first() {
    return wrong("does not begin with a year of four digits, so day and month cannot be told apart; write it as 2026-11-01");
}

std::size_t leading_digits(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

// Takes a number of 1 to `most` digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t most) {
    const auto count = leading_digits(text);
    int value = 0;
    if (count == 0 || count > most) return std::nullopt;
    std::from_chars(text.data(), text.data() + count, value);
    text.remove_prefix(count);
    return value;
}

// Takes exactly `count` digits off the front.
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

void skip_spaces(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(' '), text.size())); }

// Takes the separator between two numbers, with any blanks around it. Blanks alone are a separator too. '\0': there is none.
char take_separator(std::string_view& text) {
    const bool blank = text.starts_with(' ');
    skip_spaces(text);
    const char separator = text.empty() ? '\0' : text.front();
    if (take_one_of(text, "-/.~,\\_YM")) {
        if (separator == '-') take_one_of(text, "-");  // the Chinese dash —— is two characters
        skip_spaces(text);
        return separator;
    }
    return blank && is_digit(separator) ? ' ' : '\0';
}

std::optional<Date> checked(std::optional<int> year, std::optional<int> month, std::optional<int> day) {
    if (!year || !month || !day || *year < 2000 || *year >= 2100) return std::nullopt;
    const Date date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                    std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional{date} : std::nullopt;
}

std::optional<minutes> checked_clock(std::optional<int> hour, std::optional<int> minute, std::optional<int> second) {
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    return minutes{*hour * 60 + *minute};
}

// 2026-11-01 and its like
std::optional<Date> take_year_first(std::string_view& text) {
    const auto year = take_digits(text, 4);
    const char first = take_separator(text);
    const auto month = take_number(text, 2);
    const char second = take_separator(text);
    if (first == '\0' || first == 'M' || second != (first == 'Y' ? 'M' : first)) return std::nullopt;
    const auto day = take_number(text, 2);
    skip_spaces(text);
    take_one_of(text, "D");
    return checked(year, month, day);
}

std::optional<int> take_month_name(std::string_view& text) {
    if (text.empty() || text.front() < 1 || text.front() > 12) return std::nullopt;
    const int month = text.front();
    text.remove_prefix(1);
    return month;
}

void skip_between(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(" -/.,"), text.size())); }

// 1 Nov 2026, Nov 1, 2026
std::optional<Date> take_month_by_name(std::string_view& text) {
    auto month = take_month_name(text);
    if (month) skip_between(text);
    const auto day = take_number(text, 2);
    skip_between(text);
    if (!month) month = take_month_name(text);
    skip_between(text);
    return checked(take_digits(text, 4), month, day);
}

// The hour of the day that `hour` means in a part of the day; nullopt: that part has no such hour, or more than one is
// meant.
std::optional<int> hour_of(std::optional<PartOfDay> part, int hour) {
    const auto within = [hour](int from, int to) { return hour >= from && hour <= to; };
    if (!part) return hour;
    switch (*part) {
        case PartOfDay::night:
            return within(0, 6) ? std::optional{hour} : hour == 12 ? std::optional{0} : std::nullopt;
        case PartOfDay::morning:
            return within(0, 12) ? std::optional{hour % 12} : std::nullopt;
        case PartOfDay::noon:
            return within(11, 14) ? std::optional{hour} : within(1, 2) ? std::optional{hour + 12} : std::nullopt;
        case PartOfDay::afternoon:
            return within(1, 11) ? std::optional{hour + 12} : within(12, 23) ? std::optional{hour} : std::nullopt;
        case PartOfDay::evening:
            return within(5, 11) ? std::optional{hour + 12} : within(17, 23) ? std::optional{hour} : std::nullopt;
    }
    return std::nullopt;
}

// Takes what may follow 9时: nothing, 30, 30分05秒, 半, 一刻, 整.
std::optional<minutes> take_after_hour(std::string_view& text, std::optional<int> hour) {
    skip_spaces(text);
    if (take_one_of(text, "e")) take_one_of(text, "e");  // 9点整, 9点钟
    if (take_one_of(text, "b")) return checked_clock(hour, 30, 0);
    if (text.empty() || !is_digit(text.front())) return checked_clock(hour, 0, 0);
    auto minute = take_number(text, 2);
    skip_spaces(text);
    if (take_one_of(text, "q"))
        return minute && *minute >= 1 && *minute <= 3 ? checked_clock(hour, *minute * 15, 0) : std::nullopt;
    std::optional<int> second = 0;
    if (take_one_of(text, "m")) {
        skip_spaces(text);
        if (!text.empty() && is_digit(text.front())) {
            second = take_number(text, 2);
            skip_spaces(text);
            take_one_of(text, "s");
        }
    }
    return checked_clock(hour, minute, second);
}

std::optional<minutes> take_clock(std::string_view& text, std::optional<PartOfDay> part) {
    auto hour = take_number(text, 2);
    skip_spaces(text);
    if (hour) hour = hour_of(part, *hour);
    if (take_one_of(text, "h")) return take_after_hour(text, hour);
    if (!take_one_of(text, ":")) return std::nullopt;
    skip_spaces(text);
    const auto minute = take_number(text, 2);
    std::optional<int> second = 0;
    if (take_one_of(text, ":")) second = take_number(text, 2);
    if (take_one_of(text, ".,") && !take_number(text, 9)) return std::nullopt;
    return checked_clock(hour, minute, second);
}

// Takes Z, UTC, +08:00, UTC+8 or +0800. nullopt: there is none. `iso`: the time stands behind a T; without it, 9:30-10:30
// holds no offset.
std::optional<minutes> take_offset(std::string_view& text, bool iso) {
    const auto whole = text;
    const bool utc = take_one_of(text, "ZU");
    const bool minus = text.starts_with('-');
    if (!take_one_of(text, iso || utc ? "+-" : "+")) return utc ? std::optional{minutes{0}} : std::nullopt;
    const auto hours = take_digits(text, leading_digits(text) == 1 ? 1 : 2);
    take_one_of(text, ":");
    const auto rest = text.empty() ? std::optional{0} : take_digits(text, 2);
    if (!hours || !rest || *hours > 14 || *rest > 59) {
        text = whole;
        return std::nullopt;
    }
    const minutes offset{*hours * 60 + *rest};
    return minus ? -offset : offset;
}

struct Found {
    Date written;  // the day as it stands there
    WrittenTime time;
};

// Reads the text behind a day as a time, if it is one.
std::optional<Found> with_rest(Date date, std::string_view text, const WrittenWords& words, const WrittenTimeRules& rules) {
    skip_spaces(text);
    const bool iso = text.starts_with('T');
    const bool time_follows = take_one_of(text, "T,");
    skip_spaces(text);
    // A day stays the same day whatever offset follows it. "-16" in that place may be a second day.
    if (text.empty() || text == "Z" || (text.starts_with('+') && take_offset(text, false) && text.empty()))
        return time_follows ? std::nullopt : std::optional{Found{date, {date, {}}}};
    const auto clock = take_clock(text, words.part);
    skip_spaces(text);
    const auto offset = take_offset(text, iso);
    skip_spaces(text);
    if (!clock || !text.empty()) return std::nullopt;
    if (!offset) return Found{date, {date, clock}};
    const auto when = sys_days{date} + *clock - *offset + rules.utc_offset;
    const auto day = std::chrono::floor<days>(when);
    return Found{date, {Date{day}, when - day}};
}

// 20261101, 20261101 0930, 20261101093000, 20261101 09:30
std::optional<Found> without_separators(std::string_view text, const WrittenWords& words, const WrittenTimeRules& rules) {
    const auto year = take_digits(text, 4), month = take_digits(text, 2), day = take_digits(text, 2);
    const auto date = checked(year, month, day);
    if (!date) return std::nullopt;
    auto bare = text;
    take_one_of(bare, "T");
    skip_spaces(bare);
    if (!all_digits(bare) || (bare.size() != 4 && bare.size() != 6) || words.part)
        return with_rest(*date, text, words, rules);
    const auto hour = take_digits(bare, 2), minute = take_digits(bare, 2);
    const auto clock = checked_clock(hour, minute, bare.empty() ? std::optional{0} : take_digits(bare, 2));
    return clock ? std::optional{Found{*date, {*date, clock}}} : std::nullopt;
}

std::optional<Found> from_serial(int day, std::string_view fraction) {
    double part = 0, digit = 0.1;
    for (const char c : fraction) {
        part += (c - '0') * digit;
        digit /= 10;
    }
    const auto seconds = std::lround(part * 86400);  // 09:30 is .395833, a little less
    const Date found{day_zero + days{day + seconds / 86400}};
    const auto date = checked(static_cast<int>(found.year()), static_cast<int>(static_cast<unsigned>(found.month())),
                              static_cast<int>(static_cast<unsigned>(found.day())));
    if (!date) return std::nullopt;
    return Found{
        *date,
        {*date, fraction.find_first_not_of('0') == std::string_view::npos ? std::nullopt
                                                                          : std::optional{minutes{seconds % 86400 / 60}}}};
}

std::optional<Found> read_form(std::string_view text, const WrittenWords& words, const WrittenTimeRules& rules) {
    const auto leading = leading_digits(text);
    const auto behind = text.substr(leading);
    const bool fraction = behind.starts_with('.') && all_digits(behind.substr(1));
    if (leading == 5 && (behind.empty() || fraction))
        return from_serial(*take_number(text, 5) + rules.serial_shift, behind.empty() ? behind : behind.substr(1));
    if (leading >= 8 && fraction && behind.find_first_not_of('0', 1) == std::string_view::npos)
        text = text.substr(0, leading);  // 20261101.0
    if (leading >= 8) return without_separators(text, words, rules);
    const auto date = leading == 4 ? take_year_first(text) : take_month_by_name(text);
    return date ? with_rest(*date, text, words, rules) : std::nullopt;
}

// Why the text has none of the known forms.
Error reason(std::string_view text, const WrittenWords& words) {
    if (words.lunar) return wrong("is a day of the lunar calendar; write the day of the common one, as 2026-11-01");
    const auto leading = leading_digits(text);
    const auto behind = text.substr(leading);
    const bool short_number = leading == 1 || leading == 2;
    if (short_number && behind.find('M') < behind.find('Y')) return wrong("names no year; write it as 2026-11-01");
    if (short_number && behind.starts_with('Y')) return wrong("must have a year of four digits; write it as 2026-11-01");
    if (short_number && !behind.empty() && std::string_view("-/.~,\\_ ").find(behind.front()) != std::string_view::npos)
        return year_not_first();
    return wrong_form();
}

}  // namespace

Result<WrittenTime> parse_written_time(std::string_view written, const WrittenTimeRules& rules) {
    if (written.size() > longest) return wrong_form();
    const auto words = read_words(written);
    std::string_view text = words.text;
    text.remove_prefix(std::min(text.find_first_not_of(" ,."), text.size()));  // was behind a day of the week
    while (!text.empty() && std::string_view(" .,;").find(text.back()) != std::string_view::npos) text.remove_suffix(1);
    if (words.twice || words.lunar) return reason({}, words);
    const auto found = read_form(text, words, rules);
    if (!found || found->time.date.year() < std::chrono::year{2000} || found->time.date.year() > std::chrono::year{2099})
        return reason(text, words);
    if (words.weekday && *words.weekday != std::chrono::weekday{sys_days{found->written}})
        return wrong("names a day of the week that the date is not; one of the two is wrong");
    return found->time;
}

}  // namespace kiosk
