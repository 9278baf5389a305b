#include "kiosk/ledger/schema.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

#include <fmt/format.h>

#include "kiosk/ledger/schema_shared_custody.h"
#include "kiosk/ledger/set_aside.h"
#include "kiosk/ledger/sqlite.h"

namespace kiosk {
namespace {

// Step n brings a ledger of version n to n + 1. A step that has been released is never changed.
// Days are counted from 1970-01-01, moments are milliseconds since then, UTC.
constexpr std::array<std::string_view, ledger_schema_version> ledger_steps = {
    R"sql(
CREATE TABLE ledger (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key_check BLOB NOT NULL
) STRICT;
CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    card_hash BLOB,
    social_hash BLOB,
    id_hash BLOB,
    typed_hash BLOB,
    masked_name TEXT NOT NULL,
    masked_id TEXT NOT NULL,
    old_last4 TEXT NOT NULL,
    new_last4 TEXT NOT NULL,
    community TEXT NOT NULL,
    street TEXT NOT NULL,
    district TEXT NOT NULL,
    handed_in INTEGER NOT NULL,
    promised_by INTEGER NOT NULL,
    stage TEXT NOT NULL,
    stage_at INTEGER,
    refusal TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX cases_by_key ON cases (key);
CREATE INDEX cases_by_card ON cases (card_hash) WHERE card_hash IS NOT NULL;
CREATE INDEX cases_by_social_card ON cases (social_hash) WHERE social_hash IS NOT NULL;
CREATE INDEX cases_by_id ON cases (id_hash) WHERE id_hash IS NOT NULL;
CREATE INDEX cases_by_typing ON cases (typed_hash) WHERE typed_hash IS NOT NULL;
CREATE TABLE tickets (
    id INTEGER PRIMARY KEY,
    hall TEXT NOT NULL,
    day INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 999),
    service TEXT NOT NULL,
    class TEXT NOT NULL CHECK (class IN ('ordinary', 'priority')),
    refusal TEXT NOT NULL,
    case_id INTEGER REFERENCES cases (id) ON DELETE SET NULL,
    request_hash BLOB NOT NULL,
    issued_at INTEGER NOT NULL,
    called_at INTEGER,
    call_order INTEGER,
    counter TEXT,
    on_paper TEXT NOT NULL DEFAULT 'no' CHECK (on_paper IN ('no', 'yes', 'unknown')),
    CHECK ((called_at IS NULL) = (counter IS NULL) AND (called_at IS NULL) = (call_order IS NULL))
) STRICT;
CREATE UNIQUE INDEX tickets_number ON tickets (hall, day, terminal, number);
CREATE UNIQUE INDEX tickets_request ON tickets (hall, day, request_hash);
CREATE UNIQUE INDEX tickets_call ON tickets (hall, day, call_order) WHERE call_order IS NOT NULL;
CREATE INDEX tickets_case ON tickets (case_id) WHERE case_id IS NOT NULL;
)sql",
    R"sql(
CREATE TABLE card_uses (
    hall TEXT NOT NULL,
    day INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (hall, day, terminal, kind)
) STRICT, WITHOUT ROWID;
)sql",
    // Imports in small transactions (case_writer.h): an index that can be filled bit by bit in its own order, and marks of
    // what counts already.
    R"sql(
