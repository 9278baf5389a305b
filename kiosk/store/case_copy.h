#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/ledger/local_ledger.h"
#include "kiosk/ledger/sql.h"
#include "kiosk/store/postgres_cases.h"

namespace kiosk {

// Which of two states of a case counts when the ledger has changed the case and has not published it yet.
enum class Whose : std::uint8_t {
    store,    // always the store's: a terminal's
    further,  // the one that is further on its way, else ours: an office's, which is going to publish it
};

struct CopiedPage {
    std::size_t added = 0, updated = 0, kept = 0;  // kept: ours counts
};

// A page of cases, up to `change` of the store that has the mark `store`.
struct PageOfStore {
    const Hash& store;
    const std::vector<CaseRecord>& cases;
    CaseChange change{};
};
// Writes the page and the number of its last change into the local ledger in one transaction. Waits until no import and no
// hand-over is under way. Errors: ledger_locked, one still is; those of must_be_of_store.
Result<CopiedPage> copy_cases(LocalLedger& local, const PageOfStore& page, Whose whose);

// Within a transaction, which fails (store_unreachable) when the ledger does not read that store any more: another program
// of this machine may have met another store meanwhile and begun anew with that one.
void must_be_of_store(Sql& sql, const Hash& store);

// Within a transaction: notes, for an office, the ids of new and changed cases that are not published yet; then notes
// that the newest cases of the ledger came from the store, which was read up to `change`.
void gather_unpublished(Sql& sql);
void note_fetched(Sql& sql, CaseId last_id, CaseChange change);
std::int64_t count_unpublished(Sql& sql);

}  // namespace kiosk
