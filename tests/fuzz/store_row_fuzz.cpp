// Rows of the shared store, whoever wrote them: each is a case or a ticket within bounds, or it is odd and named in words
// that can be shown. A row is made of the input: fields end with a byte 1F, rows with 1E; a field that is one byte 1A is
// NULL.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/utf8.h"
#include "kiosk/case/bounds.h"
#include "kiosk/case/identifier.h"
#include "kiosk/ledger/stored_time.h"
#include "kiosk/store/postgres_cases.h"
#include "kiosk/store/postgres_tickets.h"
#include "kiosk/store/record_bounds.h"
#include "kiosk/store/ticket_copy.h"

namespace {

using namespace kiosk;

constexpr int most_columns = 18;
constexpr char end_of_field = 0x1F, end_of_row = 0x1E, null_field = 0x1A;
const Date day{std::chrono::year{2026} / 11 / 2};

void require(bool holds) {
    if (!holds) std::abort();
}

std::vector<std::string_view> parts_of(std::string_view text, char end) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = std::min(text.find(end), text.size());
        parts.push_back(text.substr(0, at));
        if (at == text.size()) return parts;
        text.remove_prefix(at + 1);
    }
}

PostgresRows rows_of(std::string_view input) {
    auto* raw = PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK);
    char name[] = "column";
    std::vector<PGresAttDesc> columns(most_columns, PGresAttDesc{name, 0, 0, 0, 25, -1, -1});
    PQsetResultAttrs(raw, most_columns, columns.data());
    int row = 0;
    for (const auto line : parts_of(input, end_of_row)) {
        auto fields = parts_of(line, end_of_field);
        fields.resize(most_columns);
        for (int column = 0; column < most_columns; ++column) {
            std::string field(fields[static_cast<std::size_t>(column)]);
            std::erase(field, '\0');  // PostgreSQL has none
            const bool null = field.size() == 1 && field[0] == null_field;
            PQsetvalue(raw, row, column, null ? nullptr : field.data(), null ? -1 : static_cast<int>(field.size()));
        }
        ++row;
    }
    return PostgresRows(raw);
}

bool shown(std::string_view text, std::size_t longest) {
    return text.size() <= longest && is_utf8(text) && is_plain_text(text);
}

void look_at_cases(const PostgresRows& rows) {
    const auto page = to_case_page(rows);
    require(static_cast<int>(page.records.size() + page.odd.size()) == rows.size());
    for (const auto& record : page.records) {
        const auto& view = record.view;
        require(is_case_key(view.key) && !oddness(record));
        for (const auto* text : {&view.community, &view.street, &view.district}) require(shown(*text, longest_place));
        require(shown(view.masked_name, longest_masked) && shown(view.refusal, longest_code));
        require(view.old_last4.size() <= 4 && view.new_last4.size() <= 4);
        require(to_date(to_number(view.handed_in)) == view.handed_in);
    }
    for (const auto& odd : page.odd) require(shown(odd.item, 40) && shown(odd.reason, 200) && shown(odd.login, 63));
}

void look_at_tickets(const PostgresRows& rows) {
    const auto page = to_ticket_page(rows, "Hall", day);
    require(static_cast<int>(page.tickets.size() + page.odd.size()) == rows.size());
    for (const auto& one : page.tickets) {
        const auto& ticket = one.ticket;
        require(ticket.terminal >= 'A' && ticket.terminal <= 'Z' && ticket.number >= 1 && ticket.number <= 999);
        require(ticket.day == day);
        for (const auto& key : one.case_keys) require(shown(key, longest_cases));
        for (const auto* text : {&ticket.service, &ticket.refusal, &ticket.counter}) require(shown(*text, longest_code));
    }
    for (const auto& odd : page.odd) require(shown(odd.item, 60) && shown(odd.reason, 200) && shown(odd.login, 63));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto rows = rows_of({reinterpret_cast<const char*>(data), size});
    look_at_cases(rows);
    look_at_tickets(rows);
    if (rows.size() > 0 && rows.grow(0, 0)) require(rows.integer(rows.size() - 1, 0) > 0);
    return 0;
}
