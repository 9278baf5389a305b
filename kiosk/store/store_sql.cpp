#include "kiosk/store/store_sql.h"

#include <fmt/format.h>

namespace kiosk {

PostgresRows StoreSql::run_with(const NamedSql& sql, const std::vector<Parameter>& parameters) {
    if (failed()) return PostgresRows(nullptr);
    auto rows = line_.run(sql.text, parameters);
    if (rows) return *std::move(rows);
    fail(in(rows.error(), sql));
    return PostgresRows(nullptr);
}

void StoreSql::script(const NamedSql& sql) {
    if (failed()) return;
    if (const auto done = line_.execute(sql.text); !done) fail(in(done.error(), sql));
}

StoreTransaction::StoreTransaction(PostgresConnection& line, std::chrono::milliseconds rows) : StoreSql(line) {
    script(fmt::format("BEGIN; SET LOCAL lock_timeout = {}; SET LOCAL idle_in_transaction_session_timeout = '15s'",
                       rows.count()));
    open_ = !failed();
}

StoreTransaction::~StoreTransaction() {
    if (open_ && !line().lost()) static_cast<void>(line().execute("ROLLBACK"));
}

Status StoreTransaction::commit() {
    if (failed()) return status();
    open_ = false;
    script("COMMIT");
    return status();
}

}  // namespace kiosk
