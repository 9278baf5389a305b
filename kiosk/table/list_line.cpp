#include "kiosk/table/list_line.h"

#include <algorithm>
#include <array>

#include "kiosk/base/ascii.h"
#include "kiosk/table/cell.h"
#include "kiosk/table/header_words.h"

namespace kiosk {
namespace {

constexpr std::size_t few_digits = 6;  // a sum has no more; a card or an ID has many

// How lines at the end of a list or page begin.
constexpr std::array<std::string_view, 45> footers = {
    "合计", "总计", "小计", "共计", "累计", "总数",       "总人数",     "本页",     "以上", "以下空白", "以下无正文", "制表",
    "填表", "审核", "复核", "经办", "经手", "负责人",     "联系人",     "联系电话", "交接", "移交",     "接收",       "填报",
    "报送", "统计", "上报", "单位", "盖章", "（盖章",     "(盖章",      "公章",     "日期", "制表日期", "填表日期",   "备注",
    "说明", "注：", "注:",  "签字", "签名", "社区（盖章", "街道（盖章", "领导",     "主管"};

// Whether the text is a count such as 第3页 or 共12人.
bool is_counted(std::string_view text) {
    const auto* word = text.starts_with("第") ? "第" : text.starts_with("共") ? "共" : nullptr;
    if (!word) return false;
    const auto rest = without_blanks_around(text.substr(std::string_view(word).size()));
    return !rest.empty() && is_digit(rest.front());
}

bool has_number(const RowValues& values) {
    return std::ranges::any_of(std::array{Column::id_number, Column::old_card, Column::social_card, Column::new_card},
                               [&](Column column) {
                                   const auto value = values[static_cast<std::size_t>(column)];
                                   return std::ranges::count_if(value, is_digit) > static_cast<std::ptrdiff_t>(few_digits);
                               });
}

bool is_footer(const std::vector<std::string>& cells) {
    for (const auto& cell : cells) {
        const auto text = cell_text(cell);
        if (text.empty()) continue;
        const auto begins = [&](std::string_view word) { return text.starts_with(word); };
        return is_counted(text) || std::ranges::any_of(footers, begins);
    }
    return false;
}

// Whether the line was numbered beforehand and never filled in. Merged cells may give such a line a place.
bool is_unused(const Header& header, const Ditto& ditto, const std::vector<std::string>& cells) {
    for (std::size_t at = 0; at < cells.size(); ++at) {
        const auto text = cell_text(cells[at]);
        const bool says_nothing =
            text.empty() || std::ranges::find(header.ordinals(), at) != header.ordinals().end() ||
            std::ranges::any_of(std::array{Column::community, Column::street, Column::district},
                                [&](Column column) { return header.at(column) == at && text == ditto.above(column); });
        if (!says_nothing) return false;
    }
    return true;
}

}  // namespace

ListLine kind_of_line(const HeaderSearch& found, const Ditto& ditto, const TableRow& row, const RowValues& values) {
    if (has_number(values)) return ListLine::row;
    const auto name = values[static_cast<std::size_t>(Column::holder_name)];
    if (std::holds_alternative<Column>(meaning_of_title(name))) {
        const auto again = Header::parse(row.cells);
        if (again) return again->same_columns(*found.header) ? ListLine::none : ListLine::other_header;
    }
    const bool title = !found.titles.empty() && std::ranges::find(found.titles, line_text(row.cells)) != found.titles.end();
    if (title || is_footer(row.cells) || is_unused(*found.header, ditto, row.cells)) return ListLine::none;
    return ListLine::row;
}

}  // namespace kiosk
