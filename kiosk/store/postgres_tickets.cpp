#include "kiosk/store/postgres_tickets.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/case/bounds.h"
#include "kiosk/case/case.h"
#include "kiosk/case/identifier.h"
#include "kiosk/store/bounded_columns.h"

namespace kiosk {
namespace {

// Local days reach from 14 hours before to 12 hours after those of UTC.
bool is_of_day(std::int64_t when, Date day) {
    using std::chrono::hours;
    using std::chrono::milliseconds;
    const auto begin = to_number(Wall{std::chrono::sys_days{day}});
    return when >= begin - milliseconds{hours{14}}.count() && when <= begin + milliseconds{hours{38}}.count();
}

bool is_odd(const TicketCard& card) {
    return !is_case_key(card.key) || oddness(card.last4, 4) || oddness(card.refusal, longest_code) ||
           !parse_stage(card.stage);
}

}  // namespace

std::optional<std::string> ticket_oddness(const PostgresRow& row, Date day) {
    const auto letter = row.text(0);
    if (letter.size() != 1 || letter[0] < 'A' || letter[0] > 'Z') return "terminal is no letter";
    if (row.integer(1) < 1 || row.integer(1) > 999) return "number is not 1 to 999";
    for (const auto& [what, column] : {std::pair{"service", 2}, {"refusal", 4}, {"counter", 8}})
        if (const auto odd = oddness(row.text(column), longest_code)) return fmt::format("{} {}", what, *odd);
    if (name(parse_class(row.text(3))) != row.text(3)) return "class is none";
    if (row.integer(5) != to_number(day)) return "day is another one";
    if (!is_of_day(row.integer(6), day)) return "issued_at is not of its day";
    const auto called = row.integer_or_null(7);
    if (called && !is_of_day(*called, day)) return "called_at is not of its day";
    return std::nullopt;
}

Ticket to_ticket(const PostgresRow& row) {
    Ticket ticket;
    read_fields(row, 0, ticket_fields(ticket));
    return ticket;
}

template <class... Values>
std::vector<Ticket> PostgresTickets::select(const std::string& condition, const std::string& hall, Date day,
                                            const Values&... more) {
    const auto rows = sql_.run(fmt::format("SELECT {} FROM kiosk.tickets WHERE hall = $1 AND day = $2 {}",
                                           bounded_columns(ticket_columns), condition),
                               hall, day, more...);
    std::vector<Ticket> tickets;
    tickets.reserve(static_cast<std::size_t>(rows.size()));
    for (int row = 0; row < rows.size(); ++row)  // odd tickets are left out here; kiosks set them aside, see ticket_copy.h
        if (!ticket_oddness({rows, row}, day)) tickets.push_back(to_ticket({rows, row}));
    return tickets;
}

void PostgresTickets::take_turn(const std::string& hall, Date day) { sql_.run("SELECT kiosk.take_turn($1, $2)", hall, day); }

HallQueue PostgresTickets::queue(const std::string& hall, Date day) {
    constexpr const char* latest =
        "AND (called_at IS NULL OR call_order IN (SELECT call_order FROM kiosk.tickets WHERE hall = $1 AND day = $2 AND "
        "call_order IS NOT NULL ORDER BY call_order DESC LIMIT 64)) ORDER BY call_order, arrived";
    HallQueue queue;
    for (auto& ticket : select(latest, hall, day))
        (ticket.called_at ? queue.called : queue.waiting).push_back(std::move(ticket));
    return queue;
}

std::vector<Ticket> PostgresTickets::all(const std::string& hall, Date day) {
    auto tickets = select("ORDER BY arrived", hall, day);
    add_cards(tickets, hall, day, {});
    return tickets;
}

std::vector<TicketCard> PostgresTickets::cards_of(const std::string& hall, const Ticket& ticket) {
    Ticket one = ticket;
    one.cards.clear();
    add_cards({&one, 1}, hall, ticket.day, ticket.number);
    return std::move(one.cards);
}

void PostgresTickets::add_cards(std::span<Ticket> tickets, const std::string& hall, Date day, std::optional<int> number) {
    const auto rows = sql_.run(fmt::format("SELECT terminal, number, {} FROM kiosk.ticket_cards($1, $2, $3)",
                                           bounded_columns("key, old_last4, refusal, stage")),
                               hall, day, number);
    for (int row = 0; row < rows.size(); ++row) {
        TicketCard card{std::string(rows.text(row, 2)), std::string(rows.text(row, 3)), std::string(rows.text(row, 4)),
                        std::string(rows.text(row, 5))};
        if (is_odd(card)) continue;
        const auto its = std::ranges::find_if(tickets, [&](const Ticket& ticket) {
            return std::string_view(&ticket.terminal, 1) == rows.text(row, 0) && ticket.number == rows.integer(row, 1);
        });
        if (its != tickets.end()) its->cards.push_back(std::move(card));
    }
}

std::optional<Ticket> PostgresTickets::by_call(const std::string& hall, Date day, const Hash& call) {
    auto found = select("AND call_request = $3", hall, day, call);
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

void PostgresTickets::mark_called(const std::string& hall, const Ticket& ticket, const std::optional<Hash>& call) {
    const auto marked = sql_.run("SELECT kiosk.mark_called($1, $2, $3, $4, $5, $6, $7)", hall, ticket.day, ticket.terminal,
                                 ticket.number, ticket.called_at, ticket.counter, call);
    if (marked.text(0, 0) != "t") fail({Fault::ledger_locked, "call: somebody else has called that ticket"});
}

}  // namespace kiosk
