#include "kiosk/ledger/case_days.h"

namespace kiosk {
namespace {

constexpr std::size_t most_known = 50000;  // a city has 20,000 communities, and some reasons in each

PlaceId find_or_add(Sql& sql, const CaseView& view, const std::string& refusal) {
    const auto find = [&] {
        return sql
            .query("SELECT id FROM places WHERE district = ?1 AND street = ?2 AND community = ?3 AND refusal = ?4",
                   view.district, view.street, view.community, refusal)
            .first(first_integer);
    };
    if (const auto known = find()) return PlaceId{*known};
    sql.run("INSERT INTO places (district, street, community, refusal) VALUES (?1, ?2, ?3, ?4)", view.district, view.street,
            view.community, refusal);
    return PlaceId{sql.last_id()};
}

}  // namespace

void add_days(Sql& sql, CaseId id) {
    sql.run(
        "INSERT OR IGNORE INTO places (district, street, community, refusal) SELECT district, street, community, '' FROM "
        "cases WHERE id = ?1 UNION SELECT district, street, community, refusal FROM cases WHERE id = ?1 AND stage = "
        "'refused'",
        id);
    sql.run("INSERT INTO case_days SELECT kind, at, place, id FROM days_of_cases WHERE id = ?1", id);
}

PlaceId Places::number_of(Sql& sql, const CaseView& view, const std::string& refusal) {
    name_.clear();
    for (const auto* part : {&view.district, &view.street, &view.community, &refusal}) (name_ += *part) += '\n';
    if (const auto found = known_.find(name_); found != known_.end()) return found->second;
    if (known_.size() >= most_known) known_.clear();  // so that memory stays small, whatever the file holds
    return known_.emplace(name_, find_or_add(sql, view, refusal)).first->second;
}

CaseDays Places::days_of(Sql& sql, const CaseView& view, CaseId id) {
    const auto place = number_of(sql, view, {});
    CaseDays days{{DayKind::collected, to_number(view.handed_in), place, id}, std::nullopt};
    if (view.stage < Stage::ready)
        days.stage = {DayKind::awaited, to_number(view.promised_by), place, id};
    else if (view.stage == Stage::handed_out && view.stage_at)
        days.stage = {DayKind::handed_out, to_number(*view.stage_at), place, id};
    else if (view.stage == Stage::refused && view.stage_at)
        days.stage = {DayKind::refused, to_number(*view.stage_at), number_of(sql, view, view.refusal), id};
    return days;
}

}  // namespace kiosk
