#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/table/ditto.h"
#include "kiosk/table/header.h"
#include "kiosk/table/import_report.h"
#include "kiosk/table/table.h"

namespace kiosk {

// A person's row, as an office means it.
struct ListRow {
    std::size_t line = 0;
    std::string fault;               // not empty: what is wrong with the row as a whole; then it has no values
    bool ends_list = false;          // with a fault: what follows cannot be understood
    RowValues values;                // borrowed until the next call
    std::vector<RowRefused> faults;  // what cannot be told by the rows above
};

// An office's list: its header is found, lines that are nobody's are left out, and what a row says by the rows above it is
// put in.
class ListReader {
public:
    // The table is borrowed.
    ListReader(Table& table, bool fill_down) : table_(table), fill_down_(fill_down) {}

    // The first call. Without a header the list has no rows.
    Result<const HeaderSearch*> find();
    const Header& header() const { return *found_.header; }
    Result<const ListRow*> next();  // nullptr: there are no more
    // Of the row that next() gave: as the file has them, but for what is meant by the rows above.
    std::vector<std::string> cells() const;
    PassedOver passed_over() const;

private:
    const TableRow* behind();
    bool is_row(const TableRow& row, RowValues& values);
    void take(const TableRow& row, RowValues& values);

    Table& table_;
    bool fill_down_;
    HeaderSearch found_;
    TableRow behind_;  // the row behind the header
    std::optional<Ditto> ditto_;
    ListRow row_;
    const TableRow* source_ = nullptr;  // of row_
    PassedOver passed_over_;
};

}  // namespace kiosk
