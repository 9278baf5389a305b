#include "kiosk/store/ticket_copy.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/case/bounds.h"
#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/outbox.h"
#include "kiosk/ledger/stored_time.h"
#include "kiosk/ledger/ticket_store.h"
#include "kiosk/store/bounded_columns.h"
#include "kiosk/store/postgres_tickets.h"

namespace kiosk {
namespace {

class TicketCopy {
public:
    static Result<TicketCopy> begin(sqlite3& db, const TicketSite& own) {
        constexpr const char* number = "WHERE hall = ?1 AND day = ?2 AND terminal = ?3 AND number = ?4";
        auto find = Statement::prepare(
            db, fmt::format("SELECT request_hash, issued_at, service, class, on_paper FROM tickets {}", number));
        auto insert = prepare_insert_ticket(db);
        auto update = Statement::prepare(
            db, fmt::format("UPDATE tickets SET arrived = ?5, called_at = ifnull(?6, called_at), counter = ifnull(?7, "
                            "counter), call_order = ifnull(?8, call_order), on_paper = ?9 {}",
                            number));
        auto replace = Statement::prepare(
            db, fmt::format("UPDATE tickets SET service = ?5, class = ?6, refusal = ?7, case_id = {}, request_hash = ?9, "
                            "issued_at = ?10 {}",
                            case_id_sql("?8"), number));
        for (auto* statement : {&find, &insert, &update, &replace})
            if (!*statement) return statement->error();
        return TicketCopy(db, own, *std::move(find), *std::move(insert), *std::move(update), *std::move(replace));
    }

    Status take(const SharedTicket& theirs) {
        find_.reset();
        bind_number(find_, own_.hall, theirs.ticket);
        const auto known = find_.step();
        if (!known) return known.error();
        auto paper = theirs.ticket.on_paper;
        if (*known) {
            const bool known_so = same(theirs);
            if (!known_so && theirs.ticket.terminal == own_.terminal) return clash(theirs.ticket);
            paper = more_certain(parse_paper(find_.text(4)), paper);
            find_.reset();
            if (!known_so) {
                if (const auto put = insert_ticket(replace_, new_ticket(theirs)); !put) return put;
            }
        }
        find_.reset();
        if (!*known) {
            if (const auto added = add(theirs); !added) return added;
        }
        return update(theirs, paper);
    }

    CopiedTickets result() && { return std::move(result_); }

private:
    TicketCopy(sqlite3& db, const TicketSite& own, Statement find, Statement insert, Statement update, Statement replace)
        : db_(&db),
          own_(own),
          find_(std::move(find)),
          insert_(std::move(insert)),
          update_(std::move(update)),
          replace_(std::move(replace)) {}

    NewTicket new_ticket(const SharedTicket& theirs) const {
        return {theirs.ticket, own_.hall, theirs.case_key, theirs.request};
    }

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
        if (const auto noted = note_ticket(*db_, ticket, own_.hall, OutboxKind::ticket); !noted) return noted;
        return mark_clash(*db_, sqlite3_last_insert_rowid(db_));
    }

    Status add(const SharedTicket& theirs) {
        ++result_.news;
        return insert_ticket(insert_, new_ticket(theirs));
    }

    Status update(const SharedTicket& theirs, OnPaper paper) {
        const auto& ticket = theirs.ticket;
        bind_number(update_, own_.hall, ticket);
        update_.bind(5, ticket.arrived).bind(9, name(paper));
        if (ticket.called_at)
            update_.bind(6, to_number(*ticket.called_at)).bind(7, ticket.counter).bind(8, theirs.call_order);
        return update_.run();
    }

    sqlite3* db_;
    TicketSite own_;
    Statement find_, insert_, update_, replace_;
    CopiedTickets result_;
};

// Columns of the query: shared_ticket_columns(), then these.
constexpr int order_column = more_shared_ticket_columns, case_column = order_column + 1, request_column = order_column + 2,
              change_column = order_column + 3, login_column = order_column + 4;

// Why the row cannot be a ticket of that day; nullopt: it can.
std::optional<std::string> oddness_of(const PostgresRows& rows, int row, Date day) {
    if (auto odd = ticket_oddness(rows, row, day)) return odd;
    if (const auto odd = oddness(rows.text(row, case_column), longest_code)) return "case " + *odd;
    if (!rows.hash(row, request_column)) return "request is none";
    return std::nullopt;
}

std::string item_of(const PostgresRows& rows, int row, const std::string& hall, Date day) {
    const auto letter = rows.text(row, 0);
    const bool plain = letter.size() == 1 && letter[0] >= 'A' && letter[0] <= 'Z';
    return fmt::format("{} {} {}{:03}", hall, iso(day), plain ? letter[0] : '?', rows.integer(row, 1));
}

}  // namespace

Result<TicketPage> changed_tickets(PostgresConnection& line, const std::string& hall, Date day, std::int64_t after,
                                   int most) {
    const auto columns = fmt::format("{}, call_order, case_key, request_hash, change, told_by", shared_ticket_columns());
    const auto rows = line.run(fmt::format("SELECT {} FROM kiosk.tickets WHERE hall = $1 AND day = $2 AND change > $3 ORDER "
                                           "BY change LIMIT $4",
                                           bounded_columns(columns)),
                               {hall, std::to_string(to_number(day)), std::to_string(after), std::to_string(most)});
    if (!rows) return rows.error();
    if (!rows->grow(change_column, after)) return line.answers_oddly();
    auto page = to_ticket_page(*rows, hall, day);
    page.more = rows->size() == most;
    if (rows->size() == 0) page.change = after;
    return page;
}

TicketPage to_ticket_page(const PostgresRows& rows, const std::string& hall, Date day) {
    TicketPage page;
    page.tickets.reserve(static_cast<std::size_t>(rows.size()));
    for (int row = 0; row < rows.size(); ++row) {
        page.change = rows.integer(row, change_column);
        if (auto odd = oddness_of(rows, row, day))
            page.odd.push_back({AsideKind::ticket, item_of(rows, row, hall, day), *std::move(odd),
                                shown_login(rows.text(row, login_column))});
        else
            page.tickets.push_back({to_ticket(rows, row), std::string(rows.text(row, case_column)),
                                    *rows.hash(row, request_column), rows.integer(row, order_column), page.change});
    }
    return page;
}

Result<CopiedTickets> copy_tickets(sqlite3& db, const TicketSite& own, Date day, const TicketPage& page) {
    auto transaction = Transaction::begin(db);
    if (!transaction) return transaction.error();
    auto copy = TicketCopy::begin(db, own);
    if (!copy) return copy.error();
    for (const auto& one : page.tickets) {
        if (const auto taken = copy->take(one); !taken) return taken.error();
    }
    std::size_t odd = 0;
    for (const auto& one : page.odd) {
        const auto news = set_aside(db, one);
        if (!news) return news.error();
        odd += *news ? 1 : 0;
    }
    auto remember = Statement::prepare(db,
                                       "INSERT INTO ticket_changes (hall, day, change) VALUES (?1, ?2, ?3) ON CONFLICT "
                                       "(hall, day) DO UPDATE SET change = ?3");
    if (!remember) return remember.error();
    remember->bind(1, own.hall).bind(2, to_number(day)).bind(3, page.change);
    if (const auto remembered = remember->run(); !remembered) return remembered.error();
    if (const auto committed = transaction->commit(); !committed) return committed.error();
    auto copied = (*std::move(copy)).result();
    copied.odd = odd;
    return copied;
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
