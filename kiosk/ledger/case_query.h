#pragma once

#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/hash.h"

namespace kiosk {

// What a case is looked up by, once nothing personal is left of the question.
struct HashedQuery {
    IndexKind kind = IndexKind::key;
    Hash hash{};      // of every kind but `key`
    std::string key;  // of that
};
HashedQuery hash_query(const HashKey& key, const CaseQuery& query);

}  // namespace kiosk
