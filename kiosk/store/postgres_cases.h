#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ledger/case_store.h"
#include "kiosk/store/postgres_connection.h"

// Cases as the shared store's rows.
namespace kiosk {

std::string_view shared_case_columns();                         // key first, refusal last
void copy_record(std::string& line, const CaseRecord& record);  // the same columns, for COPY; without the end of the line

// The store's counter of changes. The counter also grows when an office brings in a case that the store has unchanged.
Result<std::int64_t> last_case_change(PostgresConnection& line);
Result<std::int64_t> count_changed_cases(PostgresConnection& line, std::int64_t after, std::int64_t last);
struct OddCase {
    std::string item, reason, login;  // see set_aside.h
};
struct CasePage {
    std::vector<CaseRecord> records;
    std::int64_t change = 0;        // up to which the page goes
    std::vector<OddCase> odd = {};  // rows that cannot be, or that this program does not know; not among the records
};
// Rows with the columns of a case, its change and its login. Each row becomes a case, or an odd row if no case can look so.
CasePage to_case_page(const PostgresRows& rows);
// The next changed cases, up to `last`, in the order of their changes. No case comes twice, even if it changes meanwhile.
Result<CasePage> changed_cases(PostgresConnection& line, std::int64_t after, std::int64_t last);

// Without odd ones.
Result<std::vector<CaseRecord>> cases_of_keys(PostgresConnection& line, std::span<const std::string> keys);
Result<std::vector<CaseView>> find_shared_cases(PostgresConnection& line, const HashKey& key, const CaseQuery& query);

}  // namespace kiosk
