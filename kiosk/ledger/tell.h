#pragma once

#include <cstddef>
#include <cstdint>

#include "kiosk/ledger/database.h"
#include "kiosk/ledger/postgres_connection.h"

namespace kiosk {

struct Told {
    std::size_t rows = 0, clashes = 0;
    std::int64_t last_seq = 0;  // where to go on; rows == 0: the outbox is empty
};
// The next rows of the outbox after `after`, in one transaction of the store; then they are forgotten here. If that is cut
// off in between they are told again, which changes nothing.
Result<Told> tell_some(sqlite3& db, PostgresConnection& line, std::int64_t after);

}  // namespace kiosk
