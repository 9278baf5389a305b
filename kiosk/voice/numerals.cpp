#include "kiosk/voice/numerals.h"

#include <array>

#include "kiosk/base/ascii.h"
#include "kiosk/voice/discretion.h"

namespace kiosk::voice {
namespace {

constexpr std::array digit_words{"ling2", "yi1", "er4", "san1", "si4", "wu3", "liu4", "qi1", "ba1", "jiu3"};

std::string digit_word(std::uint64_t digit) { return digit_words.at(digit); }

// 1 to 9999. `first`: nothing stands before it, so that 12 is shi2 er4 and not yi1 shi2 er4.
void append_below_10000(Syllables& to, std::uint64_t value, bool first) {
    constexpr std::array<std::uint64_t, 3> steps{1000, 100, 10};
    constexpr std::array names{"qian1", "bai3", "shi2"};
    bool gap = false;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto digit = value / steps.at(i) % 10;
        if (digit == 0) {
            gap = gap || value > steps.at(i) * 10;
            continue;
        }
        if (gap) to.emplace_back("ling2");
        gap = false;
        const bool ten = steps.at(i) == 10;
        if (digit != 1)
            to.push_back(digit_word(digit));
        else if (!ten || !first || value >= 100)
            to.emplace_back(ten ? "yi1" : "yi4");
        to.emplace_back(names.at(i));
    }
    if (value % 10 == 0) return;
    if (gap) to.emplace_back("ling2");
    to.push_back(digit_word(value % 10));
}

std::string part_of_day(int hour) {
    if (hour < 6) return "ling2 chen2";
    if (hour < 9) return "zao3 shang5";
    if (hour < 12) return "shang4 wu3";
    if (hour < 13) return "zhong1 wu3";
    return hour < 18 ? "xia4 wu3" : "wan3 shang5";
}

// Where a telephone number is parted: 3-4-4, 4-4, and so on from its end.
bool part_before(std::size_t at, std::size_t length) { return at > 0 && length >= 7 && (length - at) % 4 == 0; }

}  // namespace

Syllables number(std::uint64_t value) {
    if (value == 0) return {digit_word(0)};
    constexpr std::uint64_t wan = 10'000, yi = wan * wan;
    Syllables said;
    const auto part = [&said](std::uint64_t of, bool gap_before) {
        if (of == 0) return;
        if (!said.empty() && (gap_before || of < 1000)) said.emplace_back("ling2");
        append_below_10000(said, of, said.empty());
    };
    if (value >= yi) {
        said = number(value / yi);
        said.emplace_back("yi4");
    }
    if (const auto high = value / wan % wan; high != 0) {
        part(high, false);
        if (said == Syllables{"yi1"}) said = {"yi2"};
        said.emplace_back("wan4");
        part(value % wan, false);
    } else {
        part(value % wan, value >= yi);
    }
    return said;
}

Syllables count(std::uint64_t value) { return value == 2 ? Syllables{"liang3"} : number(value); }

Syllables clock_time(int hour, int minute) {
    const auto day_part = part_of_day(hour % 24);
    const auto gap = day_part.find(' ');
    Syllables said{day_part.substr(0, gap), day_part.substr(gap + 1)};
    const auto shown = hour % 24 > 12 ? hour % 24 - 12 : hour % 24;
    append(said, count(static_cast<std::uint64_t>(shown)));
    said.emplace_back("dian3");
    if (minute == 30) {
        said.emplace_back("ban4");
    } else if (minute > 0) {
        if (minute < 10) said.emplace_back("ling2");
        append(said, number(static_cast<std::uint64_t>(minute)));
        said.emplace_back("fen1");
    }
    return said;
}

Syllables amount(std::uint64_t fen) {
    Syllables said;
    const auto yuan = fen / 100, jiao = fen / 10 % 10, rest = fen % 10;
    if (yuan > 0 || fen == 0) {
        said = count(yuan);
        if (yuan == 1) said = {"yi4"};
        said.emplace_back("yuan2");
    }
    if (jiao > 0) {
        append(said, jiao == 1 ? Syllables{"yi4"} : count(jiao));
        said.emplace_back("jiao3");
    }
    if (rest == 0) return said;
    if (yuan > 0 && jiao == 0) said.emplace_back("ling2");
    append(said, rest == 1 ? Syllables{"yi4"} : count(rest));
    said.emplace_back("fen1");
    return said;
}

Syllables decimal(std::string_view digits_with_point) {
    const auto point = digits_with_point.find('.');
    std::uint64_t whole = 0;
    for (const char c : digits_with_point.substr(0, point)) whole = whole * 10 + static_cast<std::uint64_t>(c - '0');
    Syllables said = number(whole);
    if (point == std::string_view::npos) return said;
    said.emplace_back("dian3");
    for (const char c : digits_with_point.substr(point + 1)) said.push_back(digit_word(static_cast<std::uint64_t>(c - '0')));
    return said;
}

Syllables singly(std::string_view label, const Manner& manner) {
    if (names_a_person(label)) {
        Syllables said{"wei3", "hao4"};
        append(said, singly(last_four(label), manner));
        return said;
    }
    const bool digits_only = all_digits(label);
    Syllables said;
    for (std::size_t i = 0; i < label.size(); ++i) {
        const char c = label[i];
        if (digits_only && part_before(i, label.size())) said.emplace_back(",");
        if (is_digit(c))
            said.push_back(c == '1' && manner.yao ? "yao1" : digit_word(static_cast<std::uint64_t>(c - '0')));
        else if (const char capital = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
                 capital >= 'A' && capital <= 'Z')
            said.emplace_back(1, capital);
        else
            said.emplace_back(",");
    }
    return said;
}

}  // namespace kiosk::voice
