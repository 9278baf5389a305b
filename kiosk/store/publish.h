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
// one statement. If another office has brought cases in since this ledger last fetched, nothing is written and the answer is
// nullopt: fetch, then publish again. Imports, hand-overs and publishing wait for one another. After a break behind the
// store's commit, the next publishing finds the cases in the store and changes nothing.
Result<std::optional<Published>> publish_cases(LocalLedger& local, PostgresConnection& line);

}  // namespace kiosk
