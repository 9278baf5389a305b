#include "kiosk/ledger/schema.h"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <string_view>

#include <fmt/format.h>

#include "kiosk/ledger/schema_steps.h"

namespace kiosk {
namespace {

constexpr const char* any_leftovers = "SELECT leftovers FROM ledger";

// 0: the file is new.
int known_version(Sql& sql) {
    const auto version = sql.query("PRAGMA user_version").integer();
    const auto owner = sql.query("PRAGMA application_id").integer();
    const auto objects = sql.query("SELECT count(*) FROM sqlite_schema").integer();
    if (owner == 0 && version == 0 && objects == 0) return 0;
    if (owner != ledger_application_id)
        sql.fail({Fault::ledger_unreadable,
                  fmt::format("ledger {}: is a database of another program; name the right file under [ledger] path",
                              file_of(sql.db()))});
    if (version > ledger_schema_version)
        sql.fail({Fault::ledger_newer, fmt::format("ledger {}: has version {}, this program knows {}; install the newer "
                                                   "program, or restore a backup of the older ledger",
                                                   file_of(sql.db()), version, ledger_schema_version)});
    return static_cast<int>(version);
}

// SQLite's busy handler does not apply to a change to WAL mode, so this function waits for other connections itself.
Status use_wal(sqlite3& db) {
    using clock = std::chrono::steady_clock;
    const auto end = clock::now() + std::chrono::seconds(5);
    for (;;) {
        const auto changed = execute(db, "PRAGMA journal_mode = WAL");
        if (changed || changed.error().fault != Fault::ledger_locked || clock::now() > end) return changed;
        poll(nullptr, 0, 5);
    }
}

Status migrate(sqlite3& db) {
    Transaction sql(db);
    const int version = known_version(sql);  // read again under the lock: another process may have been quicker
    for (int step = version; step < ledger_schema_version && !sql.failed(); ++step)
        sql.script(fmt::format("{} PRAGMA application_id = {}; PRAGMA user_version = {};",
                               ledger_steps[static_cast<std::size_t>(step)], ledger_application_id, step + 1));
    return sql.commit();
}

// Writes the file anew, without the remains of deleted rows that older versions left in it, and empties the log. Every
// writer waits meanwhile. If the disk has too little room, nothing changes and the next opening tries again.
Status clear_leftovers(sqlite3& db) {
    if (const auto rewritten = execute(db, "VACUUM"); !rewritten) return rewritten;
    const auto busy = query_integer(db, "PRAGMA wal_checkpoint(TRUNCATE)");
    if (!busy) return busy.error();
    if (*busy != 0) return Error{Fault::ledger_locked, fmt::format("ledger {}: is read by others", file_of(db))};
    return execute(db, "UPDATE ledger SET leftovers = 0");
}

// Only a connection that has the ledger to itself can leave WAL mode.
bool is_alone(sqlite3& db) { return execute(db, "PRAGMA journal_mode = DELETE") && use_wal(db); }

std::optional<Hash> stored_check(Sql& sql) {
    return sql.query("SELECT key_check FROM ledger WHERE id = 1").first([](const Statement& row) {
        const auto blob = row.blob(0);
        Hash check{};
        std::copy_n(blob.begin(), std::min(blob.size(), check.size()), check.begin());
        return check;
    });
}

Result<HashKey> known_key(sqlite3& db, const std::string& key_file, const Hash& check) {
    const auto key = read_secret(key_file, Fault::ledger_unreadable);
    if (!key) return key.error();
    const auto wrong = [&](const char* what) {
        return Error{
            Fault::ledger_unreadable,
            fmt::format("key file {}: {} ledger {}; mount the medium that it lies on, or restore it from its backup",
                        key_file, what, file_of(db))};
    };
    if (!*key) return wrong("is missing, and nothing can be found without it in");
    if (key_check(**key) != check) return wrong("does not belong to");
    return **key;
}

}  // namespace

Status prepare_schema(sqlite3& db) {
    Sql sql(db);
    const int version = known_version(sql);
    if (!sql.failed()) sql.take(use_wal(db));
    sql.script(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON");
    const bool forward = version < ledger_schema_version;
    if (forward && !sql.failed()) sql.take(migrate(db));
    const bool leftovers = sql.query(any_leftovers).integer() != 0;
    if (leftovers && (forward || is_alone(db))) static_cast<void>(clear_leftovers(db));
    return sql.status();
}

Result<bool> holds_leftovers(sqlite3& db) {
    Sql sql(db);
    return sql.result(sql.query(any_leftovers).integer() != 0);
}

Result<bool> belongs_to(sqlite3& db, const HashKey& key) {
    Sql sql(db);
    const auto check = stored_check(sql);
    if (!check) sql.fail({Fault::ledger_unreadable, fmt::format("ledger {}: has no key yet", file_of(db))});
    return sql.result(check == key_check(key));
}

Result<HashKey> key_of_ledger(sqlite3& db, const std::string& key_file) {
    Sql before(db);
    const auto known = stored_check(before);
    if (before.failed()) return before.status().error();
    if (known) return known_key(db, key_file, *known);

    Transaction sql(db);
    if (const auto check = stored_check(sql)) return known_key(db, key_file, *check);  // another process stored it first
    if (sql.failed()) return sql.status().error();
    auto key = read_or_make_secret(key_file, Fault::ledger_unreadable);
    if (!key) return key.error();
    sql.run("INSERT INTO ledger (id, key_check) VALUES (1, ?1)", key_check(*key));
    if (const auto committed = sql.commit(); !committed) return committed.error();
    return key;
}

}  // namespace kiosk
