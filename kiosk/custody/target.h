#pragma once

#include <chrono>
#include <functional>

#include "kiosk/ledger/local_ledger.h"

namespace kiosk {

// The ledger whose custody changes; borrowed.
struct CustodyTarget {
    sqlite3& db;
    std::chrono::milliseconds patience;     // with another hand-over
    bool shared = false;                    // with other offices: what is done can be undone until it is told
    std::function<Status(Sql&)> tell = {};  // told what was done before it counts; an error is as though it had not been
};
inline CustodyTarget custody_of(LocalLedger& ledger) { return {ledger.db(), ledger.options.patience}; }

}  // namespace kiosk
