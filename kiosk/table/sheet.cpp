#include "kiosk/table/sheet.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "kiosk/table/book_parts.h"
#include "kiosk/table/complaint.h"

namespace kiosk {
namespace {

constexpr std::size_t most_rows = 1'048'576;  // of the format
constexpr std::uint32_t most_columns = 1000;  // no list has more
constexpr std::size_t most_merged = 1'048'576;
// The value of a merged cell is kept for each of its rows. No list has so long a value, or merged cells in so many columns.
constexpr std::size_t longest_merged = 1000, most_merged_columns = 64;

struct CellName {
    std::uint32_t row = 0, column = 0;  // from 0
};

// "C12"; taken off the front. nullopt: it is none.
std::optional<CellName> take_cell_name(std::string_view& text) {
    std::uint32_t row = 0, column = 0;
    std::size_t letters = 0;
    while (letters < text.size() && text[letters] >= 'A' && text[letters] <= 'Z' && letters < 4)
        column = column * 26 + static_cast<std::uint32_t>(text[letters++] - 'A' + 1);
    const auto number = std::from_chars(text.data() + letters, text.data() + text.size(), row);
    if (letters == 0 || number.ec != std::errc{} || row == 0 || row > most_rows) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(number.ptr - text.data()));
    return CellName{row - 1, column - 1};
}

class MergedVisitor final : public XmlVisitor {
public:
    Status begin(std::string_view name, const XmlAttributes& attributes) override {
        if (name != "mergeCell") return Done{};
        auto reference = attributes["ref"];
        const auto first = take_cell_name(reference);
        if (!first || !reference.starts_with(':')) return Done{};
        reference.remove_prefix(1);
        const auto last = take_cell_name(reference);
        if (!last || last->row < first->row || last->column < first->column || first->column >= most_columns) return Done{};
        if (found.size() == most_merged) return damaged_workbook();
        found.push_back({first->row, last->row, first->column, std::min(last->column, most_columns - 1)});
        return Done{};
    }
    Status end(std::string_view) override { return Done{}; }
    Status text(std::string_view) override { return Done{}; }

    std::vector<MergedCells> found;
};

bool is_true(std::string_view attribute) { return attribute == "1" || attribute == "true"; }

}  // namespace

Result<std::vector<MergedCells>> find_merged(PackagePart sheet) {
    MergedVisitor visitor;
    if (const auto read = read_xml(std::move(sheet), visitor); !read) return read.error();
    std::ranges::stable_sort(visitor.found, {}, &MergedCells::first_row);
    return std::move(visitor.found);
}

Sheet::Sheet(const Workbook& workbook, PackagePart xml, std::vector<MergedCells> merged)
    : workbook_(workbook), merged_(std::move(merged)), xml_(std::move(xml), *this) {}

Status Sheet::begin(std::string_view name, const XmlAttributes& attributes) {
    if (name == "row") return begin_row(attributes);
    if (!in_row_) return Done{};
    if (name == "c") return begin_cell(attributes);
    if (name == "f") has_formula_ = true;
    if (name == "rPh") in_phonetic_ = true;
    if (name == "v" || (name == "t" && !in_phonetic_)) {
        in_value_ = true;
        has_value_ = true;
    }
    return Done{};
}

Status Sheet::begin_row(const XmlAttributes& attributes) {
    const auto number = attributes["r"];
    std::size_t line = line_ + 1;
    if (!number.empty()) std::from_chars(number.data(), number.data() + number.size(), line);
    if (line <= line_ || line > most_rows) return damaged_workbook();
    line_ = line;
    in_row_ = true;
    hidden_ = is_true(attributes["hidden"]);
    beyond_ = false;
    column_ = 0;
    current_ = {};
    current_.line = line;
    return Done{};
}

Status Sheet::begin_cell(const XmlAttributes& attributes) {
    auto reference = attributes["r"];
    if (!reference.empty()) {
        const auto name = take_cell_name(reference);
        if (!name) return damaged_workbook();
        column_ = name->column;
    }
    type_ = attributes["t"];
    const auto style = attributes["s"];
    style_ = 0;
    std::from_chars(style.data(), style.data() + style.size(), style_);
    text_.clear();
    has_value_ = has_formula_ = false;
    return Done{};
}

