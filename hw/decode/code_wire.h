#pragma once

#include <array>
#include <cstdint>

namespace hw {

// Between the kiosk and its helper, over a socket that keeps packets apart; the frame's grey pixels, row by row, lie in
// memory that both see. One question is followed by one answer: a HelperAnswer, then for each code a HelperCode and its
// bytes.
struct HelperQuestion {
    std::int32_t width = 0, height = 0;
    std::uint32_t formats = 0;  // ZXing's
};
struct HelperAnswer {
    std::uint32_t codes = 0;
};
struct HelperCode {
    std::array<std::int32_t, 8> corners{};  // x, y of each
    std::uint32_t length = 0;
};
constexpr int helper_socket = 3, helper_memory = 4;     // the helper's descriptors
constexpr int most_helper_side = 4096;                  // pixels
constexpr std::uint32_t most_helper_bytes = 1U << 16U;  // of an answer

}  // namespace hw
