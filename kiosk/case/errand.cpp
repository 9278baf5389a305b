#include "kiosk/case/errand.h"

namespace kiosk {

ErrandCard errand_card(const CaseView& found, Date today) {
    ErrandCard card{.last4 = found.old_last4, .stage = found.stage, .late = is_late(found, today)};
    if (found.stage == Stage::ready) card.community = found.community;
    if (is_refused(found.stage)) {
        card.key = found.key;
        card.refusal = found.refusal;
    }
    return card;
}

bool gives_priority(const ErrandCard& card, const Policy& policy) {
    const auto* reason = policy.refusal(card.refusal);
    return !reason || reason->priority;
}

}  // namespace kiosk
