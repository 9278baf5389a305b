#include "kiosk/ledger/postgres_cases.h"

#include <array>

#include <fmt/format.h>

#include "kiosk/ledger/case_query.h"
#include "kiosk/ledger/stored_time.h"

namespace kiosk {
namespace {

constexpr std::size_t cases_at_a_time = 1000;

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

}  // namespace

std::string_view shared_case_columns() { return case_columns(); }  // both stores name them alike

std::optional<CaseRecord> to_record(const PostgresRows& rows, int row) {
    const auto stage = parse_stage(rows.text(row, 13));
    if (!stage) return std::nullopt;
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
    view.stage = *stage;
    if (!rows.is_null(row, 14)) view.stage_at = to_wall(rows.integer(row, 14));
    view.refusal = rows.text(row, 15);
    return record;
}

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
        line.run(fmt::format("SELECT {} FROM kiosk.cases WHERE key = ANY(string_to_array($1, ' '))", shared_case_columns()),
                 {fmt::format("{}", fmt::join(keys, " "))});
    if (!rows) return rows.error();
    std::vector<CaseRecord> records;
    records.reserve(keys.size());
    for (int row = 0; row < rows->size(); ++row) {
        auto record = to_record(*rows, row);
        if (!record) return unknown_shared_stage(line);
        records.push_back(*std::move(record));
    }
    return records;
}

Result<std::vector<CaseView>> find_shared_cases(PostgresConnection& line, const HashKey& key, const CaseQuery& query) {
    const auto hashed = hash_query(key, query);
    const auto value = hashed.kind == IndexKind::key ? hashed.key : bytea(hashed.hash);
    const auto rows = line.run(fmt::format("SELECT {} FROM kiosk.cases WHERE {} = $1 ORDER BY handed_in DESC, added DESC",
                                           shared_case_columns(), found_by[static_cast<std::size_t>(hashed.kind)]),
                               {value});
    if (!rows) return rows.error();
    std::vector<CaseView> found;
    for (int row = 0; row < rows->size(); ++row) {
        auto record = to_record(*rows, row);
        if (!record) return unknown_shared_stage(line);
        found.push_back(std::move(record->view));
    }
    return found;
}

Error unknown_shared_stage(const PostgresConnection& line) {
    return {Fault::ledger_newer,
            fmt::format("shared store {}: holds a stage that this program does not know; install the newer program",
                        line.shown())};
}

Result<std::int64_t> last_case_change(PostgresConnection& line) {
    const auto last = line.run("SELECT last FROM kiosk.case_changes");
    if (!last) return last.error();
    return last->integer(0, 0);
}

Result<CasePage> changed_cases(PostgresConnection& line, std::int64_t after, std::int64_t last) {
    const auto rows = line.run(
        fmt::format("SELECT {}, change FROM kiosk.cases WHERE change > $1 AND change <= $2 ORDER BY change LIMIT {}",
                    shared_case_columns(), cases_at_a_time),
        {std::to_string(after), std::to_string(last)});
    if (!rows) return rows.error();
    CasePage page{{}, after};
    for (int row = 0; row < rows->size(); ++row) {
        auto record = to_record(*rows, row);
        if (!record) return unknown_shared_stage(line);
        page.records.push_back(*std::move(record));
        page.change = rows->integer(row, 16);
    }
    if (page.records.size() < cases_at_a_time) page.change = last;
    return page;
}

Result<std::int64_t> count_changed_cases(PostgresConnection& line, std::int64_t after, std::int64_t last) {
    const auto count = line.run("SELECT count(*) FROM kiosk.cases WHERE change > $1 AND change <= $2",
                                {std::to_string(after), std::to_string(last)});
    if (!count) return count.error();
    return count->integer(0, 0);
}

}  // namespace kiosk
