#include "kiosk/store/postgres_cases.h"

#include <tuple>

#include <fmt/format.h>

#include "kiosk/case/bounds.h"
#include "kiosk/case/identifier.h"
#include "kiosk/store/bounded_columns.h"
#include "kiosk/store/record_bounds.h"

namespace kiosk {
namespace {

constexpr std::size_t cases_at_a_time = 1000;

constexpr int stage_column = 13;

CaseRecord to_record(const PostgresRow& row) {
    CaseRecord record;
    read_fields(row, 0, case_fields(record));
    return record;
}

// Why the row is no case that this program can use; nullopt: it is one.
std::optional<std::string> oddness_of(const PostgresRows& rows, int row, const CaseRecord& record) {
    if (!parse_stage(rows.text(row, stage_column)))
        return "stage is none that this program knows; install the newer program";
    for (int hash = 1; hash <= 4; ++hash)
        if (!rows.is_null(row, hash) && !rows.hash(row, hash)) return "hash is none";
    return oddness(record);
}

std::string readable_columns() { return bounded_columns(fmt::format("{}, change, brought_by", case_columns)); }

}  // namespace

CasePage to_case_page(const PostgresRows& rows) {
    CasePage page;
    page.records.reserve(static_cast<std::size_t>(rows.size()));
    for (int row = 0; row < rows.size(); ++row) {
        auto record = to_record({rows, row});
        page.change = CaseChange{rows.integer(row, case_column_count)};
        const auto odd = oddness_of(rows, row, record);
        const auto& key = record.view.key;
        if (odd)
            page.odd.push_back({is_case_key(key) ? key : fmt::format("change {}", rows.integer(row, case_column_count)),
                                *odd, shown_login(rows.text(row, case_column_count + 1))});
        else
            page.records.push_back(std::move(record));
    }
    return page;
}

void copy_record(std::string& line, const CaseRecord& record) {
    const auto add = [&](const Parameter& value) {
        if (value)
            copy_field(line, *value);
        else
            copy_null(line);
        line += '\t';
    };
    std::apply([&](const auto&... field) { (add(to_parameter(field)), ...); }, case_fields(record));
    line.pop_back();
}

std::vector<CaseRecord> cases_of_keys(StoreSql& sql, std::span<const std::string> keys) {
    const auto rows =
        sql.run(fmt::format("SELECT {} FROM kiosk.cases WHERE key = ANY(string_to_array($1, ' '))", readable_columns()),
                fmt::format("{}", fmt::join(keys, " ")));
    return to_case_page(rows).records;
}

CaseChange last_case_change(StoreSql& sql) {
    return CaseChange{sql.run("SELECT last FROM kiosk.case_changes").integer(0, 0)};
}

CasePage changed_cases(StoreSql& sql, CaseChange after, CaseChange last) {
    const auto rows =
        sql.run(fmt::format("SELECT {} FROM kiosk.cases WHERE change > $1 AND change <= $2 ORDER BY change LIMIT {}",
                            readable_columns(), cases_at_a_time),
                after, last);
    if (!rows.grow(case_column_count, static_cast<std::int64_t>(after))) sql.fail(sql.line().answers_oddly());
    auto page = to_case_page(rows);
    if (static_cast<std::size_t>(rows.size()) < cases_at_a_time) page.change = last;
    return page;
}

std::int64_t count_changed_cases(StoreSql& sql, CaseChange after, CaseChange last) {
    return sql.run("SELECT count(*) FROM kiosk.cases WHERE change > $1 AND change <= $2", after, last).integer(0, 0);
}

}  // namespace kiosk
