#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "kiosk/table/table.h"
#include "kiosk/table/workbook.h"
#include "kiosk/table/xml.h"

namespace kiosk {

// A block of merged cells: its first and last row and column, all from 0.
struct MergedCells {
    std::uint32_t first_row = 0, last_row = 0;
    std::uint32_t first_column = 0, last_column = 0;
};
// Merged cells stand at the end of a sheet, behind the rows, so the sheet is read once for them alone. Sorted by their first
// row.
Result<std::vector<MergedCells>> find_merged(PackagePart sheet);

// The rows of a sheet. The value of a merged cell stands in each of the cell's rows, in its first column. A row that has
// nothing but such values is left out.
class Sheet final : public Table, private XmlVisitor {
public:
    // The workbook is borrowed.
    Sheet(const Workbook& workbook, PackagePart xml, std::vector<MergedCells> merged);

    Result<const TableRow*> next() override;
    int serial_shift() const override { return workbook_.from_1904() ? 1462 : 0; }
    std::uint64_t bytes_read() const override { return xml_.part().done(); }
    std::size_t hidden_rows() const override { return hidden_rows_; }

private:
    struct Filled {
        std::uint32_t last_row = 0, last_column = 0;
        std::string text;
    };

    Status begin(std::string_view name, const XmlAttributes& attributes) override;
    Status end(std::string_view name) override;
    Status text(std::string_view piece) override;
    Status begin_row(const XmlAttributes& attributes);
    Status begin_cell(const XmlAttributes& attributes);
    void end_cell();
    Status end_row();
    std::string value() const;
    Result<bool> put_in_merged(TableRow& row);

    const Workbook& workbook_;
    std::vector<MergedCells> merged_;
    std::size_t next_merged_ = 0;
    std::map<std::uint32_t, Filled> filled_;  // by column: merged cells that reach into the next row
    std::deque<TableRow> rows_;               // read and not handed out
    TableRow current_, handed_out_;
    std::size_t line_ = 0, width_ = 0;
    std::uint32_t column_ = 0;  // of the cell being read, from 0
    std::string type_, text_;
    std::size_t style_ = 0;
    bool in_row_ = false, hidden_ = false, in_value_ = false, in_phonetic_ = false;
    bool has_value_ = false, has_formula_ = false, beyond_ = false;
    std::size_t hidden_rows_ = 0;
    bool ended_ = false;
    XmlReader xml_;
};

}  // namespace kiosk
