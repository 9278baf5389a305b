#include "kiosk/ledger/case_store.h"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

namespace kiosk {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::sys_days;

constexpr std::string_view columns =
    "id, key, card_hash, social_hash, id_hash, typed_hash, masked_name, masked_id, old_last4, new_last4, community, "
    "street, district, handed_in, promised_by, stage, stage_at, refusal";

std::optional<Hash> to_hash(Blob blob) {
    if (blob.size() != Hash{}.size()) return std::nullopt;
    Hash hash{};
    std::copy(blob.begin(), blob.end(), hash.begin());
    return hash;
}

std::optional<Blob> to_blob(const std::optional<Hash>& hash) {
    if (!hash) return std::nullopt;
    return Blob(*hash);
}

std::int64_t to_number(Date day) { return sys_days{day}.time_since_epoch().count(); }
Date to_date(std::int64_t number) { return Date{sys_days{days{number}}}; }

std::optional<StoredCase> to_case(const Statement& row) {
    const auto stage = parse_stage(row.text(15));
    if (!stage) return std::nullopt;
    StoredCase stored{row.integer(0), {}};
    auto& record = stored.record;
    record.card = to_hash(row.blob(2));
    record.social_card = to_hash(row.blob(3));
    record.resident_id = to_hash(row.blob(4));
    record.typed = to_hash(row.blob(5));
    auto& view = record.view;
    view.key = row.text(1);
    view.masked_name = row.text(6);
    view.masked_id = row.text(7);
    view.old_last4 = row.text(8);
    view.new_last4 = row.text(9);
    view.community = row.text(10);
    view.street = row.text(11);
    view.district = row.text(12);
    view.handed_in = to_date(row.integer(13));
    view.promised_by = to_date(row.integer(14));
    view.stage = *stage;
    if (const auto at = row.integer_or_null(16)) view.stage_at = Wall{milliseconds{*at}};
    view.refusal = row.text(17);
    return stored;
}

Error damaged(sqlite3& db) {
    return {Fault::ledger_unreadable,
            fmt::format("ledger {}: holds a stage that this program does not know; restore the latest backup",
                        sqlite3_db_filename(&db, "main"))};
}

void bind_record(Statement& statement, const CaseRecord& record) {
    const auto& view = record.view;
    statement.bind(2, to_blob(record.card)).bind(3, to_blob(record.social_card)).bind(4, to_blob(record.resident_id));
    statement.bind(5, to_blob(record.typed)).bind(6, view.masked_name).bind(7, view.masked_id);
    statement.bind(8, view.old_last4).bind(9, view.new_last4).bind(10, view.community).bind(11, view.street);
    statement.bind(12, view.district).bind(13, to_number(view.handed_in)).bind(14, to_number(view.promised_by));
    statement.bind(15, name(view.stage)).bind(17, view.refusal);
    if (view.stage_at) statement.bind(16, static_cast<std::int64_t>(view.stage_at->time_since_epoch().count()));
}

struct HashColumn {
    HashOf kind;
    std::string_view name;
};
constexpr std::array<HashColumn, 4> hash_columns = {{{HashOf::card, "card_hash"},
                                                     {HashOf::social_card, "social_hash"},
                                                     {HashOf::resident_id, "id_hash"},
                                                     {HashOf::typed, "typed_hash"}}};

Result<std::vector<Statement>> prepare_look_ups(sqlite3& db) {
    std::vector<Statement> statements;
    for (const auto& column : hash_columns) {
        auto statement = Statement::prepare(
            db, fmt::format("SELECT {} FROM cases WHERE {} = ?1 ORDER BY handed_in DESC, id DESC", columns, column.name));
        if (!statement) return statement.error();
        statements.push_back(*std::move(statement));
    }
    return statements;
}

}  // namespace

Result<CaseStore> CaseStore::open(sqlite3& db) {
    auto by_key = Statement::prepare(db, fmt::format("SELECT {} FROM cases WHERE key = ?1", columns));
    if (!by_key) return by_key.error();
    auto insert = Statement::prepare(db, fmt::format("INSERT INTO cases ({}) VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
                                                     "?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
                                                     columns));
    if (!insert) return insert.error();
    auto update = Statement::prepare(
        db,
        "UPDATE cases SET card_hash = ?2, social_hash = ?3, id_hash = ?4, typed_hash = ?5, masked_name = ?6, "
        "masked_id = ?7, old_last4 = ?8, new_last4 = ?9, community = ?10, street = ?11, district = ?12, handed_in = ?13, "
        "promised_by = ?14, stage = ?15, stage_at = ?16, refusal = ?17 WHERE id = ?1");
    if (!update) return update.error();
    auto by_hash = prepare_look_ups(db);
    if (!by_hash) return by_hash.error();
    return CaseStore(db, *std::move(by_key), *std::move(insert), *std::move(update), *std::move(by_hash));
}

Result<std::optional<StoredCase>> CaseStore::by_key(std::string_view key) {
    const ResetLater reset_later(by_key_);
    const auto row = by_key_.bind(1, key).step();
    if (!row) return row.error();
    if (!*row) return std::optional<StoredCase>{};
    auto stored = to_case(by_key_);
    if (!stored) return damaged(*db_);
    return stored;
}

Result<std::vector<CaseView>> CaseStore::by_hash(HashOf kind, const Hash& hash) {
    const auto column = std::ranges::find(hash_columns, kind, &HashColumn::kind);
    if (column == hash_columns.end()) return std::vector<CaseView>{};  // no case is found by another kind
    auto& statement = by_hash_[static_cast<std::size_t>(column - hash_columns.begin())];
    const ResetLater reset_later(statement);
    statement.bind(1, Blob(hash));
    std::vector<CaseView> found;
    for (;;) {
        const auto row = statement.step();
        if (!row) return row.error();
        if (!*row) return found;
        auto stored = to_case(statement);
        if (!stored) return damaged(*db_);
        found.push_back(std::move(stored->record.view));
    }
}

Status CaseStore::insert(const CaseRecord& record) {
    insert_.bind(1, record.view.key);
    bind_record(insert_, record);
    return insert_.run();
}

Status CaseStore::update(const StoredCase& stored) {
    update_.bind(1, stored.id);
    bind_record(update_, stored.record);
    return update_.run();
}

Result<std::int64_t> CaseStore::count() { return query_integer(*db_, "SELECT count(*) FROM cases"); }

Result<std::int64_t> CaseStore::last_id() { return query_integer(*db_, "SELECT ifnull(max(id), 0) FROM cases"); }

Result<std::vector<std::string>> CaseStore::drop_hash_indexes() {
    auto indexes = Statement::prepare(
        *db_, "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'cases' AND name <> 'cases_by_key'");
    if (!indexes) return indexes.error();
    std::vector<std::string> names, dropped;
    for (;;) {
        const auto row = indexes->step();
        if (!row) return row.error();
        if (!*row) break;
        names.emplace_back(indexes->text(0));
        dropped.emplace_back(indexes->text(1));
    }
    indexes->reset();
    for (const auto& index : names) {
        if (const auto done = execute(*db_, "DROP INDEX " + index); !done) return done.error();
    }
    return dropped;
}

Status CaseStore::build_hash_indexes(const std::vector<std::string>& dropped) {
    for (const auto& sql : dropped) {
        if (const auto done = execute(*db_, sql); !done) return done;
    }
    return Done{};
}

}  // namespace kiosk
