#include "kiosk/custody/ledger_custody.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/base/first_error.h"
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

Status countable(const Packing& packing) {
    if (packing.case_keys.empty()) return Error{Fault::malformed, "a bag is packed with one card at least"};
    if (std::ssize(packing.case_keys) > most_cards)
        return Error{Fault::malformed, fmt::format("a bag holds {} cards at the most", most_cards)};
    return Done{};
}

std::vector<StoredCase> cases_of(Sql& sql, const Packing& packing) {
    sql.take(countable(packing));
    std::vector<StoredCase> found;
    for (const auto& text : packing.case_keys) {
        if (sql.failed()) return {};
        found.push_back(known_case(sql, sql.take(case_key(text))));
    }
    std::ranges::sort(found, {}, &StoredCase::id);
    const auto twice = std::ranges::adjacent_find(found, {}, &StoredCase::id);
    if (twice != found.end()) refuse(sql, fmt::format("case {}: is named twice", twice->record.view.key));
    return found;
}

std::vector<CaseId> ids_of(const std::vector<StoredCase>& cases) {
    std::vector<CaseId> ids;
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

CustodyAnswer answer_of(Sql& sql, const std::string& number, bool before, std::optional<std::int64_t> problem = {}) {
    const auto bag = known_bag(sql, number).bag;
    return {before, problem, {}, bag, stage_in(bag)};
}

// Answers a packing whose bag number is taken. If the number was taken for these very cards, it is the same packing, entered
// again.
Result<CustodyAnswer> packed_before(CustodyTurn& turn, const StoredBag& stored, const std::vector<StoredCase>& cases) {
    auto& sql = turn.sql();
    const auto& number = stored.bag.number;
    const bool same = packed_cases(sql, stored.id) == ids_of(cases);
    if (!same || !find_event(sql, pack_name(number))) sql.fail(bag_number_taken(number));
    return turn.result(answer_of(sql, number, true));
}

// Commits, and only then reads the problem's number: the commit sends the event to the shared store, which gives that
// number.
Result<CustodyAnswer> finish(CustodyTurn& turn, LogId row, CustodyAnswer answer) {
    if (const auto committed = turn.commit(); !committed) return committed.error();
    answer.problem = number_of_problem(turn.sql(), row);
    return turn.result(std::move(answer));
}

void must_belong_to(Sql& sql, const Bag& bag, const Party& party) {
    const auto& own = party.level == Level::community ? bag.community
                      : party.level == Level::street  ? bag.street
                                                      : bag.district;
    if (party.name.empty() || party.level == Level::maker || party.name == own) return;
    refuse(sql, fmt::format("bag {}: belongs to the {} {}, not to {}", bag.number, name(party.level), own, party.name));
}

Status countable(int count) {
    if (count >= 0 && count <= most_cards) return Done{};
    return Error{Fault::malformed, fmt::format("a count is a number from 0 to {}, not {}", most_cards, count)};
}

// Answers a hand-over that the log already has for this bag and step. With the same counts it is the same hand-over. Other
// counts are refused if this office entered the first ones. If another office did, both offices have counted, so the other
// counts are kept as a problem until it is known who is right.
Result<CustodyAnswer> handed_over_before(CustodyTurn& turn, const CustodyEvent& event, const CustodyRecord& record) {
    auto& sql = turn.sql();
    if (event.given == record.given && event.taken == record.taken)
        return turn.result(answer_of(sql, record.bag, true, event.problem));
    if (event.own)
        refuse(sql, fmt::format("bag {}: {}; what was told stays, and a mistake in it is written into its problem",
                                record.bag, counted_otherwise(event)));
    auto answer = answer_of(sql, record.bag, true);
    answer.against = counted_otherwise(event);
    const auto rows = rows_of_event(sql, record.event);
    const auto again = std::ranges::find_if(rows, [&](const LogRow& row) { return same_content(row.record, record); });
    if (again != rows.end()) return finish(turn, again->id, std::move(answer));
    auto kept = record;
    kept.listed = event.listed;
    return finish(turn, keep_forbidden(sql, kept, counted_otherwise(event)), std::move(answer));
}

void must_be_at_maker(Sql& sql, const CaseView& view) {
    if (view.stage == Stage::at_maker) return;
    refuse(sql, fmt::format("case {}: is {}, not at the maker, who alone refuses cards", view.key, name(view.stage)));
}

Closing checked(FirstError& given, const Closing& closing) {
    Closing known{
        closing.problem, given.take(free_text("reason", closing.reason)), given.take(free_text("who", closing.who)), {}};
    for (const auto& text : closing.left_behind) known.left_behind.push_back(given.take(case_key(text)));
    std::ranges::sort(known.left_behind);
    return known;
}

LogRow row_of_open_problem(Sql& sql, std::int64_t number) {
    if (number == 0) refuse(sql, "a problem has a number when the other offices have been told of it; it is closed by that");
    const auto found = find_problem(sql, number);
    if (!found) sql.fail({Fault::not_found, fmt::format("problem {}: there is none of that number", number)});
    if (found && found->closed_at)
        refuse(sql, fmt::format("problem {}: was closed before, by {}: {}", number, found->closed_by, found->reason));
    return row_of_problem(sql, number).value_or(LogRow{});
}

}  // namespace

