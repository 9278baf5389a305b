#include "kiosk/case/journey.h"

namespace kiosk {
namespace {

using enum StationKind;

std::vector<StationKind> stations(Stage stage) {
    if (is_refused(stage) || stage == Stage::served) return {community, street, district, maker, came_back, counter};
    return {community, street, district, maker, way_back, collect};
}

StationKind station_of(Stage stage) {
    switch (stage) {
        case Stage::collected:
            return community;
        case Stage::at_street:
            return street;
        case Stage::at_district:
            return district;
        case Stage::at_maker:
        case Stage::made:
        case Stage::refused:
            return maker;
        case Stage::back_at_district:
        case Stage::back_at_street:
            return way_back;
        case Stage::ready:
        case Stage::handed_out:
            return collect;
        case Stage::refused_at_community:
            return came_back;
        case Stage::refused_handed_back:
        case Stage::served:
            return counter;
    }
    return community;
}

}  // namespace

std::vector<JourneyStop> journey(Stage stage) {
    const bool finished = stage == Stage::handed_out || stage == Stage::served;
    std::vector<JourneyStop> stops;
    bool passed = true;
    for (const auto station : stations(stage)) {
        const bool here = station == station_of(stage);
        if (here) passed = false;
        stops.push_back({station, here && !finished ? JourneyStop::Mark::here
                                  : passed || here  ? JourneyStop::Mark::done
                                                    : JourneyStop::Mark::to_come});
    }
    return stops;
}

}  // namespace kiosk
