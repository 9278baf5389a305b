#include "kiosk/doctor/space.h"

#include <filesystem>

#include <fmt/format.h>

#include "kiosk/ledger/ballast.h"

namespace kiosk {
namespace {

constexpr std::int64_t least_space = 64 * 1024 * 1024;  // bytes; some days of tickets and a large import's log
constexpr std::int64_t tickets_of_a_day = 999;

}  // namespace

Space look_at_space(const std::string& ledger_path) {
    const auto room = room_beside(ledger_path), held = Ballast(ledger_path).held();
    return {room, held, tickets_in(room + held), takes_more_files(ledger_path)};
}

Finding judge_space(const Space& space, const std::string& ledger_path) {
    const auto state = fmt::format("{} MB free for the ledger, and {} MB kept for tickets beside it: {} tickets fit",
                                   space.room >> 20, space.held >> 20, space.tickets);
    if (!space.more_files)
        return wrong("disk", state + "; but no more files", "df -i names the disk; remove files that nobody needs");
    if (space.room >= least_space && space.tickets >= tickets_of_a_day) return good("disk", state);
    const auto folder = std::filesystem::path(ledger_path).parent_path().string();
    return wrong("disk", state, "free some space in " + (folder.empty() ? "this folder" : folder));
}

}  // namespace kiosk
