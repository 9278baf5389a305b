#include "kiosk/ledger/ticket_store.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "kiosk/ledger/case_store.h"
#include "kiosk/queue/order.h"

namespace kiosk {
namespace {

using std::chrono::milliseconds;
using std::chrono::sys_days;

constexpr int last_number = 999;

std::int64_t to_number(Date day) { return sys_days{day}.time_since_epoch().count(); }
std::int64_t to_number(Wall when) { return when.time_since_epoch().count(); }
constexpr std::array<std::string_view, 3> paper_names = {"no", "yes", "unknown"};

std::string_view name(OnPaper on_paper) { return paper_names[static_cast<std::size_t>(on_paper)]; }

OnPaper parse_paper(std::string_view name) {
    const auto found = std::ranges::find(paper_names, name);
    return found == paper_names.end() ? OnPaper::unknown : static_cast<OnPaper>(found - paper_names.begin());
}

std::string_view name(TicketClass klass) { return klass == TicketClass::priority ? "priority" : "ordinary"; }

// A day's tickets and what the table knows besides.
struct Row {
    std::int64_t id = 0, call_order = 0;
    Ticket ticket;
};

constexpr std::string_view columns =
    "SELECT id, terminal, number, service, class, refusal, issued_at, called_at, counter, ifnull(call_order, 0), "
    "on_paper FROM tickets ";

Row to_row(const Statement& row, Date day) {
    Row result{row.integer(0), row.integer(9), {}};
    auto& ticket = result.ticket;
    const auto terminal = row.text(1);
    ticket.terminal = terminal.empty() ? '?' : terminal.front();
    ticket.number = static_cast<int>(row.integer(2));
    ticket.service = row.text(3);
    ticket.klass = row.text(4) == "priority" ? TicketClass::priority : TicketClass::ordinary;
    ticket.refusal = row.text(5);
    ticket.day = day;
    ticket.issued_at = Wall{milliseconds{row.integer(6)}};
    if (const auto called = row.integer_or_null(7)) ticket.called_at = Wall{milliseconds{*called}};
    ticket.counter = row.text(8);
    ticket.on_paper = parse_paper(row.text(10));
    return result;
}

Result<std::vector<Row>> rows_of_day(sqlite3& db, const std::string& hall, Date day) {
    auto statement = Statement::prepare(db, fmt::format("{} WHERE hall = ?1 AND day = ?2 ORDER BY id", columns));
    if (!statement) return statement.error();
    statement->bind(1, hall).bind(2, to_number(day));
    std::vector<Row> rows;
    for (;;) {
        const auto row = statement->step();
        if (!row) return row.error();
        if (!*row) return rows;
        rows.push_back(to_row(*statement, day));
    }
}

struct Queue {
    std::vector<Ticket> called, waiting;  // in the order of calling; in the order of issue
};

Queue queue_of(std::vector<Row> rows) {
    Queue queue;
    std::ranges::stable_sort(rows, {}, &Row::call_order);
    for (auto& row : rows) (row.call_order > 0 ? queue.called : queue.waiting).push_back(std::move(row.ticket));
    return queue;
}

Result<IssuedTicket> with_place(sqlite3& db, Ticket ticket, const std::string& hall, const Policy& policy, Wall now,
                                bool before) {
    auto rows = rows_of_day(db, hall, ticket.day);
    if (!rows) return rows.error();
    auto queue = queue_of(*std::move(rows));
    const auto place = place_of(ticket, queue.called, std::move(queue.waiting), policy.priorities_per_ordinary, now);
    return IssuedTicket{std::move(ticket), place, before};
}

Result<std::optional<Ticket>> issued_before(sqlite3& db, const std::string& hall, Date day, const Hash& request) {
    auto statement = Statement::prepare(db, fmt::format("{} WHERE hall = ?1 AND day = ?2 AND request_hash = ?3", columns));
    if (!statement) return statement.error();
    const auto row = statement->bind(1, hall).bind(2, to_number(day)).bind(3, Blob(request)).step();
    if (!row) return row.error();
    if (!*row) return std::optional<Ticket>{};
    return std::optional{to_row(*statement, day).ticket};
}

Result<bool> limit_reached(sqlite3& db, const Service& service, const std::string& hall, Date day) {
    if (service.daily_limit <= 0) return false;
    auto statement = Statement::prepare(db, "SELECT count(*) FROM tickets WHERE hall = ?1 AND day = ?2 AND service = ?3");
    if (!statement) return statement.error();
    const auto row = statement->bind(1, hall).bind(2, to_number(day)).bind(3, service.id).step();
    if (!row) return row.error();
    return statement->integer(0) >= service.daily_limit;
}

// The highest number of the day plus one: a series goes on where it was, whatever the clock did in between.
Result<int> next_number(sqlite3& db, const TicketSite& site, Date day) {
    auto statement = Statement::prepare(
        db, "SELECT ifnull(max(number), 0) + 1 FROM tickets WHERE hall = ?1 AND day = ?2 AND terminal = ?3");
    if (!statement) return statement.error();
    const auto row =
        statement->bind(1, site.hall).bind(2, to_number(day)).bind(3, std::string_view(&site.terminal, 1)).step();
    if (!row) return row.error();
    return static_cast<int>(statement->integer(0));
}

Status store(sqlite3& db, const Ticket& ticket, const std::string& hall, std::string_view case_key, const Hash& request) {
    auto statement = Statement::prepare(
        db, fmt::format("INSERT INTO tickets (hall, day, terminal, number, service, class, refusal, case_id, request_hash, "
                        "issued_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, {}, ?9, ?10)",
                        case_id_sql("?8")));
    if (!statement) return statement.error();
    statement->bind(1, hall).bind(2, to_number(ticket.day)).bind(3, std::string_view(&ticket.terminal, 1));
    statement->bind(4, std::int64_t{ticket.number}).bind(5, ticket.service).bind(6, name(ticket.klass));
    statement->bind(7, ticket.refusal).bind(8, case_key).bind(9, Blob(request)).bind(10, to_number(ticket.issued_at));
    return statement->run();
}

Status mark_called(sqlite3& db, std::int64_t id, std::int64_t call_order, const Ticket& ticket) {
    auto statement = Statement::prepare(
        db, "UPDATE tickets SET called_at = ?2, counter = ?3, call_order = ?4 WHERE id = ?1 AND called_at IS NULL");
    if (!statement) return statement.error();
    return statement->bind(1, id).bind(2, to_number(*ticket.called_at)).bind(3, ticket.counter).bind(4, call_order).run();
}

// The ticket of the statement's first row, where it stands now.
Result<std::optional<IssuedTicket>> first_issued(sqlite3& db, Statement& statement, Date day, const std::string& hall,
                                                 const Policy& policy, Wall now) {
    const auto row = statement.step();
    if (!row) return row.error();
    if (!*row) return std::optional<IssuedTicket>{};
    auto issued = with_place(db, to_row(statement, day).ticket, hall, policy, now, true);
    if (!issued) return issued.error();
    return std::optional{*std::move(issued)};
}

}  // namespace

Result<TicketAnswer> issue_ticket(sqlite3& db, const HashKey& key, const TicketRequest& request, const TicketSite& site,
                                  const Policy& policy, Wall now) {
    const auto* service = policy.service(request.service);
    if (!service) return Error{Fault::refused, "ticket: the policy has no service of this name: " + request.service};
    if (request.idempotency.empty()) return Error{Fault::refused, "ticket: the request carries no idempotency key"};
    if (site.terminal < 'A' || site.terminal > 'Z') return Error{Fault::refused, "ticket: a terminal is a letter A to Z"};
    const auto local = local_time(now, policy.utc_offset);
    const auto hash = keyed_hash(key, HashOf::request, request.idempotency);

    auto transaction = Transaction::begin(db);
    if (!transaction) return transaction.error();
    auto before = issued_before(db, site.hall, local.date, hash);
    if (!before) return before.error();
    if (*before) {
        auto issued = with_place(db, **std::move(before), site.hall, policy, now, true);
        if (!issued) return issued.error();
        return TicketAnswer{*std::move(issued)};
    }
    if (!policy.is_open(local)) return TicketAnswer{NoTicket::closed};
    const auto full = limit_reached(db, *service, site.hall, local.date);
    if (!full) return full.error();
    const auto number = next_number(db, site, local.date);
    if (!number) return number.error();
    if (*full || *number > last_number) return TicketAnswer{NoTicket::all_given_out};

    Ticket ticket{site.terminal, *number, request.service, request.klass, request.refusal, local.date, now, {}, {}, {}};
    if (const auto stored = store(db, ticket, site.hall, request.case_key, hash); !stored) return stored.error();
    auto issued = with_place(db, std::move(ticket), site.hall, policy, now, false);
    if (!issued) return issued.error();
    if (const auto committed = transaction->commit(); !committed) return committed.error();
    return TicketAnswer{*std::move(issued)};
}

Result<std::optional<IssuedTicket>> waiting_ticket_of_case(sqlite3& db, const std::string& case_key, const std::string& hall,
                                                           const Policy& policy, Wall now) {
    const auto day = local_time(now, policy.utc_offset).date;
    auto statement = Statement::prepare(
        db, fmt::format("{} WHERE case_id = {} AND hall = ?2 AND day = ?3 AND called_at IS NULL ORDER BY id DESC LIMIT 1",
                        columns, case_id_sql("?1")));
    if (!statement) return statement.error();
    statement->bind(1, case_key).bind(2, hall).bind(3, to_number(day));
    return first_issued(db, *statement, day, hall, policy, now);
}

Result<std::optional<IssuedTicket>> ticket_by_number(sqlite3& db, const std::string& hall, Date day, char terminal,
                                                     int number, const Policy& policy, Wall now) {
    auto statement =
        Statement::prepare(db, fmt::format("{} WHERE hall = ?1 AND day = ?2 AND terminal = ?3 AND number = ?4", columns));
    if (!statement) return statement.error();
    statement->bind(1, hall).bind(2, to_number(day)).bind(3, std::string_view(&terminal, 1)).bind(4, std::int64_t{number});
    return first_issued(db, *statement, day, hall, policy, now);
}

Status record_paper_of(sqlite3& db, const Ticket& ticket, const std::string& hall, OnPaper on_paper) {
    auto transaction = Transaction::begin(db);
    if (!transaction) return transaction.error();
    auto statement = Statement::prepare(
        db, "UPDATE tickets SET on_paper = ?1 WHERE hall = ?2 AND day = ?3 AND terminal = ?4 AND number = ?5");
    if (!statement) return statement.error();
    statement->bind(1, name(on_paper)).bind(2, hall).bind(3, to_number(ticket.day));
    statement->bind(4, std::string_view(&ticket.terminal, 1)).bind(5, std::int64_t{ticket.number});
    if (const auto updated = statement->run(); !updated) return updated;
    if (sqlite3_changes(&db) == 0)
        return Error{Fault::refused,
                     fmt::format("ticket {} of {}: was never issued in {}", label(ticket), iso(ticket.day), hall)};
    return transaction->commit();
}

Result<std::vector<Ticket>> tickets_of_day(sqlite3& db, const std::string& hall, Date day) {
    auto rows = rows_of_day(db, hall, day);
    if (!rows) return rows.error();
    std::vector<Ticket> tickets;
    for (auto& row : *rows) tickets.push_back(std::move(row.ticket));
    return tickets;
}

Result<Ticket> call_next_ticket(sqlite3& db, const std::string& hall, const std::string& counter, const Policy& policy,
                                Wall now) {
    if (counter.empty()) return Error{Fault::refused, "call: the counter has no name"};
    auto transaction = Transaction::begin(db);
    if (!transaction) return transaction.error();
    const auto rows = rows_of_day(db, hall, local_time(now, policy.utc_offset).date);
    if (!rows) return rows.error();
    auto queue = queue_of(*rows);
    const auto order = calling_order(queue.called, std::move(queue.waiting), policy.priorities_per_ordinary);
    if (order.empty()) return Error{Fault::refused, "call: nobody is waiting in " + hall};
    const auto row = std::ranges::find(*rows, order.front(), &Row::ticket);
    Ticket next = order.front();
    next.called_at = now;
    next.counter = counter;
    const auto last = std::ranges::max(*rows, {}, &Row::call_order).call_order;
    if (const auto marked = mark_called(db, row->id, last + 1, next); !marked) return marked.error();
    if (const auto committed = transaction->commit(); !committed) return committed.error();
    return next;
}

}  // namespace kiosk
