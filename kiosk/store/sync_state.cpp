#include "kiosk/store/sync_state.h"

#include <fmt/format.h>

#include "kiosk/ledger/stored_time.h"
#include "kiosk/store/case_copy.h"
#include "kiosk/store/ticket_copy.h"

namespace kiosk {

Result<SyncState> sync_state(sqlite3& db) {
    SyncState state;
    const auto at = synced_at(db);
    if (!at) return at.error();
    state.synced_at = *at;
    const auto outbox = count_outbox(db);
    if (!outbox) return outbox.error();
    state.outbox = *outbox;
    const auto unpublished = count_unpublished(db);
    if (!unpublished) return unpublished.error();
    state.unpublished = *unpublished;
    const auto untold = query_integer(db,
                                      "SELECT count(*) FROM custody WHERE change IS NULL AND kind <> 'left_behind' AND "
                                      "(SELECT custody_shared FROM sync)");
    if (!untold) return untold.error();
    state.untold = *untold;
    const auto disputed = query_integer(db,
                                        "SELECT count(*) FROM problems JOIN custody ON custody.id = custody_id WHERE "
                                        "closed_at IS NULL AND verdict IS NOT NULL");
    if (!disputed) return disputed.error();
    state.disputed = *disputed;
    const auto rows = clashes(db);
    if (!rows) return rows.error();
    for (const auto& row : *rows)
        state.clashes.push_back(fmt::format("{}{:0>3} of {}", row.terminal, row.item, iso(to_date(row.day))));
    return state;
}

}  // namespace kiosk
