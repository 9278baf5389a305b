#pragma once

#include <string>

#include "kiosk/ledger/case_writer.h"
#include "kiosk/ledger/custody_run.h"

namespace kiosk {

// Alone with the cases: no import, no other hand-over; what a killed import left is finished. One transaction.
class CustodyTurn {
public:
    static Result<CustodyTurn> begin(const CustodyTarget& target);
    Status commit() { return transaction_.commit(); }

private:
    CustodyTurn(ImportLock lock, Transaction transaction) : lock_(std::move(lock)), transaction_(std::move(transaction)) {}
    ImportLock lock_;  // first, so that it is given back last
    Transaction transaction_;
};

inline Error refused(std::string detail) { return {Fault::refused, std::move(detail)}; }
Result<StoredCase> known_case(CaseStore& cases, const std::string& key);  // not_found

}  // namespace kiosk