Result<CustodyAnswer> LedgerCustody::pack(const Packing& packing, Wall now) {
    FirstError given;
    const auto number = given.take(bag_number(packing.bag));
    const auto who = given.take(free_text("who", packing.who));
    CustodyTurn turn(target_, given.status());
    auto& sql = turn.sql();
    const auto cases = cases_of(sql, packing);
    if (const auto before = find_bag(sql, number)) return packed_before(turn, *before, cases);
    const auto bag = bag_for(sql, cases, number);
    CustodyRecord record{pack_name(number), CustodyKind::packed, now, who, number, keys_of(cases)};
    record.to = bag.at;
    record.listed = std::ssize(cases);
    record.stage = stage_in(bag);
    record.district = bag.district;
    record.street = bag.street;
    record.community = bag.community;
    if (bag.envelope) record.since = cases.front().record.view.stage_at;
    const auto row = write_packing(sql, record, cases, bag);
    return finish(turn, row, answer_of(sql, number, false));
}

Result<CustodyAnswer> LedgerCustody::hand_over(const HandOver& hand_over, Wall now) {
    FirstError given;
    const auto number = given.take(bag_number(hand_over.bag));
    const auto who = given.take(free_text("who", hand_over.who));
    for (const int count : {hand_over.given, hand_over.taken}) given.take(countable(count));
    const auto from = hand_over.from.level, to = hand_over.to.level;
    CustodyRecord record{move_name(number, from, to), CustodyKind::handed_over, now, who, number};
    record.from = from;
    record.to = to;
    record.given = hand_over.given;
    record.taken = hand_over.taken;
    CustodyTurn turn(target_, given.status());
    auto& sql = turn.sql();
    const auto stored = known_bag(sql, number);
    must_belong_to(sql, stored.bag, hand_over.from);
    must_belong_to(sql, stored.bag, hand_over.to);
    if (const auto before = find_event(sql, record.event)) return handed_over_before(turn, *before, record);
    must_go(sql, stored.bag, from, to);
    const auto row = write_hand_over(sql, with_list(sql, stored, record), stored);
    return finish(turn, row, answer_of(sql, number, false));
}

Result<CustodyAnswer> LedgerCustody::refuse_card(const Refusal& refusal, const Policy& policy, Wall now) {
    FirstError given;
    const auto key = given.take(case_key(refusal.case_key));
    const auto envelope = given.take(bag_number(refusal.envelope));
    CustodyRecord record{
        refuse_name(key), CustodyKind::refused, now, given.take(free_text("who", refusal.who)), envelope, {key}};
    record.to = Level::maker;
    record.reason = refusal.reason;
    if (std::ranges::find(policy.refusals, refusal.reason, &RefusalReason::code) == policy.refusals.end())
        given.fail(refused(fmt::format("the policy has no reason of this name for a refusal: {}", refusal.reason)));
    CustodyTurn turn(target_, given.status());
    auto& sql = turn.sql();
    const auto stored = known_case(sql, key);
    const auto& view = stored.record.view;
    if (const auto before = find_event(sql, record.event)) {
        if (before->bag == envelope && before->reason == refusal.reason) return turn.result(answer_of(sql, envelope, true));
        refuse(sql, fmt::format("case {}: was refused before, for {}, in envelope {}", key, before->reason, before->bag));
    }
    must_be_at_maker(sql, view);
    must_be_free(sql, envelope);
    record.district = view.district;
    record.street = view.street;
    record.community = view.community;
    const auto row = write_refusal(sql, record, stored);
    return finish(turn, row, answer_of(sql, envelope, false));
}

Result<CustodyAnswer> LedgerCustody::hand_out(const HandOut& hand_out, Wall now) {
    FirstError given;
    const auto key = given.take(case_key(hand_out.case_key));
    CustodyRecord record{out_name(key), CustodyKind::handed_out, now, given.take(free_text("who", hand_out.who)), {}, {key}};
    CustodyTurn turn(target_, given.status());
    auto& sql = turn.sql();
    const auto stored = known_case(sql, key);
    const auto& view = stored.record.view;
    if (find_event(sql, record.event)) return turn.result(CustodyAnswer{true, {}, {}, {}, view.stage});
    const bool new_card = view.stage == Stage::ready;
    if (!new_card && view.stage != Stage::refused_at_community)
        refuse(sql, fmt::format("case {}: is {}, so there is no card to hand out", key, name(view.stage)));
    record.stage = new_card ? Stage::handed_out : Stage::refused_handed_back;
    const auto row = write_hand_out(sql, record, stored);
    return finish(turn, row, {false, {}, {}, {}, *record.stage});
}

Result<Problem> LedgerCustody::close_problem(const Closing& closing, Wall now) {
    FirstError given;
    const auto known = checked(given, closing);
    CustodyTurn turn(target_, given.status());
    auto& sql = turn.sql();
    const auto about = row_of_open_problem(sql, known.problem);
    CustodyRecord record{
        "close " + problem_name(about), CustodyKind::closed, now, known.who, about.record.bag, known.left_behind};
    record.reason = known.reason;
    write_closing(sql, record, about);
    if (const auto committed = turn.commit(); !committed) return committed.error();
    return turn.result(find_problem(sql, known.problem).value_or(Problem{}));
}

Result<Bag> LedgerCustody::bag(const std::string& number) {
    Sql sql(target_.db);
    const auto normal = sql.take(bag_number(number));
    return sql.result(known_bag(sql, normal).bag);
}

Result<std::vector<Problem>> LedgerCustody::problems(bool closed_too) {
    Sql sql(target_.db);
    return sql.result(all_problems(sql, closed_too));
}

Status LedgerCustody::each_event(Wall from, Wall to, const std::function<Status(const CustodyEvent&)>& use) {
    Sql sql(target_.db);
    each_event_of(sql, from, to, use);
    return sql.status();
}

Result<DailyReport> LedgerCustody::report(Date day, const Policy& policy) { return report_of_day(target_.db, day, policy); }

}  // namespace kiosk
