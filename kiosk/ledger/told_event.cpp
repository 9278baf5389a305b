#include "kiosk/ledger/told_event.h"

#include <algorithm>

#include <fmt/ranges.h>

namespace kiosk {

bool same_content(const ToldEvent& a, const ToldEvent& b) {
    const bool cards = a.kind == CustodyKind::handed_over || a.case_keys == b.case_keys;
    return cards && a.event == b.event && a.kind == b.kind && a.bag == b.bag && a.given == b.given && a.taken == b.taken &&
           a.reason == b.reason;
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
