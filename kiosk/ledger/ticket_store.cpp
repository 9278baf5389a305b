#include "kiosk/ledger/ticket_store.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/outbox.h"
#include "kiosk/ledger/seen_time.h"
#include "kiosk/ledger/stored_time.h"
#include "kiosk/ledger/witness.h"

namespace kiosk {
namespace {

Result<Statement> select(sqlite3& db, std::string_view condition, const std::string& hall, Date day) {
    auto statement = Statement::prepare(
        db, fmt::format("SELECT {} FROM tickets WHERE hall = ?1 AND day = ?2 {}", ticket_columns(), condition));
    if (statement) statement->bind(1, hall).bind(2, to_number(day));
    return statement;
}

Result<std::vector<Ticket>> every(Statement& statement) {
    std::vector<Ticket> tickets;
    for (;;) {
        const auto row = statement.step();
        if (!row) return row.error();
        if (!*row) return tickets;
        tickets.push_back(to_ticket(statement));
    }
}

Result<std::optional<Ticket>> first(Statement& statement) {
    const auto row = statement.step();
    if (!row) return row.error();
    if (!*row) return std::optional<Ticket>{};
    return std::optional{to_ticket(statement)};
}

Result<std::int64_t> number_of(Statement& statement) {
    const auto row = statement.step();
    if (!row) return row.error();
    return statement.integer(0);
}

std::string_view letter(const char& terminal) { return {&terminal, 1}; }

}  // namespace

std::string_view ticket_columns() {
    return "terminal, number, service, class, refusal, day, issued_at, called_at, counter, on_paper, arrived";
}

Ticket to_ticket(const Statement& row) {
    Ticket ticket;
    const auto terminal = row.text(0);
    ticket.terminal = terminal.empty() ? '?' : terminal.front();
    ticket.number = static_cast<int>(row.integer(1));
    ticket.service = row.text(2);
    ticket.klass = parse_class(row.text(3));
    ticket.refusal = row.text(4);
    ticket.day = to_date(row.integer(5));
    ticket.issued_at = to_wall(row.integer(6));
    if (const auto called = row.integer_or_null(7)) ticket.called_at = to_wall(*called);
    ticket.counter = row.text(8);
    ticket.on_paper = parse_paper(row.text(9));
    ticket.arrived = row.integer(10);
    return ticket;
}

Statement& bind_number(Statement& statement, const std::string& hall, const Ticket& ticket) {
    statement.bind(1, hall).bind(2, to_number(ticket.day));
    return statement.bind(3, letter(ticket.terminal)).bind(4, std::int64_t{ticket.number});
}

Result<Statement> prepare_insert_ticket(sqlite3& db) {
    return Statement::prepare(
        db, fmt::format("INSERT INTO tickets (hall, day, terminal, number, service, class, refusal, case_id, request_hash, "
                        "issued_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, {}, ?9, ?10)",
                        case_id_sql("?8")));
}

Status insert_ticket(Statement& prepared, const NewTicket& issued) {
    const auto& ticket = issued.ticket;
    bind_number(prepared, issued.hall, ticket).bind(5, ticket.service).bind(6, name(ticket.klass)).bind(7, ticket.refusal);
    return prepared.bind(8, issued.case_key).bind(9, Blob(issued.request)).bind(10, to_number(ticket.issued_at)).run();
}

Status SqliteTickets::begin(const std::string&, Date) {  // the whole file has one writer
    auto transaction = Transaction::begin(db_);
    if (!transaction) return transaction.error();
    open_.emplace(*std::move(transaction));
    return Done{};
}

Status SqliteTickets::commit() {
    const auto committed = open_->commit();
    if (committed) open_.reset();
    return committed;
}

Result<HallQueue> SqliteTickets::queue(const std::string& hall, Date day) {
    auto statement = select(db_, "ORDER BY call_order, id", hall, day);
    if (!statement) return statement.error();
    auto tickets = every(*statement);
    if (!tickets) return tickets.error();
    HallQueue queue;
    for (auto& ticket : *tickets) (ticket.called_at ? queue.called : queue.waiting).push_back(std::move(ticket));
    return queue;
}

Result<std::vector<Ticket>> SqliteTickets::all(const std::string& hall, Date day) {
    auto statement = select(db_, "ORDER BY id", hall, day);
    if (!statement) return statement.error();
    return every(*statement);
}

Result<std::optional<Ticket>> SqliteTickets::by_request(const TicketSite& site, Date day, const Hash& request) {
    auto statement = select(db_, "AND request_hash = ?3 ORDER BY terminal = ?4 DESC, id LIMIT 1", site.hall, day);
    if (!statement) return statement.error();
    statement->bind(3, Blob(request)).bind(4, letter(site.terminal));
    return first(*statement);
}

Result<std::optional<Ticket>> SqliteTickets::by_call(const std::string& hall, Date day, const Hash& call) {
    auto statement = select(db_, "AND call_request = ?3", hall, day);
    if (!statement) return statement.error();
    statement->bind(3, Blob(call));
    return first(*statement);
}

Result<std::optional<Ticket>> SqliteTickets::by_number(const TicketSite& site, Date day, int number) {
    auto statement = select(db_, "AND terminal = ?3 AND number = ?4", site.hall, day);
    if (!statement) return statement.error();
    statement->bind(3, letter(site.terminal)).bind(4, std::int64_t{number});
    return first(*statement);
}

Result<std::optional<Ticket>> SqliteTickets::waiting_of_case(const std::string& hall, Date day,
                                                             const std::string& case_key) {
    const auto of_case = fmt::format("AND case_id = {} AND called_at IS NULL ORDER BY id DESC LIMIT 1", case_id_sql("?3"));
    auto statement = select(db_, of_case, hall, day);
    if (!statement) return statement.error();
    statement->bind(3, case_key);
    return first(*statement);
}

Result<std::int64_t> SqliteTickets::count_of(const std::string& hall, Date day, const std::string& service) {
    auto statement = Statement::prepare(db_, "SELECT count(*) FROM tickets WHERE hall = ?1 AND day = ?2 AND service = ?3");
    if (!statement) return statement.error();
    statement->bind(1, hall).bind(2, to_number(day)).bind(3, service);
    return number_of(*statement);
}

Result<int> SqliteTickets::highest_number(const TicketSite& site, Date day) {
    auto statement =
        Statement::prepare(db_, "SELECT ifnull(max(number), 0) FROM tickets WHERE hall = ?1 AND day = ?2 AND terminal = ?3");
    if (!statement) return statement.error();
    statement->bind(1, site.hall).bind(2, to_number(day)).bind(3, letter(site.terminal));
    const auto highest = number_of(*statement);
    if (!highest) return highest.error();
    const auto told = witness_of_.empty() ? LastNumber{} : last_told(witness_of_, site);
    return std::max(static_cast<int>(*highest), told.day == day ? told.number : 0);
}

Result<std::vector<Ticket>> SqliteTickets::after(const TicketSite& site, Date day) {
    auto statement = Statement::prepare(
        db_, fmt::format("SELECT {} FROM tickets WHERE hall = ?1 AND day > ?2 AND terminal = ?3 ORDER BY day, number",
                         ticket_columns()));
    if (!statement) return statement.error();
    statement->bind(1, site.hall).bind(2, to_number(day)).bind(3, letter(site.terminal));
    return every(*statement);
}

Result<Ticket> SqliteTickets::insert(const NewTicket& issued) {
    auto statement = prepare_insert_ticket(db_);
    if (!statement) return statement.error();
    if (const auto stored = insert_ticket(*statement, issued); !stored) return stored.error();
    if (const auto noted = note_ticket(db_, issued.ticket, issued.hall, OutboxKind::ticket); !noted) return noted.error();
    if (const auto seen = see_time(db_, issued.ticket.issued_at); !seen) return seen.error();
    return issued.ticket;
}

Status SqliteTickets::mark_called(const std::string& hall, const Ticket& ticket, const std::optional<Hash>& call) {
    auto statement =
        Statement::prepare(db_,
                           "UPDATE tickets SET called_at = ?5, counter = ?6, call_request = ?7, call_order = 1 + (SELECT "
                           "ifnull(max(call_order), 0) FROM tickets WHERE hall = ?1 AND day = ?2) "
                           "WHERE hall = ?1 AND day = ?2 AND terminal = ?3 AND number = ?4 AND called_at IS NULL");
    if (!statement) return statement.error();
    bind_number(*statement, hall, ticket).bind(5, to_number(*ticket.called_at)).bind(6, ticket.counter);
    return statement->bind(7, call ? std::optional<Blob>(*call) : std::nullopt).run();
}

Result<bool> SqliteTickets::set_paper(const std::string& hall, const Ticket& ticket, OnPaper on_paper) {
    auto statement = Statement::prepare(
        db_, "UPDATE tickets SET on_paper = ?5 WHERE hall = ?1 AND day = ?2 AND terminal = ?3 AND number = ?4");
    if (!statement) return statement.error();
    if (const auto updated = bind_number(*statement, hall, ticket).bind(5, name(on_paper)).run(); !updated)
        return updated.error();
    if (sqlite3_changes(&db_) == 0) return false;
    if (const auto ended = end_paper(hall, ticket); !ended) return ended.error();
    if (const auto noted = note_ticket(db_, ticket, hall, OutboxKind::paper); !noted) return noted.error();
    return true;
}

Status SqliteTickets::begin_paper(const std::string& hall, const Ticket& ticket) {
    auto statement =
        Statement::prepare(db_, "INSERT OR IGNORE INTO papers_begun (hall, day, terminal, number) VALUES (?1, ?2, ?3, ?4)");
    if (!statement) return statement.error();
    return bind_number(*statement, hall, ticket).run();
}

Status SqliteTickets::end_paper(const std::string& hall, const Ticket& ticket) {
    auto statement =
        Statement::prepare(db_, "DELETE FROM papers_begun WHERE hall = ?1 AND day = ?2 AND terminal = ?3 AND number = ?4");
    if (!statement) return statement.error();
    return bind_number(*statement, hall, ticket).run();
}

Status SqliteTickets::settle_papers(const TicketSite& site) {
    const std::string terminal(1, site.terminal);
    auto transaction = Transaction::begin(db_);
    if (!transaction) return transaction.error();
    for (const char* sql :
         {"INSERT OR IGNORE INTO outbox (kind, hall, day, terminal, item) SELECT 'paper', hall, day, terminal, number "
          "FROM papers_begun WHERE hall = ?1 AND terminal = ?2",
          "UPDATE tickets SET on_paper = 'unknown' WHERE on_paper = 'no' AND (hall, day, terminal, number) IN "
          "(SELECT hall, day, terminal, number FROM papers_begun WHERE hall = ?1 AND terminal = ?2)",
          "DELETE FROM papers_begun WHERE hall = ?1 AND terminal = ?2"}) {
        auto statement = Statement::prepare(db_, sql);
        if (!statement) return statement.error();
        statement->bind(1, site.hall).bind(2, terminal);
        if (const auto done = statement->run(); !done) return done;
    }
    return transaction->commit();
}

}  // namespace kiosk
