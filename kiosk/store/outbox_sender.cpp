#include "kiosk/store/outbox_sender.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "kiosk/custody/custody_record.h"
#include "kiosk/ledger/outbox.h"
#include "kiosk/ledger/set_aside.h"
#include "kiosk/store/many_calls.h"
#include "kiosk/store/ticket_copy.h"

namespace kiosk {
namespace {

constexpr std::int64_t rows_at_a_time = 200;

auto in_turn(const OutboxRow& row) { return std::tie(row.hall, row.day, row.seq); }

class SendRows {
public:
    SendRows(sqlite3& db, PostgresConnection& line) : sql_(db), line_(line) {}

    // Rows are sent in the order of halls and days, so that two terminals lock the store's rows in the same order and never
    // wait for each other crosswise.
    Status run(std::vector<OutboxRow> rows) {
        std::ranges::sort(rows, {}, in_turn);
        for (const auto& row : rows) add(row);
        if (sql_.failed()) return sql_.status();
        StoreTransaction store(line_);
        send_tickets(store);
        send_papers(store);
        uses_.run(store);
        store.take(sql_.status());
        return store.commit();
    }

    bool clashes(OutboxSeq seq) const { return clashes_.contains(seq); }
    bool waits(OutboxSeq seq) const { return waiting_.contains(seq); }

private:
    void add(const OutboxRow& row) {
        if (row.kind == OutboxKind::use) return add_use(row);
        const auto found = ticket_to_send(sql_, row);
        if (!found) return;
        const auto& ticket = found->ticket;
        if (row.kind == OutboxKind::paper) {
            if (ticket_waits(row, true)) return;
            papers_.add(row.hall, row.day, row.terminal, row.item, ticket.on_paper);
            papers_of_.push_back(row);
            return;
        }
        tickets_.add(row.hall, row.day, row.terminal, row.item, ticket.service, ticket.klass, ticket.refusal,
                     in_one_line(found->case_keys), found->request, ticket.issued_at);
        ticket_seqs_.push_back(row.seq);
    }

    void add_use(const OutboxRow& row) {
        const auto count = sql_.query(
                                   "SELECT count FROM card_uses WHERE hall = ?1 AND day = ?2 AND terminal = ?3 AND kind = "
                                   "?4",
                                   row.hall, row.day, row.terminal, row.item)
                               .first(first_integer);
        if (count) uses_.add(row.hall, row.day, row.terminal, row.item, *count);
    }

    // Whether the ticket of a paper row is in the outbox. With `clash`, the ticket is there because another ticket has its
    // number in the store; without, because the ticket is not sent yet.
    bool ticket_waits(const OutboxRow& row, bool clash) {
        return sql_
            .query(
                "SELECT 1 FROM outbox WHERE kind = 'ticket' AND clash = ?5 AND hall = ?1 AND day = ?2 AND terminal = ?3 AND "
                "item = ?4",
                row.hall, row.day, row.terminal, row.item, clash)
            .any();
    }

    void send_papers(StoreSql& store) {
        const auto answers = papers_.run(store);
        for (int at = 0; at < answers.size(); ++at) {
            const auto& row = papers_of_[static_cast<std::size_t>(at)];
            if (answers.text(at, 0) != "t" && ticket_waits(row, false)) waiting_.insert(row.seq);
        }
    }

    void send_tickets(StoreSql& store) {
        const auto answers = tickets_.run(store);
        for (int at = 0; at < answers.size(); ++at) {
            if (answers.text(at, 0) == "clash") clashes_.insert(ticket_seqs_[static_cast<std::size_t>(at)]);
        }
    }

    Sql sql_;
    PostgresConnection& line_;
    ManyCalls tickets_{"kiosk.push_ticket",
                       {"text", "integer", "text", "integer", "text", "text", "text", "text", "bytea", "bigint"}};
    ManyCalls papers_{"kiosk.push_paper", {"text", "integer", "text", "integer", "text"}};
    ManyCalls uses_{"kiosk.push_use", {"text", "integer", "text", "text", "bigint"}};
    std::vector<OutboxSeq> ticket_seqs_;
    std::vector<OutboxRow> papers_of_;
    std::set<OutboxSeq> clashes_, waiting_;
};

std::string item_of(const OutboxRow& row) {
    const auto what = row.kind == OutboxKind::use     ? "cards of kind " + row.item
                      : row.kind == OutboxKind::paper ? fmt::format("paper of {}{:0>3}", row.terminal, row.item)
                                                      : fmt::format("{}{:0>3}", row.terminal, row.item);
    return fmt::format("{} {} {}", row.hall, iso(row.day), what);
}

bool is_refusal(const Error& error) { return error.fault == Fault::malformed || error.fault == Fault::refused; }

struct Outcome {
    OutboxRow row;
    bool clash = false, waits = false;  // waits: the row is the paper of a ticket that is not sent yet
    std::optional<std::string> refusal;
};

// If the store refuses several rows, each row is sent by itself.
Result<std::vector<Outcome>> send_rows(const Sender& sender, std::vector<OutboxRow> rows) {
    std::vector<Outcome> outcomes;
    SendRows sending(sender.db, sender.line);
    const auto done = sending.run(rows);
    if (!done && !is_refusal(done.error())) return done.error();
    if (!done && rows.size() > 1) {
        std::ranges::sort(rows, {}, in_turn);
        for (const auto& row : rows) {
            const auto one = send_rows(sender, {row});
            if (!one) return one.error();
            outcomes.insert(outcomes.end(), one->begin(), one->end());
        }
        return outcomes;
    }
    for (const auto& row : rows) {
        outcomes.push_back({row, sending.clashes(row.seq), sending.waits(row.seq), {}});
        if (!done) outcomes.back().refusal = done.error().detail;
    }
    return outcomes;
}

void note(Sql& sql, const Sender& sender, const Outcome& outcome, Sent& sent) {
    const auto seq = outcome.row.seq;
    if (outcome.waits || outcome.refusal) sender.refused.insert(seq);
    if (outcome.waits) return;
    if (outcome.refusal) {
        const bool news = set_aside(sql, {AsideKind::sent, item_of(outcome.row), *outcome.refusal, {}});
        sent.odd += news ? 1 : 0;
        return;
    }
    sent.clashes += outcome.clash ? 1 : 0;
    sent.sent += outcome.clash ? 0 : 1;
    if (outcome.clash)
        mark_clash(sql, seq);
    else
        forget_outbox_row(sql, seq);
}

}  // namespace

Result<Sent> send_some(const Sender& sender, OutboxSeq after) {
    Sql before(sender.db);
    auto rows = next_outbox_rows(before, after, rows_at_a_time);
    Sent sent;
    sent.rows = rows.size();
    sent.last_seq = rows.empty() ? after : rows.back().seq;
    std::erase_if(rows, [&](const OutboxRow& row) {
        const bool own = row.hall == sender.own.hall && row.terminal == std::string_view(&sender.own.terminal, 1);
        return !own || sender.refused.contains(row.seq);
    });
    if (rows.empty()) return before.result(sent);
    const auto outcomes = send_rows(sender, std::move(rows));
    if (!outcomes) return outcomes.error();
    Transaction sql(sender.db);
    for (const auto& outcome : *outcomes) note(sql, sender, outcome, sent);
    if (const auto committed = sql.commit(); !committed) return committed.error();
    return sent;
}

}  // namespace kiosk