DROP INDEX cases_by_key;
DROP INDEX cases_by_card;
DROP INDEX cases_by_social_card;
DROP INDEX cases_by_id;
DROP INDEX cases_by_typing;
CREATE TABLE case_index (
    kind INTEGER NOT NULL,
    value BLOB NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (kind, value, id)
) STRICT, WITHOUT ROWID;
INSERT INTO case_index SELECT 0, CAST(key AS BLOB), id FROM cases ORDER BY 2;
INSERT INTO case_index SELECT 1, card_hash, id FROM cases WHERE card_hash IS NOT NULL ORDER BY 2;
INSERT INTO case_index SELECT 2, social_hash, id FROM cases WHERE social_hash IS NOT NULL ORDER BY 2;
INSERT INTO case_index SELECT 3, id_hash, id FROM cases WHERE id_hash IS NOT NULL ORDER BY 2;
INSERT INTO case_index SELECT 4, typed_hash, id FROM cases WHERE typed_hash IS NOT NULL ORDER BY 2;
CREATE TABLE case_updates (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    card_hash BLOB,
    social_hash BLOB,
    id_hash BLOB,
    typed_hash BLOB,
    masked_name TEXT NOT NULL,
    masked_id TEXT NOT NULL,
    old_last4 TEXT NOT NULL,
    new_last4 TEXT NOT NULL,
    community TEXT NOT NULL,
    street TEXT NOT NULL,
    district TEXT NOT NULL,
    handed_in INTEGER NOT NULL,
    promised_by INTEGER NOT NULL,
    stage TEXT NOT NULL,
    stage_at INTEGER,
    refusal TEXT NOT NULL
) STRICT;
ALTER TABLE ledger ADD COLUMN visible_cases INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN updates_apply INTEGER NOT NULL DEFAULT 0;
UPDATE ledger SET visible_cases = (SELECT ifnull(max(id), 0) FROM cases);
)sql",
    // Custody (custody.h): bags and what is or was in them, a log of what happened to them, and what did not add up.
    R"sql(
CREATE TABLE bags (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    envelope INTEGER NOT NULL CHECK (envelope IN (0, 1)),
    district TEXT NOT NULL,
    street TEXT NOT NULL,
    community TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('community', 'street', 'district', 'maker')),
    homeward INTEGER NOT NULL CHECK (homeward IN (0, 1)),
    begun_at INTEGER NOT NULL
) STRICT;
CREATE INDEX bags_envelopes ON bags (begun_at) WHERE envelope = 1;
CREATE TABLE bag_cases (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    bag_id INTEGER NOT NULL REFERENCES bags (id),
    inside INTEGER NOT NULL CHECK (inside IN (0, 1)),
    PRIMARY KEY (case_id, bag_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX bag_cases_inside ON bag_cases (case_id) WHERE inside = 1;
CREATE INDEX bag_cases_bag ON bag_cases (bag_id, inside);
CREATE TABLE custody (
    id INTEGER PRIMARY KEY,
    event TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('packed', 'handed_over', 'refused', 'handed_out', 'left_behind')),
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    bag_id INTEGER REFERENCES bags (id),
    case_id INTEGER REFERENCES cases (id),
    from_level TEXT,
    to_level TEXT,
    given INTEGER CHECK (given >= 0),
    taken INTEGER CHECK (taken >= 0),
    listed INTEGER CHECK (listed >= 0)
) STRICT;
CREATE INDEX custody_at ON custody (at);
CREATE INDEX custody_bag ON custody (bag_id) WHERE bag_id IS NOT NULL;
CREATE INDEX custody_case ON custody (case_id) WHERE case_id IS NOT NULL;
CREATE TRIGGER custody_is_not_changed BEFORE UPDATE ON custody
BEGIN SELECT raise(ABORT, 'custody is only added to'); END;
CREATE TRIGGER custody_is_not_taken_away BEFORE DELETE ON custody
BEGIN SELECT raise(ABORT, 'custody is only added to'); END;
CREATE TABLE problems (
    id INTEGER PRIMARY KEY,
    custody_id INTEGER NOT NULL UNIQUE REFERENCES custody (id),
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    closed_by TEXT,
    reason TEXT,
    CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (reason IS NULL))
) STRICT;
CREATE INDEX problems_open ON problems (id) WHERE closed_at IS NULL;
CREATE TRIGGER problems_stay BEFORE DELETE ON problems
BEGIN SELECT raise(ABORT, 'a problem is closed, not taken away'); END;
CREATE TRIGGER problems_are_closed_once BEFORE UPDATE ON problems WHEN old.closed_at IS NOT NULL
BEGIN SELECT raise(ABORT, 'a problem is closed once'); END;
)sql",
    // A shared store (sync.h). Two terminals that could not hear of each other may have issued a ticket each for one
    // request.
    R"sql(
