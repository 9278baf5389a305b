#include "kiosk/ledger/outbox.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace kiosk {
namespace {

constexpr std::array<std::string_view, 3> kinds = {"ticket", "paper", "use"};

// REPLACE gives the row a new number, so that a change made while the old row is being sent is sent again.
void note(Sql& sql, OutboxKind kind, const std::string& hall, Date day, char terminal, std::string_view item) {
    sql.run("INSERT OR REPLACE INTO outbox (kind, hall, day, terminal, item) VALUES (?1, ?2, ?3, ?4, ?5)",
            kinds[static_cast<std::size_t>(kind)], hall, day, terminal, item);
}

std::string select_rows(std::string_view condition) {
    return fmt::format("SELECT seq, kind, hall, day, terminal, item FROM outbox WHERE {}", condition);
}

OutboxRow to_outbox_row(const Statement& row) {
    const auto kind = std::ranges::find(kinds, row.text(1)) - kinds.begin();
    return {OutboxSeq{row.integer(0)}, static_cast<OutboxKind>(kind), std::string(row.text(2)),
            to_date(row.integer(3)),   std::string(row.text(4)),      std::string(row.text(5))};
}

}  // namespace

void note_ticket(Sql& sql, const Ticket& ticket, const std::string& hall, OutboxKind kind) {
    note(sql, kind, hall, ticket.day, ticket.terminal, std::to_string(ticket.number));
}

void note_use(Sql& sql, CardUse use, const TicketSite& site, Date day) {
    note(sql, OutboxKind::use, site.hall, day, site.terminal, name(use));
}

std::vector<OutboxRow> next_outbox_rows(Sql& sql, OutboxSeq after, std::int64_t most) {
    return sql.query(select_rows("seq > ?1 AND clash = 0 ORDER BY seq LIMIT ?2"), after, most).all(to_outbox_row);
}

void forget_outbox_row(Sql& sql, OutboxSeq seq) { sql.run("DELETE FROM outbox WHERE seq = ?1", seq); }

void mark_clash(Sql& sql, OutboxSeq seq) { sql.run("UPDATE outbox SET clash = 1 WHERE seq = ?1", seq); }

void fill_outbox(Sql& sql, const TicketSite& own) {
    for (const char* some :
         {"SELECT 'ticket', hall, day, terminal, number FROM tickets WHERE hall = ?1 AND terminal = ?2 ORDER BY day, id",
          "SELECT 'paper', hall, day, terminal, number FROM tickets WHERE hall = ?1 AND terminal = ?2 AND on_paper <> 'no' "
          "ORDER BY day, id",
          "SELECT 'use', hall, day, terminal, kind FROM card_uses WHERE hall = ?1 AND terminal = ?2"})
        sql.run(fmt::format("INSERT OR IGNORE INTO outbox (kind, hall, day, terminal, item) {}", some), own.hall,
                own.terminal);
}

void keep_own_outbox(Sql& sql, const TicketSite& own) {
    sql.run(
        "DELETE FROM outbox WHERE clash = 0 AND (hall <> ?1 OR terminal <> ?2) AND EXISTS (SELECT 1 FROM tickets AS one "
        "WHERE one.hall = outbox.hall AND one.day = outbox.day AND one.terminal = outbox.terminal AND one.number = "
        "CAST(outbox.item AS INTEGER) AND one.arrived > 0)",
        own.hall, own.terminal);
    sql.run("UPDATE outbox SET clash = 0 WHERE clash = 1 AND kind = 'ticket' AND hall = ?1 AND terminal = ?2", own.hall,
            own.terminal);
}

OutboxCount count_outbox(Sql& sql) {
    return {sql.query("SELECT count(*) FROM outbox WHERE clash = 0").integer(),
            sql.query("SELECT count(*) FROM outbox WHERE clash = 1").integer()};
}

std::vector<OutboxRow> clashes(Sql& sql) { return sql.query(select_rows("clash = 1 ORDER BY seq")).all(to_outbox_row); }

std::optional<Wall> synced_at(Sql& sql) {
    const auto at = sql.query("SELECT synced_at FROM sync WHERE synced_at IS NOT NULL").first(first_integer);
    return at ? std::optional{to_wall(*at)} : std::nullopt;
}

}  // namespace kiosk
