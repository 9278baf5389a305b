#pragma once

#include <cstddef>

#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/hash.h"
#include "kiosk/policy/policy.h"
#include "kiosk/table/import.h"

namespace kiosk {

// A row of a file as the ledger keeps it: its numbers are hashed and masked. Any thread may make one.
struct IncomingCase {
    IncomingCase(ImportRow&& row, std::size_t line, const HashKey& key, const Policy& policy);

    CaseRecord record;
    bool has_key = false;  // of its own; else the record's is derived from the card, if there is one
    std::size_t line = 0;
};

}  // namespace kiosk
