#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <vector>

#include "kiosk/intake/bulk_write.h"
#include "kiosk/ledger/local_ledger.h"

namespace kiosk {

// Takes very many new cases of the shared store into the ledger. Page by page (case_copy.h) each page would write most of an
// index anew that is larger than it; here the index is made in its own order at the end. All of them count at once, and with
// them how far the store was read.
class BulkCopy {
public:
    // `store`: the mark of the one that is read. Errors: as BulkWrite's; disk_full, if `expected` cases would fill the disk.
    // The ledger outlives it.
    static Result<BulkCopy> begin(LocalLedger& local, const Hash& store, std::int64_t expected);

    // false: the ledger has one of these cases already; then none of them is taken.
    Result<bool> take(const std::vector<CaseRecord>& page);
    std::size_t count() const { return count_; }
    // Up to `change`. May take a minute; when it is told to stop, or the ledger has met another store meanwhile, an error,
    // and nothing counts.
    Status finish(std::int64_t change, const std::stop_token& stop);
    void take_away() { bulk_.take_away(); }

private:
    BulkCopy(LocalLedger& local, const Hash& store, BulkWrite bulk)
        : local_(&local), store_(store), bulk_(std::move(bulk)) {}
    Status index_keys(const std::function<Status(std::size_t)>& go_on);

    LocalLedger* local_;
    Hash store_;
    BulkWrite bulk_;
    std::size_t count_ = 0;
    std::int64_t last_id_ = 0;
};

}  // namespace kiosk
