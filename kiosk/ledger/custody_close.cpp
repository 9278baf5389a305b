// Closing a problem: why the counts did not match, and which cards had stayed behind.
#include <algorithm>

#include <fmt/format.h>

#include "kiosk/ledger/custody_store.h"
#include "kiosk/ledger/custody_text.h"
#include "kiosk/ledger/custody_turn.h"

namespace kiosk {
namespace {

std::string left_event(const StoredCase& stored, const StoredBag& bag) {
    return fmt::format("left {} {}", stored.record.view.key, bag.bag.number);
}

// The bag as it was with those who handed it over.
Bag before_hand_over(const Bag& bag, const CustodyEvent& event) {
    Bag before = bag;
    before.at = *event.from;
    before.homeward = *event.from != Level::maker && *event.to < *event.from;
    return before;
}

// Whether the card is in that bag, or came home in it.
Result<bool> came_in(sqlite3& db, const StoredCase& stored, const StoredBag& bag) {
    const auto packed = packed_cases(db, bag.id);
    if (!packed) return packed.error();
    const auto inside = bag_of_case(db, stored.id);
    if (!inside) return inside.error();
    const auto left = find_event(db, left_event(stored, bag));
    if (!left) return left.error();
    const bool here = *inside ? **inside == bag.bag.number : bag.bag.opened();
    return here && !*left && !bag.bag.envelope && std::ranges::binary_search(*packed, stored.id) &&
           stored.record.view.stage == stage_in(bag.bag);
}

// A card that was never in the bag when it was handed over: it is where the bag came from.
Status leave_behind(const CustodyTarget& target, const std::string& key, const Problem& problem, const std::string& who,
                    Wall now) {
    auto& db = target.db;
    const auto stored = known_case(target.cases, key);
    if (!stored) return stored.error();
    const auto bag = find_bag(db, problem.event.bag);
    if (!bag) return bag.error();
    const auto in = came_in(db, *stored, **bag);
    if (!in) return in.error();
    if (!*in)
        return refused(
            fmt::format("case {}: its card is not in bag {}, so it cannot have stayed behind", key, problem.event.bag));
    if (const auto out = take_out(db, stored->id); !out) return out;
    const auto event = insert_event(db, {left_event(*stored, **bag),
                                         CustodyKind::left_behind,
                                         now,
                                         who,
                                         (*bag)->id,
                                         stored->id,
                                         problem.event.from,
                                         problem.event.to,
                                         {},
                                         {},
                                         {}});
    if (!event) return event.error();
    return set_stage(db, stored->id, stage_in(before_hand_over((*bag)->bag, problem.event)), now,
                     stored->record.view.refusal);
}

Result<Closing> checked(const Closing& told) {
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
    return known;
}

Result<Problem> open_problem_of(sqlite3& db, std::int64_t number) {
    auto found = find_problem(db, number);
    if (!found) return found.error();
    if (!*found) return Error{Fault::not_found, fmt::format("problem {}: there is none of that number", number)};
    if ((*found)->closed_at)
        return refused(
            fmt::format("problem {}: was closed before, by {}: {}", number, (*found)->closed_by, (*found)->reason));
    return **std::move(found);
}

}  // namespace

Result<Problem> run_closing(const CustodyTarget& target, const Closing& told, Wall now) {
    const auto known = checked(told);
    if (!known) return known.error();
    auto turn = CustodyTurn::begin(target);
    if (!turn) return turn.error();
    const auto problem = open_problem_of(target.db, known->problem);
    if (!problem) return problem.error();
    for (const auto& key : known->left_behind) {
        if (const auto left = leave_behind(target, key, *problem, known->who, now); !left) return left.error();
    }
    const auto closed = mark_closed(target.db, known->problem, known->reason, known->who, now);
    if (!closed) return closed.error();
    auto after = find_problem(target.db, known->problem);
    if (!after) return after.error();
    if (const auto committed = turn->commit(); !committed) return committed.error();
    return **std::move(after);
}

Result<CustodyTurn> CustodyTurn::begin(const CustodyTarget& target) {
    auto lock = ImportLock::take(target.key_file, target.patience);
    if (!lock) return lock.error();
    if (const auto whole = CaseWriter::begin(target.db); !whole) return whole.error();
    auto transaction = Transaction::begin(target.db);
    if (!transaction) return transaction.error();
    return CustodyTurn(*std::move(lock), *std::move(transaction));
}

Result<StoredCase> known_case(CaseStore& cases, const std::string& key) {
    auto found = cases.by_key(key);
    if (!found) return found.error();
    if (!*found) return Error{Fault::not_found, fmt::format("case {}: the ledger has no such case", key)};
    return **std::move(found);
}

}  // namespace kiosk
