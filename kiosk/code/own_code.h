#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "kiosk/code/keyring.h"

namespace kiosk {

// Our own codes as text: "KA2:" and, in base45, the payload and its signature. QR alphanumeric characters only; a ticket's
// fits version 6 at level M.
std::string make_code(const OwnCode& code, const CodeTerms& terms, const Signer& signer);

struct NotOurs {
    bool operator==(const NotOurs&) const = default;
};
enum class CodeFault : std::uint8_t {
    damaged,         // begins like ours, but is none
    later_version,   // of a program that is newer than this
    unknown_issuer,  // nobody in the fleet's list
    forged,          // signed by nobody: made up or altered
    revoked,         // its issuer's key is in wrong hands
    not_yet,         // issued in the future, or before its key was good
    expired,         // its last day is over, or it was issued after its key's
};
struct GoodCode {
    OwnCode code;
    CodeTerms terms;
    std::string issuer;  // as the list names it
    bool operator==(const GoodCode&) const = default;
};
using CodeReading = std::variant<NotOurs, CodeFault, GoodCode>;

// Reads what a scanner saw. Believes nothing that is not signed by a key of the ring. `today` in the hall.
CodeReading read_code(std::string_view seen, const Keyring& ring, Date today);

// The same of a scanner that may put words of its own before or behind, or mix up capitals. Within those one of ours counts
// if its signature does; one that seems to be ours is never taken for somebody else's.
CodeReading read_scanned(std::string_view seen, const Keyring& ring, Date today);

// Who signed a code that bears tomorrow's day; nullopt: it is no such code. Two machines' clocks do not agree then.
std::optional<std::string> code_of_tomorrow(std::string_view seen, const Keyring& ring, Date today);

}  // namespace kiosk
