#include "kiosk/custody/close.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/custody/bags.h"
#include "kiosk/custody/rules.h"

namespace kiosk {
namespace {

std::string left_event(const std::string& key, const std::string& bag) { return fmt::format("left {} {}", key, bag); }

// Whether the card is in the bag, or came home in it and has not been left behind.
bool came_in(Sql& sql, const StoredCase& stored, const StoredBag& bag) {
    const auto packed = packed_cases(sql, bag.id);
    const auto inside = bag_of_case(sql, stored.id);
    const bool here = inside ? *inside == bag.bag.number : bag.bag.opened();
    const bool left = find_event(sql, left_event(stored.record.view.key, bag.bag.number)).has_value();
    return here && !left && !bag.bag.envelope && std::ranges::binary_search(packed, stored.id) &&
           stored.record.view.stage == stage_in(bag.bag);
}

// Records that the card was never in the bag at the hand-over, so that it is still where the bag came from.
void leave_behind(Sql& sql, const std::string& key, const CustodyRecord& moved, const CustodyRecord& closing,
                  LogId closing_row) {
    const auto stored = known_case(sql, key);
    const auto bag = known_bag(sql, moved.bag);
    if (!came_in(sql, stored, bag))
        return refuse(sql,
                      fmt::format("case {}: its card is not in bag {}, so it cannot have stayed behind", key, moved.bag));
    take_out(sql, stored.id);
    insert_event(sql,
                 {left_event(key, moved.bag),
                  CustodyKind::left_behind,
                  closing.at,
                  closing.who,
                  moved.bag,
                  {key},
                  moved.from,
                  moved.to},
                 {bag.id, stored.id, closing_row});
    set_stage(sql, stored.id, stage_in(before_move(bag.bag, *moved.from, *moved.to)), closing.at,
              stored.record.view.refusal);
}

}  // namespace

LogRow row_of_closing(Sql& sql, const CustodyRecord& record) {
    const auto about = record.event.substr(std::min(record.event.find(' ') + 1, record.event.size()));
    auto rows = rows_of_event(sql, about.substr(0, about.rfind(" @")));
    const auto found = std::ranges::find(rows, about, problem_name);
    if (found == rows.end()) {
        refuse(sql, "what was told is the closing of a problem that there is not");
        return {};
    }
    if (found->record.bag != record.bag) refuse(sql, "what was told is the closing of a problem of another bag");
    return std::move(*found);
}

LogId write_closing(Sql& sql, const CustodyRecord& record, const LogRow& about) {
    const bool moved = about.record.kind == CustodyKind::handed_over && about.record.from && about.record.to;
    if (!record.case_keys.empty() && !moved)
        refuse(sql, fmt::format("{}: cards stay behind at a hand-over only", record.event));
    if (const auto before = find_event(sql, record.event))
        refuse(sql, fmt::format("it was closed before, by {}: {}", before->who, before->reason));
    const auto row = insert_event(sql, record, {});
    if (sql.failed()) return row;
    for (const auto& key : record.case_keys) leave_behind(sql, key, about.record, record, row);
    mark_closed(sql, about.id, record.reason, record.who, record.at);
    return row;
}

}  // namespace kiosk
