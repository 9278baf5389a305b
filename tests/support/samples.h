#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "kiosk/visit/visit.h"

// A policy, cases, cards and one state for each phase, for tests of the visit and of the screens.
namespace samples {

struct NamedState {
    std::string name;
    kiosk::State state;
};
inline void PrintTo(const NamedState& page, std::ostream* out) { *out << page.name; }
struct NamedEvent {
    std::string name;
    kiosk::Event event;
};

kiosk::Moment noon();  // 2026-11-20, 12:00 in the hall
kiosk::Moment later(kiosk::Moment from, std::chrono::milliseconds by);
kiosk::Policy policy();
kiosk::CaseView on_its_way();
kiosk::CaseView came_back();
kiosk::IssuedTicket priority_ticket();
kiosk::TransitCard old_card();
std::vector<kiosk::ErrandCard> errand();  // five cards, one of which came back

kiosk::State ready();  // at home, every device well
std::vector<NamedState> phases();
std::vector<NamedEvent> events();

}  // namespace samples
