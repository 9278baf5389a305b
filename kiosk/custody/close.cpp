#include "kiosk/custody/close.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/custody/bags.h"
#include "kiosk/custody/rules.h"
#include "kiosk/custody/turn.h"

namespace kiosk {
namespace {

std::string left_event(const std::string& key, const std::string& bag) { return fmt::format("left {} {}", key, bag); }

// Whether the card is in that bag, or came home in it.
Result<bool> came_in(sqlite3& db, const StoredCase& stored, const StoredBag& bag) {
    const auto packed = packed_cases(db, bag.id);
    if (!packed) return packed.error();
    const auto inside = bag_of_case(db, stored.id);
    if (!inside) return inside.error();
    const auto left = find_event(db, left_event(stored.record.view.key, bag.bag.number));
    if (!left) return left.error();
    const bool here = *inside ? **inside == bag.bag.number : bag.bag.opened();
    return here && !*left && !bag.bag.envelope && std::ranges::binary_search(*packed, stored.id) &&
           stored.record.view.stage == stage_in(bag.bag);
}

// A card that was never in the bag when it was handed over: it is where the bag came from.
Status leave_behind(const CustodyTarget& target, const std::string& key, const ToldEvent& moved, const ToldEvent& closing,
                    std::int64_t closing_row) {
    auto& db = target.db;
    const auto stored = known_case(target.cases, key);
    if (!stored) return stored.error();
    const auto bag = stored_bag(db, moved.bag);
    if (!bag) return bag.error();
    const auto in = came_in(db, *stored, *bag);
    if (!in) return in.error();
    if (!*in)
        return refused(fmt::format("case {}: its card is not in bag {}, so it cannot have stayed behind", key, moved.bag));
    if (const auto out = take_out(db, stored->id); !out) return out;
    const auto row = insert_event(db,
                                  {left_event(key, moved.bag),
                                   CustodyKind::left_behind,
                                   closing.at,
                                   closing.who,
                                   moved.bag,
                                   {key},
                                   moved.from,
                                   moved.to},
                                  {bag->id, stored->id, closing_row});
    if (!row) return row.error();
    return set_stage(db, stored->id, stage_in(before_move(bag->bag, *moved.from, *moved.to)), closing.at,
                     stored->record.view.refusal);
}

}  // namespace

Result<LogRow> row_of_closing(sqlite3& db, const ToldEvent& told) {
    const auto about = told.event.substr(std::min(told.event.find(' ') + 1, told.event.size()));
    const auto rows = rows_of_event(db, about.substr(0, about.rfind(" @")));
    if (!rows) return rows.error();
    const auto found = std::ranges::find(*rows, about, problem_name);
    if (found == rows->end()) return refused("what was told is the closing of a problem that there is not");
    if (found->told.bag != told.bag) return refused("what was told is the closing of a problem of another bag");
    return *found;
}

Result<std::int64_t> write_closing(const CustodyTarget& target, const ToldEvent& told, const LogRow& about) {
    const bool moved = about.told.kind == CustodyKind::handed_over && about.told.from && about.told.to;
    if (!told.case_keys.empty() && !moved)
        return refused(fmt::format("{}: cards stay behind at a hand-over only", told.event));
    const auto before = find_event(target.db, told.event);
    if (!before) return before.error();
    if (*before) return refused(fmt::format("it was closed before, by {}: {}", (*before)->who, (*before)->reason));
    const auto row = insert_event(target.db, told, {});
    if (!row) return row;
    for (const auto& key : told.case_keys) {
        if (const auto left = leave_behind(target, key, about.told, told, *row); !left) return left.error();
    }
    const auto closed = mark_closed(target.db, about.id, told.reason, told.who, told.at);
    if (!closed) return closed.error();
    return row;
}

}  // namespace kiosk
