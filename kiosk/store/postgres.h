#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/ledger/hash.h"
#include "kiosk/ledger/ledger.h"
#include "kiosk/store/postgres_connection.h"

namespace kiosk {

struct SharedOptions {
    PostgresOptions line;
    std::chrono::milliseconds line_patience{5'000};  // with a line that is down, before store_unreachable is answered
};

// The tickets of a hall whose kiosks share a store, for its counters. Kiosks themselves answer from their own copy (sync.h).
// When another session was quicker, or the line was lost, the same request is sent again within line_patience. Each call has
// a number of its own (one is made for a call without), so it counts once. Errors of opening: as check_store.
Result<std::unique_ptr<HallDesk>> open_shared_desk(const SharedOptions& options, const HashKey& key);

// The names of the halls that have tickets or counts of card use on those days, in order. Errors: those of a line.
enum class HallTable : std::uint8_t { tickets, uses };
Result<std::vector<std::string>> halls_of_store(const PostgresOptions& where, HallTable table, Date from, Date to);

}  // namespace kiosk
