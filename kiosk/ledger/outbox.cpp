#include "kiosk/ledger/outbox.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "kiosk/ledger/stored_time.h"

namespace kiosk {
namespace {

constexpr std::array<std::string_view, 3> kinds = {"ticket", "paper", "use"};

// REPLACE, so that what changes while it is being told is told again.
Status note(sqlite3& db, OutboxKind kind, const std::string& hall, std::int64_t day, char terminal,
            const std::string& item) {
    auto statement = Statement::prepare(
        db, "INSERT OR REPLACE INTO outbox (kind, hall, day, terminal, item) VALUES (?1, ?2, ?3, ?4, ?5)");
    if (!statement) return statement.error();
    statement->bind(1, kinds[static_cast<std::size_t>(kind)]).bind(2, hall).bind(3, day);
    return statement->bind(4, std::string_view(&terminal, 1)).bind(5, item).run();
}

Result<std::vector<OutboxRow>> rows(Statement& statement) {
    std::vector<OutboxRow> found;
    for (;;) {
        const auto row = statement.step();
        if (!row) return row.error();
        if (!*row) return found;
        const auto kind = std::ranges::find(kinds, statement.text(1)) - kinds.begin();
        found.push_back({statement.integer(0), static_cast<OutboxKind>(kind), std::string(statement.text(2)),
                         statement.integer(3), std::string(statement.text(4)), std::string(statement.text(5))});
    }
}

Status run_for(sqlite3& db, const char* sql, std::int64_t seq) {
    auto statement = Statement::prepare(db, sql);
    if (!statement) return statement.error();
    return statement->bind(1, seq).run();
}

}  // namespace

Status note_ticket(sqlite3& db, const Ticket& ticket, const std::string& hall, OutboxKind kind) {
    return note(db, kind, hall, to_number(ticket.day), ticket.terminal, std::to_string(ticket.number));
}

Status note_use(sqlite3& db, CardUse use, const TicketSite& site, std::int64_t day) {
    return note(db, OutboxKind::use, site.hall, day, site.terminal, std::string(name(use)));
}

Result<std::vector<OutboxRow>> next_outbox_rows(sqlite3& db, std::int64_t after, std::int64_t most) {
    auto statement = Statement::prepare(db,
                                        "SELECT seq, kind, hall, day, terminal, item FROM outbox WHERE seq > ?1 AND clash = "
                                        "0 ORDER BY seq LIMIT ?2");
    if (!statement) return statement.error();
    statement->bind(1, after).bind(2, most);
    return rows(*statement);
}

Status forget_outbox_row(sqlite3& db, std::int64_t seq) { return run_for(db, "DELETE FROM outbox WHERE seq = ?1", seq); }

Status mark_clash(sqlite3& db, std::int64_t seq) { return run_for(db, "UPDATE outbox SET clash = 1 WHERE seq = ?1", seq); }

Status fill_outbox(sqlite3& db, const TicketSite& own) {
    for (const char* some :
         {"SELECT 'ticket', hall, day, terminal, number FROM tickets WHERE hall = ?1 AND terminal = ?2 ORDER BY day, id",
          "SELECT 'paper', hall, day, terminal, number FROM tickets WHERE hall = ?1 AND terminal = ?2 AND on_paper <> 'no' "
          "ORDER BY day, id",
          "SELECT 'use', hall, day, terminal, kind FROM card_uses WHERE hall = ?1 AND terminal = ?2"}) {
        auto statement =
            Statement::prepare(db, fmt::format("INSERT OR IGNORE INTO outbox (kind, hall, day, terminal, item) {}", some));
        if (!statement) return statement.error();
        const auto done = statement->bind(1, own.hall).bind(2, std::string_view(&own.terminal, 1)).run();
        if (!done) return done;
    }
    return Done{};
}

Status keep_own_outbox(sqlite3& db, const TicketSite& own) {
    auto statement = Statement::prepare(
        db,
        "DELETE FROM outbox WHERE clash = 0 AND (hall <> ?1 OR terminal <> ?2) AND EXISTS (SELECT 1 FROM tickets AS one "
        "WHERE "
        "one.hall = outbox.hall AND one.day = outbox.day AND one.terminal = outbox.terminal AND one.number = "
        "CAST(outbox.item AS INTEGER) AND one.arrived > 0)");
    if (!statement) return statement.error();
    if (const auto done = statement->bind(1, own.hall).bind(2, std::string_view(&own.terminal, 1)).run(); !done) return done;
    auto again = Statement::prepare(db,
                                    "UPDATE outbox SET clash = 0 WHERE clash = 1 AND kind = 'ticket' AND hall = ?1 AND "
                                    "terminal = ?2");
    if (!again) return again.error();
    return again->bind(1, own.hall).bind(2, std::string_view(&own.terminal, 1)).run();
}

Result<OutboxCount> count_outbox(sqlite3& db) {
    const auto waiting = query_integer(db, "SELECT count(*) FROM outbox WHERE clash = 0");
    if (!waiting) return waiting.error();
    const auto clashing = query_integer(db, "SELECT count(*) FROM outbox WHERE clash = 1");
    if (!clashing) return clashing.error();
    return OutboxCount{*waiting, *clashing};
}

Result<std::vector<OutboxRow>> clashes(sqlite3& db) {
    auto statement =
        Statement::prepare(db, "SELECT seq, kind, hall, day, terminal, item FROM outbox WHERE clash = 1 ORDER BY seq");
    if (!statement) return statement.error();
    return rows(*statement);
}

Result<std::optional<Wall>> synced_at(sqlite3& db) {
    auto statement = Statement::prepare(db, "SELECT synced_at FROM sync");
    if (!statement) return statement.error();
    const auto row = statement->step();
    if (!row) return row.error();
    const auto at = statement->integer_or_null(0);
    return at ? std::optional{to_wall(*at)} : std::nullopt;
}

}  // namespace kiosk
