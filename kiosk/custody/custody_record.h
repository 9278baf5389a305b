#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/moment.h"
#include "kiosk/case/custody.h"

namespace kiosk {

// What happened to bags and cards, with all that it takes to do it again in another office's ledger. Nothing personal.
struct CustodyRecord {
    std::string event;  // says what happened in one line: the same line is the same event, whoever entered it
    CustodyKind kind = CustodyKind::packed;
    Wall at{};
    std::string who;
    std::string bag = {};                     // or envelope; of closed: the one that its problem is about
    std::vector<std::string> case_keys = {};  // sorted. Of handed_over: taken out at the maker; of closed: left behind
    std::optional<Level> from = {}, to = {};  // of handed_over, left_behind; packed, refused: `to` is where
    std::optional<std::int64_t> given = {}, taken = {}, listed = {};  // of handed_over; packed: listed
    std::optional<Stage> stage = {};                         // of packed: when they were; of handed_out: from then on
    std::string reason = {};                                 // of refused, closed
    std::string district = {}, street = {}, community = {};  // of packed, refused: whose cards the bag or envelope holds
    std::optional<Wall> since = {};                          // of packed, an envelope: when its card was refused
    bool operator==(const CustodyRecord&) const = default;
};
// Whether two events say the same of the same bag or case. Who entered them, the times and the lists do not count.
bool same_content(const CustodyRecord& a, const CustodyRecord& b);

inline constexpr std::int64_t most_cards = 100'000;  // that a person would count

// The line of an event.
std::string pack_name(const std::string& bag);
std::string refuse_name(const std::string& case_key);
std::string out_name(const std::string& case_key);
std::string move_name(const std::string& bag, Level from, Level to);
// Whether `event` is the line that an event of this kind, bag and cases has. The line of a closing names the problem that
// was closed, which only the log knows, so a closing counts as well named when its line has the form of one.
bool well_named(const CustodyRecord& record);

std::string in_one_line(const std::vector<std::string>& case_keys);
std::vector<std::string> case_keys_of(std::string_view line);

}  // namespace kiosk
