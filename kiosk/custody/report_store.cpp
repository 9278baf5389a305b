#include "kiosk/custody/report_store.h"

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "kiosk/ledger/case_days.h"
#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/sql.h"

namespace kiosk {
namespace {

using Place = std::tuple<std::string, std::string, std::string>;
using CountsByPlace = std::map<Place, ReportCounts>;

// ?1 is the day, ?2 its first moment, ?3 the first moment after it. Each row gives what is counted, the place, the reason,
// and how many. A refused card counts when its envelope was begun (envelope_counts). A refused card without an envelope
// counts by the time of its stage, as long as it keeps that stage.
constexpr std::string_view back_later =
    "SELECT entry.case_id FROM custody AS log JOIN bag_cases AS entry ON entry.bag_id = log.bag_id JOIN bags ON bags.id = "
    "log.bag_id WHERE bags.envelope = 0 AND log.at >= ?3 AND log.kind = 'handed_over' AND log.to_level = 'community'";
constexpr std::string_view in_envelope =
    "(SELECT 1 FROM bag_cases AS entry JOIN bags ON bags.id = entry.bag_id WHERE entry.case_id = one.id AND envelope = 1)";
constexpr std::string_view awaited =
    "stage IN ('collected', 'at_street', 'at_district', 'at_maker', 'made', 'back_at_district', 'back_at_street')";
constexpr std::string_view never_back = "stage IN ('refused', 'refused_at_community', 'refused_handed_back')";

// Counts the cases that a query gives. Most count for nothing, so the few that count are picked out first.
std::string counts_of(std::string_view cases) {
    const auto late = fmt::format("(promised_by < ?1 AND ({} OR (NOT {} AND id IN (SELECT case_id FROM back_later))))",
                                  awaited, never_back);
    return fmt::format(
        R"sql(
WITH back_later AS MATERIALIZED ({0}), counted AS MATERIALIZED (
    SELECT district, street, community, refusal, handed_in = ?1 AS collected,
        stage = 'handed_out' AND stage_at >= ?2 AND stage_at < ?3 AS handed_out,
        stage = 'refused' AND stage_at >= ?2 AND stage_at < ?3 AND NOT EXISTS {1} AS refused, {2} AS late
    FROM ({3}) AS one
    WHERE handed_in = ?1 OR (stage_at >= ?2 AND stage_at < ?3) OR {2}
)
SELECT 'collected', district, street, community, '', count(*) FROM counted WHERE collected GROUP BY 2, 3, 4
UNION ALL SELECT 'handed_out', district, street, community, '', count(*) FROM counted WHERE handed_out GROUP BY 2, 3, 4
UNION ALL SELECT 'late', district, street, community, '', count(*) FROM counted WHERE late GROUP BY 2, 3, 4
UNION ALL SELECT 'refused', district, street, community, refusal, count(*) FROM counted WHERE refused GROUP BY 2, 3, 4, 5
)sql",
        back_later, in_envelope, late, cases);
}

// Counts what is set aside of the cases (kiosk/ledger/case_days.h); without those whose update applies already.
std::string counts_set_aside() {
    constexpr std::string_view visible =
        "id <= (SELECT visible_cases FROM ledger) AND NOT ((SELECT updates_apply FROM ledger) AND EXISTS (SELECT 1 FROM "
        "case_updates AS later WHERE later.id = one.id))";
    const auto of_kind = [&](std::string_view what, DayKind kind, std::string_view which) {
        return fmt::format(
            "SELECT '{}', district, street, community, refusal, cards FROM (SELECT place, count(*) AS cards FROM case_days "
            "AS one WHERE kind = {} AND {} AND {} GROUP BY place) JOIN places ON places.id = place",
            what, static_cast<std::int64_t>(kind), which, visible);
    };
    const auto unbagged = fmt::format("at >= ?2 AND at < ?3 AND NOT EXISTS {}", in_envelope);
    const auto late_then = fmt::format(
        "SELECT 'late', district, street, community, '', count(*) FROM cases AS one WHERE id IN ({}) AND promised_by < ?1 "
        "AND NOT {} AND NOT {} AND {} GROUP BY 2, 3, 4",
        back_later, awaited, never_back, visible);
    return fmt::format(
        "{} UNION ALL {} UNION ALL {} UNION ALL {} UNION ALL {}", of_kind("collected", DayKind::collected, "at = ?1"),
        of_kind("handed_out", DayKind::handed_out, "at >= ?2 AND at < ?3"), of_kind("late", DayKind::awaited, "at < ?1"),
        of_kind("refused", DayKind::refused, unbagged), late_then);
}

constexpr std::string_view envelope_counts =
    "SELECT 'refused', district, street, community, reason, count(*) FROM (SELECT bags.district, bags.street, "
    "bags.community, "
    "cases.refusal AS reason FROM bags JOIN bag_cases AS entry ON entry.bag_id = bags.id JOIN cases ON cases.id = "
    "entry.case_id WHERE bags.envelope = 1 AND bags.begun_at >= ?2 AND bags.begun_at < ?3 AND ?1 = ?1) "
    "GROUP BY district, street, community, reason";
constexpr std::string_view problem_counts =
    "SELECT 'problem', district, street, community, '', count(*) FROM problems WHERE opened_at < ?3 AND (closed_at IS NULL "
    "OR closed_at >= ?3) AND ?1 = ?1 AND ?2 = ?2 GROUP BY district, street, community";

void count_in(ReportCounts& counts, std::string_view what, const std::string& reason, std::int64_t count) {
    if (what == "collected") counts.collected += count;
    if (what == "handed_out") counts.handed_out += count;
    if (what == "late") counts.late += count;
    if (what == "problem") counts.open_problems += count;
    if (what == "refused") counts.refused[reason.empty() ? "other" : reason] += count;
}

void add(Sql& sql, std::string_view counts, const DailyReport& report, CountsByPlace& places) {
    sql.query(counts, report.day, report.from, report.to).each([&](const Statement& row) {
        const Place place{row.text(1), row.text(2), row.text(3)};
        count_in(places[place], row.text(0), std::string(row.text(4)), row.integer(5));
    });
}

Result<DailyReport> make_report(sqlite3& db, Date day, const Policy& policy, const std::vector<std::string>& queries) {
    DailyReport report{day, policy.report_end(plus_days(day, -1)), policy.report_end(day), {}};
    Snapshot sql(db);
    CountsByPlace places;
    for (const auto& counts : queries) add(sql, counts, report, places);
    for (const std::string_view counts : {envelope_counts, problem_counts}) add(sql, counts, report, places);
    for (auto& [place, counts] : places) {
        const auto& [district, street, community] = place;
        report.communities.push_back({district, street, community, std::move(counts)});
    }
    return sql.result(std::move(report));
}

}  // namespace

Result<DailyReport> report_of_day(sqlite3& db, Date day, const Policy& policy) {
    const auto updates =
        fmt::format("SELECT id, {} FROM case_updates WHERE (SELECT updates_apply FROM ledger)", case_columns);
    return make_report(db, day, policy, {counts_set_aside(), counts_of(updates)});
}

Result<DailyReport> report_counted_anew(sqlite3& db, Date day, const Policy& policy) {
    return make_report(db, day, policy, {counts_of(cases_in_any_order_sql())});
}

}  // namespace kiosk
