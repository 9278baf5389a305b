#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk {

// A row as it stands in an office's file.
struct TableRow {
    std::size_t line = 0;            // of the file, or row of the sheet, from 1
    std::vector<std::string> cells;  // UTF-8; blank ones at the end may be left out
    std::string fault;               // not empty: what is wrong with the row as a whole; the cells hold what could be read
    bool cut = false;                // the file ends here without a line end: perhaps within the row
};

// An office's file, read row by row; used by one thread.
class Table {
public:
    Table() = default;
    virtual ~Table() = default;
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    // nullptr at the end; the row lasts until the next call. Rows without anything in them are left out.
    // Errors: the file cannot be read to its end.
    virtual Result<const TableRow*> next() = 0;
    // Days to add to the table's counts of days (WrittenTimeRules).
    virtual int serial_shift() const { return 0; }
    virtual std::uint64_t bytes_read() const { return 0; }  // of the table's own text, for showing progress
    virtual std::size_t hidden_rows() const { return 0; }   // handed out so far, and hidden in the sheet
};

}  // namespace kiosk
