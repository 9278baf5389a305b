#pragma once

#include <cstdint>

namespace kiosk {

enum class PrintOutcome : std::uint8_t {
    printed,      // the printer says so
    not_printed,  // certainly no paper came
    unknown,      // it may have come: never print again without asking
};

}  // namespace kiosk
