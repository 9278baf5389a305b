#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ledger/import.h"

namespace kiosk {

inline constexpr std::size_t column_count = 13;

// Which field of a record is which column.
class Header {
public:
    // Errors: malformed; the detail says what to do. Text of the file is repeated only once it is certain that the
    // line is a header, for else it may be somebody's data.
    static Result<Header> parse(std::vector<std::string> fields);

    std::size_t size() const { return titles_.size(); }
    std::optional<std::size_t> at(Column column) const { return at_[static_cast<std::size_t>(column)]; }
    std::string title(std::optional<Column> column) const;  // as the file writes it; empty for the row as a whole

private:
    std::vector<std::string> titles_;
    std::array<std::optional<std::size_t>, column_count> at_;
};

struct CheckedRow {
    ImportRow row;
    std::vector<RowRefused> faults;  // empty: the row is good in itself
};
// `values` by Column, UTF-8, trimmed.
CheckedRow check_row(const std::array<std::string_view, column_count>& values, const ImportRules& rules);

}  // namespace kiosk
