#pragma once

#include <cstddef>
#include <optional>

#include "kiosk/ledger/local_ledger.h"
#include "kiosk/ledger/postgres_connection.h"

namespace kiosk {

// Brings the ledger's new and changed cases into the shared store, in one transaction: COPY into a table of its own, then
// one statement. Only if nobody has brought in any since this ledger fetched them; otherwise nullopt, fetch again. Returns
// how many the store did not have so. Waits its turn with imports and hand-overs, which wait for it. Cut off after the
// store's commit, the next one finds them there.
Result<std::optional<std::size_t>> publish_cases(LocalLedger& local, PostgresConnection& line);

}  // namespace kiosk
