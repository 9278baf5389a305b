#include "kiosk/ledger/case_days.h"

namespace kiosk {
namespace {

constexpr std::size_t most_known = 20000;  // places; a city has about as many communities

PlaceId find_or_add(Sql& sql, const CaseView& view) {
    const auto find = [&] {
        return sql
            .query("SELECT id FROM places WHERE district = ?1 AND street = ?2 AND community = ?3", view.district,
                   view.street, view.community)
            .first(first_integer);
    };
    if (const auto known = find()) return PlaceId{*known};
    sql.run("INSERT INTO places (district, street, community) VALUES (?1, ?2, ?3)", view.district, view.street,
            view.community);
    return PlaceId{sql.last_id()};
}

std::optional<DayEntry> day_of_stage(const CaseView& view, CaseId id, PlaceId place) {
    if (view.stage < Stage::ready) return DayEntry{DayKind::awaited, to_number(view.promised_by), place, id};
    const bool counts = view.stage == Stage::handed_out || view.stage == Stage::refused;
    if (!counts || !view.stage_at) return std::nullopt;
    const auto kind = view.stage == Stage::refused ? DayKind::refused : DayKind::handed_out;
    return DayEntry{kind, to_number(*view.stage_at), place, id};
}

}  // namespace

CaseDays days_of(const CaseView& view, CaseId id, PlaceId place) {
    return {{DayKind::collected, to_number(view.handed_in), place, id}, day_of_stage(view, id, place)};
}

void add_days(Sql& sql, CaseId id) {
    sql.run(
        "INSERT OR IGNORE INTO places (district, street, community) SELECT district, street, community FROM cases WHERE id "
        "= "
        "?1",
        id);
    sql.run("INSERT INTO case_days SELECT kind, at, place, id FROM days_of_cases WHERE id = ?1", id);
}

PlaceId Places::number_of(Sql& sql, const CaseView& view) {
    name_.clear();
    for (const auto* part : {&view.district, &view.street, &view.community}) (name_ += *part) += '\n';
    if (const auto found = known_.find(name_); found != known_.end()) return found->second;
    if (known_.size() >= most_known) known_.clear();  // so that memory stays small, whatever the file holds
    return known_.emplace(name_, find_or_add(sql, view)).first->second;
}

}  // namespace kiosk
