#include "kiosk/table/import_row.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/base/ascii.h"
#include "kiosk/case/bounds.h"
#include "kiosk/case/identifier.h"
#include "kiosk/table/cell.h"
#include "kiosk/table/written_time.h"

namespace kiosk {
namespace {

using std::chrono::sys_days;

constexpr std::array<std::string_view, 13> chinese_stages = {
    "已收取", "在镇街", "在区县", "制卡中",     "已制卡",   "返回区县",   "返回镇街",
    "待领取", "已领取", "已退卡", "退卡到社区", "退卡已还", "已优先办理",
};
struct RefusalName {
    std::string_view code, chinese;
};
constexpr std::array<RefusalName, 8> refusal_names = {{
    {"no_portrait", "无照片"},
    {"outlying_county", "远郊区县卡"},
    {"already_new", "已是新卡"},
    {"not_registered", "非重庆户籍"},
    {"under_age", "未满65岁"},
    {"unreadable", "卡无法读取"},
    {"letter_mismatch", "委托书不符"},
    {"other", "其他"},
}};
constexpr const char* rounded_id =
    "; if a spreadsheet made its last three digits 000, make the column text and fill it in again";

std::optional<Stage> stage_of(std::string_view text) {
    const auto found = std::ranges::find(chinese_stages, text);
    if (found != chinese_stages.end()) return static_cast<Stage>(found - chinese_stages.begin());
    return parse_stage(text);
}

// The code of the reason that the text stands for; empty: none. The eight codes that every district uses are always known; a
// policy may add others.
std::string_view refusal_of(std::string_view text, const std::vector<RefusalReason>& added) {
    const auto named = std::ranges::find_if(
        refusal_names, [&](const RefusalName& name) { return name.chinese == text || name.code == text; });
    if (named != refusal_names.end()) return named->code;
    const auto found = std::ranges::find(added, text, &RefusalReason::code);
    return found == added.end() ? std::string_view{} : std::string_view(found->code);
}

// Fills a row column by column and notes what is wrong.
class RowCheck {
public:
    RowCheck(const RowValues& values, const ImportRules& rules, int serial_shift)
        : values_(values), rules_(rules), time_rules_{rules.utc_offset, serial_shift} {}

    CheckedRow run() {
        error_marks();
        if (!checked_.faults.empty()) return std::move(checked_);
        texts();
        numbers();
        times();
        stage_and_refusal();
        return std::move(checked_);
    }

private:
    std::string_view value(Column column) const { return values_[static_cast<std::size_t>(column)]; }
    void fault(std::optional<Column> column, std::string reason) { checked_.faults.push_back({column, std::move(reason)}); }

    void error_marks() {
        for (std::size_t at = 0; at < column_count; ++at) {
            const auto column = static_cast<Column>(at);
            if (is_error_mark(values_[at])) fault(column, "holds a spreadsheet's error mark instead of a value");
            if (values_[at].starts_with('='))
                fault(column, "holds a formula without its value; open the file in a spreadsheet and save it again");
        }
    }

    // The number in a column, however a spreadsheet spelled it; empty if there is none.
    std::string number(Column column) {
        auto found = number_in_cell(value(column));
        if (found) return *std::move(found);
        fault(column, found.error().detail);
        return {};
    }

    std::string text(Column column) {
        const auto given = value(column);
        if (const auto odd = oddness(given, longest_place)) fault(column, *odd + "; type it anew");
        if (holds_phone_number(given))
            fault(column, "holds a number as long as a telephone's, a card's or an ID's; it belongs into no free text");
        return std::string(given);
    }

    void texts() {
        auto& row = checked_.row;
        row.holder_name = text(Column::holder_name);
        if (row.holder_name.empty()) fault(Column::holder_name, "is empty");
        row.community = text(Column::community);
        row.street = text(Column::street);
        row.district = text(Column::district);
    }