Status Sheet::text(std::string_view piece) {
    if (!in_value_) return Done{};
    text_ += piece;
    return text_.size() > longest_cell ? Status{complaint("a cell of the workbook is longer than any text of a list")}
                                       : Status{Done{}};
}

Status Sheet::end(std::string_view name) {
    if (!in_row_) return Done{};
    if (name == "v" || name == "t") in_value_ = false;
    if (name == "rPh") in_phonetic_ = false;
    if (name == "c") end_cell();
    return name == "row" ? end_row() : Status{Done{}};
}

// What the cell shows.
std::string Sheet::value() const {
    // A formula that no program has worked out yet has no value, or an empty value that is not marked as a text.
    if (has_formula_ && text_.empty() && (!has_value_ || type_ != "str")) return "=";
    if (text_.empty()) return {};
    if (type_ == "s") {
        std::size_t index = 0;
        const auto* end = text_.data() + text_.size();
        const bool known = std::from_chars(text_.data(), end, index).ptr == end && index < workbook_.texts().size();
        return known ? std::string(workbook_.texts()[index]) : "#REF!";
    }
    if (type_ == "str" || type_ == "inlineStr") return without_escapes(text_);
    if (type_ == "b") return text_ == "1" || text_ == "true" ? "TRUE" : "FALSE";
    if (type_ == "e") return text_.starts_with('#') ? text_ : "#VALUE!";
    if (type_ == "d") return text_;
    return shown_number(text_, workbook_.style(style_), workbook_.from_1904());
}

void Sheet::end_cell() {
    const auto at = column_++;
    auto shown = value();
    if (shown.empty()) return;
    if (at >= most_columns) {
        beyond_ = true;
        return;
    }
    if (current_.cells.size() <= at) current_.cells.resize(at + 1);
    current_.cells[at] = std::move(shown);
}

// Fills in merged cells. false: the row has no value of its own.
Result<bool> Sheet::put_in_merged(TableRow& row) {
    const auto line = static_cast<std::uint32_t>(row.line - 1);
    std::erase_if(filled_, [&](const auto& one) { return one.second.last_row < line; });
    const auto clear = [&](std::size_t from, std::size_t last) {
        for (auto at = from; at <= last && at < row.cells.size(); ++at) row.cells[at].clear();
    };
    for (const auto& [column, filled] : filled_) clear(column, filled.last_column);
    const bool own = std::ranges::any_of(row.cells, [](const std::string& cell) { return !cell.empty(); });
    for (const auto& [column, filled] : filled_) {
        if (filled.text.empty()) continue;
        if (row.cells.size() <= column) row.cells.resize(column + 1);
        row.cells[column] = filled.text;
    }
    for (; next_merged_ < merged_.size() && merged_[next_merged_].first_row <= line; ++next_merged_) {
        const auto& merged = merged_[next_merged_];
        if (merged.last_row < line) continue;
        const bool has_text = merged.first_row == line && merged.first_column < row.cells.size();
        if (merged.last_row > line) {
            const auto text = has_text ? row.cells[merged.first_column] : std::string{};
            if (text.size() > longest_merged || filled_.size() == most_merged_columns)
                return complaint("the workbook merges cells as no list does; take them apart");
            filled_[merged.first_column] = {merged.last_row, merged.last_column, text};
        }
        clear(merged.first_column + 1, merged.last_column);
    }
    return own;
}

Status Sheet::end_row() {
    in_row_ = false;
    if (beyond_) current_.fault = fmt::format("has a value beyond column {}; take it out", most_columns);
    const auto own = put_in_merged(current_);
    if (!own) return own.error();
    if (!*own && !beyond_) return Done{};
    width_ = std::max(width_, current_.cells.size());
    current_.cells.resize(width_);  // a sheet leaves no blank cell out
    hidden_rows_ += hidden_ ? 1 : 0;
    rows_.push_back(std::move(current_));
    return Done{};
}

Result<const TableRow*> Sheet::next() {
    while (rows_.empty() && !ended_) {
        const auto more = xml_.step();
        if (!more) return more.error();
        ended_ = !*more;
    }
    if (rows_.empty()) return static_cast<const TableRow*>(nullptr);
    handed_out_ = std::move(rows_.front());
    rows_.pop_front();
    return static_cast<const TableRow*>(&handed_out_);
}

}  // namespace kiosk
