#pragma once

#include "kiosk/code/own_code.h"

namespace code_test {

using namespace kiosk;
using namespace std::chrono_literals;

inline Signer signer(std::uint8_t seed = 1) {
    std::array<std::uint8_t, Secret::size> bytes{};
    bytes.fill(seed);
    return Signer(Secret(bytes));
}
inline constexpr Date today = 2026y / 11 / 22;
inline Keyring ring() { return {{{"hall-a", signer().public_key(), {}, {}, {}}}}; }
inline OwnCode ticket() { return TicketCode{hall_id("Demo hall"), 'A', 17}; }
inline CodeTerms today_only() { return {today, today}; }

}  // namespace code_test
