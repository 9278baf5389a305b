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

// What the store has changed, by its counter. The counter also counts cases that were brought in and were there so already.
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
// Rows of the columns of a case, its change, its login. Whatever they hold: a case that can be, or an odd one.
CasePage to_case_page(const PostgresRows& rows);
// The next ones up to `last`, in the order of their changes; so none comes twice, though it be changed meanwhile.
Result<CasePage> changed_cases(PostgresConnection& line, std::int64_t after, std::int64_t last);

// Without odd ones.
Result<std::vector<CaseRecord>> cases_of_keys(PostgresConnection& line, std::span<const std::string> keys);
Result<std::vector<CaseView>> find_shared_cases(PostgresConnection& line, const HashKey& key, const CaseQuery& query);

}  // namespace kiosk
