#pragma once

#include <optional>
#include <string_view>

#include "kiosk/policy/faults.h"
#include "kiosk/policy/policy.h"
#include "kiosk/visit/state.h"
#include "screens/frame.h"
#include "screens/preview.h"

namespace screens {

// What a page is drawn from.
struct View {
    const kiosk::State& state;
    const kiosk::Policy& policy;
    const kiosk::FaultCatalog& faults;
    std::string_view hall;
    Preview* preview = nullptr;  // of the camera, where there is one

    kiosk::Date today() const { return kiosk::local_time(state.now.wall, policy.utc_offset).date; }
};

using Asked = std::optional<kiosk::Intent>;

// The one ladder that says what is seen: bars, the phase's page, and what lies over it. Returns what was asked for.
Asked draw_page(Frame& frame, const View& view);

}  // namespace screens
