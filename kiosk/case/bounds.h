#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// What may stand in a ledger at all: one rule for both doors, the import of a file and the shared store. Screens, papers and
// logs rely on it.
namespace kiosk {

inline constexpr std::size_t longest_place = 200;   // bytes: of a community, a street, a district, and of a name in a file
inline constexpr std::size_t longest_masked = 600;  // bytes: of a name whose letters are each the sign ＊ by now
inline constexpr std::size_t longest_code = 64;     // bytes: of a service, a refusal, a counter
inline constexpr std::size_t longest_cases = 600;   // bytes: of the keys of a ticket's cases, with blanks between them

// Why a text may not stand there, such as "is longer than 200 bytes"; nullopt: it may. It is plain text (is_plain_text) of
// at most so many bytes.
std::optional<std::string> oddness(std::string_view text, std::size_t longest);

// What a message says of a login's name that came from the store: a "?" where it cannot be shown.
std::string shown_login(std::string_view name);

}  // namespace kiosk
