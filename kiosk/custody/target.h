#pragma once

#include <chrono>
#include <functional>

#include "kiosk/ledger/local_ledger.h"

namespace kiosk {

// The ledger whose custody changes; borrowed.
struct CustodyTarget {
    sqlite3& db;
    std::chrono::milliseconds patience;     // with another hand-over
    bool shared = false;                    // with other offices: what is done can be undone until it is sent
    std::function<Status(Sql&)> send = {};  // called before what was done counts; after an error it was never done
};
inline CustodyTarget custody_of(LocalLedger& ledger) { return {ledger.db(), ledger.options.patience}; }

}  // namespace kiosk
