#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ledger/case_store.h"
#include "kiosk/store/store_sql.h"

// Cases as the shared store's rows.
namespace kiosk {

void copy_record(std::string& line, const CaseRecord& record);  // case_columns, for COPY; without the end of the line

enum class CaseChange : std::int64_t {};  // grows with every case that is brought in

// The store's counter of changes. The counter also grows when an office brings in a case that the store has unchanged.
CaseChange last_case_change(StoreSql& sql);
std::int64_t count_changed_cases(StoreSql& sql, CaseChange after, CaseChange last);
struct OddCase {
    std::string item, reason, login;  // see set_aside.h
};
struct CasePage {
    std::vector<CaseRecord> records;
    CaseChange change{};            // up to which the page goes
    std::vector<OddCase> odd = {};  // rows that cannot be, or that this program does not know; not among the records
};
// Rows with the columns of a case, its change and its login. Each row becomes a case, or an odd row if no case can look so.
CasePage to_case_page(const PostgresRows& rows);
// The next changed cases, up to `last`, in the order of their changes. No case comes twice, even if it changes meanwhile.
CasePage changed_cases(StoreSql& sql, CaseChange after, CaseChange last);

// Without odd ones.
std::vector<CaseRecord> cases_of_keys(StoreSql& sql, std::span<const std::string> keys);

}  // namespace kiosk
