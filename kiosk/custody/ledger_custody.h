#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kiosk/case/custody.h"
#include "kiosk/custody/target.h"

// Bags and cards from hand to hand, as one ledger knows them. What people enter becomes a record (custody_record.h); rules
// (rules.h) say whether it may follow what the ledger holds; then it is written (write.h, close.h) into the bags (bags.h)
// and the log (log.h), all of it in one transaction with the stages of the cases (turn.h). Events of other offices go the
// same way (enact.h); sharing them is kiosk/store's. Counts that do not match, or that two offices give differently, open a
// problem, a row of the table `problems` (log.h) that stays until a person closes it (close.h).
namespace kiosk {

// The custody that one ledger knows of. Cheap to make, for one call or many; the ledger outlives it.
class LedgerCustody final : public Custody {
public:
    explicit LedgerCustody(CustodyTarget target) : target_(std::move(target)) {}
    explicit LedgerCustody(LocalLedger& ledger) : target_(custody_of(ledger)) {}

    Result<CustodyAnswer> pack(const Packing& packing, Wall now) override;
    Result<CustodyAnswer> hand_over(const HandOver& hand_over, Wall now) override;
    Result<CustodyAnswer> refuse_card(const Refusal& refusal, const Policy& policy, Wall now) override;
    Result<CustodyAnswer> hand_out(const HandOut& hand_out, Wall now) override;
    Result<Problem> close_problem(const Closing& closing, Wall now) override;

    Result<Bag> bag(const std::string& number) override;
    Result<std::vector<Problem>> problems(bool closed_too) override;
    Status each_event(Wall from, Wall to, const std::function<Status(const CustodyEvent&)>& use) override;
    Result<DailyReport> report(Date day, const Policy& policy) override;

private:
    CustodyTarget target_;
};

}  // namespace kiosk
