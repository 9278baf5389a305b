#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/moment.h"
#include "kiosk/ledger/database.h"
#include "kiosk/ledger/outbox.h"

namespace kiosk {

// How a ledger stands to its store, as the ledger itself knows it.
struct SyncState {
    std::optional<Wall> synced_at;  // by this machine's clock; nullopt: never
    OutboxCount outbox;
    std::int64_t unpublished = 0;      // cases
    std::int64_t unsent = 0;           // events of custody; of a ledger that shares it
    std::int64_t disputed = 0;         // open problems of what two offices entered that cannot both be
    std::vector<std::string> clashes;  // "A017 of 2026-11-02"
};
Result<SyncState> sync_state(sqlite3& db);

}  // namespace kiosk
