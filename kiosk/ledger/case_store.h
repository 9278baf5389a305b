#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "kiosk/case/case.h"
#include "kiosk/ledger/database.h"
#include "kiosk/ledger/hash.h"
#include "kiosk/ledger/sql.h"

namespace kiosk {

// A case as it lies on disk: what may be shown, and the hashes by which the case is found.
struct CaseRecord {
    CaseView view;
    std::optional<Hash> card, social_card, resident_id, typed;
    bool operator==(const CaseRecord&) const = default;
};

enum class CaseId : std::int64_t {};  // grows with every new case, never changes; from 1
inline CaseId next(CaseId id) { return CaseId{static_cast<std::int64_t>(id) + 1}; }

struct StoredCase {
    CaseId id{};
    CaseRecord record;
};

// What case_index finds a case by; the numbers are on disk.
enum class IndexKind : std::uint8_t { key, card, social_card, resident_id, typed };
inline constexpr std::size_t index_kinds = 5;
// The key or hash of each kind by which the case is found; empty: the case has none of that kind. The blobs are borrowed
// from the record.
std::array<std::optional<Blob>, index_kinds> index_values(const CaseRecord& record);

struct IndexEntry {
    Blob value;  // borrowed
    CaseId id{};
};

// SQL for the id of the case whose key is bound to `parameter`, such as "?1"; NULL if there is none.
std::string case_id_sql(std::string_view parameter);
// The query by which cases are found, in any order, ?1 being the key or hash.
std::string look_up_sql(IndexKind kind);
// Every case once, in the order of ids.
std::string all_cases_sql();
std::string cases_in_any_order_sql();                     // the same, faster where it is only a part of a query
std::optional<StoredCase> to_case(const Statement& row);  // of these queries; nullopt: the stage is not known
Error unknown_stage(sqlite3& db);
std::optional<StoredCase> case_by_key(Sql& sql, std::string_view key);

// The fields of a case beside their columns, which bear the same names in `cases`, `case_updates` and the shared store.
inline constexpr std::string_view case_columns =
    "key, card_hash, social_hash, id_hash, typed_hash, masked_name, old_last4, new_last4, community, street, district, "
    "handed_in, promised_by, stage, stage_at, refusal";
inline constexpr int case_column_count = 16;
template <class Record>  // CaseRecord or const CaseRecord
auto case_fields(Record& record) {
    auto& view = record.view;
    return std::tie(view.key, record.card, record.social_card, record.resident_id, record.typed, view.masked_name,
                    view.old_last4, view.new_last4, view.community, view.street, view.district, view.handed_in,
                    view.promised_by, view.stage, view.stage_at, view.refusal);
}
static_assert(std::tuple_size_v<decltype(case_fields(std::declval<CaseRecord&>()))> == case_column_count);

// Looks cases up. The rows of an import count only when the import is complete, and then all at once: a look-up ignores rows
// of `cases` beyond ledger.visible_cases, and takes a row of `case_updates` for its case as soon as ledger.updates_apply
// says so (case_writer.h). Lives no longer than its connection.
class CaseStore {
public:
    static Result<CaseStore> open(sqlite3& db);

    Result<std::optional<StoredCase>> by_key(std::string_view key);
    Result<std::vector<StoredCase>> by_hash(IndexKind kind, const Hash& hash);  // newest hand-in first
    // The next cases in the order of ids, so many at the most; none while updates apply that are not in `cases` yet.
    Result<std::vector<StoredCase>> behind(CaseId id, int at_most);
    Result<std::int64_t> count();

private:
    CaseStore(sqlite3& db, std::vector<Statement> by, Statement behind)
        : db_(&db), by_(std::move(by)), behind_(std::move(behind)) {}
    Result<std::vector<StoredCase>> look_up(IndexKind kind, Blob value);
    Result<std::vector<StoredCase>> all_of(Statement& statement);
    sqlite3* db_;
    std::vector<Statement> by_;  // by IndexKind
    Statement behind_;
};

}  // namespace kiosk
