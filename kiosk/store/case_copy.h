#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/ledger/local_ledger.h"

namespace kiosk {

// Which of two states of a case counts when the ledger has changed the case and has not told the shared store yet.
enum class Whose : std::uint8_t {
    store,    // always the store's: a terminal's
    further,  // the one that is further on its way, else ours: an office's, which is going to tell it
};

struct CopiedPage {
    std::size_t added = 0, updated = 0, kept = 0;  // kept: ours counts
};

// A page of cases, up to `change` of the store that has the mark `store`.
struct PageOfStore {
    const Hash& store;
    const std::vector<CaseRecord>& cases;
    std::int64_t change = 0;
};
// Writes the page and the number of its last change into the local ledger in one transaction. Waits until no import and no
// hand-over is under way. Errors: ledger_locked, one still is; those of is_of_store.
Result<CopiedPage> copy_cases(LocalLedger& local, const PageOfStore& page, Whose whose);

// Within a transaction: whether the ledger still reads that store. Another program of this machine may have met another
// store meanwhile and begun anew with that one. Error: store_unreachable.
Status is_of_store(sqlite3& db, const Hash& store);

// Within a transaction: notes, for an office, the ids of new and changed cases that the store has not been told; then notes
// that the newest cases of the ledger came from the store, which was read up to `change`.
inline constexpr const char* gather_unpublished_sql =
    "INSERT OR IGNORE INTO unpublished SELECT id FROM cases WHERE id > (SELECT published_cases FROM sync) AND id <= (SELECT "
    "visible_cases FROM ledger); UPDATE sync SET published_cases = (SELECT visible_cases FROM ledger);";
std::string fetched_sql(std::int64_t last_id, std::int64_t change);
Result<std::int64_t> count_unpublished(sqlite3& db);

}  // namespace kiosk
