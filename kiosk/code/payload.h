#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kiosk/base/moment.h"

namespace kiosk {

// Which hall a ticket is good in; of its name, so that halls need no numbers.
using HallId = std::array<std::uint8_t, 4>;
HallId hall_id(std::string_view name);

// What our own QR codes name: opaque identifiers only, never a person or a card.
struct TicketCode {  // a ticket; its day is the day of issue
    HallId hall{};
    char terminal = 'A';  // A to Z
    int number = 0;       // 1 to 999
    bool operator==(const TicketCode&) const = default;
};
struct SlipCode {  // a status slip: the way of one case
    std::string case_key;
    bool operator==(const SlipCode&) const = default;
};
struct ReceiptCode {  // what the community gives for a card that is handed in
    std::string case_key;
    bool operator==(const ReceiptCode&) const = default;
};
struct BagCode {  // the label of a bag of cards
    std::string bag;
    bool operator==(const BagCode&) const = default;
};
using OwnCode = std::variant<TicketCode, SlipCode, ReceiptCode, BagCode>;
constexpr std::size_t longest_identifier = 64;  // bytes of a case key or bag number

// On which days a code is good, and who says so.
struct CodeTerms {
    Date issued{}, last_day{};  // 1970 to 2149
    bool operator==(const CodeTerms&) const = default;
};
using KeyId = std::array<std::uint8_t, 4>;  // of the issuer's public key

// The bytes that are signed. Numbers are big-endian; days count from 1970-01-01:
//   kind 1 (1 ticket, 2 slip, 3 receipt, 4 bag) | key id 4 | issued 2 | last day 2 |
//   ticket: hall 4, terminal 1, number 2; others: the identifier, to the end
struct Payload {
    OwnCode code;
    CodeTerms terms;
    KeyId key{};
    bool operator==(const Payload&) const = default;
};
std::vector<std::uint8_t> to_bytes(const Payload& payload);
// nullopt: follows no format of ours. What it returns is not to be trusted before its signature is.
std::optional<Payload> parse_payload(std::span<const std::uint8_t> bytes);

}  // namespace kiosk
