#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/base/result.h"

// Tables for the staff's spreadsheets.
namespace kiosk::ctl {

using Cell = std::variant<std::string, std::int64_t>;  // a text stays one, whatever it looks like

class TableWriter {
public:
    virtual ~TableWriter() = default;
    virtual Status row(const std::vector<Cell>& cells) = 0;  // the first names the columns
    virtual Status finish() = 0;
};

// RFC 4180, UTF-8. What a spreadsheet would take for a formula gets an apostrophe before it. `write` is given whole lines.
std::unique_ptr<TableWriter> csv_table(std::function<Status(const std::string&)> write, bool byte_order_mark);
// An XLSX workbook, in constant memory; what does not fit on a sheet (1,048,576 rows) goes on to the next one.
std::unique_ptr<TableWriter> xlsx_table(const std::string& path, const std::string& sheet);

// A file of mode 0600. `fill` writes it under another name first, so that nobody takes half a table for a whole one; what is
// there already is replaced only by `force`.
Status make_file(const std::string& path, bool force, const std::function<Status(const std::string& draft)>& fill);

}  // namespace kiosk::ctl
