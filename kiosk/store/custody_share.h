#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "kiosk/ledger/local_ledger.h"
#include "kiosk/store/postgres_connection.h"

// The log of custody that offices share. The store gives it its order: who adds to it has read all that stands before. A
// ledger does the others' events in that order, by the same rules, so every office comes to the same state; what was done
// here meanwhile, while it could not be told, is undone before and done again after them.
namespace kiosk {

struct CustodyPage {
    std::size_t events = 0;
    bool more = false;
    std::int64_t unknown_case = 0;  // it ends before the event of this number: that names a case which is not here
};
// The next events of the others. Up to the number `anyway` an unknown case is a problem. One transaction; remembers how far
// it is.
Result<CustodyPage> fetch_custody(LocalLedger& local, PostgresConnection& line, std::int64_t anyway);

enum class Telling : std::uint8_t {
    told,
    behind,       // others have told something since; nothing was told
    unpublished,  // it names cases that the store does not have yet; nothing was told
    unreached,    // nobody knows whether it was told; `why`
};
struct CustodyTold {
    Telling how = Telling::told;
    std::optional<Error> why = {};
};
// All that waits, in one transaction of the store; then it has its numbers here. Within a transaction of the ledger, which
// is committed afterwards: killed in between, the store has it and this ledger has not, and fetches it as another's. Were it
// the other way round, the ledger would hold as done what the store may refuse. Tickets wait meanwhile, so its patience with
// the store is short. Errors: the ledger's.
Result<CustodyTold> tell_custody(sqlite3& db, PostgresConnection& line);

Status forget_custody_numbers(sqlite3& db);  // for a store that knows nothing of it: all is told again
Result<bool> may_share_custody(PostgresConnection& line);

}  // namespace kiosk
