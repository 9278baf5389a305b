#include "kiosk/intake/demo_cases.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <numeric>
#include <vector>

#include <fmt/format.h>

#include "kiosk/case/case.h"

namespace kiosk {
namespace {

constexpr std::array<std::string_view, 2> first_names = {"测试", "演示"};
constexpr std::array<std::string_view, 24> last_names = {"甲", "乙", "丙", "丁", "戊", "己", "庚",   "辛",
                                                         "壬", "癸", "一", "二", "三", "四", "五",   "六",
                                                         "七", "八", "九", "十", "𠅤", "䶮", "𰻞", "子丑"};
constexpr std::array<std::string_view, 4> streets = {"东", "南", "西", "北"};
constexpr std::array<std::string_view, 8> reasons = {"no_portrait", "outlying_county", "already_new",     "not_registered",
                                                     "under_age",   "unreadable",      "letter_mismatch", "other"};
constexpr int stage_count = 13;

// splitmix64, because the standard library's distributions do not promise the same numbers on every machine.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    int below(int bound) { return static_cast<int>(next() % static_cast<std::uint64_t>(bound)); }

private:
    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
        return mixed ^ (mixed >> 31);
    }
    std::uint64_t state_;
};

struct Row {
    int number = 0;
    std::string card;
    Stage stage = Stage::collected;
    std::string_view refusal;
    int handed_in_days_ago = 0, stage_days_ago = 0;
    std::string new_card;
};

char check_character(std::string_view first17) {
    constexpr std::array weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    const int sum = std::inner_product(first17.begin(), first17.end(), weights.begin(), 0, std::plus<>{},
                                       [](char digit, int weight) { return (digit - '0') * weight; });
    return std::string_view("10X98765432")[static_cast<std::size_t>(sum % 11)];
}

// A different ID number for each `number` up to ten million, of people born 1926 to 1955. Real serials begin at 001; the
// first ten thousand numbers here have the serial 000 and so belong to nobody.
std::string id_number(int number) {
    const int born = 1926 + number % 30;
    const int month = 1 + number / 30 % 12, day = 1 + number / 360 % 28, serial = number / 10080 % 1000;
    auto id = fmt::format("500106{:04}{:02}{:02}{:03}", born, month, day, serial);
    id += check_character(id);
    return id;
}

std::vector<Row> fixed_rows() {
    const auto card = [](int number) { return fmt::format("{:016}", 4'000'000'000'000'000 + number); };
    return {{1, card(1), Stage::at_maker, {}, 4, 2, {}},
            {2, card(2), Stage::refused_at_community, "no_portrait", 9, 1, {}},
            {3, card(3), Stage::at_maker, {}, 16, 13, {}},
            {4, card(4), Stage::ready, {}, 8, 1, {}},
            {5, card(5), Stage::handed_out, {}, 20, 11, "3104920000000000005"},
            {6, card(6), Stage::refused_handed_back, "letter_mismatch", 12, 2, {}}};
}

Row made_row(int number, Random& random) {
    Row row;
    row.number = number;
    row.card = fmt::format("400091{:010}", number);
    row.stage = static_cast<Stage>(number % stage_count);
    const bool refused = is_refused(row.stage) || row.stage == Stage::served;
    if (refused) row.refusal = reasons[static_cast<std::size_t>(number / stage_count) % reasons.size()];
    const bool on_its_way = row.stage < Stage::ready;
    const bool late = on_its_way && random.below(12) == 0;
    row.handed_in_days_ago = late ? 11 + random.below(15) : on_its_way ? random.below(10) : 4 + random.below(40);
    row.stage_days_ago = random.below(std::min(row.handed_in_days_ago, 8) + 1);
    if (row.stage >= Stage::made && row.stage <= Stage::handed_out) row.new_card = fmt::format("31049200{:011}", number);
    return row;
}

std::string holder_name(int number) {
    const auto index = static_cast<std::size_t>(number);
    return fmt::format("{}{}", first_names[index % 2], last_names[index / 2 % last_names.size()]);
}

void append(std::string& csv, const Row& row, Date today) {
    const int minute = 8 * 60 + row.number * 7 % 540;
    const auto time = [&](int days_ago, int of_day) {
        return iso(plus_days(today, -days_ago)) + ' ' + clock_text(std::chrono::minutes{of_day});
    };
    csv += fmt::format("DEMO-{:05},{},{},{},A{:08},样板第{}社区,样板{}街道,沙坪坝区,{},{},{},{},{}\n", row.number,
                       holder_name(row.number), id_number(row.number), row.card, row.number, 1 + row.number % 19,
                       streets[static_cast<std::size_t>(row.number) % streets.size()], time(row.handed_in_days_ago, minute),
                       name(row.stage), time(row.stage_days_ago, minute + 10), row.refusal, row.new_card);
}

}  // namespace

std::string demo_csv(std::uint64_t seed, int cases, Date today) {
    std::string csv =
        "case_key,holder_name,id_number,old_card,social_card,community,street,district,handed_in_at,stage,stage_at,refusal,"
        "new_card\n";
    Random random(seed);
    const auto fixed = fixed_rows();
    for (int number = 1; number <= cases; ++number) {
        const bool is_fixed = number <= static_cast<int>(fixed.size());
        append(csv, is_fixed ? fixed[static_cast<std::size_t>(number) - 1] : made_row(number, random), today);
    }
    return csv;
}

}  // namespace kiosk
