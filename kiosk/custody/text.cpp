#include "kiosk/custody/text.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/base/ascii.h"
#include "kiosk/case/bounds.h"
#include "kiosk/case/identifier.h"

namespace kiosk {
namespace {

constexpr std::size_t longest_number = 40, longest_text = 200;

Error malformed(std::string detail) { return {Fault::malformed, std::move(detail)}; }

bool may_stand(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '/'; }

}  // namespace

Result<std::string> bag_number(std::string_view text) {
    auto number = normal_identifier(text);
    if (number.empty() || number.size() > longest_number || !std::ranges::all_of(number, may_stand))
        return malformed("a bag's number is 1 to 40 letters, digits, '-', '.' or '/'");
    if (looks_personal(number)) return malformed("a bag's number must not be an ID, card or phone number");
    return number;
}

Result<std::string> case_key(std::string_view text) {
    auto key = normal_identifier(text);
    if (!is_case_key(key)) return malformed("a case key is 4 to 40 letters, digits, '-', '.' or '/', as on the receipt");
    if (looks_personal(key))
        return malformed("a case is named by the key on its receipt, not by an ID, card or phone number");
    return key;
}

Result<std::string> free_text(std::string_view what, std::string_view text) {
    const auto first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    const auto last = text.find_last_not_of(" \t\r\n") + 1;
    const auto bare = text.substr(first, std::max(last, first) - first);
    if (bare.empty()) return malformed(fmt::format("{}: must be one line of 1 to {} bytes", what, longest_text));
    if (const auto odd = oddness(bare, longest_text)) return malformed(fmt::format("{}: {}", what, *odd));
    if (holds_long_number(bare)) return malformed(fmt::format("{}: must not hold an ID, card or phone number", what));
    return std::string(bare);
}

}  // namespace kiosk
