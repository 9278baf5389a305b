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

// Finds what a row leaves out because a row above says it: a place, a day or a stage. The office merged the cells, of which
// a CSV file keeps only the first, or wrote a mark such as 同上. Ditto must see every row of the file, in order.
class Ditto {
public:
    // `fill_down`: a blank cell means the value above it. Otherwise a blank cell under a place is a fault, because only a
    // person can say what it means.
    Ditto(const Header& header, bool fill_down);

    // Puts the values that are meant into `values`, which borrow them from this object until the next call. A mark for
    // "none" (无, /, -) becomes empty. Returns why a value stays unknown. `cells`: the row as the file has it.
    std::vector<RowRefused> apply(RowValues& values, const std::vector<std::string>& cells);
    // Notes that a row could not be read, so that the values above the next row are unknown.
    void lost();
    // The latest value in the column, which a blank cell under it may mean; empty: none.
    std::string_view above(Column column) const { return above_[static_cast<std::size_t>(column)]; }
    // How many rows end before the column of a place, and so leave out a place that a row above names.
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
