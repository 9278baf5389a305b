#pragma once

#include <cstdint>

namespace kiosk {

// Why the platform that knows somebody else's codes says nothing of one.
enum class PlatformTrouble : std::uint8_t {
    unknown,  // it does not know the code, or the person has no card
    expired,  // or used already: such codes are good once, for a minute
    away,     // it was not reached, so it has not got the code
    lost,     // it may have got the code, but its answer did not come: the code may be used up
    refused,  // it answers something else; the administrator is wanted
};

}  // namespace kiosk
