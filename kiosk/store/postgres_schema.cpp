#include "kiosk/store/postgres_schema.h"

#include <fmt/format.h>

#include "kiosk/store/schema_steps.h"
#include "kiosk/store/store_sql.h"

namespace kiosk {
namespace {

Error newer(const PostgresConnection& line, std::int64_t version) {
    return {Fault::ledger_newer,
            fmt::format("shared store {}: has version {}, this program knows {}; install the newer program", line.shown(),
                        version, store_schema_version)};
}

Error older(const PostgresConnection& line, std::int64_t version) {
    return {Fault::ledger_unreadable,
            fmt::format("shared store {}: has version {}; bring it forward: kioskctl ledger init", line.shown(), version)};
}

Error wrong_key(const PostgresConnection& line) {
    return {Fault::ledger_unreadable,
            fmt::format("shared store {}: belongs to another key than this machine's; copy the key file of the machine that "
                        "made the store, see [ledger] key_file",
                        line.shown())};
}

void make_roles(StoreSql& sql) {
    for (const char* role : {"kiosk_terminal", "kiosk_counter", "kiosk_office"}) {
        if (sql.run("SELECT 1 FROM pg_roles WHERE rolname = $1", role).size() == 0)
            sql.script(fmt::format("CREATE ROLE {} NOLOGIN", role));
    }
}

// Gives the store's version. Makes the store if there is none, and then gives 0.
int begin_store(StoreSql& sql, const HashKey& key) {
    sql.script(
        "CREATE SCHEMA IF NOT EXISTS kiosk; CREATE TABLE IF NOT EXISTS kiosk.ledger (id integer PRIMARY KEY CHECK (id = 1), "
        "version integer NOT NULL, key_check bytea NOT NULL, store bytea NOT NULL)");
    const auto check = key_check(key);
    sql.run("INSERT INTO kiosk.ledger VALUES (1, 0, $1, $2) ON CONFLICT (id) DO NOTHING", check, random_hash());
    const auto known = sql.run("SELECT version, key_check FROM kiosk.ledger FOR UPDATE");
    if (known.integer(0, 0) > store_schema_version) sql.fail(newer(sql.line(), known.integer(0, 0)));
    if (known.hash(0, 1) != check) sql.fail(wrong_key(sql.line()));
    return static_cast<int>(known.integer(0, 0));
}

}  // namespace

Status prepare_store(PostgresConnection& line, const HashKey& key) {
    StoreTransaction sql(line);
    const int version = begin_store(sql, key);
    make_roles(sql);  // the steps name these roles
    for (int step = version; step < store_schema_version && !sql.failed(); ++step)
        sql.script(
            fmt::format("{}UPDATE kiosk.ledger SET version = {}", store_steps[static_cast<std::size_t>(step)], step + 1));
    // Older programs filled masked_id and still expect the column.
    sql.script("UPDATE kiosk.cases SET masked_id = '' WHERE masked_id <> ''");
    sql.script(store_rights.front());
    return sql.commit();
}

Result<Hash> check_store(PostgresConnection& line, const HashKey& key) {
    StoreSql sql(line);
    const auto there = sql.run("SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = 'kiosk'");
    const Error missing{Fault::not_found,
                        fmt::format("shared store {}: is not there, or not for this user; run `kioskctl ledger init` as "
                                    "the database's owner, and give this user a role",
                                    line.shown())};
    if (there.text(0, 0) != "t") sql.fail(missing);
    // A store of before version 4 has no oldest_program.
    const auto known = sql.run(
        "SELECT version, key_check, store, coalesce((to_jsonb(known) ->> 'oldest_program')::integer, version) "
        "FROM kiosk.ledger AS known");
    const auto store = known.size() == 1 ? known.hash(0, 2) : std::nullopt;
    if (!store) sql.fail(missing);
    const auto version = known.integer(0, 0);
    if (known.integer(0, 3) > store_schema_version) sql.fail(newer(line, version));
    if (known.hash(0, 1) != key_check(key)) sql.fail(wrong_key(line));
    if (version < store_schema_version) sql.fail(older(line, version));
    return sql.result(store.value_or(Hash{}));
}

Status start_store_anew(PostgresConnection& line) {
    StoreSql sql(line);
    sql.run("UPDATE kiosk.ledger SET store = $1", random_hash());
    return sql.status();
}

}  // namespace kiosk
