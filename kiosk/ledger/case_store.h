#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ledger/case.h"
#include "kiosk/ledger/database.h"
#include "kiosk/ledger/hash.h"

namespace kiosk {

// A case as it lies on disk: what may be shown, and hashes of what it is found by.
struct CaseRecord {
    CaseView view;
    std::optional<Hash> card, social_card, resident_id, typed;
    bool operator==(const CaseRecord&) const = default;
};

struct StoredCase {
    std::int64_t id = 0;  // grows with every new case
    CaseRecord record;
};

// The table of cases. Lives no longer than its connection.
class CaseStore {
public:
    static Result<CaseStore> open(sqlite3& db);

    Result<std::optional<StoredCase>> by_key(std::string_view key);
    Result<std::vector<CaseView>> by_hash(HashOf kind, const Hash& hash);  // newest hand-in first
    Status insert(const CaseRecord& record);
    Status update(const StoredCase& stored);
    Result<std::int64_t> count();
    Result<std::int64_t> last_id();

    // Many new cases go in several times as fast without the indexes of the hashes, which are then built at one go. Both
    // belong into the same transaction; rolled back, the indexes are there as before.
    Result<std::vector<std::string>> drop_hash_indexes();  // the SQL that makes them again
    Status build_hash_indexes(const std::vector<std::string>& dropped);

private:
    CaseStore(sqlite3& db, Statement by_key, Statement insert, Statement update, std::vector<Statement> by_hash)
        : db_(&db),
          by_key_(std::move(by_key)),
          insert_(std::move(insert)),
          update_(std::move(update)),
          by_hash_(std::move(by_hash)) {}
    sqlite3* db_;
    Statement by_key_, insert_, update_;
    std::vector<Statement> by_hash_;  // in the order of hash_columns
};

}  // namespace kiosk
