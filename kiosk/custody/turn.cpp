#include "kiosk/custody/turn.h"

#include <array>

#include <fmt/format.h>

namespace kiosk {
namespace {

Result<ImportLock> lock(const CustodyTarget& target, const Status& ready) {
    if (!ready) return ready.error();
    return ImportLock::take(target.db, target.patience);
}

Status tidied_up(const CustodyTarget& target, const Result<ImportLock>& lock) {
    if (!lock) return lock.error();
    return CaseWriter(target.db).status();
}

}  // namespace

CustodyTurn::CustodyTurn(const CustodyTarget& target, const Status& ready)
    : send_(target.send), lock_(lock(target, ready)), transaction_(target.db, tidied_up(target, lock_)) {
    if (target.shared) set_mode(sql(), CustodyMode::recording);
}

Status CustodyTurn::commit() {
    if (send_ && !sql().failed()) sql().take(send_(sql()));
    set_mode(sql(), CustodyMode::plain);
    return transaction_.commit();
}

void set_mode(Sql& sql, CustodyMode mode) {
    constexpr std::array names = {"plain", "recording", "undoing"};
    sql.run("UPDATE sync SET custody_mode = ?1 WHERE custody_mode <> ?1", names[static_cast<std::size_t>(mode)]);
}

}  // namespace kiosk
