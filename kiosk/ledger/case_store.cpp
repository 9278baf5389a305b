#include "kiosk/ledger/case_store.h"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "kiosk/ledger/fields.h"

namespace kiosk {
namespace {

constexpr std::string_view visible = "(SELECT visible_cases FROM ledger)";
constexpr std::string_view updates_apply = "(SELECT updates_apply FROM ledger)";
// By IndexKind: the condition that a case found by its index entry must still meet. While an import is under way, an entry
// may be older or newer than its case. Only case keys never change.
constexpr std::array<std::string_view, index_kinds> still_so = {"", "AND card_hash = ?1", "AND social_hash = ?1",
                                                                "AND id_hash = ?1", "AND typed_hash = ?1"};

bool later_handed_in(const StoredCase& a, const StoredCase& b) {
    return std::pair(a.record.view.handed_in, a.id) > std::pair(b.record.view.handed_in, b.id);
}

std::optional<Blob> to_blob(const std::optional<Hash>& hash) {
    if (!hash) return std::nullopt;
    return Blob(*hash);
}

}  // namespace

std::optional<StoredCase> to_case(const Statement& row) {
    const auto stage = parse_stage(row.text(14));
    if (!stage) return std::nullopt;
    StoredCase stored{CaseId{row.integer(0)}, {}};
    read_fields(row, 1, case_fields(stored.record));
    return stored;
}

Error unknown_stage(sqlite3& db) {
    return {Fault::ledger_unreadable,
            fmt::format("ledger {}: holds a stage that this program does not know; restore the latest backup",
                        sqlite3_db_filename(&db, "main"))};
}

std::array<std::optional<Blob>, index_kinds> index_values(const CaseRecord& record) {
    const auto& key = record.view.key;
    const Blob key_bytes(reinterpret_cast<const std::uint8_t*>(key.data()), key.size());
    return {key_bytes, to_blob(record.card), to_blob(record.social_card), to_blob(record.resident_id),
            to_blob(record.typed)};
}

std::string case_id_sql(std::string_view parameter) {
    return fmt::format("(SELECT id FROM case_index WHERE kind = 0 AND value = CAST({} AS BLOB) AND id <= {})", parameter,
                       visible);
}

// `ledger` has one row, so the half that reads case_updates ends at once while the updates do not apply. The caller orders
// the cases, because sorting in both halves would take longer than the rest of the query.
std::string look_up_sql(IndexKind kind) {
    const auto number = static_cast<std::size_t>(kind);
    const auto from = [&](std::string_view table, std::string_view which) {
        return fmt::format(
            "SELECT row.id, {0} FROM ledger CROSS JOIN case_index AS entry CROSS JOIN {1} AS row ON row.id = entry.id "
            "WHERE {2} AND entry.kind = {3} AND entry.value = ?1 AND entry.id <= ledger.visible_cases {4}",
            case_columns, table, which, number, still_so[number]);
    };
    return fmt::format("{} UNION ALL {}",
                       from("cases",
                            "NOT (ledger.updates_apply AND EXISTS (SELECT 1 FROM case_updates AS later WHERE later.id = "
                            "entry.id))"),
                       from("case_updates", "ledger.updates_apply"));
}

std::string cases_in_any_order_sql() {
    return fmt::format(
        "SELECT id, {0} FROM cases WHERE id <= {1} AND NOT ({2} AND EXISTS (SELECT 1 FROM case_updates AS later "
        "WHERE later.id = cases.id)) UNION ALL SELECT id, {0} FROM case_updates WHERE {2}",
        case_columns, visible, updates_apply);
}

std::string all_cases_sql() { return cases_in_any_order_sql() + " ORDER BY id"; }

std::optional<StoredCase> case_by_key(Sql& sql, std::string_view key) {
    static const auto look_up = look_up_sql(IndexKind::key);
    const auto found =
        sql.query(look_up, Blob(reinterpret_cast<const std::uint8_t*>(key.data()), key.size())).first(to_case);
    if (found && !*found) sql.fail(unknown_stage(sql.db()));
    return found.value_or(std::nullopt);
}

Result<CaseStore> CaseStore::open(sqlite3& db) {
    std::vector<Statement> by;
    for (std::size_t kind = 0; kind < index_kinds; ++kind) {
        auto statement = Statement::prepare(db, look_up_sql(static_cast<IndexKind>(kind)));
        if (!statement) return statement.error();
        by.push_back(*std::move(statement));
    }
    auto behind = Statement::prepare(
        db, fmt::format("SELECT id, {} FROM cases WHERE id > ?1 AND id <= {} AND NOT {} ORDER BY id LIMIT ?2", case_columns,
                        visible, updates_apply));
    if (!behind) return behind.error();
    return CaseStore(db, std::move(by), *std::move(behind));
}

Result<std::vector<StoredCase>> CaseStore::all_of(Statement& statement) {
    std::vector<StoredCase> found;
    for (;;) {
        const auto row = statement.step();
        if (!row) return row.error();
        if (!*row) return found;
        auto stored = to_case(statement);
        if (!stored) return unknown_stage(*db_);
        found.push_back(*std::move(stored));
    }
}

Result<std::vector<StoredCase>> CaseStore::look_up(IndexKind kind, Blob value) {
    auto& statement = by_[static_cast<std::size_t>(kind)];
    const ResetLater reset_later(statement);
    statement.bind(1, value);
    auto found = all_of(statement);
    if (found) std::ranges::sort(*found, later_handed_in);
    return found;
}

Result<std::vector<StoredCase>> CaseStore::behind(CaseId id, int at_most) {
    const ResetLater reset_later(behind_);
    behind_.bind(1, id).bind(2, at_most);
    return all_of(behind_);
}

Result<std::optional<StoredCase>> CaseStore::by_key(std::string_view key) {
    auto found = look_up(IndexKind::key, {reinterpret_cast<const std::uint8_t*>(key.data()), key.size()});
    if (!found) return found.error();
    if (found->empty()) return std::optional<StoredCase>{};
    return std::optional{std::move(found->front())};
}

Result<std::vector<StoredCase>> CaseStore::by_hash(IndexKind kind, const Hash& hash) { return look_up(kind, hash); }

Result<std::int64_t> CaseStore::count() {
    return query_integer(*db_, fmt::format("SELECT count(*) FROM cases WHERE id <= {}", visible));
}

}  // namespace kiosk
