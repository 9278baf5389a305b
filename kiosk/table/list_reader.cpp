#include "kiosk/table/list_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "kiosk/table/cell.h"
#include "kiosk/table/list_line.h"

namespace kiosk {
namespace {

constexpr std::size_t most_lines_named = 100;  // lines that were passed over

// Why the row cannot be read by the header; empty: it can. Blank cells at a row's end may be left out or added.
std::string fault_of(const Header& header, const TableRow& row) {
    if (!row.fault.empty()) return row.fault;
    if (row.cut && row.cells.size() < header.size()) return "is cut off: the file ends within it";
    const auto filled = [](const std::string& cell) { return !cell_text(cell).empty(); };
    const auto width = static_cast<std::ptrdiff_t>(std::min(header.size(), row.cells.size()));
    const bool surplus = std::any_of(row.cells.begin() + width, row.cells.end(), filled);
    const bool lacks = std::ranges::any_of(std::array{Column::holder_name, Column::handed_in_at, Column::stage},
                                           [&](Column column) { return header.at(column).value_or(0) >= row.cells.size(); });
    if (!surplus && !lacks) return {};
    return fmt::format("has {} fields, the header has {}", row.cells.size(), header.size());
}

}  // namespace

Result<const HeaderSearch*> ListReader::find() {
    auto found = find_header(table_);
    if (!found) return found.error();
    found_ = *std::move(found);
    if (found_.header) ditto_.emplace(*found_.header, fill_down_);
    return static_cast<const HeaderSearch*>(&found_);
}

const TableRow* ListReader::behind() {
    behind_ = *std::exchange(found_.behind, std::nullopt);
    return &behind_;
}

bool ListReader::is_row(const TableRow& row, RowValues& values) {
    row_.ends_list = false;
    if (!row.fault.empty()) return true;
    const auto kind = kind_of_line(found_, *ditto_, row, values);
    row_.ends_list = kind == ListLine::other_header;
    if (kind != ListLine::none) return true;
    ++passed_over_.count;
    if (passed_over_.lines.size() < most_lines_named) passed_over_.lines.push_back(row.line);
    return false;
}

void ListReader::take(const TableRow& row, RowValues& values) {
    source_ = &row;
    row_.line = row.line;
    row_.fault = row_.ends_list ? "names the columns anew, and in another order; make two files of the two tables"
                                : fault_of(header(), row);
    row_.faults.clear();
    row_.values = {};
    if (!row_.fault.empty()) return ditto_->lost();
    row_.faults = ditto_->apply(values, row.cells);
    row_.values = values;
}

std::vector<std::string> ListReader::cells() const {
    auto cells = source_->cells;
    if (!row_.fault.empty()) return cells;
    cells.resize(header().size());
    for (std::size_t column = 0; column < column_count; ++column) {
        if (const auto at = header().at(static_cast<Column>(column))) cells[*at] = row_.values[column];
    }
    return cells;
}

Result<const ListRow*> ListReader::next() {
    while (ditto_) {
        const auto next = found_.behind ? Result<const TableRow*>(behind()) : table_.next();
        if (!next) return next.error();
        if (!*next) break;
        auto values = header().values((*next)->cells);
        if (!is_row(**next, values)) continue;
        take(**next, values);
        return static_cast<const ListRow*>(&row_);
    }
    return static_cast<const ListRow*>(nullptr);
}

PassedOver ListReader::passed_over() const {
    auto all = passed_over_;
    all.without_place = ditto_ ? ditto_->without_place() : 0;
    return all;
}

}  // namespace kiosk
