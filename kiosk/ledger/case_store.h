#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/case/case.h"
#include "kiosk/ledger/database.h"
#include "kiosk/ledger/hash.h"

namespace kiosk {

// A case as it lies on disk: what may be shown, and the hashes by which the case is found.
struct CaseRecord {
    CaseView view;
    std::optional<Hash> card, social_card, resident_id, typed;
    bool operator==(const CaseRecord&) const = default;
};

struct StoredCase {
    std::int64_t id = 0;  // grows with every new case, never changes
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
    std::int64_t id = 0;
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

// Columns of `cases` and `case_updates` from the second on; a statement binds them with bind_record as ?2 and so on.
std::string_view case_columns();
void bind_record(Statement& statement, const CaseRecord& record);

// Looks cases up. The rows of an import count only when the import is complete, and then all at once: a look-up ignores rows
// of `cases` beyond ledger.visible_cases, and takes a row of `case_updates` for its case as soon as ledger.updates_apply
// says so (case_writer.h). Lives no longer than its connection.
class CaseStore {
public:
    static Result<CaseStore> open(sqlite3& db);

    Result<std::optional<StoredCase>> by_key(std::string_view key);
    Result<std::vector<StoredCase>> by_hash(IndexKind kind, const Hash& hash);  // newest hand-in first
    Result<std::int64_t> count();

private:
    CaseStore(sqlite3& db, std::vector<Statement> by) : db_(&db), by_(std::move(by)) {}
    Result<std::vector<StoredCase>> look_up(IndexKind kind, Blob value);
    sqlite3* db_;
    std::vector<Statement> by_;  // by IndexKind
};

}  // namespace kiosk
