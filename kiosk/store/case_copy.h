#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/ledger/local_ledger.h"

namespace kiosk {

// Which of two states of a case counts, where this ledger's has not been told to the shared store.
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
// Takes it into the local ledger, and remembers how far it is: both or neither. Waits its turn with imports and hand-overs.
// Errors: ledger_locked, one is under way; those of is_of_store.
Result<CopiedPage> copy_cases(LocalLedger& local, const PageOfStore& page, Whose whose);

// Within a transaction: whether the ledger still reads that store. Another program of this machine may have met another one,
// and begun anew with it. store_unreachable.
Status is_of_store(sqlite3& db, const Hash& store);

// Within a transaction: notes the ids of new and changed cases that are not told, for an office; then that the last cases
// are the store's, fetched up to `change`.
inline constexpr const char* gather_unpublished_sql =
    "INSERT OR IGNORE INTO unpublished SELECT id FROM cases WHERE id > (SELECT published_cases FROM sync) AND id <= (SELECT "
    "visible_cases FROM ledger); UPDATE sync SET published_cases = (SELECT visible_cases FROM ledger);";
std::string fetched_sql(std::int64_t last_id, std::int64_t change);
Result<std::int64_t> count_unpublished(sqlite3& db);

}  // namespace kiosk
