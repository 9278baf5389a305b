#pragma once

#include <optional>
#include <vector>

#include "kiosk/case/errand.h"
#include "kiosk/policy/policy.h"
#include "kiosk/queue/request.h"
#include "kiosk/visit/state.h"

// One person with several cards: each is answered by itself, and at the end all of them stand on one page and one paper.
namespace kiosk {

// What is kept of the card that the page answers; nullopt: it answers none that could be on its way.
std::optional<ErrandCard> card_answered(const State& state, const Policy& policy);
// One ticket for all of them, each of which came back.
TicketRequest request_for(const std::vector<ErrandCard>& cards, const Policy& policy);
// Whether the page may offer another card.
bool may_take_another(const State& state, const Policy& policy);

}  // namespace kiosk
