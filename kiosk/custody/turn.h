#pragma once

#include <functional>
#include <string>

#include "kiosk/custody/target.h"
#include "kiosk/ledger/case_writer.h"

namespace kiosk {

// Alone with the cases: no import, no other hand-over; what a killed import left is finished. One transaction.
class CustodyTurn {
public:
    static Result<CustodyTurn> begin(const CustodyTarget& target);
    Status commit();  // when it was told, if it is to be

private:
    CustodyTurn(const CustodyTarget& target, ImportLock lock, Transaction transaction)
        : db_(&target.db), tell_(target.tell), lock_(std::move(lock)), transaction_(std::move(transaction)) {}
    sqlite3* db_;
    std::function<Status()> tell_;
    ImportLock lock_;  // before the transaction, so that it is given back last
    Transaction transaction_;
};

// What is done while `recording` can be undone until it is told. It counts within a transaction.
enum class CustodyMode : std::uint8_t { plain, recording, undoing };
Status set_mode(sqlite3& db, CustodyMode mode);

inline Error refused(std::string detail) { return {Fault::refused, std::move(detail)}; }
Result<StoredCase> known_case(CaseStore& cases, const std::string& key);  // not_found

}  // namespace kiosk
