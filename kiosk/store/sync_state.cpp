#include "kiosk/store/sync_state.h"

#include <fmt/format.h>

#include "kiosk/store/case_copy.h"

namespace kiosk {

Result<SyncState> sync_state(sqlite3& db) {
    Sql sql(db);
    SyncState state;
    state.synced_at = synced_at(sql);
    state.outbox = count_outbox(sql);
    state.unpublished = count_unpublished(sql);
    state.unsent = sql.query(
                          "SELECT count(*) FROM custody WHERE change IS NULL AND kind <> 'left_behind' AND (SELECT "
                          "custody_shared FROM sync)")
                       .integer();
    state.disputed = sql.query(
                            "SELECT count(*) FROM problems JOIN custody ON custody.id = custody_id WHERE closed_at IS NULL "
                            "AND verdict IS NOT NULL")
                         .integer();
    for (const auto& row : clashes(sql))
        state.clashes.push_back(fmt::format("{}{:0>3} of {}", row.terminal, row.item, iso(row.day)));
    return sql.result(std::move(state));
}

}  // namespace kiosk
