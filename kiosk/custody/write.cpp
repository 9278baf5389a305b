#include "kiosk/custody/write.h"

#include "kiosk/custody/rules.h"

namespace kiosk {

ToldEvent with_list(Sql& sql, const StoredBag& stored, ToldEvent told) {
    const auto& bag = stored.bag;
    told.case_keys.clear();
    if (bag.at == Level::maker && !bag.envelope) told.case_keys = refused_in(sql, stored.id);
    told.listed = bag.cards - static_cast<int>(told.case_keys.size());
    return told;
}

LogId write_packing(Sql& sql, const ToldEvent& told, const std::vector<StoredCase>& cases, const Bag& bag) {
    const auto made = insert_bag(sql, bag, told.since.value_or(told.at));
    for (const auto& one : cases) put_in(sql, made.id, one.id);
    return insert_event(sql, told, {made.id, {}});
}

LogId write_hand_over(Sql& sql, const ToldEvent& told, StoredBag stored) {
    auto& bag = stored.bag;
    for (const auto& key : told.case_keys) {
        const auto one = known_case(sql, key);
        if (bag_of_case(sql, one.id) == bag.number) take_out(sql, one.id);
    }
    const auto row = insert_event(sql, told, {stored.id, {}});
    bag.homeward = bag.homeward || bag.at == Level::maker;
    bag.at = *told.to;
    move_bag(sql, stored);
    set_stage_in(sql, stored.id, stage_in(bag), told.at);
    if (bag.opened()) take_all_out(sql, stored.id);
    const bool agreed = told.given == told.taken && told.taken == told.listed;
    if (!agreed) open_problem(sql, row, {bag.district, bag.street, bag.community}, told.at);
    return row;
}

LogId write_refusal(Sql& sql, const ToldEvent& told, const StoredCase& stored) {
    take_out(sql, stored.id);
    const Bag envelope{told.bag, true, told.district, told.street, told.community, Level::maker, false, 1};
    const auto made = insert_bag(sql, envelope, told.at);
    put_in(sql, made.id, stored.id);
    const auto row = insert_event(sql, told, {made.id, stored.id});
    set_stage(sql, stored.id, Stage::refused, told.at, told.reason);
    return row;
}

LogId write_hand_out(Sql& sql, const ToldEvent& told, const StoredCase& stored) {
    const auto& view = stored.record.view;
    const auto row = insert_event(sql, told, {{}, stored.id});
    if (view.stage == *told.stage || may_follow(*told.stage, view.stage)) return row;
    set_stage(sql, stored.id, *told.stage, told.at, is_refused(*told.stage) ? view.refusal : std::string{});
    return row;
}

}  // namespace kiosk
