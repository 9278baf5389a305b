#pragma once

#include <cstdint>
#include <functional>

#include "kiosk/custody/target.h"
#include "kiosk/ledger/case_writer.h"
#include "kiosk/ledger/sql.h"

namespace kiosk {

// One transaction in which no import and no other hand-over can change the cases. Before it begins, the leftovers of a
// killed import are tidied up. What fails before or in it is returned by commit(), and by result() where nothing is
// committed.
class CustodyTurn {
public:
    // `ready`: an error because of which it does not begin.
    explicit CustodyTurn(const CustodyTarget& target, const Status& ready = Done{});
    Sql& sql() { return transaction_; }
    Status commit();  // after it was sent, where the target sends
    template <class T>
    Result<T> result(T value) const {
        return transaction_.result(std::move(value));
    }

private:
    std::function<Status(Sql&)> send_;
    Result<ImportLock> lock_;  // before the transaction, so that it is given back last
    Transaction transaction_;
};

// While the mode is `recording`, the ledger writes down how to undo each change, until the store has the event.
// A mode holds to the end of the transaction.
enum class CustodyMode : std::uint8_t { plain, recording, undoing };
void set_mode(Sql& sql, CustodyMode mode);

}  // namespace kiosk
