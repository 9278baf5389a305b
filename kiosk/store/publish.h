#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "kiosk/ledger/local_ledger.h"
#include "kiosk/ledger/set_aside.h"
#include "kiosk/store/postgres_connection.h"

namespace kiosk {

struct Published {
    std::size_t cases = 0;           // that the store did not have so
    std::vector<SetAside> odd = {};  // left out
};

// Brings the ledger's new and changed cases into the shared store, in one transaction: COPY into a table of its own, then
// one statement. Only if nobody has brought in any since this ledger fetched them; otherwise nullopt, fetch again. Waits its
// turn with imports and hand-overs, which wait for it. Cut off after the store's commit, the next one finds them there.
Result<std::optional<Published>> publish_cases(LocalLedger& local, PostgresConnection& line);

}  // namespace kiosk
