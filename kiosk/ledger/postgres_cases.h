#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/postgres_connection.h"

// Cases as the shared store's rows.
namespace kiosk {

std::string_view shared_case_columns();  // key first, refusal last
// Of a query that begins with these columns; nullopt: a stage that this program does not know.
std::optional<CaseRecord> to_record(const PostgresRows& rows, int row);
void copy_record(std::string& line, const CaseRecord& record);  // the same columns, for COPY; without the end of the line

Result<std::vector<CaseRecord>> cases_of_keys(PostgresConnection& line, std::span<const std::string> keys);
Result<std::vector<CaseView>> find_shared_cases(PostgresConnection& line, const HashKey& key, const CaseQuery& query);
Error unknown_shared_stage(const PostgresConnection& line);

}  // namespace kiosk
