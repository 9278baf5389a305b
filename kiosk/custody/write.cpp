#include "kiosk/custody/write.h"

#include "kiosk/custody/log.h"
#include "kiosk/custody/turn.h"

namespace kiosk {

Result<ToldEvent> with_list(sqlite3& db, const StoredBag& stored, ToldEvent told) {
    const auto& bag = stored.bag;
    told.case_keys.clear();
    if (bag.at == Level::maker && !bag.envelope) {
        auto keys = refused_in(db, stored.id);
        if (!keys) return keys.error();
        told.case_keys = *std::move(keys);
    }
    told.listed = bag.cards - static_cast<int>(told.case_keys.size());
    return told;
}

Result<std::int64_t> write_packing(sqlite3& db, const ToldEvent& told, const std::vector<StoredCase>& cases,
                                   const Bag& bag) {
    const auto made = insert_bag(db, bag, told.since.value_or(told.at));
    if (!made) return made.error();
    for (const auto& one : cases) {
        if (const auto put = put_in(db, made->id, one.id); !put) return put.error();
    }
    return insert_event(db, told, {made->id, {}});
}

Result<std::int64_t> write_hand_over(const CustodyTarget& target, const ToldEvent& told, StoredBag stored) {
    auto& db = target.db;
    auto& bag = stored.bag;
    for (const auto& key : told.case_keys) {
        const auto one = known_case(target.cases, key);
        if (!one) return one.error();
        const auto in = bag_of_case(db, one->id);
        if (!in) return in.error();
        if (*in != bag.number) continue;
        if (const auto out = take_out(db, one->id); !out) return out.error();
    }
    const auto row = insert_event(db, told, {stored.id, {}});
    if (!row) return row;
    bag.homeward = bag.homeward || bag.at == Level::maker;
    bag.at = *told.to;
    if (const auto moved = move_bag(db, stored); !moved) return moved.error();
    if (const auto set = set_stage_in(db, stored.id, stage_in(bag), told.at); !set) return set.error();
    if (bag.opened()) {
        if (const auto out = take_all_out(db, stored.id); !out) return out.error();
    }
    if (told.given == told.taken && told.taken == told.listed) return row;
    const auto opened = open_problem(db, *row, {bag.district, bag.street, bag.community}, told.at);
    if (!opened) return opened.error();
    return row;
}

Result<std::int64_t> write_refusal(sqlite3& db, const ToldEvent& told, const StoredCase& stored) {
    if (const auto out = take_out(db, stored.id); !out) return out.error();
    const Bag envelope{told.bag, true, told.district, told.street, told.community, Level::maker, false, 1};
    const auto made = insert_bag(db, envelope, told.at);
    if (!made) return made.error();
    if (const auto put = put_in(db, made->id, stored.id); !put) return put.error();
    const auto row = insert_event(db, told, {made->id, stored.id});
    if (!row) return row;
    if (const auto set = set_stage(db, stored.id, Stage::refused, told.at, told.reason); !set) return set.error();
    return row;
}

Result<std::int64_t> write_hand_out(sqlite3& db, const ToldEvent& told, const StoredCase& stored) {
    const auto& view = stored.record.view;
    const auto row = insert_event(db, told, {{}, stored.id});
    if (!row || view.stage == *told.stage || may_follow(*told.stage, view.stage)) return row;
    const auto refusal = is_refused(*told.stage) ? view.refusal : std::string{};
    if (const auto set = set_stage(db, stored.id, *told.stage, told.at, refusal); !set) return set.error();
    return row;
}

}  // namespace kiosk
