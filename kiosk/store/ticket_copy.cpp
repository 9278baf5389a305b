#include "kiosk/store/ticket_copy.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/case/bounds.h"
#include "kiosk/custody/custody_record.h"
#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/outbox.h"
#include "kiosk/ledger/ticket_store.h"
#include "kiosk/store/bounded_columns.h"
#include "kiosk/store/postgres_tickets.h"

namespace kiosk {
namespace {

class TicketCopy {
public:
    TicketCopy(Sql& sql, const TicketSite& own) : sql_(sql), own_(own) {}

    void take(const SharedTicket& theirs) {
        const auto known = find(theirs.ticket);
        if (known && !same(*known, theirs)) {
            if (theirs.ticket.terminal == own_.terminal) return clash(theirs.ticket);
            replace(theirs);
        }
        if (!known) {
            ++copied_.news;
            insert_ticket(sql_, {theirs.ticket, own_.hall, theirs.case_keys, theirs.request});
        } else {
            tie_cases(sql_, own_.hall, theirs.ticket, theirs.case_keys);
        }
        update(theirs, known ? more_certain(known->ticket.on_paper, theirs.ticket.on_paper) : theirs.ticket.on_paper);
    }

    CopiedTickets copied() && { return std::move(copied_); }

private:
    struct Known {
        Ticket ticket;
        std::optional<Hash> request;
    };
    std::optional<Known> find(const Ticket& ticket) {
        return sql_
            .query(fmt::format("SELECT {}, request_hash FROM tickets WHERE hall = ?1 AND day = ?2 AND terminal = ?3 AND "
                               "number = ?4",
                               ticket_columns),
                   own_.hall, ticket.day, ticket.terminal, ticket.number)
            .first([](const Statement& row) {
                return Known{to_ticket(row), to_hash(row.blob(more_ticket_columns))};
            });
    }

    static bool same(const Known& known, const SharedTicket& theirs) {
        return known.request == theirs.request && known.ticket.issued_at == theirs.ticket.issued_at &&
               known.ticket.service == theirs.ticket.service && known.ticket.klass == theirs.ticket.klass;
    }

    static OnPaper more_certain(OnPaper ours, OnPaper theirs) {
        if (ours == OnPaper::yes || theirs == OnPaper::no) return ours;
        return theirs;
    }

    // Two people hold this number. This ledger keeps its own ticket, and the outbox keeps the clash until a person has
    // settled it.
    void clash(const Ticket& ticket) {
        copied_.clashes.push_back(ticket);
        note_ticket(sql_, ticket, own_.hall, OutboxKind::ticket);
        mark_clash(sql_, OutboxSeq{sql_.last_id()});
    }

    void replace(const SharedTicket& theirs) {
        const auto& ticket = theirs.ticket;
        sql_.run(
            "UPDATE tickets SET service = ?5, class = ?6, refusal = ?7, request_hash = ?8, issued_at = ?9 WHERE hall = ?1 "
            "AND "
            "day = ?2 AND terminal = ?3 AND number = ?4",
            own_.hall, ticket.day, ticket.terminal, ticket.number, ticket.service, ticket.klass, ticket.refusal,
            theirs.request, ticket.issued_at);
        sql_.run(
            "DELETE FROM ticket_cases WHERE ticket_id = (SELECT id FROM tickets WHERE hall = ?1 AND day = ?2 AND terminal = "
            "?3 AND number = ?4)",
            own_.hall, ticket.day, ticket.terminal, ticket.number);
    }

    void update(const SharedTicket& theirs, OnPaper paper) {
        const auto& ticket = theirs.ticket;
        const bool called = ticket.called_at.has_value();
        sql_.run(
            "UPDATE tickets SET arrived = ?5, called_at = ifnull(?6, called_at), counter = ifnull(?7, counter), call_order "
            "= ifnull(?8, call_order), on_paper = ?9 WHERE hall = ?1 AND day = ?2 AND terminal = ?3 AND number = ?4",
            own_.hall, ticket.day, ticket.terminal, ticket.number, ticket.arrived, ticket.called_at,
            called ? std::optional{ticket.counter} : std::nullopt, called ? std::optional{theirs.call_order} : std::nullopt,
            paper);
    }

