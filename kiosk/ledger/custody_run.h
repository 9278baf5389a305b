#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "kiosk/case/custody.h"
#include "kiosk/ledger/case_store.h"

namespace kiosk {

// The ledger whose custody changes; borrowed.
struct CustodyTarget {
    sqlite3& db;
    CaseStore& cases;
    std::chrono::milliseconds patience;  // with another hand-over
    bool shared = false;                 // with other offices: what is done can be undone until it is told
    std::function<Status()> tell = {};   // told what was done before it counts; an error is as though it had not been
};

// The changes of Custody, each whole or not at all.
Result<CustodyAnswer> run_packing(const CustodyTarget& target, const Packing& packing, Wall now);
Result<CustodyAnswer> run_hand_over(const CustodyTarget& target, const HandOver& hand_over, Wall now);
Result<CustodyAnswer> run_refusal(const CustodyTarget& target, const Refusal& refusal, const Policy& policy, Wall now);
Result<CustodyAnswer> run_hand_out(const CustodyTarget& target, const HandOut& hand_out, Wall now);
Result<Problem> run_closing(const CustodyTarget& target, const Closing& closing, Wall now);
Result<Bag> known_bag(sqlite3& db, const std::string& number);

}  // namespace kiosk