ALTER TABLE tickets ADD COLUMN call_request BLOB;
ALTER TABLE tickets ADD COLUMN arrived INTEGER NOT NULL DEFAULT 0;
DROP INDEX tickets_request;
CREATE INDEX tickets_request ON tickets (hall, day, request_hash);
DROP INDEX tickets_call;
CREATE INDEX tickets_call ON tickets (hall, day, call_order) WHERE call_order IS NOT NULL;
CREATE UNIQUE INDEX tickets_call_request ON tickets (hall, day, call_request) WHERE call_request IS NOT NULL;
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('ticket', 'paper', 'use')),
    hall TEXT NOT NULL,
    day INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    item TEXT NOT NULL,
    clash INTEGER NOT NULL DEFAULT 0 CHECK (clash IN (0, 1)),
    UNIQUE (kind, hall, day, terminal, item)
) STRICT;
CREATE TABLE sync (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    store BLOB,
    case_change INTEGER NOT NULL DEFAULT 0,
    published_cases INTEGER NOT NULL DEFAULT 0,
    synced_at INTEGER
) STRICT;
INSERT INTO sync (id) VALUES (1);
CREATE TABLE ticket_changes (
    hall TEXT NOT NULL,
    day INTEGER NOT NULL,
    change INTEGER NOT NULL,
    PRIMARY KEY (hall, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE unpublished (
    id INTEGER PRIMARY KEY
) STRICT;
CREATE TRIGGER cases_to_publish AFTER UPDATE ON cases WHEN new.id <= (SELECT published_cases FROM sync)
BEGIN INSERT OR IGNORE INTO unpublished VALUES (new.id); END;
INSERT INTO outbox (kind, hall, day, terminal, item) SELECT 'ticket', hall, day, terminal, number FROM tickets ORDER BY id;
INSERT INTO outbox (kind, hall, day, terminal, item)
    SELECT 'paper', hall, day, terminal, number FROM tickets WHERE on_paper <> 'no' ORDER BY id;
INSERT INTO outbox (kind, hall, day, terminal, item) SELECT 'use', hall, day, terminal, kind FROM card_uses;
)sql",
    shared_custody_step,
    // No digit of an ID number is kept: with most of them known the others are soon found by trying. What older programs
    // wrote lies in free pages too, see clear_leftovers.
    R"sql(
ALTER TABLE cases DROP COLUMN masked_id;
ALTER TABLE case_updates DROP COLUMN masked_id;
ALTER TABLE ledger ADD COLUMN leftovers INTEGER NOT NULL DEFAULT 0 CHECK (leftovers IN (0, 1));
UPDATE ledger SET leftovers = 1;
)sql",
    set_aside_step,
    // Papers that were given to the printer, until it is known what became of them.
    R"sql(
CREATE TABLE papers_begun (
    hall TEXT NOT NULL,
    day INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (hall, day, terminal, number)
) STRICT, WITHOUT ROWID;
)sql",
    // The latest moment that was believed, by this machine's clock (clock_rule.h).
    "ALTER TABLE ledger ADD COLUMN latest_seen INTEGER;",
};

// The version of the schema; 0: an empty file.
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

// Changing over to WAL does not wait for others by itself.
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
    const int version = known_version(sql);  // again: another process may have been quicker
    for (int step = version; step < ledger_schema_version && !sql.failed(); ++step)
        sql.script(fmt::format("{} PRAGMA application_id = {}; PRAGMA user_version = {};",
                               ledger_steps[static_cast<std::size_t>(step)], ledger_application_id, step + 1));
    return sql.commit();
}

// Writes the file anew, without what rows of older versions left between the present ones, and empties the log. Holds up
// every writer. Without room for it everything stays as it is, and the next opening tries again.
Status clear_leftovers(sqlite3& db) {
    if (const auto rewritten = execute(db, "VACUUM"); !rewritten) return rewritten;
    const auto busy = query_integer(db, "PRAGMA wal_checkpoint(TRUNCATE)");
    if (!busy) return busy.error();
    if (*busy != 0) return Error{Fault::ledger_locked, fmt::format("ledger {}: is read by others", file_of(db))};
    return execute(db, "UPDATE ledger SET leftovers = 0");
}

// Only who has the ledger open alone can leave WAL.
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
    if (const auto check = stored_check(sql)) return known_key(db, key_file, *check);  // another process was quicker
    if (sql.failed()) return sql.status().error();
    auto key = read_or_make_secret(key_file, Fault::ledger_unreadable);
    if (!key) return key.error();
    sql.run("INSERT INTO ledger (id, key_check) VALUES (1, ?1)", key_check(*key));
    if (const auto committed = sql.commit(); !committed) return committed.error();
    return key;
}

}  // namespace kiosk
