#pragma once

#include <vector>

#include "kiosk/case/case.h"

namespace kiosk {

// The way of a card as a person sees it: a few stations instead of thirteen stages.
enum class StationKind : std::uint8_t {
    community,  // took it in
    street,
    district,
    maker,
    way_back,   // street and district again
    collect,    // the community hands the new card out
    came_back,  // the old card, refused, is back at the community
    counter,    // served with priority after a refusal
};

struct JourneyStop {
    enum class Mark : std::uint8_t { done, here, to_come };
    StationKind station = StationKind::community;
    Mark mark = Mark::to_come;
    bool operator==(const JourneyStop&) const = default;
};

// From hand-in to the end. A finished journey has no `here`.
std::vector<JourneyStop> journey(Stage stage);

}  // namespace kiosk
