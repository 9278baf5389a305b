#pragma once

#include <cstdint>

namespace kiosk {

// Why a code that is held up is not read; only cameras know.
enum class CodeObstacle : std::uint8_t { too_far, too_near, too_dark, cut_off, damaged, several };

}  // namespace kiosk
