#pragma once

#include <functional>
#include <string>

#include "kiosk/custody/target.h"
#include "kiosk/ledger/case_writer.h"

namespace kiosk {

// One transaction in which no import and no other hand-over can change the cases. Before it begins, the leftovers of a
// killed import are tidied up.
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

// While the mode is `recording`, the ledger writes down how to undo each change, until the store has been told of the event.
// A mode holds to the end of the transaction.
enum class CustodyMode : std::uint8_t { plain, recording, undoing };
Status set_mode(sqlite3& db, CustodyMode mode);

inline Error refused(std::string detail) { return {Fault::refused, std::move(detail)}; }
Result<StoredCase> known_case(CaseStore& cases, const std::string& key);  // not_found

}  // namespace kiosk
