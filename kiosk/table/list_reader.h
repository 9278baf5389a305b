#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/table/ditto.h"
#include "kiosk/table/header.h"
#include "kiosk/table/import_report.h"
#include "kiosk/table/table.h"

namespace kiosk {

// A person's row, with the values that the office means.
struct ListRow {
    std::size_t line = 0;
    std::string fault;               // not empty: what is wrong with the row as a whole; then it has no values
    bool ends_list = false;          // with a fault: what follows cannot be understood
    RowValues values;                // borrowed until the next call
    std::vector<RowRefused> faults;  // values that the rows above should give and do not
};

// Reads an office's list: finds the header, leaves out lines about nobody, and fills in what a row says by the rows above
// it.
class ListReader {
public:
    // The table is borrowed.
    ListReader(Table& table, bool fill_down) : table_(table), fill_down_(fill_down) {}

    // Must be called first. A list without a header has no rows.
    Result<const HeaderSearch*> find();
    const Header& header() const { return *found_.header; }
    Result<const ListRow*> next();  // nullptr: there are no more
    // The cells of the row that next() gave, as the file has them, with what is meant by the rows above filled in.
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
    const TableRow* source_ = nullptr;  // the table's row from which row_ was made
    PassedOver passed_over_;
};

}  // namespace kiosk
