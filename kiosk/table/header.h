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
// What a row has in each of them, UTF-8, without blanks around it.
using RowValues = std::array<std::string_view, column_count>;

// Which cell of a row is which column.
class Header {
public:
    // By the words that offices use, with or without (必填), *, blanks and line breaks in them.
    // Errors: malformed; the detail says what to do, with `where` as the line's name. Text of the file is repeated only once
    // it is certain that the line is a header, for else it may be somebody's data.
    static Result<Header> parse(const std::vector<std::string>& cells, const std::string& where = "the first line");
    // How many of the cells name a column of the ledger.
    static std::size_t known_columns(const std::vector<std::string>& cells);

    std::size_t size() const { return titles_.size(); }
    const std::vector<std::string>& titles() const { return titles_; }
    std::optional<std::size_t> at(Column column) const { return at_[static_cast<std::size_t>(column)]; }
    std::string title(std::optional<Column> column) const;  // as the file writes it; empty for the row as a whole
    // Cells that count the rows of the list (序号); they say nothing of a person.
    const std::vector<std::size_t>& ordinals() const { return ordinals_; }
    // Why an earlier import rejected the row: of a file of rejected rows.
    std::optional<std::size_t> earlier_reason() const { return earlier_reason_; }
    RowValues values(const std::vector<std::string>& cells) const;

    bool same_columns(const Header& other) const { return at_ == other.at_; }

private:
    std::vector<std::string> titles_;
    std::array<std::optional<std::size_t>, column_count> at_;
    std::vector<std::size_t> ordinals_;
    std::optional<std::size_t> earlier_reason_;
};

// The row that names the columns. Titles may stand above it, and the row may be two: 住址 over 社区 and 街道.
struct HeaderSearch {
    std::optional<Header> header;
    std::size_t line = 1;             // of the header, or where it seems to be
    std::string reason;               // why there is none
    std::vector<std::string> titles;  // lines above it, as line_text has them
    std::optional<TableRow> behind;   // the row after it, which had to be looked at
};
// Reads the table up to the header.
Result<HeaderSearch> find_header(Table& table);

// A row as one text, to see whether it is there again.
std::string line_text(const std::vector<std::string>& cells);

}  // namespace kiosk