    Sql& sql_;
    TicketSite own_;
    CopiedTickets copied_;
};

// Columns of the query: ticket_columns, then these.
constexpr int order_column = more_ticket_columns, cases_column = order_column + 1, request_column = order_column + 2,
              change_column = order_column + 3, login_column = order_column + 4;

// Why the row cannot be a ticket of that day; nullopt: it can.
std::optional<std::string> oddness_of(const PostgresRows& rows, int row, Date day) {
    if (auto odd = ticket_oddness({rows, row}, day)) return odd;
    if (const auto odd = oddness(rows.text(row, cases_column), longest_cases)) return "case " + *odd;
    if (!rows.hash(row, request_column)) return "request is none";
    return std::nullopt;
}

std::string item_of(const PostgresRows& rows, int row, const std::string& hall, Date day) {
    const auto letter = rows.text(row, 0);
    const bool plain = letter.size() == 1 && letter[0] >= 'A' && letter[0] <= 'Z';
    return fmt::format("{} {} {}{:03}", hall, iso(day), plain ? letter[0] : '?', rows.integer(row, 1));
}

}  // namespace

TicketPage changed_tickets(StoreSql& store, const std::string& hall, Date day, TicketChange after, int most) {
    const auto columns = fmt::format("{}, call_order, case_keys, request_hash, change, told_by", ticket_columns);
    const auto rows =
        store.run(fmt::format("SELECT {} FROM kiosk.tickets WHERE hall = $1 AND day = $2 AND change > $3 ORDER "
                              "BY change LIMIT $4",
                              bounded_columns(columns)),
                  hall, day, after, most);
    if (!rows.grow(change_column, static_cast<std::int64_t>(after))) store.fail(store.line().answers_oddly());
    auto page = to_ticket_page(rows, hall, day);
    page.more = rows.size() == most;
    if (rows.size() == 0) page.change = after;
    return page;
}

TicketPage to_ticket_page(const PostgresRows& rows, const std::string& hall, Date day) {
    TicketPage page;
    page.tickets.reserve(static_cast<std::size_t>(rows.size()));
    for (int row = 0; row < rows.size(); ++row) {
        page.change = TicketChange{rows.integer(row, change_column)};
        if (auto odd = oddness_of(rows, row, day))
            page.odd.push_back({AsideKind::ticket, item_of(rows, row, hall, day), *std::move(odd),
                                shown_login(rows.text(row, login_column))});
        else
            page.tickets.push_back({to_ticket({rows, row}), case_keys_of(rows.text(row, cases_column)),
                                    *rows.hash(row, request_column), rows.integer(row, order_column), page.change});
    }
    return page;
}

Result<CopiedTickets> copy_tickets(sqlite3& db, const TicketSite& own, Date day, const TicketPage& page) {
    Transaction sql(db);
    TicketCopy copy(sql, own);
    for (const auto& one : page.tickets) copy.take(one);
    auto copied = std::move(copy).copied();
    for (const auto& one : page.odd) copied.odd += set_aside(sql, one) ? 1 : 0;
    sql.run(
        "INSERT INTO ticket_changes (hall, day, change) VALUES (?1, ?2, ?3) ON CONFLICT (hall, day) DO UPDATE SET change = "
        "?3",
        own.hall, day, page.change);
    if (const auto committed = sql.commit(); !committed) return committed.error();
    return copied;
}

std::optional<SharedTicket> ticket_to_send(Sql& sql, const OutboxRow& row) {
    if (row.terminal.empty()) return std::nullopt;
    return sql
        .query(
            fmt::format("SELECT {}, (SELECT group_concat(key, ' ') FROM (SELECT key FROM ticket_cases AS tied JOIN cases ON "
                        "cases.id = tied.case_id WHERE tied.ticket_id = tickets.id ORDER BY cases.id)), request_hash FROM "
                        "tickets WHERE hall = ?1 AND day = ?2 AND terminal = ?3 AND number = CAST(?4 AS INTEGER)",
                        ticket_columns),
            row.hall, row.day, row.terminal, row.item)
        .first([](const Statement& found) {
            constexpr int more = more_ticket_columns;
            return SharedTicket{to_ticket(found), case_keys_of(found.text(more)),
                                to_hash(found.blob(more + 1)).value_or(Hash{})};
        });
}

}  // namespace kiosk
