#include "kiosk/ledger/tell.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "kiosk/ledger/many_calls.h"
#include "kiosk/ledger/outbox.h"
#include "kiosk/ledger/stored_time.h"
#include "kiosk/ledger/ticket_copy.h"
#include "kiosk/ledger/ticket_table.h"

namespace kiosk {
namespace {

constexpr std::int64_t told_at_a_time = 200;

class TellRows {
public:
    TellRows(sqlite3& db, PostgresConnection& line) : db_(db), line_(line) {}

    // Rows of one hall and day stand together, in the order of days, so that two terminals never wait for each other
    // crosswise.
    Status run(std::vector<OutboxRow> rows) {
        std::ranges::sort(rows, {}, [](const OutboxRow& row) { return std::tie(row.hall, row.day, row.seq); });
        for (const auto& row : rows) {
            if (const auto added = add(row); !added) return added;
        }
        auto transaction = PostgresTransaction::begin(line_);
        if (!transaction) return transaction.error();
        if (const auto told = tell_tickets(); !told) return told;
        for (const auto* calls : {&papers_, &uses_}) {
            if (calls->empty()) continue;
            if (const auto told = calls->run(line_); !told) return told.error();
        }
        return transaction->commit();
    }

    bool clashes(std::int64_t seq) const { return clashes_.contains(seq); }

private:
    Status add(const OutboxRow& row) {
        if (row.kind == OutboxKind::use) return add_use(row);
        const auto number = std::strtoll(row.item.c_str(), nullptr, 10);
        const auto ticket = ticket_to_tell(db_, row.hall, row.day, row.terminal, number);
        if (!ticket) return ticket.error().fault == Fault::not_found ? Status{Done{}} : Status{ticket.error()};
        const auto day = std::to_string(row.day);
        if (row.kind == OutboxKind::paper) {
            const auto taken = has_clash(row);
            if (!taken) return taken.error();
            if (!*taken) papers_.add({row.hall, day, row.terminal, row.item, std::string(name(ticket->ticket.on_paper))});
            return Done{};
        }
        const auto& one = ticket->ticket;
        tickets_.add({row.hall, day, row.terminal, row.item, one.service, std::string(name(one.klass)), one.refusal,
                      ticket->case_key, bytea(ticket->request), std::to_string(to_number(one.issued_at))});
        ticket_seqs_.push_back(row.seq);
        return Done{};
    }

    Status add_use(const OutboxRow& row) {
        auto statement = Statement::prepare(
            db_, "SELECT count FROM card_uses WHERE hall = ?1 AND day = ?2 AND terminal = ?3 AND kind = ?4");
        if (!statement) return statement.error();
        const auto found = statement->bind(1, row.hall).bind(2, row.day).bind(3, row.terminal).bind(4, row.item).step();
        if (!found) return found.error();
        if (*found)
            uses_.add({row.hall, std::to_string(row.day), row.terminal, row.item, std::to_string(statement->integer(0))});
        return Done{};
    }

    // The paper of a ticket whose number is another one's in the store.
    Result<bool> has_clash(const OutboxRow& row) {
        auto statement =
            Statement::prepare(db_,
                               "SELECT 1 FROM outbox WHERE kind = 'ticket' AND clash = 1 AND hall = ?1 AND day = "
                               "?2 AND terminal = ?3 AND item = ?4");
        if (!statement) return statement.error();
        return statement->bind(1, row.hall).bind(2, row.day).bind(3, row.terminal).bind(4, row.item).step();
    }

    Status tell_tickets() {
        if (tickets_.empty()) return Done{};
        const auto answers = tickets_.run(line_);
        if (!answers) return answers.error();
        for (int at = 0; at < answers->size(); ++at) {
            if (answers->text(at, 0) == "clash") clashes_.insert(ticket_seqs_[static_cast<std::size_t>(at)]);
        }
        return Done{};
    }

    sqlite3& db_;
    PostgresConnection& line_;
    ManyCalls tickets_{"kiosk.push_ticket",
                       {"text", "integer", "text", "integer", "text", "text", "text", "text", "bytea", "bigint"}};
    ManyCalls papers_{"kiosk.push_paper", {"text", "integer", "text", "integer", "text"}};
    ManyCalls uses_{"kiosk.push_use", {"text", "integer", "text", "text", "bigint"}};
    std::vector<std::int64_t> ticket_seqs_;
    std::set<std::int64_t> clashes_;
};

}  // namespace

Result<Told> tell_some(sqlite3& db, PostgresConnection& line, std::int64_t after) {
    const auto rows = next_outbox_rows(db, after, told_at_a_time);
    if (!rows) return rows.error();
    Told told{rows->size(), 0, rows->empty() ? after : rows->back().seq};
    if (rows->empty()) return told;
    TellRows telling(db, line);
    if (const auto done = telling.run(*rows); !done) return done.error();
    auto transaction = Transaction::begin(db);
    if (!transaction) return transaction.error();
    for (const auto& row : *rows) {
        const bool clash = telling.clashes(row.seq);
        told.clashes += clash ? 1 : 0;
        const auto noted = clash ? mark_clash(db, row.seq) : forget_outbox_row(db, row.seq);
        if (!noted) return noted.error();
    }
    if (const auto committed = transaction->commit(); !committed) return committed.error();
    return told;
}

}  // namespace kiosk
