#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <vector>

#include "kiosk/intake/bulk_write.h"
#include "kiosk/ledger/local_ledger.h"
#include "kiosk/store/postgres_cases.h"

namespace kiosk {

// Takes very many new cases of the shared store into the ledger. Taken page by page (case_copy.h), each page would rewrite
// most of an index that is larger than the page. The bulk copy makes the index once, at the end, in the index's own order.
// All cases and the number of the last change that was read become visible in one transaction.
class BulkCopy {
public:
    // `store`: the mark of the one that is read. Errors: as BulkWrite's; disk_full, if `expected` cases would fill the disk.
    // The ledger outlives it.
    static Result<BulkCopy> begin(LocalLedger& local, const Hash& store, std::int64_t expected);

    // false: the ledger has one of these cases already; then none of them is taken.
    Result<bool> take(const std::vector<CaseRecord>& page);
    std::size_t count() const { return count_; }
    // Up to `change`. May take a minute; when it is asked to stop, or the ledger has met another store meanwhile, an error,
    // and nothing counts.
    Status finish(CaseChange change, const std::stop_token& stop);
    void take_away() { bulk_.take_away(); }

private:
    BulkCopy(LocalLedger& local, const Hash& store, BulkWrite bulk)
        : local_(&local), store_(store), bulk_(std::move(bulk)) {}

    LocalLedger* local_;
    Hash store_;
    BulkWrite bulk_;
    std::size_t count_ = 0;
    CaseId last_id_{};
};

}  // namespace kiosk
