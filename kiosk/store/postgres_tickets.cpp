#include "kiosk/store/postgres_tickets.h"

#include <iterator>

#include <fmt/format.h>

#include "kiosk/case/bounds.h"
#include "kiosk/ledger/stored_time.h"
#include "kiosk/ledger/ticket_store.h"
#include "kiosk/store/bounded_columns.h"

namespace kiosk {
namespace {

std::string text(std::int64_t number) { return std::to_string(number); }
std::string text(Date day) { return text(to_number(day)); }
std::string terminal_of(char letter) { return {letter}; }

// Local days reach from 14 hours before to 12 hours after those of UTC.
bool is_of_day(std::int64_t when, Date day) {
    using std::chrono::hours;
    using std::chrono::milliseconds;
    const auto begin = to_number(Wall{std::chrono::sys_days{day}});
    return when >= begin - milliseconds{hours{14}}.count() && when <= begin + milliseconds{hours{38}}.count();
}

}  // namespace

std::string_view shared_ticket_columns() { return ticket_columns(); }  // both stores name them alike

std::optional<std::string> ticket_oddness(const PostgresRows& rows, int row, Date day) {
    const auto letter = rows.text(row, 0);
    if (letter.size() != 1 || letter[0] < 'A' || letter[0] > 'Z') return "terminal is no letter";
    if (rows.integer(row, 1) < 1 || rows.integer(row, 1) > 999) return "number is not 1 to 999";
    for (const auto& [what, column] : {std::pair{"service", 2}, {"refusal", 4}, {"counter", 8}})
        if (const auto odd = oddness(rows.text(row, column), longest_code)) return fmt::format("{} {}", what, *odd);
    if (name(parse_class(rows.text(row, 3))) != rows.text(row, 3)) return "class is none";
    if (rows.integer(row, 5) != to_number(day)) return "day is another one";
    if (!is_of_day(rows.integer(row, 6), day)) return "issued_at is not of its day";
    if (!rows.is_null(row, 7) && !is_of_day(rows.integer(row, 7), day)) return "called_at is not of its day";
    return std::nullopt;
}

Ticket to_ticket(const PostgresRows& rows, int row) {
    Ticket ticket;
    const auto terminal = rows.text(row, 0);
    ticket.terminal = terminal.empty() ? '?' : terminal.front();
    ticket.number = static_cast<int>(rows.integer(row, 1));
    ticket.service = rows.text(row, 2);
    ticket.klass = parse_class(rows.text(row, 3));
    ticket.refusal = rows.text(row, 4);
    ticket.day = to_date(rows.integer(row, 5));
    ticket.issued_at = to_wall(rows.integer(row, 6));
    if (!rows.is_null(row, 7)) ticket.called_at = to_wall(rows.integer(row, 7));
    ticket.counter = rows.text(row, 8);
    ticket.on_paper = parse_paper(rows.text(row, 9));
    ticket.arrived = rows.integer(row, 10);
    return ticket;
}

Result<std::vector<Ticket>> PostgresTickets::select(const std::string& condition, const std::string& hall, Date day,
                                                    std::vector<Parameter> more) {
    std::vector<Parameter> parameters{hall, text(day)};
    std::move(more.begin(), more.end(), std::back_inserter(parameters));
    const auto rows = line_.run(fmt::format("SELECT {} FROM kiosk.tickets WHERE hall = $1 AND day = $2 {}",
                                            bounded_columns(shared_ticket_columns()), condition),
                                parameters);
    if (!rows) return rows.error();
    std::vector<Ticket> tickets;
    tickets.reserve(static_cast<std::size_t>(rows->size()));
    for (int row = 0; row < rows->size(); ++row)  // kiosks set the odd ones aside by name, see ticket_copy.h
        if (!ticket_oddness(*rows, row, day)) tickets.push_back(to_ticket(*rows, row));
    return tickets;
}

Result<std::optional<Ticket>> PostgresTickets::first(const std::string& condition, const std::string& hall, Date day,
                                                     std::vector<Parameter> more) {
    auto found = select(condition + " LIMIT 1", hall, day, std::move(more));
    if (!found) return found.error();
    if (found->empty()) return std::optional<Ticket>{};
    return std::optional{std::move(found->front())};
}

Status PostgresTickets::begin(const std::string& hall, Date day) {
    auto transaction = PostgresTransaction::begin(line_);
    if (!transaction) return transaction.error();
    if (const auto taken = line_.run("SELECT kiosk.take_turn($1, $2)", {hall, text(day)}); !taken) return taken.error();
    open_.emplace(*std::move(transaction));
    return Done{};
}

Status PostgresTickets::commit() {
    const auto committed = open_->commit();
    open_.reset();
    return committed;
}

Result<std::int64_t> PostgresTickets::next_change(const std::string& hall, Date day) {
    const auto taken = line_.run("SELECT kiosk.next_change($1, $2)", {hall, text(day)});
    if (!taken) return taken.error();
    return taken->integer(0, 0);
}

Result<HallQueue> PostgresTickets::queue(const std::string& hall, Date day) {
    constexpr const char* latest =
        "AND (called_at IS NULL OR call_order IN (SELECT call_order FROM kiosk.tickets WHERE hall = $1 AND day = $2 AND "
        "call_order IS NOT NULL ORDER BY call_order DESC LIMIT 64)) ORDER BY call_order, arrived";
    auto tickets = select(latest, hall, day);
    if (!tickets) return tickets.error();
    HallQueue queue;
    for (auto& ticket : *tickets) (ticket.called_at ? queue.called : queue.waiting).push_back(std::move(ticket));
    return queue;
}

Result<std::vector<Ticket>> PostgresTickets::all(const std::string& hall, Date day) {
    return select("ORDER BY arrived", hall, day);
}

Result<std::optional<Ticket>> PostgresTickets::by_request(const TicketSite& site, Date day, const Hash& request) {
    return first("AND request_hash = $3 ORDER BY (terminal = $4) DESC, arrived", site.hall, day,
                 {bytea(request), terminal_of(site.terminal)});
}

Result<std::optional<Ticket>> PostgresTickets::by_call(const std::string& hall, Date day, const Hash& call) {
    return first("AND call_request = $3", hall, day, {bytea(call)});
}

Result<std::optional<Ticket>> PostgresTickets::by_number(const TicketSite& site, Date day, int number) {
    return first("AND terminal = $3 AND number = $4", site.hall, day, {terminal_of(site.terminal), text(number)});
}

Result<std::optional<Ticket>> PostgresTickets::waiting_of_case(const std::string& hall, Date day,
                                                               const std::string& case_key) {
    if (case_key.empty()) return std::optional<Ticket>{};
    return first("AND case_key = $3 AND called_at IS NULL ORDER BY arrived DESC", hall, day, {case_key});
}

Result<std::int64_t> PostgresTickets::count_of(const std::string& hall, Date day, const std::string& service) {
    const auto count = line_.run("SELECT count(*) FROM kiosk.tickets WHERE hall = $1 AND day = $2 AND service = $3",
                                 {hall, text(day), service});
    if (!count) return count.error();
    return count->integer(0, 0);
}

Result<int> PostgresTickets::highest_number(const TicketSite& site, Date day) {
    const auto highest =
        line_.run("SELECT coalesce(max(number), 0) FROM kiosk.tickets WHERE hall = $1 AND day = $2 AND terminal = $3",
                  {site.hall, text(day), terminal_of(site.terminal)});
    if (!highest) return highest.error();
    return static_cast<int>(highest->integer(0, 0));
}

Result<Ticket> PostgresTickets::insert(const NewTicket& issued) {
    auto ticket = issued.ticket;
    const auto taken = next_change(issued.hall, ticket.day);
    if (!taken) return taken.error();
    ticket.arrived = *taken;
    const auto stored = line_.run(
        "INSERT INTO kiosk.tickets (hall, day, terminal, number, service, class, refusal, case_key, request_hash, "
        "issued_at, "
        "arrived, change) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)",
        {issued.hall, text(ticket.day), terminal_of(ticket.terminal), text(ticket.number), ticket.service,
         std::string(name(ticket.klass)), ticket.refusal, issued.case_key, bytea(issued.request),
         text(to_number(ticket.issued_at)), text(*taken)});
    if (!stored) return stored.error();
    return ticket;
}

Status PostgresTickets::mark_called(const std::string& hall, const Ticket& ticket, const std::optional<Hash>& call) {
    const auto marked = line_.run("SELECT kiosk.mark_called($1, $2, $3, $4, $5, $6, $7)",
                                  {hall, text(ticket.day), terminal_of(ticket.terminal), text(ticket.number),
                                   text(to_number(*ticket.called_at)), ticket.counter, bytea_or_null(call)});
    if (!marked) return marked.error();
    if (marked->text(0, 0) != "t") return Error{Fault::ledger_locked, "call: somebody else has called that ticket"};
    return Done{};
}

Result<bool> PostgresTickets::set_paper(const std::string& hall, const Ticket& ticket, OnPaper on_paper) {
    const auto taken = next_change(hall, ticket.day);
    if (!taken) return taken.error();
    const auto set = line_.run(
        "UPDATE kiosk.tickets SET on_paper = $5, change = $6 WHERE hall = $1 AND day = $2 AND terminal = $3 AND number = $4",
        {hall, text(ticket.day), terminal_of(ticket.terminal), text(ticket.number), std::string(name(on_paper)),
         text(*taken)});
    if (!set) return set.error();
    return set->changed() > 0;
}

}  // namespace kiosk
