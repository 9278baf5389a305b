#include "kiosk/ledger/custody_rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/ledger/custody_turn.h"
#include "kiosk/ledger/stored_time.h"

namespace kiosk {
namespace {

// Where a card of that stage is that no bag tells of; nullopt: not on its way.
std::optional<Bag> whereabouts(const ProblemPlace& whose, Stage stage) {
    Bag bag{{}, stage == Stage::refused, whose.district, whose.street, whose.community, Level::maker, false, 0};
    if (bag.envelope || stage == Stage::made) return bag;
    for (const bool homeward : {false, true}) {
        for (const auto level : {Level::community, Level::street, Level::district, Level::maker}) {
            bag.at = level;
            bag.homeward = homeward;
            if (!bag.opened() && !(homeward && level == Level::maker) && stage_in(bag) == stage) return bag;
        }
    }
    return std::nullopt;
}

bool same_place(const Bag& a, const Bag& b) {
    return a.at == b.at && a.homeward == b.homeward && a.envelope == b.envelope && a.district == b.district &&
           a.street == b.street && a.community == b.community;
}

// Where the trouble is, as far as anything is known of it.
Result<ProblemPlace> place_of(const CustodyTarget& target, const ToldEvent& told) {
    const auto bag = find_bag(target.db, told.bag);
    if (!bag) return bag.error();
    if (*bag) return ProblemPlace{(*bag)->bag.district, (*bag)->bag.street, (*bag)->bag.community};
    if (told.kind == CustodyKind::packed || told.kind == CustodyKind::refused)
        return ProblemPlace{told.district, told.street, told.community};
    if (told.case_keys.empty()) return ProblemPlace{};
    auto stored = target.cases.by_key(told.case_keys.front());
    if (!stored) return stored.error();
    if (!*stored) return ProblemPlace{};
    auto& view = (*stored)->record.view;
    return ProblemPlace{view.district, view.street, view.community};
}

Result<std::vector<StoredCase>> cases_told(const CustodyTarget& target, const ToldEvent& told) {
    std::vector<StoredCase> found;
    for (const auto& key : told.case_keys) {
        auto stored = known_case(target.cases, key);
        if (!stored) return stored.error();
        found.push_back(*std::move(stored));
    }
    return found;
}

Error one_by_one() { return refused("refused cards go back one by one, each in an envelope with a number of its own"); }
Error not_whole() { return refused("what was told of it is not whole"); }

// A case that another office has imported otherwise is where the bag is: the log counts.
Status bring_to_bag(sqlite3& db, const Bag& bag, const std::vector<StoredCase>& cases, Wall at) {
    const auto stage = stage_in(bag);
    for (const auto& one : cases) {
        const auto& view = one.record.view;
        const bool made_there = bag.at == Level::maker && (view.stage == Stage::made || view.stage == Stage::refused);
        if (view.stage == stage || made_there) continue;
        if (const auto set = set_stage(db, one.id, stage, at, bag.envelope ? view.refusal : ""); !set) return set;
    }
    return Done{};
}

// Whether the log itself lets the card be where it is said to have been. The stage does not tell: it may be behind here, or
// ahead. `done`: packed, refused.
Status was_there(sqlite3& db, const StoredCase& one, Stage stage, std::string_view done) {
    const auto& key = one.record.view.key;
    const auto home = came_home_in(db, one.id);
    if (!home) return home.error();
    if (*home) return refused(fmt::format("case {}: came home in bag {}, so its card cannot be {}", key, **home, done));
    const auto out = find_event(db, out_name(key));
    if (!out) return out.error();
    if (*out) return refused(fmt::format("case {}: was handed out, so its card cannot be {}", key, done));
    const auto left = left_behind_at(db, one.id);
    if (!left) return left.error();
    if (!*left) return Done{};
    const auto before = before_move({}, (*left)->from, (*left)->to);
    const auto stage_then = stage_in(before);  // an import may have brought it on
    if (stage_then == stage || before.at == Level::maker || may_follow(stage_then, stage)) return Done{};
    return refused(fmt::format("case {}: stayed behind at the {}", key, name(before.at)));
}

// As bag_for, of what was told.
Result<Bag> bag_told(sqlite3& db, const std::vector<StoredCase>& cases, const ToldEvent& told) {
    for (const auto& one : cases) {
        if (const auto free = in_no_bag(db, one); !free) return free.error();
        if (const auto there = was_there(db, one, *told.stage, "packed"); !there) return there.error();
    }
    auto bag = whereabouts({told.district, told.street, told.community}, *told.stage);
    if (!bag || told.to != bag->at) return not_whole();
    if (bag->envelope && cases.size() > 1) return one_by_one();
    bag->number = told.bag;
    return *std::move(bag);
}

Result<std::int64_t> enact_packing(const CustodyTarget& target, const ToldEvent& told) {
    const auto cases = cases_told(target, told);
    if (!cases) return cases.error();
    if (cases->empty() || !told.stage) return not_whole();
    const auto known = find_bag(target.db, told.bag);
    if (!known) return known.error();
    if (*known) return bag_number_taken(told.bag);
    const auto bag = bag_told(target.db, *cases, told);
    if (!bag) return bag.error();
    const auto row = write_packing(target.db, told, *cases, *bag);
    if (!row) return row.error();
    if (const auto brought = bring_to_bag(target.db, *bag, *cases, told.at); !brought) return brought.error();
    return row;
}

Result<std::int64_t> enact_hand_over(const CustodyTarget& target, const ToldEvent& told) {
    if (!told.given || !told.taken || !told.listed) return not_whole();
    auto stored = stored_bag(target.db, told.bag);
    if (!stored) return stored.error();
    if (const auto wrong = wrong_way(stored->bag, *told.from, *told.to)) return *wrong;
    return write_hand_over(target, told, *std::move(stored));
}

// Its bag, if it is in one, must be at the maker.
Status may_be_refused(sqlite3& db, const StoredCase& stored, const std::string& envelope) {
    const auto& view = stored.record.view;
    const auto in = bag_of_case(db, stored.id);
    if (!in) return in.error();
    if (*in) {
        const auto bag = stored_bag(db, **in);
        if (!bag) return bag.error();
        if (bag->bag.envelope) return refused(fmt::format("case {}: was refused before, in envelope {}", view.key, **in));
        if (bag->bag.at != Level::maker)
            return refused(fmt::format("case {}: its card is in bag {}, at the {}", view.key, **in, name(bag->bag.at)));
    } else if (const auto there = was_there(db, stored, Stage::at_maker, "refused"); !there) {
        return there.error();
    }
    const auto before = find_event(db, refuse_name(view.key));
    if (!before) return before.error();
    if (*before) return refused(fmt::format("case {}: was refused before, in envelope {}", view.key, (*before)->bag));
    return envelope_is_free(db, envelope);
}

Result<std::int64_t> enact_refusal(const CustodyTarget& target, const ToldEvent& told) {
    const auto cases = cases_told(target, told);
    if (!cases) return cases.error();
    if (cases->size() != 1 || told.bag.empty() || told.to != Level::maker) return not_whole();
    const auto may = may_be_refused(target.db, cases->front(), told.bag);
    if (!may) return may.error();
    return write_refusal(target.db, told, cases->front());
}

Result<std::int64_t> enact_hand_out(const CustodyTarget& target, const ToldEvent& told) {
    const auto cases = cases_told(target, told);
    if (!cases) return cases.error();
    const bool at_the_end = told.stage == Stage::handed_out || told.stage == Stage::refused_handed_back;
    if (cases->size() != 1 || !at_the_end) return not_whole();
    const auto& view = cases->front().record.view;
    const auto in = bag_of_case(target.db, cases->front().id);
    if (!in) return in.error();
    if (*in) return refused(fmt::format("case {}: its card is in bag {}", view.key, **in));
    const auto before = find_event(target.db, told.event);
    if (!before) return before.error();
    if (*before) return refused(fmt::format("case {}: was handed out before", view.key));
    return write_hand_out(target.db, told, cases->front());
}

Result<std::int64_t> enact_closing(const CustodyTarget& target, const ToldEvent& told) {
    const auto about = row_of_closing(target.db, told);
    if (!about) return about.error();
    return write_closing(target, told, *about);
}

}  // namespace

Result<StoredBag> stored_bag(sqlite3& db, const std::string& number) {
    auto found = find_bag(db, number);
    if (!found) return found.error();
    if (!*found)
        return Error{Fault::not_found, fmt::format("bag {}: the ledger does not know it; it was never packed", number)};
    return **std::move(found);
}

Result<Bag> bag_for(sqlite3& db, const std::vector<StoredCase>& cases, const std::string& number) {
    std::optional<Bag> bag;
    for (const auto& one : cases) {
        const auto& view = one.record.view;
        if (const auto free = in_no_bag(db, one); !free) return free.error();
        const auto here = whereabouts({view.district, view.street, view.community}, view.stage);
        if (!here) return refused(fmt::format("case {}: is {}, so its card cannot be packed", view.key, name(view.stage)));
        if (bag && !same_place(*bag, *here))
            return refused(
                fmt::format("case {}: its card is not of the same community and at the same place as that of {}; "
                            "a bag holds the cards of one",
                            view.key, cases.front().record.view.key));
        bag = here;
    }
    if (bag->envelope && cases.size() > 1) return one_by_one();
    bag->number = number;
    return *std::move(bag);
}

Bag before_move(Bag bag, Level from, Level to) {
    bag.at = from;
    bag.homeward = from != Level::maker && to < from;
    return bag;
}

Status in_no_bag(sqlite3& db, const StoredCase& one) {
    const auto in = bag_of_case(db, one.id);
    if (!in) return in.error();
    if (*in) return refused(fmt::format("case {}: its card is in bag {} already", one.record.view.key, **in));
    return Done{};
}

Status envelope_is_free(sqlite3& db, const std::string& number) {
    const auto taken = find_bag(db, number);
    if (!taken) return taken.error();
    if (*taken) return refused(fmt::format("envelope {}: that number is in use already", number));
    return Done{};
}

Error bag_number_taken(const std::string& number) {
    return refused(fmt::format("bag {}: that number is in use already, for other cards", number));
}

std::optional<Error> wrong_way(const Bag& bag, Level from, Level to) {
    const auto next = next_level(bag);
    if (!next)
        return refused(fmt::format("bag {}: came home and was opened; its cards are handed out one by one", bag.number));
    if (bag.at != from)
        return refused(fmt::format("bag {}: is at the {}, not at the {}", bag.number, name(bag.at), name(from)));
    if (to != *next)
        return refused(fmt::format("bag {}: goes from the {} to the {} now, not to the {}", bag.number, name(from),
                                   name(*next), name(to)));
    return std::nullopt;
}

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

Result<std::int64_t> enact(const CustodyTarget& target, const ToldEvent& told) {
    if (!well_named(told)) return refused("its name is not that of what was told");
    switch (told.kind) {
        case CustodyKind::packed:
            return enact_packing(target, told);
        case CustodyKind::handed_over:
            return enact_hand_over(target, told);
        case CustodyKind::refused:
            return enact_refusal(target, told);
        case CustodyKind::handed_out:
            return enact_hand_out(target, told);
        case CustodyKind::closed:
            return enact_closing(target, told);
        case CustodyKind::left_behind:
            break;
    }
    return not_whole();
}

// A problem that is closed twice is closed, unless the second names cards that stayed behind.
Result<std::int64_t> keep_forbidden(const CustodyTarget& target, const ToldEvent& told, const std::string& verdict) {
    const auto row = insert_forbidden(target.db, told, verdict);
    if (!row || (told.kind == CustodyKind::closed && told.case_keys.empty())) return row;
    const auto place = place_of(target, told);
    if (!place) return place.error();
    if (const auto opened = open_problem(target.db, *row, *place, told.at); !opened) return opened.error();
    return row;
}

std::string told_otherwise(const CustodyEvent& first) {
    return fmt::format("that hand-over was told before, with {} given and {} taken", first.given.value_or(0),
                       first.taken.value_or(0));
}

std::string problem_name(const LogRow& row) {
    return row.verdict ? fmt::format("{} @{}", row.told.event, to_number(row.told.at)) : row.told.event;
}

}  // namespace kiosk
