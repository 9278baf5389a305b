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

// What the shared store has not been told yet. A row names what has changed, and what is told is how that stands when it is
// told, so telling it twice, or late, does no harm. It is kept whether or not there is a shared store: a hall that gets one
// later brings its past along.
enum class OutboxKind : std::uint8_t { ticket, paper, use };

struct OutboxRow {
    std::int64_t seq = 0;  // in the order it happened; a change of the same thing gets a new one
    OutboxKind kind = OutboxKind::ticket;
    std::string hall;
    std::int64_t day = 0;
    std::string terminal;
    std::string item;  // number of the ticket, kind of the card
};

// Within the transaction that changes the thing.
Status note_ticket(sqlite3& db, const Ticket& ticket, const std::string& hall, OutboxKind kind);
Status note_use(sqlite3& db, CardUse use, const TicketSite& site, std::int64_t day);

Result<std::vector<OutboxRow>> next_outbox_rows(sqlite3& db, std::int64_t after, std::int64_t most);
Status forget_outbox_row(sqlite3& db, std::int64_t seq);  // it was told; if it has changed since, that is another row
Status mark_clash(sqlite3& db, std::int64_t seq);         // the store has another ticket of this number
// With everything that is of that terminal, for a store that knows nothing of it, in the order of days.
Status fill_outbox(sqlite3& db, const TicketSite& own);
// Takes out what another terminal has told: no login may tell it for that one. A clash stays.
Status keep_own_outbox(sqlite3& db, const TicketSite& own);

struct OutboxCount {
    std::int64_t waiting = 0, clashes = 0;
    bool operator==(const OutboxCount&) const = default;
};
Result<OutboxCount> count_outbox(sqlite3& db);
Result<std::vector<OutboxRow>> clashes(sqlite3& db);
// When the ledger was last abreast with the shared store, by this machine's clock; nullopt: never.
Result<std::optional<Wall>> synced_at(sqlite3& db);

}  // namespace kiosk
