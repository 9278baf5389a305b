#include "kiosk/page/writer.h"
#include "kiosk/wording/wording.h"

namespace kiosk {
namespace {

// After closing, the next time; when all numbers are out, the next day.
std::optional<LocalTime> next_chance(NoTicket why, Wall now, const Policy& policy) {
    auto from = local_time(now, policy.utc_offset);
    if (why == NoTicket::all_given_out) from = {plus_days(from.date, 1), std::chrono::minutes{0}};
    return policy.next_opening(from);
}

}  // namespace

void PageWriter::write(const NoTicketToday& phase) {
    title(phase.why == NoTicket::closed ? tr.say("The counter is closed now") : tr.say("All numbers for today are taken"),
          Icon::clock);
    if (const auto next = next_chance(phase.why, state_.now.wall, policy_))
        advice(tr.say("Please come again: {}, from {}.", day_words(next->date, tr), clock_text(next->of_day)));
    if (!tr(policy_.hotline).empty()) text(tr.say("Questions? Call {}.", tr(policy_.hotline)));
    done();
}

}  // namespace kiosk
