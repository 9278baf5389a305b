#include "kiosk/store/tell.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "kiosk/ledger/outbox.h"
#include "kiosk/ledger/set_aside.h"
#include "kiosk/ledger/stored_time.h"
#include "kiosk/ledger/ticket_table.h"
#include "kiosk/store/many_calls.h"
#include "kiosk/store/ticket_copy.h"

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
        if (const auto told = tell_papers(); !told) return told;
        if (!uses_.empty()) {
            if (const auto told = uses_.run(line_); !told) return told.error();
        }
        return transaction->commit();
    }

    bool clashes(std::int64_t seq) const { return clashes_.contains(seq); }
    bool waits(std::int64_t seq) const { return waiting_.contains(seq); }

private:
    Status add(const OutboxRow& row) {
        if (row.kind == OutboxKind::use) return add_use(row);
        const auto number = std::strtoll(row.item.c_str(), nullptr, 10);
        const auto ticket = ticket_to_tell(db_, row.hall, row.day, row.terminal, number);
        if (!ticket) return ticket.error().fault == Fault::not_found ? Status{Done{}} : Status{ticket.error()};
        const auto day = std::to_string(row.day);
        if (row.kind == OutboxKind::paper) {
            const auto taken = ticket_waits(row, 1);
            if (!taken || *taken) return taken ? Status{Done{}} : Status{taken.error()};
            papers_.add({row.hall, day, row.terminal, row.item, std::string(name(ticket->ticket.on_paper))});
            papers_of_.push_back(row);
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

    // Whether the ticket of that row is in the outbox: with a clash, its number is another one's in the store; without, it
    // is still to be told.
    Result<bool> ticket_waits(const OutboxRow& row, std::int64_t clash) {
        auto statement =
            Statement::prepare(db_,
                               "SELECT 1 FROM outbox WHERE kind = 'ticket' AND clash = ?5 AND hall = ?1 AND day = "
                               "?2 AND terminal = ?3 AND item = ?4");
        if (!statement) return statement.error();
        statement->bind(1, row.hall).bind(2, row.day).bind(3, row.terminal).bind(4, row.item);
        return statement->bind(5, clash).step();
    }

    Status tell_papers() {
        if (papers_.empty()) return Done{};
        const auto answers = papers_.run(line_);
        if (!answers) return answers.error();
        for (int at = 0; at < answers->size(); ++at) {
            if (answers->text(at, 0) == "t") continue;
            const auto& row = papers_of_[static_cast<std::size_t>(at)];
            const auto waits = ticket_waits(row, 0);
            if (!waits) return waits.error();
            if (*waits) waiting_.insert(row.seq);
        }
        return Done{};
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
    std::vector<OutboxRow> papers_of_;
    std::set<std::int64_t> clashes_, waiting_;
};

std::string item_of(const OutboxRow& row) {
    const auto what = row.kind == OutboxKind::use     ? "cards of kind " + row.item
                      : row.kind == OutboxKind::paper ? fmt::format("paper of {}{:0>3}", row.terminal, row.item)
                                                      : fmt::format("{}{:0>3}", row.terminal, row.item);
    return fmt::format("{} {} {}", row.hall, iso(to_date(row.day)), what);
}

bool is_refusal(const Error& error) { return error.fault == Fault::malformed || error.fault == Fault::refused; }

struct Outcome {
    OutboxRow row;
    bool clash = false, waits = false;  // waits: paper of a ticket that is not told yet
    std::optional<std::string> refusal;
};

// Where the store refuses one of several rows, each is told by itself.
Result<std::vector<Outcome>> tell_rows(const Teller& teller, std::vector<OutboxRow> rows) {
    std::vector<Outcome> outcomes;
    TellRows telling(teller.db, teller.line);
    const auto done = telling.run(rows);
    if (!done && !is_refusal(done.error())) return done.error();
    if (!done && rows.size() > 1) {
        std::ranges::sort(rows, {}, [](const OutboxRow& row) { return std::tie(row.hall, row.day, row.seq); });
        for (const auto& row : rows) {
            const auto one = tell_rows(teller, {row});
            if (!one) return one.error();
            outcomes.insert(outcomes.end(), one->begin(), one->end());
        }
        return outcomes;
    }
    for (const auto& row : rows) {
        outcomes.push_back({row, telling.clashes(row.seq), telling.waits(row.seq), {}});
        if (!done) outcomes.back().refusal = done.error().detail;
    }
    return outcomes;
}

Status note(const Teller& teller, const Outcome& outcome, Told& told) {
    const auto seq = outcome.row.seq;
    if (outcome.waits || outcome.refusal) teller.refused.insert(seq);
    if (outcome.waits) return Done{};
    if (outcome.refusal) {
        const auto news = set_aside(teller.db, {AsideKind::told, item_of(outcome.row), *outcome.refusal, {}});
        if (!news) return news.error();
        told.odd += *news ? 1 : 0;
        return Done{};
    }
    told.clashes += outcome.clash ? 1 : 0;
    told.told += outcome.clash ? 0 : 1;
    return outcome.clash ? mark_clash(teller.db, seq) : forget_outbox_row(teller.db, seq);
}

}  // namespace

Result<Told> tell_some(const Teller& teller, std::int64_t after) {
    auto rows = next_outbox_rows(teller.db, after, told_at_a_time);
    if (!rows) return rows.error();
    Told told;
    told.rows = rows->size();
    told.last_seq = rows->empty() ? after : rows->back().seq;
    std::erase_if(*rows, [&](const OutboxRow& row) {
        const bool own = row.hall == teller.own.hall && row.terminal == std::string_view(&teller.own.terminal, 1);
        return !own || teller.refused.contains(row.seq);
    });
    if (rows->empty()) return told;
    const auto outcomes = tell_rows(teller, *std::move(rows));
    if (!outcomes) return outcomes.error();
    auto transaction = Transaction::begin(teller.db);
    if (!transaction) return transaction.error();
    for (const auto& outcome : *outcomes) {
        if (const auto noted = note(teller, outcome, told); !noted) return noted.error();
    }
    if (const auto committed = transaction->commit(); !committed) return committed.error();
    return told;
}

}  // namespace kiosk
