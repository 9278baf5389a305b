#include "kiosk/custody/bags.h"

#include <fmt/format.h>

#include "kiosk/ledger/stored_time.h"

namespace kiosk {
namespace {

constexpr std::string_view bag_columns =
    "SELECT id, number, envelope, district, street, community, level, homeward, (SELECT count(*) FROM bag_cases WHERE "
    "bag_id = bags.id AND inside = 1) FROM bags ";

StoredBag to_bag(const Statement& row) {
    StoredBag stored{row.integer(0), {}};
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

Result<std::optional<StoredBag>> find_bag(sqlite3& db, std::string_view number) {
    auto statement = Statement::prepare(db, fmt::format("{} WHERE number = ?1", bag_columns));
    if (!statement) return statement.error();
    const auto row = statement->bind(1, number).step();
    if (!row) return row.error();
    if (!*row) return std::optional<StoredBag>{};
    return std::optional{to_bag(*statement)};
}

Result<StoredBag> insert_bag(sqlite3& db, const Bag& bag, Wall begun_at) {
    auto statement =
        Statement::prepare(db,
                           "INSERT INTO bags (number, envelope, district, street, community, level, homeward, begun_at) "
                           "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    if (!statement) return statement.error();
    statement->bind(1, bag.number).bind(2, std::int64_t{bag.envelope}).bind(3, bag.district).bind(4, bag.street);
    statement->bind(5, bag.community).bind(6, name(bag.at)).bind(7, std::int64_t{bag.homeward});
    if (const auto done = statement->bind(8, to_number(begun_at)).run(); !done) return done.error();
    return StoredBag{sqlite3_last_insert_rowid(&db), bag};
}

Status move_bag(sqlite3& db, const StoredBag& stored) {
    auto statement = Statement::prepare(db, "UPDATE bags SET level = ?2, homeward = ?3 WHERE id = ?1");
    if (!statement) return statement.error();
    const auto& bag = stored.bag;
    return statement->bind(1, stored.id).bind(2, name(bag.at)).bind(3, std::int64_t{bag.homeward}).run();
}

Status put_in(sqlite3& db, std::int64_t bag_id, std::int64_t case_id) {
    auto statement = Statement::prepare(db, "INSERT INTO bag_cases (bag_id, case_id, inside) VALUES (?1, ?2, 1)");
    if (!statement) return statement.error();
    return statement->bind(1, bag_id).bind(2, case_id).run();
}

Status take_out(sqlite3& db, std::int64_t case_id) {
    auto statement = Statement::prepare(db, "UPDATE bag_cases SET inside = 0 WHERE case_id = ?1 AND inside = 1");
    if (!statement) return statement.error();
    return statement->bind(1, case_id).run();
}

Result<std::vector<std::string>> refused_in(sqlite3& db, std::int64_t bag_id) {
    auto statement =
        Statement::prepare(db,
                           "SELECT key FROM bag_cases JOIN cases ON id = case_id WHERE bag_id = ?1 AND inside = "
                           "1 AND stage = 'refused' ORDER BY key");
    if (!statement) return statement.error();
    statement->bind(1, bag_id);
    return texts(*statement);
}

Status take_all_out(sqlite3& db, std::int64_t bag_id) {
    auto statement = Statement::prepare(db, "UPDATE bag_cases SET inside = 0 WHERE bag_id = ?1 AND inside = 1");
    if (!statement) return statement.error();
    return statement->bind(1, bag_id).run();
}

Result<std::optional<std::string>> bag_of_case(sqlite3& db, std::int64_t case_id) {
    auto statement = Statement::prepare(
        db, "SELECT number FROM bags WHERE id = (SELECT bag_id FROM bag_cases WHERE case_id = ?1 AND inside = 1)");
    if (!statement) return statement.error();
    const auto row = statement->bind(1, case_id).step();
    if (!row) return row.error();
    if (!*row) return std::optional<std::string>{};
    return std::optional{std::string(statement->text(0))};
}

Result<std::optional<std::string>> came_home_in(sqlite3& db, std::int64_t case_id) {
    auto statement = Statement::prepare(
        db,
        "SELECT number FROM bag_cases JOIN bags ON bags.id = bag_id WHERE case_id = ?1 AND homeward = 1 AND level = "
        "'community' AND NOT EXISTS (SELECT 1 FROM custody WHERE case_id = ?1 AND kind = 'left_behind' AND bag_id = "
        "bags.id)");
    if (!statement) return statement.error();
    const auto row = statement->bind(1, case_id).step();
    if (!row) return row.error();
    if (!*row) return std::optional<std::string>{};
    return std::optional{std::string(statement->text(0))};
}

Result<std::vector<std::int64_t>> packed_cases(sqlite3& db, std::int64_t bag_id) {
    auto statement = Statement::prepare(db, "SELECT case_id FROM bag_cases WHERE bag_id = ?1 ORDER BY case_id");
    if (!statement) return statement.error();
    statement->bind(1, bag_id);
    return integers(*statement);
}

Status set_stage_in(sqlite3& db, std::int64_t bag_id, Stage stage, Wall at) {
    std::string before;
    for (auto from = Stage::collected; from <= Stage::served; from = static_cast<Stage>(static_cast<int>(from) + 1)) {
        if (may_follow(from, stage)) before += fmt::format("{}'{}'", before.empty() ? "" : ", ", name(from));
    }
    auto statement = Statement::prepare(
        db, fmt::format("UPDATE cases SET stage = ?2, stage_at = ?3 WHERE id IN (SELECT case_id FROM bag_cases WHERE bag_id "
                        "= ?1 AND inside = 1) AND stage IN ({})",
                        before));
    if (!statement) return statement.error();
    return statement->bind(1, bag_id).bind(2, name(stage)).bind(3, to_number(at)).run();
}

Status set_stage(sqlite3& db, std::int64_t case_id, Stage stage, Wall at, std::string_view refusal) {
    auto statement = Statement::prepare(db, "UPDATE cases SET stage = ?2, stage_at = ?3, refusal = ?4 WHERE id = ?1");
    if (!statement) return statement.error();
    return statement->bind(1, case_id).bind(2, name(stage)).bind(3, to_number(at)).bind(4, refusal).run();
}

Result<BagRule> BagRule::open(sqlite3& db) {
    auto find = Statement::prepare(
        db, "SELECT number, level, homeward FROM bag_cases JOIN bags ON bags.id = bag_id WHERE case_id = ?1 AND inside = 1");
    if (!find) return find.error();
    return BagRule(*std::move(find));
}

Result<std::optional<std::string>> BagRule::forbids(std::int64_t case_id, Stage to) {
    const ResetLater reset_later(find_);
    const auto row = find_.bind(1, case_id).step();
    if (!row) return row.error();
    const bool told_by_maker = to == Stage::made || to == Stage::refused;
    if (!*row || (told_by_maker && find_.text(1) == name(Level::maker))) return std::optional<std::string>{};
    return std::optional{
        fmt::format("cannot be {}: the card is in bag {}, whose hand-overs tell its stage", name(to), find_.text(0))};
}

}  // namespace kiosk
