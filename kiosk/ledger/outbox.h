#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/moment.h"
#include "kiosk/card/use.h"
#include "kiosk/ledger/sql.h"
#include "kiosk/queue/request.h"

namespace kiosk {

// The changes that the shared store does not have yet. A row names the thing that has changed; the round sends how the
// thing stands at that moment, so sending a row twice, or late, does no harm. The outbox is kept without a store, too: a
// hall that gets a store later brings its past along.
enum class OutboxKind : std::uint8_t { ticket, paper, use };

enum class OutboxSeq : std::int64_t {};  // in the order it happened; a change of the same thing gets a new one

struct OutboxRow {
    OutboxSeq seq{};
    OutboxKind kind = OutboxKind::ticket;
    std::string hall;
    Date day{};
    std::string terminal;
    std::string item;  // number of the ticket, kind of the card
};

// To be called within the transaction that changes the thing.
void note_ticket(Sql& sql, const Ticket& ticket, const std::string& hall, OutboxKind kind);
void note_use(Sql& sql, CardUse use, const TicketSite& site, Date day);

std::vector<OutboxRow> next_outbox_rows(Sql& sql, OutboxSeq after, std::int64_t most);
void forget_outbox_row(Sql& sql, OutboxSeq seq);  // it was sent; if it has changed since, that is another row
void mark_clash(Sql& sql, OutboxSeq seq);         // the store has another ticket of this number
// Puts everything of that terminal into the outbox, in the order of days, for a store that has nothing of it.
void fill_outbox(Sql& sql, const TicketSite& own);
// Deletes the rows of other terminals, since no login may send them for another terminal. Rows with a clash stay.
void keep_own_outbox(Sql& sql, const TicketSite& own);

struct OutboxCount {
    std::int64_t waiting = 0, clashes = 0;
    bool operator==(const OutboxCount&) const = default;
};
OutboxCount count_outbox(Sql& sql);
std::vector<OutboxRow> clashes(Sql& sql);
// When the last round with the shared store ended, by this machine's clock; nullopt: there was none.
std::optional<Wall> synced_at(Sql& sql);

}  // namespace kiosk
