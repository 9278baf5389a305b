#include "kiosk/ledger/ticket_store.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/fields.h"
#include "kiosk/ledger/outbox.h"
#include "kiosk/ledger/seen_time.h"
#include "kiosk/ledger/witness.h"

namespace kiosk {
namespace {

std::string tickets_where(std::string_view condition) {
    return fmt::format("SELECT {} FROM tickets WHERE {}", ticket_columns, condition);
}

}  // namespace

Ticket to_ticket(const Statement& row) {
    Ticket ticket;
    read_fields(row, 0, ticket_fields(ticket));
    return ticket;
}

void insert_ticket(Sql& sql, const NewTicket& issued) {
    const auto& ticket = issued.ticket;
    sql.run(
        "INSERT INTO tickets (hall, day, terminal, number, service, class, refusal, request_hash, issued_at) VALUES (?1, "
        "?2, "
        "?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        issued.hall, ticket.day, ticket.terminal, ticket.number, ticket.service, ticket.klass, ticket.refusal,
        issued.request, ticket.issued_at);
    tie_cases(sql, issued.hall, ticket, issued.case_keys);
}

void tie_cases(Sql& sql, const std::string& hall, const Ticket& ticket, const std::vector<std::string>& case_keys) {
    static const auto tie = fmt::format(
        "INSERT OR IGNORE INTO ticket_cases (ticket_id, case_id) SELECT id, {0} FROM tickets WHERE hall = ?1 AND day = ?2 "
        "AND terminal = ?3 AND number = ?4 AND {0} IS NOT NULL",
        case_id_sql("?5"));
    for (const auto& key : case_keys) sql.run(tie, hall, ticket.day, ticket.terminal, ticket.number, key);
}

HallQueue SqliteTickets::queue(const std::string& hall, Date day) {
    HallQueue queue;
    for (auto& ticket :
         sql_.query(tickets_where("hall = ?1 AND day = ?2 ORDER BY call_order, id"), hall, day).all(to_ticket))
        (ticket.called_at ? queue.called : queue.waiting).push_back(std::move(ticket));
    return queue;
}

std::vector<Ticket> SqliteTickets::all(const std::string& hall, Date day) {
    auto tickets = sql_.query(tickets_where("hall = ?1 AND day = ?2 ORDER BY id"), hall, day).all(to_ticket);
    for (auto& ticket : tickets) ticket.cards = cards_of(hall, ticket);
    return tickets;
}

std::vector<TicketCard> SqliteTickets::cards_of(const std::string& hall, const Ticket& ticket) {
    const auto keys =
        sql_.query(
                "SELECT key FROM cases WHERE id IN (SELECT case_id FROM ticket_cases WHERE ticket_id = (SELECT "
                "id FROM tickets WHERE hall = ?1 AND day = ?2 AND terminal = ?3 AND number = ?4)) ORDER BY id",
                hall, ticket.day, ticket.terminal, ticket.number)
            .all(first_text);
    std::vector<TicketCard> cards;
    for (const auto& key : keys) {
        const auto found = case_by_key(sql_, key);
        if (!found) continue;
        const auto& view = found->record.view;
        cards.push_back({key, view.old_last4, view.refusal, std::string(name(view.stage))});
    }
    return cards;
}

void SqliteTickets::add_cases(const std::string& hall, const Ticket& ticket, const std::vector<std::string>& case_keys) {
    tie_cases(sql_, hall, ticket, case_keys);
    note_ticket(sql_, ticket, hall, OutboxKind::ticket);
}

std::optional<Ticket> SqliteTickets::by_request(const TicketSite& site, Date day, const Hash& request) {
    return sql_
        .query(tickets_where("hall = ?1 AND day = ?2 AND request_hash = ?3 ORDER BY terminal = ?4 DESC, id LIMIT 1"),
               site.hall, day, request, site.terminal)
        .first(to_ticket);
}

std::optional<Ticket> SqliteTickets::by_call(const std::string& hall, Date day, const Hash& call) {
    return sql_.query(tickets_where("hall = ?1 AND day = ?2 AND call_request = ?3"), hall, day, call).first(to_ticket);
}

std::optional<Ticket> SqliteTickets::by_number(const TicketSite& site, Date day, int number) {
    return sql_
        .query(tickets_where("hall = ?1 AND day = ?2 AND terminal = ?3 AND number = ?4"), site.hall, day, site.terminal,
               number)
        .first(to_ticket);
}

std::optional<Ticket> SqliteTickets::by_case(const std::string& hall, Date day, const std::string& case_key) {
    const auto of_case = fmt::format(
        "hall = ?1 AND day = ?2 AND id IN (SELECT ticket_id FROM ticket_cases WHERE case_id = {}) ORDER BY called_at IS "
        "NULL "
        "DESC, id DESC LIMIT 1",
        case_id_sql("?3"));
    return sql_.query(tickets_where(of_case), hall, day, case_key).first(to_ticket);
}

std::int64_t SqliteTickets::count_of(const std::string& hall, Date day, const std::string& service) {
    return sql_.query("SELECT count(*) FROM tickets WHERE hall = ?1 AND day = ?2 AND service = ?3", hall, day, service)
        .integer();
}

int SqliteTickets::highest_number(const TicketSite& site, Date day) {
    const auto highest =
        sql_.query("SELECT ifnull(max(number), 0) FROM tickets WHERE hall = ?1 AND day = ?2 AND terminal = ?3", site.hall,
                   day, site.terminal)
            .integer();
    const auto issued = witness_of_.empty() ? LastNumber{} : last_issued(witness_of_, site);
    return std::max(static_cast<int>(highest), issued.day == day ? issued.number : 0);
}

std::vector<Ticket> SqliteTickets::after(const TicketSite& site, Date day) {
    return sql_
        .query(tickets_where("hall = ?1 AND day > ?2 AND terminal = ?3 ORDER BY day, number"), site.hall, day, site.terminal)
        .all(to_ticket);
}

Ticket SqliteTickets::insert(const NewTicket& issued) {
    insert_ticket(sql_, issued);
    note_ticket(sql_, issued.ticket, issued.hall, OutboxKind::ticket);
    see_time(sql_, issued.ticket.issued_at);
    return issued.ticket;
}

void SqliteTickets::mark_called(const std::string& hall, const Ticket& ticket, const std::optional<Hash>& call) {
    sql_.run(
        "UPDATE tickets SET called_at = ?5, counter = ?6, call_request = ?7, call_order = 1 + (SELECT "
        "ifnull(max(call_order), 0) FROM tickets WHERE hall = ?1 AND day = ?2) "
        "WHERE hall = ?1 AND day = ?2 AND terminal = ?3 AND number = ?4 AND called_at IS NULL",
        hall, ticket.day, ticket.terminal, ticket.number, ticket.called_at, ticket.counter, call);
}

bool SqliteTickets::set_paper(const std::string& hall, const Ticket& ticket, OnPaper on_paper) {
    sql_.run("UPDATE tickets SET on_paper = ?5 WHERE hall = ?1 AND day = ?2 AND terminal = ?3 AND number = ?4", hall,
             ticket.day, ticket.terminal, ticket.number, on_paper);
    if (sql_.failed() || sql_.changes() == 0) return false;
    end_paper(hall, ticket);
    note_ticket(sql_, ticket, hall, OutboxKind::paper);
    return true;
}

void SqliteTickets::begin_paper(const std::string& hall, const Ticket& ticket) {
    sql_.run("INSERT OR IGNORE INTO papers_begun (hall, day, terminal, number) VALUES (?1, ?2, ?3, ?4)", hall, ticket.day,
             ticket.terminal, ticket.number);
}

void SqliteTickets::end_paper(const std::string& hall, const Ticket& ticket) {
    sql_.run("DELETE FROM papers_begun WHERE hall = ?1 AND day = ?2 AND terminal = ?3 AND number = ?4", hall, ticket.day,
             ticket.terminal, ticket.number);
}

void SqliteTickets::settle_papers(const TicketSite& site) {
    for (const char* step :
         {"INSERT OR IGNORE INTO outbox (kind, hall, day, terminal, item) SELECT 'paper', hall, day, terminal, number "
          "FROM papers_begun WHERE hall = ?1 AND terminal = ?2",
          "UPDATE tickets SET on_paper = 'unknown' WHERE on_paper = 'no' AND (hall, day, terminal, number) IN "
          "(SELECT hall, day, terminal, number FROM papers_begun WHERE hall = ?1 AND terminal = ?2)",
          "DELETE FROM papers_begun WHERE hall = ?1 AND terminal = ?2"})
        sql_.run(step, site.hall, site.terminal);
}

}  // namespace kiosk
