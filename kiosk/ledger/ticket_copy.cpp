#include "kiosk/ledger/ticket_copy.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/ledger/outbox.h"
#include "kiosk/ledger/postgres_tickets.h"
#include "kiosk/ledger/stored_time.h"
#include "kiosk/ledger/ticket_store.h"

namespace kiosk {
namespace {

class TicketCopy {
public:
    static Result<TicketCopy> begin(sqlite3& db, const std::string& hall) {
        constexpr const char* number = "WHERE hall = ?1 AND day = ?2 AND terminal = ?3 AND number = ?4";
        auto find = Statement::prepare(
            db, fmt::format("SELECT request_hash, issued_at, service, class, on_paper FROM tickets {}", number));
        auto insert = prepare_insert_ticket(db);
        auto update = Statement::prepare(
            db, fmt::format("UPDATE tickets SET arrived = ?5, called_at = ifnull(?6, called_at), counter = ifnull(?7, "
                            "counter), call_order = ifnull(?8, call_order), on_paper = ?9 {}",
                            number));
        for (auto* statement : {&find, &insert, &update})
            if (!*statement) return statement->error();
        return TicketCopy(db, hall, *std::move(find), *std::move(insert), *std::move(update));
    }

    Status take(const SharedTicket& theirs) {
        find_.reset();
        bind_number(find_, hall_, theirs.ticket);
        const auto known = find_.step();
        if (!known) return known.error();
        auto paper = theirs.ticket.on_paper;
        if (*known) {
            if (!same(theirs)) return clash(theirs.ticket);
            paper = more_certain(parse_paper(find_.text(4)), paper);
        }
        find_.reset();
        if (!*known) {
            if (const auto added = add(theirs); !added) return added;
        }
        return update(theirs, paper);
    }

    CopiedTickets result() && { return std::move(result_); }

private:
    TicketCopy(sqlite3& db, const std::string& hall, Statement find, Statement insert, Statement update)
        : db_(&db), hall_(hall), find_(std::move(find)), insert_(std::move(insert)), update_(std::move(update)) {}

    bool same(const SharedTicket& theirs) const {
        return std::ranges::equal(find_.blob(0), theirs.request) && find_.integer(1) == to_number(theirs.ticket.issued_at) &&
               find_.text(2) == theirs.ticket.service && find_.text(3) == name(theirs.ticket.klass);
    }

    static OnPaper more_certain(OnPaper ours, OnPaper theirs) {
        if (ours == OnPaper::yes || theirs == OnPaper::no) return ours;
        return theirs;
    }

    // Two people hold this number. What this ledger has stays; that it is so is kept until a person has seen to it.
    Status clash(const Ticket& ticket) {
        find_.reset();
        result_.clashes.push_back(ticket);
        if (const auto noted = note_ticket(*db_, ticket, hall_, OutboxKind::ticket); !noted) return noted;
        return mark_clash(*db_, sqlite3_last_insert_rowid(db_));
    }

    Status add(const SharedTicket& theirs) {
        ++result_.news;
        return insert_ticket(insert_, {theirs.ticket, hall_, theirs.case_key, theirs.request});
    }

    Status update(const SharedTicket& theirs, OnPaper paper) {
        const auto& ticket = theirs.ticket;
        bind_number(update_, hall_, ticket);
        update_.bind(5, ticket.arrived).bind(9, name(paper));
        if (ticket.called_at)
            update_.bind(6, to_number(*ticket.called_at)).bind(7, ticket.counter).bind(8, theirs.call_order);
        return update_.run();
    }

    sqlite3* db_;
    std::string hall_;
    Statement find_, insert_, update_;
    CopiedTickets result_;
};

}  // namespace

Result<std::vector<SharedTicket>> changed_tickets(PostgresConnection& line, const std::string& hall, Date day,
                                                  std::int64_t after, int most) {
    const auto rows = line.run(
        fmt::format(
            "SELECT {}, call_order, case_key, request_hash, change FROM kiosk.tickets WHERE hall = $1 AND day = $2 AND "
            "change > $3 ORDER BY change LIMIT $4",
            shared_ticket_columns()),
        {hall, std::to_string(to_number(day)), std::to_string(after), std::to_string(most)});
    if (!rows) return rows.error();
    std::vector<SharedTicket> page;
    page.reserve(static_cast<std::size_t>(rows->size()));
    constexpr int more = more_shared_ticket_columns;
    for (int row = 0; row < rows->size(); ++row)
        page.push_back({to_ticket(*rows, row), std::string(rows->text(row, more + 1)),
                        rows->hash(row, more + 2).value_or(Hash{}), rows->integer(row, more), rows->integer(row, more + 3)});
    return page;
}

Result<CopiedTickets> copy_tickets(sqlite3& db, const std::string& hall, Date day, const std::vector<SharedTicket>& page) {
    auto transaction = Transaction::begin(db);
    if (!transaction) return transaction.error();
    auto copy = TicketCopy::begin(db, hall);
    if (!copy) return copy.error();
    for (const auto& one : page) {
        if (const auto taken = copy->take(one); !taken) return taken.error();
    }
    auto remember = Statement::prepare(db,
                                       "INSERT INTO ticket_changes (hall, day, change) VALUES (?1, ?2, ?3) ON CONFLICT "
                                       "(hall, day) DO UPDATE SET change = ?3");
    if (!remember) return remember.error();
    remember->bind(1, hall).bind(2, to_number(day)).bind(3, page.back().change);
    if (const auto remembered = remember->run(); !remembered) return remembered.error();
    if (const auto committed = transaction->commit(); !committed) return committed.error();
    return (*std::move(copy)).result();
}

Result<SharedTicket> ticket_to_tell(sqlite3& db, const std::string& hall, std::int64_t day, const std::string& terminal,
                                    std::int64_t number) {
    auto statement = Statement::prepare(
        db,
        fmt::format("SELECT {}, (SELECT key FROM cases WHERE id = case_id), request_hash FROM tickets WHERE hall = ?1 AND "
                    "day = ?2 AND terminal = ?3 AND number = ?4",
                    ticket_columns()));
    if (!statement) return statement.error();
    const auto row = statement->bind(1, hall).bind(2, day).bind(3, terminal).bind(4, number).step();
    if (!row) return row.error();
    if (!*row || terminal.empty()) return Error{Fault::not_found, "a ticket that is to be told is not there any more"};
    constexpr int more = more_ticket_columns;
    SharedTicket told{to_ticket(*statement), std::string(statement->text(more)),
                      to_hash(statement->blob(more + 1)).value_or(Hash{})};
    return told;
}

}  // namespace kiosk
