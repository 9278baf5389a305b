#pragma once

#include <string>
#include <variant>
#include <vector>

#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/hash.h"
#include "kiosk/ledger/import.h"

namespace kiosk {

// Merges import rows into the cases, inside the caller's transaction: hashes, masks, and refuses what cannot follow from
// what the ledger holds.
class Merge {
public:
    static Result<Merge> begin(CaseStore& cases, const HashKey& key, const Policy& policy);
    Result<std::variant<RowTaken, RowRefused>> take(const ImportRow& row);
    Status finish();  // after the last row, before the commit

private:
    Merge(CaseStore& cases, const HashKey& key, const Policy& policy, std::int64_t last_id)
        : cases_(cases), key_(key), policy_(policy), last_id_(last_id), seen_(static_cast<std::size_t>(last_id) + 1) {}
    CaseRecord to_record(const ImportRow& row) const;
    Result<std::variant<RowTaken, RowRefused>> merge(StoredCase stored, CaseRecord record);

    Result<std::variant<RowTaken, RowRefused>> add(const CaseRecord& record);

    CaseStore& cases_;
    const HashKey& key_;
    const Policy& policy_;
    std::int64_t last_id_;  // of the cases before this import; a case after it came with an earlier row
    std::int64_t added_ = 0;
    std::vector<std::string> dropped_;  // indexes that finish() builds
    std::vector<bool> seen_;  // cases before this import that a row was for: one bit each, so that memory stays small
};

}  // namespace kiosk
