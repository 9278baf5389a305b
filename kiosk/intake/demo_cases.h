#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/base/moment.h"

namespace kiosk {

// Made-up cases as an import file: every stage, every refusal reason, some of them late. The same arguments give the same
// bytes. Nobody in it exists: names are 测试… and 演示…, places 样板…, the ID numbers have a serial number of 000.
//
// The first six are the same for every seed; their old cards are 4000000000000001 to …06, their keys DEMO-00001 to …06:
//   01 at the maker, in time; social card A00000001      04 ready
//   02 refused, no_portrait, back at the community       05 handed out, new card 3104920000000000005
//   03 at the maker, late: handed in 16 days ago         06 refused, letter_mismatch, handed back
// Cards …07 to …20 have no case; the numbers of all other cases begin with 40009.
std::string demo_csv(std::uint64_t seed, int cases, Date today);

// What finds case 02 on the keypad.
inline constexpr std::string_view demo_typed_id_tail6 = "010008";
inline constexpr std::string_view demo_typed_card_last4 = "0002";

}  // namespace kiosk
