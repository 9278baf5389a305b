#include "kiosk/custody/write.h"

#include "kiosk/custody/rules.h"

namespace kiosk {

CustodyRecord with_list(Sql& sql, const StoredBag& stored, CustodyRecord record) {
    const auto& bag = stored.bag;
    record.case_keys.clear();
    if (bag.at == Level::maker && !bag.envelope) record.case_keys = refused_in(sql, stored.id);
    record.listed = bag.cards - static_cast<int>(record.case_keys.size());
    return record;
}

LogId write_packing(Sql& sql, const CustodyRecord& record, const std::vector<StoredCase>& cases, const Bag& bag) {
    const auto made = insert_bag(sql, bag, record.since.value_or(record.at));
    for (const auto& one : cases) put_in(sql, made.id, one.id);
    return insert_event(sql, record, {made.id, {}});
}

LogId write_hand_over(Sql& sql, const CustodyRecord& record, StoredBag stored) {
    auto& bag = stored.bag;
    for (const auto& key : record.case_keys) {
        const auto one = known_case(sql, key);
        if (bag_of_case(sql, one.id) == bag.number) take_out(sql, one.id);
    }
    const auto row = insert_event(sql, record, {stored.id, {}});
    bag.homeward = bag.homeward || bag.at == Level::maker;
    bag.at = *record.to;
    move_bag(sql, stored);
    set_stage_in(sql, stored.id, stage_in(bag), record.at);
    if (bag.opened()) take_all_out(sql, stored.id);
    const bool agreed = record.given == record.taken && record.taken == record.listed;
    if (!agreed) open_problem(sql, row, {bag.district, bag.street, bag.community}, record.at);
    return row;
}

LogId write_refusal(Sql& sql, const CustodyRecord& record, const StoredCase& stored) {
    take_out(sql, stored.id);
    const Bag envelope{record.bag, true, record.district, record.street, record.community, Level::maker, false, 1};
    const auto made = insert_bag(sql, envelope, record.at);
    put_in(sql, made.id, stored.id);
    const auto row = insert_event(sql, record, {made.id, stored.id});
    set_stage(sql, stored.id, Stage::refused, record.at, record.reason);
    return row;
}

LogId write_hand_out(Sql& sql, const CustodyRecord& record, const StoredCase& stored) {
    const auto& view = stored.record.view;
    const auto row = insert_event(sql, record, {{}, stored.id});
    if (view.stage == *record.stage || may_follow(*record.stage, view.stage)) return row;
    set_stage(sql, stored.id, *record.stage, record.at, is_refused(*record.stage) ? view.refusal : std::string{});
    return row;
}

}  // namespace kiosk
