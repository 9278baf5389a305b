#pragma once

#include <optional>
#include <string>

#include "kiosk/card/eligibility.h"
#include "kiosk/case/case.h"
#include "kiosk/policy/policy.h"

namespace kiosk {

// What is kept of one card of somebody who has several with them, once the next one is asked for: the end of its number,
// where it is, and what one ticket for those that came back needs. Nothing in it shows whose card it is.
struct ErrandCard {
    std::string last4{};                 // may be empty
    std::optional<Stage> stage{};        // nullopt: it has no case
    Verdict verdict = Verdict::unknown;  // of one without
    bool late = false;
    std::string community{};       // where it is collected, of one that is ready; else empty
    std::string key{}, refusal{};  // of one that came back; else empty
    std::string ticket{};          // the number that one has today; may be empty
    bool operator==(const ErrandCard&) const = default;
};

ErrandCard errand_card(const CaseView& found, Date today);
// Whether its reason is one for which the policy gives a priority ticket.
bool gives_priority(const ErrandCard& card, const Policy& policy);
inline bool waits_for_ticket(const ErrandCard& card) { return !card.key.empty() && card.ticket.empty(); }

}  // namespace kiosk
