#include "kiosk/store/postgres_tickets.h"

#include <fmt/format.h>

#include "kiosk/case/bounds.h"
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
    for (int row = 0; row < rows.size(); ++row)  // kiosks set the odd ones aside by name, see ticket_copy.h
        if (!ticket_oddness({rows, row}, day)) tickets.push_back(to_ticket({rows, row}));
    return tickets;
}

template <class... Values>
std::optional<Ticket> PostgresTickets::first(const std::string& condition, const std::string& hall, Date day,
                                             const Values&... more) {
    auto found = select(condition + " LIMIT 1", hall, day, more...);
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

void PostgresTickets::take_turn(const std::string& hall, Date day) { sql_.run("SELECT kiosk.take_turn($1, $2)", hall, day); }

std::int64_t PostgresTickets::next_change(const std::string& hall, Date day) {
    return sql_.run("SELECT kiosk.next_change($1, $2)", hall, day).integer(0, 0);
}

HallQueue PostgresTickets::queue(const std::string& hall, Date day) {
    constexpr const char* latest =
        "AND (called_at IS NULL OR call_order IN (SELECT call_order FROM kiosk.tickets WHERE hall = $1 AND day = $2 AND "
        "call_order IS NOT NULL ORDER BY call_order DESC LIMIT 64)) ORDER BY call_order, arrived";
    HallQueue queue;
    for (auto& ticket : select(latest, hall, day))
        (ticket.called_at ? queue.called : queue.waiting).push_back(std::move(ticket));
    return queue;
}

std::vector<Ticket> PostgresTickets::all(const std::string& hall, Date day) { return select("ORDER BY arrived", hall, day); }

std::optional<Ticket> PostgresTickets::by_request(const TicketSite& site, Date day, const Hash& request) {
    return first("AND request_hash = $3 ORDER BY (terminal = $4) DESC, arrived", site.hall, day, request, site.terminal);
}

std::optional<Ticket> PostgresTickets::by_call(const std::string& hall, Date day, const Hash& call) {
    return first("AND call_request = $3", hall, day, call);
}

std::optional<Ticket> PostgresTickets::by_number(const TicketSite& site, Date day, int number) {
    return first("AND terminal = $3 AND number = $4", site.hall, day, site.terminal, number);
}

std::optional<Ticket> PostgresTickets::waiting_of_case(const std::string& hall, Date day, const std::string& case_key) {
    if (case_key.empty()) return std::nullopt;
    return first("AND case_key = $3 AND called_at IS NULL ORDER BY arrived DESC", hall, day, case_key);
}

std::int64_t PostgresTickets::count_of(const std::string& hall, Date day, const std::string& service) {
    return sql_.run("SELECT count(*) FROM kiosk.tickets WHERE hall = $1 AND day = $2 AND service = $3", hall, day, service)
        .integer(0, 0);
}

int PostgresTickets::highest_number(const TicketSite& site, Date day) {
    const auto highest =
        sql_.run("SELECT coalesce(max(number), 0) FROM kiosk.tickets WHERE hall = $1 AND day = $2 AND terminal = $3",
                 site.hall, day, site.terminal);
    return static_cast<int>(highest.integer(0, 0));
}

Ticket PostgresTickets::insert(const NewTicket& issued) {
    auto ticket = issued.ticket;
    ticket.arrived = next_change(issued.hall, ticket.day);
    sql_.run(
        "INSERT INTO kiosk.tickets (hall, day, terminal, number, service, class, refusal, case_key, request_hash, "
        "issued_at, arrived, change) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)",
        issued.hall, ticket.day, ticket.terminal, ticket.number, ticket.service, ticket.klass, ticket.refusal,
        issued.case_key, issued.request, ticket.issued_at, ticket.arrived);
    return ticket;
}

void PostgresTickets::mark_called(const std::string& hall, const Ticket& ticket, const std::optional<Hash>& call) {
    const auto marked = sql_.run("SELECT kiosk.mark_called($1, $2, $3, $4, $5, $6, $7)", hall, ticket.day, ticket.terminal,
                                 ticket.number, ticket.called_at, ticket.counter, call);
    if (marked.text(0, 0) != "t") fail({Fault::ledger_locked, "call: somebody else has called that ticket"});
}

bool PostgresTickets::set_paper(const std::string& hall, const Ticket& ticket, OnPaper on_paper) {
    const auto change = next_change(hall, ticket.day);
    const auto set = sql_.run(
        "UPDATE kiosk.tickets SET on_paper = $5, change = $6 WHERE hall = $1 AND day = $2 AND terminal = $3 AND number = $4",
        hall, ticket.day, ticket.terminal, ticket.number, on_paper, change);
    return set.changed() > 0;
}

}  // namespace kiosk
