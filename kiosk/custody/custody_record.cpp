#include "kiosk/custody/custody_record.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace kiosk {

bool same_content(const CustodyRecord& a, const CustodyRecord& b) {
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

bool well_named(const CustodyRecord& record) {
    const bool one_card = record.case_keys.size() == 1;
    switch (record.kind) {
        case CustodyKind::packed:
            return !record.bag.empty() && record.event == pack_name(record.bag);
        case CustodyKind::handed_over:
            return record.from && record.to && record.event == move_name(record.bag, *record.from, *record.to);
        case CustodyKind::refused:
            return one_card && record.event == refuse_name(record.case_keys.front());
        case CustodyKind::handed_out:
            return one_card && record.bag.empty() && record.event == out_name(record.case_keys.front());
        case CustodyKind::closed:
            return record.event.starts_with("close ");
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
