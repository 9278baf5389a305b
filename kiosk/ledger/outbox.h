#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/moment.h"
#include "kiosk/card/use.h"
#include "kiosk/ledger/database.h"
#include "kiosk/queue/request.h"

namespace kiosk {

// The changes that the shared store has not been told yet. A row names the thing that has changed; the round tells how the
// thing stands at that moment, so telling a row twice, or late, does no harm. The outbox is kept without a store, too: a
// hall that gets a store later brings its past along.
enum class OutboxKind : std::uint8_t { ticket, paper, use };

struct OutboxRow {
    std::int64_t seq = 0;  // in the order it happened; a change of the same thing gets a new one
    OutboxKind kind = OutboxKind::ticket;
    std::string hall;
    std::int64_t day = 0;
    std::string terminal;
    std::string item;  // number of the ticket, kind of the card
};

// To be called within the transaction that changes the thing.
Status note_ticket(sqlite3& db, const Ticket& ticket, const std::string& hall, OutboxKind kind);
Status note_use(sqlite3& db, CardUse use, const TicketSite& site, std::int64_t day);

Result<std::vector<OutboxRow>> next_outbox_rows(sqlite3& db, std::int64_t after, std::int64_t most);
Status forget_outbox_row(sqlite3& db, std::int64_t seq);  // it was told; if it has changed since, that is another row
Status mark_clash(sqlite3& db, std::int64_t seq);         // the store has another ticket of this number
// Puts everything of that terminal into the outbox, in the order of days, for a store that has nothing of it.
Status fill_outbox(sqlite3& db, const TicketSite& own);
// Deletes the rows of other terminals, since no login may tell them for another terminal. Rows with a clash stay.
Status keep_own_outbox(sqlite3& db, const TicketSite& own);

struct OutboxCount {
    std::int64_t waiting = 0, clashes = 0;
    bool operator==(const OutboxCount&) const = default;
};
Result<OutboxCount> count_outbox(sqlite3& db);
Result<std::vector<OutboxRow>> clashes(sqlite3& db);
// When the last round with the shared store ended, by this machine's clock; nullopt: there was none.
Result<std::optional<Wall>> synced_at(sqlite3& db);

}  // namespace kiosk
