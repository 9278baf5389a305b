#include "kiosk/table/header.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/base/ascii.h"
#include "kiosk/case/bounds.h"
#include "kiosk/table/cell.h"
#include "kiosk/table/header_words.h"

namespace kiosk {
namespace {

constexpr std::size_t most_titles = 30;  // lines above the header
constexpr std::size_t few_names = 3;     // a line with so many names of columns is a header, though perhaps a wrong one

struct Required {
    Column column;
    std::string_view english, chinese;
};
constexpr std::array<Required, 5> required = {{
    {Column::holder_name, "holder_name", "姓名"},
    {Column::id_number, "id_number", "身份证号码"},
    {Column::old_card, "old_card", "敬老卡卡号"},
    {Column::handed_in_at, "handed_in_at", "收取时间"},
    {Column::stage, "stage", "状态"},
}};

// Whether the row is about a person: one of its cells is a number as long as a card's or an ID's.
bool is_somebodys(const std::vector<std::string>& cells) {
    return std::ranges::any_of(cells, [](const std::string& cell) {
        const auto number = number_in_cell(cell_text(cell));
        return number && number->size() >= 15 && number->size() <= 19 &&
               all_digits(std::string_view(*number).substr(0, number->size() - 1));
    });
}

// Whether the row holds nothing but names of columns.
bool names_only(const std::vector<std::string>& cells) {
    const auto known = [](const std::string& cell) {
        const auto meaning = meaning_of_title(cell_text(cell));
        const auto* other = std::get_if<OtherTitle>(&meaning);
        return !other || *other != OtherTitle::unknown;
    };
    return Header::known_columns(cells) > 0 && std::ranges::all_of(cells, known);
}

// Joins a row of names with the row of more exact names below it.
std::vector<std::string> put_together(std::vector<std::string> above, const std::vector<std::string>& below) {
    above.resize(std::max(above.size(), below.size()));
    for (std::size_t at = 0; at < below.size(); ++at) {
        if (!cell_text(below[at]).empty()) above[at] = below[at];
    }
    return above;
}

// Finds the header by looking at one row after the other.
class HeaderFinder {
public:
    // true: the search is over.
    bool look_at(const TableRow& row) {
        if (search_.header) return look_behind(row);
        if (!row.fault.empty()) return end(row.line, row.fault);
        const auto where = row.line == 1 ? std::string("the first line") : fmt::format("line {}", row.line);
        auto header = Header::parse(row.cells, where);
        const bool follows_names = named_ && named_->row + 1 == rows_;
        if (!header && follows_names) {
            auto both = Header::parse(put_together(above_, row.cells), where);
            if (both) header = std::move(both);
        }
        if (header && named_ && !follows_names) return end(named_->line, named_->reason);
        if (header && somebody_)
            return end(row.line,
                       fmt::format("{} names the columns, but above it, in line {}, is a person's row; put it first", where,
                                   *somebody_));
        if (header) {
            search_.header = *std::move(header);
            search_.line = row.line;
            above_ = row.cells;
            return false;
        }
        if (!named_ && Header::known_columns(row.cells) >= few_names) named_ = Named{rows_, row.line, header.error().detail};
        if (rows_ == 0) first_ = Named{0, row.line, header.error().detail};
        if (!somebody_ && is_somebodys(row.cells)) somebody_ = row.line;
        search_.titles.push_back(line_text(row.cells));
        above_ = row.cells;
        return ++rows_ == most_titles;
    }

    HeaderSearch result() {
        if (search_.header || !search_.reason.empty()) return std::move(search_);
        const auto& guess = named_ ? named_ : first_;
        if (guess) end(guess->line, guess->reason);
        if (!guess) end(1, "the file is empty; its first line must name the columns");
        return std::move(search_);
    }

private:
    struct Named {
        std::size_t row, line;
        std::string reason;
    };

    // The header may go on in a second row, which names some columns more exactly.
    bool look_behind(const TableRow& row) {
        if (row.fault.empty() && names_only(row.cells)) {
            auto header = Header::parse(row.cells);
            if (!header) header = Header::parse(put_together(above_, row.cells));
            if (header && !header->same_columns(*search_.header)) {
                search_.titles.push_back(line_text(above_));
                search_.header = *std::move(header);
                search_.line = row.line;
                return true;
            }
        }
        search_.behind = row;
        return true;
    }

    bool end(std::size_t line, std::string reason) {
        search_.line = line;
        search_.reason = std::move(reason);
        return true;
    }

    HeaderSearch search_;
    std::size_t rows_ = 0;
    std::vector<std::string> above_;
    std::optional<Named> named_, first_;   // named_: a row that seems to be the header; first_: the first row at all
    std::optional<std::size_t> somebody_;  // line of the first row about a person
};

}  // namespace

Result<Header> Header::parse(const std::vector<std::string>& cells, const std::string& where) {
    Header header;
    std::optional<std::size_t> unknown;
    for (std::size_t at = 0; at < cells.size(); ++at) {
        header.titles_.emplace_back(cell_text(cells[at]));
        const auto meaning = meaning_of_title(header.titles_.back());
        if (const auto* column = std::get_if<Column>(&meaning)) {
            auto& place = header.at_[static_cast<std::size_t>(*column)];
            if (place) return Error{Fault::malformed, fmt::format("the column {} is there twice", english_title(*column))};
            place = at;
            continue;
        }
        const auto other = std::get<OtherTitle>(meaning);
        if (other == OtherTitle::ordinal) header.ordinals_.push_back(at);
        if (other == OtherTitle::earlier_reason) header.earlier_reason_ = at;
        if (other == OtherTitle::unknown && !unknown) unknown = at;
    }
    for (const auto& title : required) {
        if (header.at(title.column)) continue;
        return Error{Fault::malformed,
                     fmt::format("{} must name the columns; {} ({}) is missing", where, title.english, title.chinese)};
    }
    if (!unknown) return header;
    const auto& title = header.titles_[*unknown];
    return Error{Fault::malformed,
                 fmt::format("the column {} is not known; rename it or take it out",
                             oddness(title, longest_place) ? fmt::format("number {}", *unknown + 1) : title)};
}

std::size_t Header::known_columns(const std::vector<std::string>& cells) {
    return static_cast<std::size_t>(std::ranges::count_if(
        cells, [](const std::string& cell) { return std::holds_alternative<Column>(meaning_of_title(cell_text(cell))); }));
}

std::string Header::title(std::optional<Column> column) const {
    if (!column) return {};
    const auto place = at(*column);
    return place ? titles_[*place] : std::string(english_title(*column));
}

RowValues Header::values(const std::vector<std::string>& cells) const {
    RowValues values;
    for (std::size_t column = 0; column < column_count; ++column) {
        if (at_[column] && *at_[column] < cells.size()) values[column] = cell_text(cells[*at_[column]]);
    }
    return values;
}

Result<HeaderSearch> find_header(Table& table) {
    HeaderFinder finder;
    for (;;) {
        const auto row = table.next();
        if (!row) return row.error();
        if (!*row || finder.look_at(**row)) return finder.result();
    }
}

std::string line_text(const std::vector<std::string>& cells) {
    std::string text;
    for (const auto& cell : cells) {
        const auto bare = cell_text(cell);
        if (!bare.empty()) text.append(bare) += '\x1F';
    }
    return text;
}

}  // namespace kiosk
