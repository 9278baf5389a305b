#include "kiosk/store/record_bounds.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "kiosk/base/ascii.h"
#include "kiosk/case/bounds.h"
#include "kiosk/case/identifier.h"

namespace kiosk {
namespace {

using std::chrono::sys_days;

// Every day of a case lies in the years that an import file may name.
constexpr sys_days first_day{std::chrono::year{2000} / 1 / 1}, end_of_days{std::chrono::year{2101} / 1 / 1};

bool is_possible(Date day) { return day.ok() && sys_days{day} >= first_day && sys_days{day} < end_of_days; }

bool is_possible(Wall when) { return when >= first_day && when < end_of_days; }

bool is_last4(std::string_view text) { return text.size() <= 4 && std::ranges::all_of(text, is_digit); }

}  // namespace

std::optional<std::string> oddness(const CaseRecord& record) {
    const auto& view = record.view;
    if (!is_case_key(view.key)) return "key is none";
    for (const auto& [what, text, longest] : {std::tuple{"masked_name", &view.masked_name, longest_masked},
                                              {"community", &view.community, longest_place},
                                              {"street", &view.street, longest_place},
                                              {"district", &view.district, longest_place},
                                              {"refusal", &view.refusal, longest_code}}) {
        if (const auto odd = oddness(*text, longest)) return fmt::format("{} {}", what, *odd);
    }
    for (const auto& [what, text] : {std::pair{"old_last4", &view.old_last4}, {"new_last4", &view.new_last4}})
        if (!is_last4(*text)) return fmt::format("{} is not up to four digits", what);
    if (!is_possible(view.handed_in)) return "handed_in is no day of a card";
    if (!is_possible(view.promised_by)) return "promised_by is no day of a card";
    if (view.stage_at && !is_possible(*view.stage_at)) return "stage_at is no time of a card";
    return std::nullopt;
}

}  // namespace kiosk
