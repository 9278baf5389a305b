#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "kiosk/case/custody.h"
#include "kiosk/ledger/local_ledger.h"

namespace kiosk {

// The ledger whose custody changes; borrowed.
struct CustodyTarget {
    sqlite3& db;
    CaseStore& cases;
    std::chrono::milliseconds patience;  // with another hand-over
    bool shared = false;                 // with other offices: what is done can be undone until it is told
    std::function<Status()> tell = {};   // told what was done before it counts; an error is as though it had not been
};
inline CustodyTarget custody_of(LocalLedger& ledger) { return {ledger.db(), ledger.cases, ledger.options.patience}; }

// The custody that one ledger knows of. Cheap to make, for one call or many; the ledger outlives it.
class LedgerCustody final : public Custody {
public:
    explicit LedgerCustody(CustodyTarget target) : target_(std::move(target)) {}
    explicit LedgerCustody(LocalLedger& ledger) : target_(custody_of(ledger)) {}

    Result<CustodyAnswer> pack(const Packing& packing, Wall now) override;
    Result<CustodyAnswer> hand_over(const HandOver& told, Wall now) override;
    Result<CustodyAnswer> refuse_card(const Refusal& told, const Policy& policy, Wall now) override;
    Result<CustodyAnswer> hand_out(const HandOut& told, Wall now) override;
    Result<Problem> close_problem(const Closing& closing, Wall now) override;

    Result<Bag> bag(const std::string& number) override;
    Result<std::vector<Problem>> problems(bool closed_too) override;
    Status each_event(Wall from, Wall to, const std::function<Status(const CustodyEvent&)>& use) override;
    Result<DailyReport> report(Date day, const Policy& policy) override;

private:
    CustodyTarget target_;
};

}  // namespace kiosk
