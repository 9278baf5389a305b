#include "kiosk/store/postgres_cases.h"

#include <array>

#include <fmt/format.h>

#include "kiosk/case/bounds.h"
#include "kiosk/case/identifier.h"
#include "kiosk/ledger/case_query.h"
#include "kiosk/ledger/stored_time.h"
#include "kiosk/store/bounded_columns.h"
#include "kiosk/store/record_bounds.h"

namespace kiosk {
namespace {

constexpr std::size_t cases_at_a_time = 1000;
constexpr int case_column_count = 16;

constexpr std::array<std::string_view, index_kinds> found_by = {"key", "card_hash", "social_hash", "id_hash", "typed_hash"};

void add_field(std::string& line, std::string_view text) {
    copy_field(line, text);
    line += '\t';
}

void add_hash(std::string& line, const std::optional<Hash>& hash) {
    if (hash)
        copy_field(line, bytea(*hash));
    else
        copy_null(line);
    line += '\t';
}

CaseRecord to_record(const PostgresRows& rows, int row) {
    const auto stage = parse_stage(rows.text(row, 13));
    CaseRecord record;
    record.card = rows.hash(row, 1);
    record.social_card = rows.hash(row, 2);
    record.resident_id = rows.hash(row, 3);
    record.typed = rows.hash(row, 4);
    auto& view = record.view;
    view.key = rows.text(row, 0);
    view.masked_name = rows.text(row, 5);
    view.old_last4 = rows.text(row, 6);
    view.new_last4 = rows.text(row, 7);
    view.community = rows.text(row, 8);
    view.street = rows.text(row, 9);
    view.district = rows.text(row, 10);
    view.handed_in = to_date(rows.integer(row, 11));
    view.promised_by = to_date(rows.integer(row, 12));
    view.stage = stage.value_or(Stage::collected);
    if (!rows.is_null(row, 14)) view.stage_at = to_wall(rows.integer(row, 14));
    view.refusal = rows.text(row, 15);
    return record;
}

// Why the row cannot be a case that this program knows.
std::optional<std::string> oddness_of(const PostgresRows& rows, int row, const CaseRecord& record) {
    if (!parse_stage(rows.text(row, 13))) return "stage is none that this program knows; install the newer program";
    for (int hash = 1; hash <= 4; ++hash)
        if (!rows.is_null(row, hash) && !rows.hash(row, hash)) return "hash is none";
    return oddness(record);
}

std::string readable_columns() { return bounded_columns(fmt::format("{}, change, brought_by", shared_case_columns())); }

}  // namespace

CasePage to_case_page(const PostgresRows& rows) {
    CasePage page;
    page.records.reserve(static_cast<std::size_t>(rows.size()));
    for (int row = 0; row < rows.size(); ++row) {
        auto record = to_record(rows, row);
        page.change = rows.integer(row, case_column_count);
        const auto odd = oddness_of(rows, row, record);
        const auto& key = record.view.key;
        if (odd)
            page.odd.push_back({is_case_key(key) ? key : fmt::format("change {}", page.change), *odd,
                                shown_login(rows.text(row, case_column_count + 1))});
        else
            page.records.push_back(std::move(record));
    }
    return page;
}

std::string_view shared_case_columns() { return case_columns(); }  // both stores name them alike

void copy_record(std::string& line, const CaseRecord& record) {
    const auto& view = record.view;
    add_field(line, view.key);
    for (const auto* hash : {&record.card, &record.social_card, &record.resident_id, &record.typed}) add_hash(line, *hash);
    for (const auto* text :
         {&view.masked_name, &view.old_last4, &view.new_last4, &view.community, &view.street, &view.district})
        add_field(line, *text);
    add_field(line, std::to_string(to_number(view.handed_in)));
    add_field(line, std::to_string(to_number(view.promised_by)));
    add_field(line, name(view.stage));
    if (view.stage_at)
        line += std::to_string(to_number(*view.stage_at));
    else
        copy_null(line);
    line += '\t';
    copy_field(line, view.refusal);
}

Result<std::vector<CaseRecord>> cases_of_keys(PostgresConnection& line, std::span<const std::string> keys) {
    const auto rows =
        line.run(fmt::format("SELECT {} FROM kiosk.cases WHERE key = ANY(string_to_array($1, ' '))", readable_columns()),
                 {fmt::format("{}", fmt::join(keys, " "))});
    if (!rows) return rows.error();
    return to_case_page(*rows).records;
}

Result<std::vector<CaseView>> find_shared_cases(PostgresConnection& line, const HashKey& key, const CaseQuery& query) {
    const auto hashed = hash_query(key, query);
    const auto value = hashed.kind == IndexKind::key ? hashed.key : bytea(hashed.hash);
    const auto rows = line.run(fmt::format("SELECT {} FROM kiosk.cases WHERE {} = $1 ORDER BY handed_in DESC, added DESC",
                                           readable_columns(), found_by[static_cast<std::size_t>(hashed.kind)]),
                               {value});
    if (!rows) return rows.error();
    std::vector<CaseView> found;
    for (auto& record : to_case_page(*rows).records) found.push_back(std::move(record.view));
    return found;
}

Result<std::int64_t> last_case_change(PostgresConnection& line) {
    const auto last = line.run("SELECT last FROM kiosk.case_changes");
    if (!last) return last.error();
    return last->integer(0, 0);
}

Result<CasePage> changed_cases(PostgresConnection& line, std::int64_t after, std::int64_t last) {
    const auto rows =
        line.run(fmt::format("SELECT {} FROM kiosk.cases WHERE change > $1 AND change <= $2 ORDER BY change LIMIT {}",
                             readable_columns(), cases_at_a_time),
                 {std::to_string(after), std::to_string(last)});
    if (!rows) return rows.error();
    if (!rows->grow(case_column_count, after)) return line.answers_oddly();
    auto page = to_case_page(*rows);
    if (static_cast<std::size_t>(rows->size()) < cases_at_a_time) page.change = last;
    return page;
}

Result<std::int64_t> count_changed_cases(PostgresConnection& line, std::int64_t after, std::int64_t last) {
    const auto count = line.run("SELECT count(*) FROM kiosk.cases WHERE change > $1 AND change <= $2",
                                {std::to_string(after), std::to_string(last)});
    if (!count) return count.error();
    return count->integer(0, 0);
}

}  // namespace kiosk
