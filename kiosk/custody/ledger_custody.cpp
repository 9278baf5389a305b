#include "kiosk/custody/ledger_custody.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/custody/bags.h"
#include "kiosk/custody/close.h"
#include "kiosk/custody/enact.h"
#include "kiosk/custody/log.h"
#include "kiosk/custody/report_store.h"
#include "kiosk/custody/rules.h"
#include "kiosk/custody/text.h"
#include "kiosk/custody/turn.h"
#include "kiosk/custody/write.h"

namespace kiosk {
namespace {

Result<std::vector<StoredCase>> cases_of(CaseStore& cases, const Packing& packing) {
    if (packing.case_keys.empty()) return Error{Fault::malformed, "a bag is packed with one card at least"};
    if (std::ssize(packing.case_keys) > most_cards)
        return Error{Fault::malformed, fmt::format("a bag holds {} cards at the most", most_cards)};
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

std::vector<std::int64_t> ids_of(const std::vector<StoredCase>& cases) {
    std::vector<std::int64_t> ids;
    ids.reserve(cases.size());
    for (const auto& one : cases) ids.push_back(one.id);
    return ids;
}

std::vector<std::string> keys_of(const std::vector<StoredCase>& cases) {
    std::vector<std::string> keys;
    keys.reserve(cases.size());
    for (const auto& one : cases) keys.push_back(one.record.view.key);
    std::ranges::sort(keys);
    return keys;
}

Result<CustodyAnswer> answer_of(sqlite3& db, const std::string& number, bool before, std::optional<std::int64_t> problem) {
    const auto stored = stored_bag(db, number);
    if (!stored) return stored.error();
    return CustodyAnswer{before, problem, {}, stored->bag, stage_in(stored->bag)};
}

// The bag has its number already: packed with these very cards it is the same packing, told again.
Result<CustodyAnswer> packed_before(sqlite3& db, const StoredBag& stored, const std::vector<StoredCase>& cases) {
    const auto packed = packed_cases(db, stored.id);
    if (!packed) return packed.error();
    const auto event = find_event(db, pack_name(stored.bag.number));
    if (!event) return event.error();
    if (*event && *packed == ids_of(cases)) return answer_of(db, stored.bag.number, true, std::nullopt);
    return bag_number_taken(stored.bag.number);
}

// What was written counts; only then has its problem the number that all offices know.
Result<CustodyAnswer> finish(CustodyTurn& turn, sqlite3& db, std::int64_t row, Result<CustodyAnswer> answer) {
    if (!answer) return answer;
    if (const auto committed = turn.commit(); !committed) return committed.error();
    const auto problem = number_of_problem(db, row);
    if (!problem) return problem.error();
    answer->problem = *problem;
    return answer;
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

// The same step of the same bag: only the same counts are the same hand-over. Of another office's the other counts are not
// refused: they were counted, and a problem stays open until it is known who is right.
Result<CustodyAnswer> handed_over_before(CustodyTurn& turn, const CustodyTarget& target, const CustodyEvent& event,
                                         const ToldEvent& told) {
    if (event.given == told.given && event.taken == told.taken) return answer_of(target.db, told.bag, true, event.problem);
    if (event.own)
        return refused(fmt::format("bag {}: {}; what was told stays, and a mistake in it is written into its problem",
                                   told.bag, told_otherwise(event)));
    const auto rows = rows_of_event(target.db, told.event);
    if (!rows) return rows.error();
    const auto again = std::ranges::find_if(*rows, [&](const LogRow& row) { return same_content(row.told, told); });
    auto answer = answer_of(target.db, told.bag, true, {});
    if (answer) answer->against = told_otherwise(event);
    if (again != rows->end()) return finish(turn, target.db, again->id, std::move(answer));
    auto kept = told;
    kept.listed = event.listed;
    const auto row = keep_forbidden(target, kept, told_otherwise(event));
    if (!row) return row.error();
    return finish(turn, target.db, *row, std::move(answer));
}

Result<CustodyAnswer> hand_over_known(const CustodyTarget& target, const HandOver& known, const ToldEvent& told) {
    auto turn = CustodyTurn::begin(target);
    if (!turn) return turn.error();
    const auto stored = stored_bag(target.db, told.bag);
    if (!stored) return stored.error();
    const auto& bag = stored->bag;
    for (const auto& party : {known.from, known.to}) {
        if (const auto wrong = wrong_name(bag, party)) return *wrong;
    }
    const auto before = find_event(target.db, told.event);
    if (!before) return before.error();
    if (*before) return handed_over_before(*turn, target, **before, told);
    if (const auto wrong = wrong_way(bag, known.from.level, known.to.level)) return *wrong;
    const auto listed = with_list(target.db, *stored, told);
    if (!listed) return listed.error();
    const auto row = write_hand_over(target, *listed, *stored);
    if (!row) return row.error();
    return finish(*turn, target.db, *row, answer_of(target.db, told.bag, false, {}));
}

// Whether the card is where it can be refused, and the envelope is free.
Status may_refuse(sqlite3& db, const StoredCase& stored, const std::string& envelope) {
    const auto& view = stored.record.view;
    if (view.stage != Stage::at_maker)
        return refused(fmt::format("case {}: is {}, not at the maker, who alone refuses cards", view.key, name(view.stage)));
    return envelope_is_free(db, envelope);
}

Result<CustodyAnswer> refuse_known(const CustodyTarget& target, ToldEvent told) {
    auto turn = CustodyTurn::begin(target);
    if (!turn) return turn.error();
    const auto& key = told.case_keys.front();
    const auto stored = known_case(target.cases, key);
    if (!stored) return stored.error();
    const auto before = find_event(target.db, told.event);
    if (!before) return before.error();
    if (*before) {
        if ((*before)->bag == told.bag && (*before)->reason == told.reason)
            return answer_of(target.db, told.bag, true, std::nullopt);
        return refused(
            fmt::format("case {}: was refused before, for {}, in envelope {}", key, (*before)->reason, (*before)->bag));
    }
    if (const auto may = may_refuse(target.db, *stored, told.bag); !may) return may.error();
    const auto& view = stored->record.view;
    told.district = view.district;
    told.street = view.street;
    told.community = view.community;
    const auto row = write_refusal(target.db, told, *stored);
    if (!row) return row.error();
    return finish(*turn, target.db, *row, answer_of(target.db, told.bag, false, {}));
}

Result<CustodyAnswer> hand_out_known(const CustodyTarget& target, ToldEvent told) {
    auto turn = CustodyTurn::begin(target);
    if (!turn) return turn.error();
    const auto& key = told.case_keys.front();
    const auto stored = known_case(target.cases, key);
    if (!stored) return stored.error();
    const auto& view = stored->record.view;
    const auto before = find_event(target.db, told.event);
    if (!before) return before.error();
    if (*before) return CustodyAnswer{true, {}, {}, {}, view.stage};
    const bool new_card = view.stage == Stage::ready;
    if (!new_card && view.stage != Stage::refused_at_community)
        return refused(fmt::format("case {}: is {}, so there is no card to hand out", key, name(view.stage)));
    told.stage = new_card ? Stage::handed_out : Stage::refused_handed_back;
    const auto row = write_hand_out(target.db, told, *stored);
    if (!row) return row.error();
    return finish(*turn, target.db, *row, CustodyAnswer{false, {}, {}, {}, *told.stage});
}

Result<Closing> checked_closing(const Closing& told) {
    auto reason = free_text("reason", told.reason);
    if (!reason) return reason.error();
    auto who = free_text("who", told.who);
    if (!who) return who.error();
    Closing known{told.problem, *std::move(reason), *std::move(who), {}};
    for (const auto& text : told.left_behind) {
        auto key = case_key(text);
        if (!key) return key.error();
        known.left_behind.push_back(*std::move(key));
    }
    std::ranges::sort(known.left_behind);
    return known;
}

Result<LogRow> row_of_open_problem(sqlite3& db, std::int64_t number) {
    if (number == 0)
        return refused("a problem has a number when the other offices have been told of it; it is closed by that");
    const auto found = find_problem(db, number);
    if (!found) return found.error();
    if (!*found) return Error{Fault::not_found, fmt::format("problem {}: there is none of that number", number)};
    if ((*found)->closed_at)
        return refused(
            fmt::format("problem {}: was closed before, by {}: {}", number, (*found)->closed_by, (*found)->reason));
    const auto row = row_of_problem(db, number);
    if (!row) return row.error();
    return log_row(db, *row);
}

}  // namespace

Result<CustodyAnswer> LedgerCustody::pack(const Packing& packing, Wall now) {
    const auto number = bag_number(packing.bag);
    if (!number) return number.error();
    auto who = free_text("who", packing.who);
    if (!who) return who.error();
    auto turn = CustodyTurn::begin(target_);
    if (!turn) return turn.error();
    auto& db = target_.db;
    const auto cases = cases_of(target_.cases, packing);
    if (!cases) return cases.error();
    const auto before = find_bag(db, *number);
    if (!before) return before.error();
    if (*before) return packed_before(db, **before, *cases);
    const auto bag = bag_for(db, *cases, *number);
    if (!bag) return bag.error();
    ToldEvent told{pack_name(*number), CustodyKind::packed, now, *std::move(who), *number, keys_of(*cases)};
    told.to = bag->at;
    told.listed = static_cast<std::int64_t>(cases->size());
    told.stage = stage_in(*bag);
    told.district = bag->district;
    told.street = bag->street;
    told.community = bag->community;
    if (bag->envelope) told.since = cases->front().record.view.stage_at;
    const auto row = write_packing(db, told, *cases, *bag);
    if (!row) return row.error();
    return finish(*turn, db, *row, answer_of(db, *number, false, {}));
}

Result<CustodyAnswer> LedgerCustody::hand_over(const HandOver& told, Wall now) {
    const auto number = bag_number(told.bag);
    if (!number) return number.error();
    auto who = free_text("who", told.who);
    if (!who) return who.error();
    for (const int count : {told.given, told.taken}) {
        if (auto wrong = wrong_count(count)) return *wrong;
    }
    const auto from = told.from.level, to = told.to.level;
    return hand_over_known(target_, told,
                           {move_name(*number, from, to),
                            CustodyKind::handed_over,
                            now,
                            *std::move(who),
                            *number,
                            {},
                            from,
                            to,
                            told.given,
                            told.taken});
}

Result<CustodyAnswer> LedgerCustody::refuse_card(const Refusal& told, const Policy& policy, Wall now) {
    const auto key = case_key(told.case_key);
    if (!key) return key.error();
    const auto envelope = bag_number(told.envelope);
    if (!envelope) return envelope.error();
    auto who = free_text("who", told.who);
    if (!who) return who.error();
    const auto known = std::ranges::find(policy.refusals, told.reason, &RefusalReason::code);
    if (known == policy.refusals.end())
        return refused(fmt::format("the policy has no reason of this name for a refusal: {}", told.reason));
    ToldEvent event{refuse_name(*key), CustodyKind::refused, now, *std::move(who), *envelope, {*key}};
    event.to = Level::maker;
    event.reason = told.reason;
    return refuse_known(target_, event);
}

Result<CustodyAnswer> LedgerCustody::hand_out(const HandOut& told, Wall now) {
    const auto key = case_key(told.case_key);
    if (!key) return key.error();
    auto who = free_text("who", told.who);
    if (!who) return who.error();
    return hand_out_known(target_, {out_name(*key), CustodyKind::handed_out, now, *std::move(who), {}, {*key}});
}

Result<Problem> LedgerCustody::close_problem(const Closing& closing, Wall now) {
    const auto known = checked_closing(closing);
    if (!known) return known.error();
    auto turn = CustodyTurn::begin(target_);
    if (!turn) return turn.error();
    const auto about = row_of_open_problem(target_.db, known->problem);
    if (!about) return about.error();
    ToldEvent told{
        "close " + problem_name(*about), CustodyKind::closed, now, known->who, about->told.bag, known->left_behind};
    told.reason = known->reason;
    if (const auto row = write_closing(target_, told, *about); !row) return row.error();
    if (const auto committed = turn->commit(); !committed) return committed.error();
    auto after = find_problem(target_.db, known->problem);
    if (!after) return after.error();
    return **std::move(after);
}

Result<Bag> LedgerCustody::bag(const std::string& number) {
    const auto normal = bag_number(number);
    if (!normal) return normal.error();
    const auto stored = stored_bag(target_.db, *normal);
    if (!stored) return stored.error();
    return stored->bag;
}

Result<std::vector<Problem>> LedgerCustody::problems(bool closed_too) { return all_problems(target_.db, closed_too); }

Status LedgerCustody::each_event(Wall from, Wall to, const std::function<Status(const CustodyEvent&)>& use) {
    return each_event_of(target_.db, from, to, use);
}

Result<DailyReport> LedgerCustody::report(Date day, const Policy& policy) { return report_of_day(target_.db, day, policy); }

}  // namespace kiosk
