#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/table/header.h"

namespace kiosk {

struct RowRefused {
    std::optional<Column> column;  // nullopt: the row as a whole
    std::string reason;            // names no personal data
};

// What a row leaves out because a row above it says it: a place, a day or a stage, by cells that were merged (of which a
// CSV file keeps only the first), or by a mark such as 同上. It has to see every row of the file, in order.
class Ditto {
public:
    // `fill_down`: a blank means what stands above it. Otherwise a blank under a place is a question that only a person can
    // answer.
    Ditto(const Header& header, bool fill_down);

    // Puts what is meant into the values, which then borrow from here until the next call; a mark for "none" (无, /, -)
    // becomes empty. Returns what cannot be told. `cells`: of the row, as the file has them.
    std::vector<RowRefused> apply(RowValues& values, const std::vector<std::string>& cells);
    // A row that nobody could read.
    void lost();
    // What stood last in the column, which a blank there may mean; empty: nothing.
    std::string_view above(Column column) const { return above_[static_cast<std::size_t>(column)]; }
    // Rows that leave out, at their end, a place that a row above names.
    std::size_t without_place() const { return without_place_; }

private:
    std::string blank(Column column, RowValues& values, const std::vector<std::string>& cells, bool& without);
    void remember(Column column, std::string_view value);

    const Header& header_;
    bool fill_down_;
    std::array<std::string, column_count> above_;
    std::array<bool, column_count> unknown_{}, asked_{};  // unknown: what stands above could not be read
    std::size_t without_place_ = 0;
};

}  // namespace kiosk
