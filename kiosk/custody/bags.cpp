#include "kiosk/custody/bags.h"

#include <fmt/format.h>

namespace kiosk {
namespace {

StoredBag to_bag(const Statement& row) {
    StoredBag stored{BagId{row.integer(0)}, {}};
    auto& bag = stored.bag;
    bag.number = row.text(1);
    bag.envelope = row.integer(2) != 0;
    bag.district = row.text(3);
    bag.street = row.text(4);
    bag.community = row.text(5);
    bag.at = parse_level(row.text(6)).value_or(Level::community);
    bag.homeward = row.integer(7) != 0;
    bag.cards = static_cast<int>(row.integer(8));
    return stored;
}

}  // namespace

std::optional<StoredBag> find_bag(Sql& sql, std::string_view number) {
    return sql
        .query(
            "SELECT id, number, envelope, district, street, community, level, homeward, (SELECT count(*) FROM bag_cases "
            "WHERE bag_id = bags.id AND inside = 1) FROM bags WHERE number = ?1",
            number)
        .first(to_bag);
}

StoredBag insert_bag(Sql& sql, const Bag& bag, Wall begun_at) {
    sql.run(
        "INSERT INTO bags (number, envelope, district, street, community, level, homeward, begun_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        bag.number, bag.envelope, bag.district, bag.street, bag.community, bag.at, bag.homeward, begun_at);
    return {BagId{sql.last_id()}, bag};
}

void move_bag(Sql& sql, const StoredBag& stored) {
    sql.run("UPDATE bags SET level = ?2, homeward = ?3 WHERE id = ?1", stored.id, stored.bag.at, stored.bag.homeward);
}

void put_in(Sql& sql, BagId bag, CaseId case_id) {
    sql.run("INSERT INTO bag_cases (bag_id, case_id, inside) VALUES (?1, ?2, 1)", bag, case_id);
}

void take_out(Sql& sql, CaseId case_id) {
    sql.run("UPDATE bag_cases SET inside = 0 WHERE case_id = ?1 AND inside = 1", case_id);
}

std::vector<std::string> refused_in(Sql& sql, BagId bag) {
    return sql
        .query(
            "SELECT key FROM bag_cases JOIN cases ON id = case_id WHERE bag_id = ?1 AND inside = 1 AND stage = 'refused' "
            "ORDER BY key",
            bag)
        .all(first_text);
}

void take_all_out(Sql& sql, BagId bag) { sql.run("UPDATE bag_cases SET inside = 0 WHERE bag_id = ?1 AND inside = 1", bag); }

std::optional<std::string> bag_of_case(Sql& sql, CaseId case_id) {
    return sql
        .query("SELECT number FROM bags WHERE id = (SELECT bag_id FROM bag_cases WHERE case_id = ?1 AND inside = 1)",
               case_id)
        .first(first_text);
}

std::optional<std::string> came_home_in(Sql& sql, CaseId case_id) {
    return sql
        .query(
            "SELECT number FROM bag_cases JOIN bags ON bags.id = bag_id WHERE case_id = ?1 AND homeward = 1 AND level = "
            "'community' AND NOT EXISTS (SELECT 1 FROM custody WHERE case_id = ?1 AND kind = 'left_behind' AND bag_id = "
            "bags.id)",
            case_id)
        .first(first_text);
}

std::vector<CaseId> packed_cases(Sql& sql, BagId bag) {
    return sql.query("SELECT case_id FROM bag_cases WHERE bag_id = ?1 ORDER BY case_id", bag).all([](const Statement& row) {
        return CaseId{row.integer(0)};
    });
}

void set_stage_in(Sql& sql, BagId bag, Stage stage, Wall at) {
    std::string before;
    for (auto from = Stage::collected; from <= Stage::served; from = static_cast<Stage>(static_cast<int>(from) + 1)) {
        if (may_follow(from, stage)) before += fmt::format("{}'{}'", before.empty() ? "" : ", ", name(from));
    }
    sql.run(fmt::format("UPDATE cases SET stage = ?2, stage_at = ?3 WHERE id IN (SELECT case_id FROM bag_cases WHERE bag_id "
                        "= ?1 AND inside = 1) AND stage IN ({})",
                        before),
            bag, stage, at);
}

void set_stage(Sql& sql, CaseId case_id, Stage stage, Wall at, std::string_view refusal) {
    sql.run("UPDATE cases SET stage = ?2, stage_at = ?3, refusal = ?4 WHERE id = ?1", case_id, stage, at, refusal);
}

std::optional<std::string> forbidden_by_bag(Sql& sql, CaseId case_id, Stage to) {
    const auto bag = sql.query(
                            "SELECT number, level FROM bag_cases JOIN bags ON bags.id = bag_id WHERE case_id = ?1 AND "
                            "inside = 1",
                            case_id)
                         .first([](const Statement& row) {
                             return std::pair{std::string(row.text(0)), parse_level(row.text(1))};
                         });
    const bool reported_by_maker = to == Stage::made || to == Stage::refused;
    if (!bag || (reported_by_maker && bag->second == Level::maker)) return std::nullopt;
    return fmt::format("cannot be {}: the card is in bag {}, whose hand-overs tell its stage", name(to), bag->first);
}

}  // namespace kiosk
