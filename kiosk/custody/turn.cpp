#include "kiosk/custody/turn.h"

#include <array>

#include <fmt/format.h>

namespace kiosk {

Result<CustodyTurn> CustodyTurn::begin(const CustodyTarget& target) {
    auto lock = ImportLock::take(target.db, target.patience);
    if (!lock) return lock.error();
    if (const auto whole = CaseWriter::begin(target.db); !whole) return whole.error();
    auto transaction = Transaction::begin(target.db);
    if (!transaction) return transaction.error();
    CustodyTurn turn(target, *std::move(lock), *std::move(transaction));
    if (!target.shared) return turn;
    if (const auto set = set_mode(target.db, CustodyMode::recording); !set) return set.error();
    return turn;
}

Status CustodyTurn::commit() {
    if (tell_) {
        if (const auto told = tell_(); !told) return told;
    }
    if (const auto set = set_mode(*db_, CustodyMode::plain); !set) return set;
    return transaction_.commit();
}

Status set_mode(sqlite3& db, CustodyMode mode) {
    constexpr std::array names = {"plain", "recording", "undoing"};
    return execute(db, fmt::format("UPDATE sync SET custody_mode = '{0}' WHERE custody_mode <> '{0}'",
                                   names[static_cast<std::size_t>(mode)]));
}

Result<StoredCase> known_case(CaseStore& cases, const std::string& key) {
    auto found = cases.by_key(key);
    if (!found) return found.error();
    if (!*found) return Error{Fault::not_found, fmt::format("case {}: the ledger has no such case", key)};
    return **std::move(found);
}

}  // namespace kiosk
