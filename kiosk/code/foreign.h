#pragma once

#include <cstdint>
#include <string_view>

namespace kiosk {

// Codes of others that a senior may hold up. Recognised by their form alone: nothing of them is believed, opened or kept.
enum class ForeignCode : std::uint8_t {
    bus,          // Ministry of Transport's bus code: binary, 226 bytes (first version) or 332 to 364 (second)
    bus_local,    // local schemes on bus readers: binary, begins 54 01, 54 02, 55 or 02 01
    payment,      // WeChat, Alipay: 16 to 24 digits that begin 10-15 or 25-30
    web_address,  // never opened
    number,       // as long as a resident ID number or a card's number: perhaps somebody's, so it is shown to nobody
    opaque,       // e-social-card, Yukuai code and everything else: only its own platform knows
};
ForeignCode recognise(std::string_view seen);  // the bytes of the code, never text made of them

}  // namespace kiosk
