#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/table/table.h"

namespace kiosk {

// The columns of an import file (import.h).
enum class Column : std::uint8_t {
    case_key,
    holder_name,
    id_number,
    old_card,
    social_card,
    community,
    street,
    district,
    handed_in_at,
    stage,
    stage_at,
    refusal,
    new_card,
};
inline constexpr std::size_t column_count = 13;
// The cells of a row by their columns, in UTF-8, without blanks around them.
using RowValues = std::array<std::string_view, column_count>;

// Which cell of a row belongs to which column.
class Header {
public:
    // Finds the columns by the words that offices use, with or without (必填), *, blanks and line breaks in them. Errors:
    // malformed; the detail says what to do, with `where` as the line's name. The detail repeats text of the file only if
    // the line is certainly a header, because other lines may be a person's data.
    static Result<Header> parse(const std::vector<std::string>& cells, const std::string& where = "the first line");
    // How many of the cells name a column of the ledger.
    static std::size_t known_columns(const std::vector<std::string>& cells);

    std::size_t size() const { return titles_.size(); }
    const std::vector<std::string>& titles() const { return titles_; }
    std::optional<std::size_t> at(Column column) const { return at_[static_cast<std::size_t>(column)]; }
    std::string title(std::optional<Column> column) const;  // as the file writes it; empty for the row as a whole
    // Cells that hold the running number of a row (序号), which says nothing of a person.
    const std::vector<std::size_t>& ordinals() const { return ordinals_; }
    // The cell of a file of rejected rows that says why an earlier import rejected the row.
    std::optional<std::size_t> earlier_reason() const { return earlier_reason_; }
    RowValues values(const std::vector<std::string>& cells) const;

    bool same_columns(const Header& other) const { return at_ == other.at_; }

private:
    std::vector<std::string> titles_;
    std::array<std::optional<std::size_t>, column_count> at_;
    std::vector<std::size_t> ordinals_;
    std::optional<std::size_t> earlier_reason_;
};

// The row that names the columns. Titles may stand above it, and a second row may name some columns more exactly: 住址 over
// 社区 and 街道.
struct HeaderSearch {
    std::optional<Header> header;
    std::size_t line = 1;             // of the header, or where it seems to be
    std::string reason;               // why there is no header
    std::vector<std::string> titles;  // lines above the header, as line_text has them
    std::optional<TableRow> behind;   // the row after the header, which the search had to read
};
// Reads the table up to the header.
Result<HeaderSearch> find_header(Table& table);

// A row as one text, for finding the same row again.
std::string line_text(const std::vector<std::string>& cells);

}  // namespace kiosk
