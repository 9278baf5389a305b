#include "kiosk/store/bounded_columns.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kiosk/case/bounds.h"

namespace kiosk {
namespace {

// Columns of numbers, which have the same names in the tables of cases and of tickets.
constexpr std::array<std::string_view, 10> numbers = {"number",    "day",         "issued_at", "called_at",  "arrived",
                                                      "handed_in", "promised_by", "stage_at",  "call_order", "change"};
constexpr std::size_t enough = longest_masked + 1;  // characters; a text that is longer is refused anyway

}  // namespace

std::string bounded_columns(std::string_view columns) {
    std::string bounded;
    for (std::size_t from = 0; from < columns.size();) {
        const auto to = std::min(columns.find(", ", from), columns.size());
        const auto column = columns.substr(from, to - from);
        const bool number = std::ranges::find(numbers, column) != numbers.end();
        if (!bounded.empty()) bounded += ", ";
        if (number)
            bounded += column;
        else if (column.ends_with("_hash"))
            bounded += fmt::format("pg_catalog.substr({0}, 1, 17) AS {0}", column);
        else
            bounded += fmt::format("pg_catalog.left({0}, {1}) AS {0}", column, enough);
        from = to + 2;
    }
    return bounded;
}

}  // namespace kiosk
