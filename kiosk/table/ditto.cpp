#include "kiosk/table/ditto.h"

#include <algorithm>

#include "kiosk/table/cell.h"

namespace kiosk {
namespace {

// From the widest place down: a new place clears the narrower places remembered from above.
constexpr std::array<Column, 3> places = {Column::district, Column::street, Column::community};
constexpr std::array<Column, 2> merged_too = {Column::handed_in_at, Column::stage};
constexpr std::array<Column, 7> may_repeat = {Column::district, Column::street,   Column::community, Column::handed_in_at,
                                              Column::stage,    Column::stage_at, Column::refusal};

constexpr std::size_t longest_mark = 6;  // bytes

bool is_ditto(std::string_view value) {
    if (value.size() > longest_mark) return false;
    constexpr std::array<std::string_view, 8> marks = {"同上", "〃", "″", "\"", "''", "“", "”", "同前"};
    return std::ranges::find(marks, value) != marks.end();
}

bool is_none(std::string_view value) {
    if (value.size() > longest_mark) return false;
    constexpr std::array<std::string_view, 10> marks = {"无", "/", "／", "-", "－", "—", "——", "--", "暂无", "\\"};
    return std::ranges::find(marks, value) != marks.end();
}

bool is_place(Column column) { return std::ranges::find(places, column) != places.end(); }

constexpr const char* question =
    "is blank, but a row above names one; if that is meant (merged cells), import with --fill-down; if not, fill it in, or "
    "write 无 for none";
constexpr std::string_view blank_words = ": is blank";  // the beginning of `question` in a reason that names the column

}  // namespace

Ditto::Ditto(const Header& header, bool fill_down) : header_(header), fill_down_(fill_down) {}

void Ditto::lost() {
    for (const auto column : may_repeat) unknown_[static_cast<std::size_t>(column)] = true;
}

void Ditto::remember(Column column, std::string_view value) {
    const auto at = static_cast<std::size_t>(column);
    unknown_[at] = false;
    if (above_[at] == value) return;
    above_[at] = value;
    const auto place = std::ranges::find(places, column);
    for (auto lower = place; lower != places.end() && ++lower != places.end();)
        above_[static_cast<std::size_t>(*lower)].clear();
}

// Why a blank cell cannot stay blank; empty: it can.
std::string Ditto::blank(Column column, RowValues& values, const std::vector<std::string>& cells, bool& without) {
    const auto at = static_cast<std::size_t>(column);
    if (const auto earlier = header_.earlier_reason()) {
        // In a file of rejected rows the rows that stood above may be missing.
        const bool asked = *earlier < cells.size() &&
                           cells[*earlier].find(header_.title(column) + std::string(blank_words)) != std::string::npos;
        return asked ? "is blank as it was before; fill it in, or write 无 for none" : "";
    }
    if (unknown_[at]) return "is blank, and the row above it cannot be read; fill it in";
    if (above_[at].empty()) return {};
    if (fill_down_) {
        values[at] = above_[at];
        return {};
    }
    const bool left_out = is_place(column) && !asked_[at] && *header_.at(column) >= cells.size();
    without |= left_out;
    asked_[at] = !left_out;
    return left_out ? "" : question;
}

std::vector<RowRefused> Ditto::apply(RowValues& values, const std::vector<std::string>& cells) {
    std::vector<RowRefused> faults;
    bool without = false;
    for (const auto column : may_repeat) {
        const auto at = static_cast<std::size_t>(column);
        auto& value = values[at];
        if (!header_.at(column)) continue;
        if (is_ditto(value)) {
            value = above_[at];
            if (value.empty() || unknown_[at]) faults.push_back({column, "says 'as above', but nothing there can be meant"});
        } else if (!value.empty()) {
            if (is_none(value)) value = {};
            remember(column, value);
        } else if (is_place(column) || std::ranges::find(merged_too, column) != merged_too.end()) {
            if (auto reason = blank(column, values, cells, without); !reason.empty())
                faults.push_back({column, std::move(reason)});
        }
    }
    for (const auto column :
         {Column::case_key, Column::id_number, Column::old_card, Column::social_card, Column::new_card}) {
        auto& value = values[static_cast<std::size_t>(column)];
        if (is_none(value)) value = {};
    }
    without_place_ += without ? 1 : 0;
    return faults;
}

}  // namespace kiosk
