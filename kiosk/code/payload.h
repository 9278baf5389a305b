#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "kiosk/queue/ticket.h"

namespace kiosk {

// What our own QR codes carry: opaque identifiers only, in QR alphanumeric characters (0-9 A-Z $%*+-./: and space).
// Every code has exactly one spelling. The version in front ("KA1") changes with the format.
struct TicketCode {  // "KA1:T:2026-11-22:A017": day, terminal and number
    Date day{};
    char terminal = 'A';  // A to Z
    int number = 0;       // 1 to 999
    bool operator==(const TicketCode&) const = default;
};
struct CaseCode {     // "KA1:C:" case key; other bytes than 0-9 A-Z - . / as %XX
    std::string key;  // 1 to 64 bytes
    bool operator==(const CaseCode&) const = default;
};
using OwnCode = std::variant<TicketCode, CaseCode>;

std::string to_payload(const OwnCode& code);
std::optional<OwnCode> parse_payload(std::string_view payload);  // nullopt: not ours, or damaged

}  // namespace kiosk
