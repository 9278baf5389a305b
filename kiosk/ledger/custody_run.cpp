#include "kiosk/ledger/custody_run.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/ledger/custody_store.h"
#include "kiosk/ledger/custody_text.h"
#include "kiosk/ledger/custody_turn.h"

namespace kiosk {
namespace {

constexpr int most_cards = 100'000;  // that a person would count

Result<StoredBag> stored_bag(sqlite3& db, const std::string& number) {
    auto found = find_bag(db, number);
    if (!found) return found.error();
    if (!*found)
        return Error{Fault::not_found, fmt::format("bag {}: the ledger does not know it; it was never packed", number)};
    return **std::move(found);
}

// Where a card is that no bag tells of; nullopt: not on its way.
std::optional<Bag> whereabouts(const CaseView& view) {
    Bag bag{{}, view.stage == Stage::refused, view.district, view.street, view.community, Level::maker, false, 0};
    if (bag.envelope || view.stage == Stage::made) return bag;
    for (const bool homeward : {false, true}) {
        for (const auto level : {Level::community, Level::street, Level::district, Level::maker}) {
            bag.at = level;
            bag.homeward = homeward;
            if (!bag.opened() && !(homeward && level == Level::maker) && stage_in(bag) == view.stage) return bag;
        }
    }
    return std::nullopt;
}

Result<std::vector<StoredCase>> cases_of(CaseStore& cases, const Packing& packing) {
    if (packing.case_keys.empty()) return Error{Fault::malformed, "a bag is packed with one card at least"};
    std::vector<StoredCase> found;
    for (const auto& text : packing.case_keys) {
        const auto key = case_key(text);
        if (!key) return key.error();
        auto stored = known_case(cases, *key);
        if (!stored) return stored.error();
        found.push_back(*std::move(stored));
    }
    std::ranges::sort(found, {}, &StoredCase::id);
    const auto twice = std::ranges::adjacent_find(found, {}, &StoredCase::id);
    if (twice != found.end()) return refused(fmt::format("case {}: is named twice", twice->record.view.key));
    return found;
}

bool same_place(const Bag& a, const Bag& b) {
    return a.at == b.at && a.homeward == b.homeward && a.envelope == b.envelope && a.district == b.district &&
           a.street == b.street && a.community == b.community;
}

// The bag that these cards are for.
Result<Bag> bag_for(sqlite3& db, const std::vector<StoredCase>& cases, const std::string& number) {
    std::optional<Bag> bag;
    for (const auto& one : cases) {
        const auto& view = one.record.view;
        const auto in = bag_of_case(db, one.id);
        if (!in) return in.error();
        if (*in) return refused(fmt::format("case {}: its card is in bag {} already", view.key, **in));
        const auto here = whereabouts(view);
        if (!here) return refused(fmt::format("case {}: is {}, so its card cannot be packed", view.key, name(view.stage)));
        if (bag && !same_place(*bag, *here))
            return refused(
                fmt::format("case {}: its card is not of the same community and at the same place as that of {}; "
                            "a bag holds the cards of one",
                            view.key, cases.front().record.view.key));
        bag = here;
    }
    if (bag->envelope && cases.size() > 1)
        return refused("refused cards go back one by one, each in an envelope with a number of its own");
    bag->number = number;
    return *std::move(bag);
}

std::vector<std::int64_t> ids_of(const std::vector<StoredCase>& cases) {
    std::vector<std::int64_t> ids;
    ids.reserve(cases.size());
    for (const auto& one : cases) ids.push_back(one.id);
    return ids;
}

Result<CustodyAnswer> answer_of(sqlite3& db, const std::string& number, bool before, std::optional<std::int64_t> problem) {
    const auto stored = stored_bag(db, number);
    if (!stored) return stored.error();
    return CustodyAnswer{before, problem, stored->bag, stage_in(stored->bag)};
}

// The bag has its number already: packed with these very cards it is the same packing, told again.
Result<CustodyAnswer> packed_before(sqlite3& db, const StoredBag& stored, const std::vector<StoredCase>& cases) {
    const auto packed = packed_cases(db, stored.id);
    if (!packed) return packed.error();
    const auto event = find_event(db, "pack " + stored.bag.number);
    if (!event) return event.error();
    if (*event && *packed == ids_of(cases)) return answer_of(db, stored.bag.number, true, std::nullopt);
    return refused(fmt::format("bag {}: that number is in use already, for other cards", stored.bag.number));
}

std::string event_of(const Bag& bag, Level to) { return fmt::format("move {} {} {}", bag.number, name(bag.at), name(to)); }

// Why the bag cannot go from one to the other.
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

std::optional<Error> wrong_name(const Bag& bag, const Party& party) {
    const auto& own = party.level == Level::community ? bag.community
                      : party.level == Level::street  ? bag.street
                                                      : bag.district;
    if (party.name.empty() || party.level == Level::maker || party.name == own) return std::nullopt;
    return refused(fmt::format("bag {}: belongs to the {} {}, not to {}", bag.number, name(party.level), own, party.name));
}

std::optional<Error> wrong_count(int count) {
    if (count >= 0 && count <= most_cards) return std::nullopt;
    return Error{Fault::malformed, fmt::format("a count is a number from 0 to {}, not {}", most_cards, count)};
}

// The same step of the same bag: only the same counts are the same hand-over.
Result<CustodyAnswer> handed_over_before(sqlite3& db, const Bag& bag, const CustodyEvent& event, const HandOver& told) {
    if (event.given == told.given && event.taken == told.taken) return answer_of(db, bag.number, true, event.problem);
    return refused(
        fmt::format("bag {}: that hand-over was told before, with {} given and {} taken; what was told stays, and "
                    "a mistake in it is written into its problem",
                    bag.number, *event.given, *event.taken));
}

// One hand-over into the tables; its problem, if there is one.
Result<std::optional<std::int64_t>> write_hand_over(sqlite3& db, StoredBag stored, const HandOver& told, Wall now) {
    auto& bag = stored.bag;
    const bool leaves_maker = bag.at == Level::maker;
    if (leaves_maker && !bag.envelope) {
        if (const auto out = take_refused_out(db, stored.id); !out) return out.error();
    }
    const auto listed = find_bag(db, bag.number);
    if (!listed) return listed.error();
    const int cards = (*listed)->bag.cards;
    const auto event = insert_event(db, {event_of(bag, told.to.level), CustodyKind::handed_over, now, told.who, stored.id,
                                         std::nullopt, told.from.level, told.to.level, told.given, told.taken, cards});
    if (!event) return event.error();
    bag.at = told.to.level;
    bag.homeward = bag.homeward || leaves_maker;
    if (const auto moved = move_bag(db, stored); !moved) return moved.error();
    if (const auto set = set_stage_in(db, stored.id, stage_in(bag), now); !set) return set.error();
    if (bag.opened()) {
        if (const auto out = take_all_out(db, stored.id); !out) return out.error();
    }
    if (told.given == told.taken && told.taken == cards) return std::optional<std::int64_t>{};
    const auto problem = open_problem(db, *event, now);
    if (!problem) return problem.error();
    return std::optional{*problem};
}

Result<CustodyAnswer> hand_over_known(const CustodyTarget& target, const std::string& number, const HandOver& told,
                                      Wall now) {
    auto turn = CustodyTurn::begin(target);
    if (!turn) return turn.error();
    const auto stored = stored_bag(target.db, number);
    if (!stored) return stored.error();
    const auto& bag = stored->bag;
    for (const auto& party : {told.from, told.to}) {
        if (const auto wrong = wrong_name(bag, party)) return *wrong;
    }
    const auto before =
        find_event(target.db, fmt::format("move {} {} {}", number, name(told.from.level), name(told.to.level)));
    if (!before) return before.error();
    if (*before) return handed_over_before(target.db, bag, **before, told);
    if (const auto wrong = wrong_way(bag, told.from.level, told.to.level)) return *wrong;
    const auto problem = write_hand_over(target.db, *stored, told, now);
    if (!problem) return problem.error();
    auto answer = answer_of(target.db, number, false, *problem);
    if (!answer) return answer;
    if (const auto committed = turn->commit(); !committed) return committed.error();
    return answer;
}

struct KnownRefusal {
    std::string key, envelope, reason, who;
};

Status write_refusal(sqlite3& db, const StoredCase& stored, const KnownRefusal& told, Wall now) {
    const auto& view = stored.record.view;
    if (const auto out = take_out(db, stored.id); !out) return out;
    const Bag envelope{told.envelope, true, view.district, view.street, view.community, Level::maker, false, 1};
    const auto made = insert_bag(db, envelope, now);
    if (!made) return made.error();
    if (const auto put = put_in(db, made->id, stored.id); !put) return put;
    const auto event = insert_event(db, {"refuse " + told.key, CustodyKind::refused, now, told.who, made->id, stored.id,
                                         std::nullopt, Level::maker, std::nullopt, std::nullopt, std::nullopt});
    if (!event) return event.error();
    return set_stage(db, stored.id, Stage::refused, now, told.reason);
}

// Whether the card is where it can be refused, and the envelope is free.
Status may_refuse(sqlite3& db, const StoredCase& stored, const std::string& envelope) {
    const auto& view = stored.record.view;
    if (view.stage != Stage::at_maker)
        return refused(fmt::format("case {}: is {}, not at the maker, who alone refuses cards", view.key, name(view.stage)));
    const auto taken = find_bag(db, envelope);
    if (!taken) return taken.error();
    if (*taken) return refused(fmt::format("envelope {}: that number is in use already", envelope));
    return Done{};
}

Result<CustodyAnswer> refuse_known(const CustodyTarget& target, const KnownRefusal& told, Wall now) {
    auto turn = CustodyTurn::begin(target);
    if (!turn) return turn.error();
    const auto stored = known_case(target.cases, told.key);
    if (!stored) return stored.error();
    const auto before = find_event(target.db, "refuse " + told.key);
    if (!before) return before.error();
    if (*before) {
        const bool same = (*before)->bag == told.envelope && stored->record.view.refusal == told.reason;
        if (same) return answer_of(target.db, told.envelope, true, std::nullopt);
        return refused(fmt::format("case {}: was refused before, for {}, in envelope {}", told.key,
                                   stored->record.view.refusal, (*before)->bag));
    }
    if (const auto may = may_refuse(target.db, *stored, told.envelope); !may) return may.error();
    if (const auto written = write_refusal(target.db, *stored, told, now); !written) return written.error();
    auto answer = answer_of(target.db, told.envelope, false, std::nullopt);
    if (!answer) return answer;
    if (const auto committed = turn->commit(); !committed) return committed.error();
    return answer;
}

Result<CustodyAnswer> hand_out_known(const CustodyTarget& target, const std::string& key, const std::string& who, Wall now) {
    auto turn = CustodyTurn::begin(target);
    if (!turn) return turn.error();
    const auto stored = known_case(target.cases, key);
    if (!stored) return stored.error();
    const auto& view = stored->record.view;
    const auto before = find_event(target.db, "out " + key);
    if (!before) return before.error();
    if (*before) return CustodyAnswer{true, {}, {}, view.stage};
    const bool new_card = view.stage == Stage::ready;
    if (!new_card && view.stage != Stage::refused_at_community)
        return refused(fmt::format("case {}: is {}, so there is no card to hand out", key, name(view.stage)));
    const auto after = new_card ? Stage::handed_out : Stage::refused_handed_back;
    const auto event =
        insert_event(target.db, {"out " + key, CustodyKind::handed_out, now, who, {}, stored->id, {}, {}, {}, {}, {}});
    if (!event) return event.error();
    if (const auto set = set_stage(target.db, stored->id, after, now, view.refusal); !set) return set.error();
    if (const auto committed = turn->commit(); !committed) return committed.error();
    return CustodyAnswer{false, {}, {}, after};
}

}  // namespace

Result<CustodyAnswer> run_packing(const CustodyTarget& target, const Packing& packing, Wall now) {
    const auto number = bag_number(packing.bag);
    if (!number) return number.error();
    const auto who = free_text("who", packing.who);
    if (!who) return who.error();
    auto turn = CustodyTurn::begin(target);
    if (!turn) return turn.error();
    auto& db = target.db;
    const auto cases = cases_of(target.cases, packing);
    if (!cases) return cases.error();
    const auto before = find_bag(db, *number);
    if (!before) return before.error();
    if (*before) return packed_before(db, **before, *cases);
    const auto bag = bag_for(db, *cases, *number);
    if (!bag) return bag.error();
    const auto& first = cases->front().record.view;
    const auto made = insert_bag(db, *bag, bag->envelope ? first.stage_at.value_or(now) : now);
    if (!made) return made.error();
    for (const auto& one : *cases) {
        if (const auto put = put_in(db, made->id, one.id); !put) return put.error();
    }
    const auto cards = static_cast<std::int64_t>(cases->size());
    const auto event =
        insert_event(db, {"pack " + *number, CustodyKind::packed, now, *who, made->id, {}, {}, bag->at, {}, {}, cards});
    if (!event) return event.error();
    auto answer = answer_of(db, *number, false, {});
    if (!answer) return answer;
    if (const auto committed = turn->commit(); !committed) return committed.error();
    return answer;
}

Result<CustodyAnswer> run_hand_over(const CustodyTarget& target, const HandOver& told, Wall now) {
    const auto number = bag_number(told.bag);
    if (!number) return number.error();
    auto who = free_text("who", told.who);
    if (!who) return who.error();
    for (const int count : {told.given, told.taken}) {
        if (auto wrong = wrong_count(count)) return *wrong;
    }
    HandOver known = told;
    known.who = *std::move(who);
    return hand_over_known(target, *number, known, now);
}

Result<CustodyAnswer> run_refusal(const CustodyTarget& target, const Refusal& told, const Policy& policy, Wall now) {
    const auto key = case_key(told.case_key);
    if (!key) return key.error();
    const auto envelope = bag_number(told.envelope);
    if (!envelope) return envelope.error();
    const auto who = free_text("who", told.who);
    if (!who) return who.error();
    const auto known = std::ranges::find(policy.refusals, told.reason, &RefusalReason::code);
    if (known == policy.refusals.end())
        return refused(fmt::format("the policy has no reason of this name for a refusal: {}", told.reason));
    return refuse_known(target, {*key, *envelope, told.reason, *who}, now);
}

Result<CustodyAnswer> run_hand_out(const CustodyTarget& target, const HandOut& told, Wall now) {
    const auto key = case_key(told.case_key);
    if (!key) return key.error();
    const auto who = free_text("who", told.who);
    if (!who) return who.error();
    return hand_out_known(target, *key, *who, now);
}

Result<Bag> known_bag(sqlite3& db, const std::string& number) {
    const auto normal = bag_number(number);
    if (!normal) return normal.error();
    const auto stored = stored_bag(db, *normal);
    if (!stored) return stored.error();
    return stored->bag;
}

}  // namespace kiosk
