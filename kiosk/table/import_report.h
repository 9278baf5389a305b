#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace kiosk {

// One row of an import file that cannot be taken.
struct BadRow {
    std::size_t line = 0;  // of the file, from 1; the header is line 1
    std::string column;    // header as the file writes it; empty: the row as a whole
    std::string reason;    // names no personal data
    bool operator==(const BadRow&) const = default;
};
// Lines that an import did not take for rows, and rows that it took without their place. The person who imports hears of
// both.
struct PassedOver {
    std::vector<std::size_t> lines;  // titles, sums, signatures, numbers without anything: the first hundred of them
    std::size_t count = 0;           // all of them
    std::size_t without_place = 0;   // rows that end before the column of a place that a row above names
};
struct ImportReport {
    std::size_t rows = 0, added = 0, updated = 0, unchanged = 0;
    PassedOver passed_over;
    std::vector<BadRow> bad;                // the first thousand reasons, by line
    std::size_t reasons = 0, bad_rows = 0;  // all of them
    bool taken = false;                     // the ledger now has the rows; false also when nothing was to be changed
};

}  // namespace kiosk
