#include "kiosk/custody/told_event.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace kiosk {

bool same_content(const ToldEvent& a, const ToldEvent& b) {
    const bool cards = a.kind == CustodyKind::handed_over || a.case_keys == b.case_keys;
    return cards && a.event == b.event && a.kind == b.kind && a.bag == b.bag && a.given == b.given && a.taken == b.taken &&
           a.reason == b.reason;
}

std::string pack_name(const std::string& bag) { return "pack " + bag; }
std::string refuse_name(const std::string& case_key) { return "refuse " + case_key; }
std::string out_name(const std::string& case_key) { return "out " + case_key; }
std::string move_name(const std::string& bag, Level from, Level to) {
    return fmt::format("move {} {} {}", bag, name(from), name(to));
}

bool well_named(const ToldEvent& told) {
    const bool one_card = told.case_keys.size() == 1;
    switch (told.kind) {
        case CustodyKind::packed:
            return !told.bag.empty() && told.event == pack_name(told.bag);
        case CustodyKind::handed_over:
            return told.from && told.to && told.event == move_name(told.bag, *told.from, *told.to);
        case CustodyKind::refused:
            return one_card && told.event == refuse_name(told.case_keys.front());
        case CustodyKind::handed_out:
            return one_card && told.bag.empty() && told.event == out_name(told.case_keys.front());
        case CustodyKind::closed:
            return told.event.starts_with("close ");
        case CustodyKind::left_behind:
            break;
    }
    return false;
}

std::string in_one_line(const std::vector<std::string>& case_keys) { return fmt::format("{}", fmt::join(case_keys, " ")); }

std::vector<std::string> case_keys_of(std::string_view line) {
    std::vector<std::string> keys;
    while (!line.empty()) {
        const auto end = std::min(line.find(' '), line.size());
        if (end > 0) keys.emplace_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return keys;
}

}  // namespace kiosk
