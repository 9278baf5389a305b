#pragma once

#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/hash.h"

namespace kiosk {

// A question for cases after its numbers were hashed, so that it holds nothing personal.
struct HashedQuery {
    IndexKind kind = IndexKind::key;
    Hash hash{};      // of every kind but `key`
    std::string key;  // of that
};
HashedQuery hash_query(const HashKey& key, const CaseQuery& query);

}  // namespace kiosk
