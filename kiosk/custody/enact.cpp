#include "kiosk/custody/enact.h"

#include <fmt/format.h>

#include "kiosk/custody/bags.h"
#include "kiosk/custody/close.h"
#include "kiosk/custody/log.h"
#include "kiosk/custody/rules.h"
#include "kiosk/custody/turn.h"
#include "kiosk/custody/write.h"

namespace kiosk {
namespace {

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

}  // namespace kiosk