    void numbers() {
        auto& row = checked_.row;
        case_key();
        if (const auto id = number(Column::id_number); !id.empty()) {
            auto parsed = ResidentId::parse(id);
            if (parsed)
                row.id = *std::move(parsed);
            else
                fault(Column::id_number, parsed.error().detail + (id.ends_with("000") ? rounded_id : ""));
        }
        card(Column::old_card, row.old_card);
        card(Column::new_card, row.new_card);
        if (row.new_card && !row.new_card->is_tunion()) fault(Column::new_card, "must be 19 digits that begin with 3");
        if (value(Column::old_card).empty() && row.case_key.empty())
            fault(Column::old_card, "is empty; without it the row needs a case key");
        row.social_card = number(Column::social_card);
        if (!row.social_card.empty() && !is_social_number(row.social_card))
            fault(Column::social_card, "must be 6 to 20 letters and digits");
    }

    void case_key() {
        auto& key = checked_.row.case_key;
        key = normal_identifier(value(Column::case_key));
        const auto number = number_in_cell(value(Column::case_key));
        if (!number || *number != key)
            fault(Column::case_key, "was made a number by a spreadsheet; make the column text and fill it in again");
        else if (!key.empty() && !is_case_key(key))
            fault(Column::case_key, "must be 4 to 40 letters, digits or any of - . /");
        else if (looks_personal(key))
            fault(Column::case_key, "looks like somebody's number; a key must tell nothing of the person");
    }

    void card(Column column, std::optional<CardNumber>& card) {
        const auto digits = number(column);
        if (digits.empty()) return;
        card = CardNumber::parse(digits);
        if (card) return;
        const bool zeros_lost = all_digits(digits) && digits.size() < 16;
        fault(column,
              fmt::format("must be 16 digits, or 19 digits that begin with 3{}",
                          zeros_lost ? fmt::format("; it has {}: if a spreadsheet dropped zeros at its front, make the "
                                                   "column text and fill it in again",
                                                   digits.size())
                                     : ""));
    }

    void times() {
        auto& row = checked_.row;
        const auto handed_in = parse_written_time(value(Column::handed_in_at), time_rules_);
        if (handed_in) row.handed_in = handed_in->date;
        if (!handed_in)
            fault(Column::handed_in_at, value(Column::handed_in_at).empty() ? "is empty" : handed_in.error().detail);
        if (value(Column::stage_at).empty()) return;
        const auto at = parse_written_time(value(Column::stage_at), time_rules_);
        if (!at) return fault(Column::stage_at, at.error().detail);
        if (handed_in && at->date < handed_in->date) fault(Column::stage_at, "is before the day of hand-in");
        // A day without a time means the beginning of the day.
        row.stage_at = Wall{sys_days{at->date} + at->of_day.value_or(std::chrono::minutes{0}) - rules_.utc_offset};
    }

    void stage_and_refusal() {
        auto& row = checked_.row;
        const auto stage = stage_of(value(Column::stage));
        const auto given = value(Column::refusal);
        if (!given.empty()) {
            row.refusal = refusal_of(given, rules_.refusals);
            if (row.refusal.empty()) fault(Column::refusal, "is none of the eight reasons, and the policy adds no such one");
        }
        if (!stage) return fault(Column::stage, value(Column::stage).empty() ? "is empty" : "is no stage of a card's way");
        row.stage = *stage;
        if (is_refused(*stage) && given.empty())
            fault(Column::refusal, "is empty, but the stage says that the card was refused");
        if (!is_refused(*stage) && *stage != Stage::served && !given.empty())
            fault(Column::refusal, "is given, but the stage says that the card was not refused");
    }

    const RowValues& values_;
    const ImportRules& rules_;
    WrittenTimeRules time_rules_;
    CheckedRow checked_;
};

}  // namespace

CheckedRow check_row(const RowValues& values, const ImportRules& rules, int serial_shift) {
    return RowCheck(values, rules, serial_shift).run();
}

}  // namespace kiosk
