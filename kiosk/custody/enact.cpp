#include "kiosk/custody/enact.h"

#include <fmt/format.h>

#include "kiosk/custody/bags.h"
#include "kiosk/custody/close.h"
#include "kiosk/custody/rules.h"
#include "kiosk/custody/write.h"

namespace kiosk {
namespace {

// The place whose cards the event concerns, as far as this ledger knows it.
ProblemPlace place_of(Sql& sql, const CustodyRecord& record) {
    if (const auto known = find_bag(sql, record.bag)) return {known->bag.district, known->bag.street, known->bag.community};
    if (record.kind == CustodyKind::packed || record.kind == CustodyKind::refused)
        return {record.district, record.street, record.community};
    const auto stored = record.case_keys.empty() ? std::nullopt : case_by_key(sql, record.case_keys.front());
    if (!stored) return {};
    const auto& view = stored->record.view;
    return {view.district, view.street, view.community};
}

std::vector<StoredCase> cases_named(Sql& sql, const CustodyRecord& record) {
    std::vector<StoredCase> found;
    found.reserve(record.case_keys.size());
    for (const auto& key : record.case_keys) found.push_back(known_case(sql, key));
    return found;
}

LogId not_whole(Sql& sql) {
    refuse(sql, "what was told of it is not whole");
    return {};
}

// Gives the cases the stage of their bag. An import may have given them another stage here, but the shared log decides.
void bring_to_bag(Sql& sql, const Bag& bag, const std::vector<StoredCase>& cases, Wall at) {
    const auto stage = stage_in(bag);
    for (const auto& one : cases) {
        const auto& view = one.record.view;
        const bool made_there = bag.at == Level::maker && (view.stage == Stage::made || view.stage == Stage::refused);
        if (view.stage != stage && !made_there) set_stage(sql, one.id, stage, at, bag.envelope ? view.refusal : "");
    }
}

// Refuses unless the log allows the card to have been at `stage`. The card's stage in this ledger proves nothing: it may be
// behind the event or ahead of it. `done` names the event: packed, refused.
void must_have_been_there(Sql& sql, const StoredCase& one, Stage stage, std::string_view done) {
    const auto& key = one.record.view.key;
    if (const auto home = came_home_in(sql, one.id))
        refuse(sql, fmt::format("case {}: came home in bag {}, so its card cannot be {}", key, *home, done));
    if (find_event(sql, out_name(key)))
        refuse(sql, fmt::format("case {}: was handed out, so its card cannot be {}", key, done));
    const auto left = left_behind_at(sql, one.id);
    if (!left) return;
    const auto before = before_move({}, left->from, left->to);
    const auto stage_then = stage_in(before);  // an import may have moved the card on since
    if (stage_then == stage || before.at == Level::maker || may_follow(stage_then, stage)) return;
    refuse(sql, fmt::format("case {}: stayed behind at the {}", key, name(before.at)));
}

// Checks a packing of the log as bag_for checks a new one, and gives its bag. nullopt: the event names another place than
// its stage does.
std::optional<Bag> bag_named(Sql& sql, const std::vector<StoredCase>& cases, const CustodyRecord& record) {
    for (const auto& one : cases) {
        must_be_in_no_bag(sql, one);
        must_have_been_there(sql, one, *record.stage, "packed");
    }
    auto bag = whereabouts({record.district, record.street, record.community}, *record.stage);
    if (!bag || record.to != bag->at) return std::nullopt;
    if (bag->envelope) must_be_alone(sql, cases);
    bag->number = record.bag;
    return bag;
}

LogId enact_packing(Sql& sql, const CustodyRecord& record) {
    const auto cases = cases_named(sql, record);
    if (cases.empty() || !record.stage) return not_whole(sql);
    if (find_bag(sql, record.bag)) sql.fail(bag_number_taken(record.bag));
    const auto bag = bag_named(sql, cases, record);
    if (!bag) return not_whole(sql);
    const auto row = write_packing(sql, record, cases, *bag);
    bring_to_bag(sql, *bag, cases, record.at);
    return row;
}

LogId enact_hand_over(Sql& sql, const CustodyRecord& record) {
    if (!record.given || !record.taken || !record.listed) return not_whole(sql);
    const auto stored = known_bag(sql, record.bag);
    must_go(sql, stored.bag, *record.from, *record.to);
    return write_hand_over(sql, record, stored);
}

// Refuses unless the card is at the maker: in a bag that is there, or in no bag and there by the log.
void must_be_at_maker(Sql& sql, const StoredCase& stored) {
    const auto& key = stored.record.view.key;
    const auto in = bag_of_case(sql, stored.id);
    if (!in) return must_have_been_there(sql, stored, Stage::at_maker, "refused");
    const auto bag = known_bag(sql, *in).bag;
    if (bag.envelope) refuse(sql, fmt::format("case {}: was refused before, in envelope {}", key, *in));
    if (bag.at != Level::maker)
        refuse(sql, fmt::format("case {}: its card is in bag {}, at the {}", key, *in, name(bag.at)));
}

LogId enact_refusal(Sql& sql, const CustodyRecord& record) {
    const auto cases = cases_named(sql, record);
    if (cases.size() != 1 || record.bag.empty() || record.to != Level::maker) return not_whole(sql);
    must_be_at_maker(sql, cases.front());
    const auto& key = cases.front().record.view.key;
    if (const auto before = find_event(sql, refuse_name(key)))
        refuse(sql, fmt::format("case {}: was refused before, in envelope {}", key, before->bag));
    must_be_free(sql, record.bag);
    return write_refusal(sql, record, cases.front());
}

LogId enact_hand_out(Sql& sql, const CustodyRecord& record) {
    const auto cases = cases_named(sql, record);
    const bool at_the_end = record.stage == Stage::handed_out || record.stage == Stage::refused_handed_back;
    if (cases.size() != 1 || !at_the_end) return not_whole(sql);
    const auto& key = cases.front().record.view.key;
    if (const auto in = bag_of_case(sql, cases.front().id))
        refuse(sql, fmt::format("case {}: its card is in bag {}", key, *in));
    if (find_event(sql, record.event)) refuse(sql, fmt::format("case {}: was handed out before", key));
    return write_hand_out(sql, record, cases.front());
}

}  // namespace

LogId enact(Sql& sql, const CustodyRecord& record) {
    if (!well_named(record)) refuse(sql, "its name is not that of what was told");
    if (sql.failed()) return {};
    switch (record.kind) {
        case CustodyKind::packed:
            return enact_packing(sql, record);
        case CustodyKind::handed_over:
            return enact_hand_over(sql, record);
        case CustodyKind::refused:
            return enact_refusal(sql, record);
        case CustodyKind::handed_out:
            return enact_hand_out(sql, record);
        case CustodyKind::closed:
            return write_closing(sql, record, row_of_closing(sql, record));
        case CustodyKind::left_behind:
            break;
    }
    return not_whole(sql);
}

// Keeps an event that the rules forbid, and opens a problem about it. A second closing of a problem opens none, unless it
// names cards that stayed behind.
LogId keep_forbidden(Sql& sql, const CustodyRecord& record, const std::string& verdict) {
    const auto row = insert_forbidden(sql, record, verdict);
    const bool closed = record.kind == CustodyKind::closed && record.case_keys.empty();
    if (!closed) open_problem(sql, row, place_of(sql, record), record.at);
    return row;
}

std::string counted_otherwise(const CustodyEvent& first) {
    return fmt::format("that hand-over was told before, with {} given and {} taken", first.given.value_or(0),
                       first.taken.value_or(0));
}

}  // namespace kiosk
