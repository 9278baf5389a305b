#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/moment.h"
#include "kiosk/base/result.h"
#include "kiosk/code/signature.h"

namespace kiosk {

// Whose codes are believed.
struct TrustedKey {
    std::string name;  // of the terminal or office: letters, digits and - . _
    PublicKey key;
    std::optional<Date> from, until;  // the days on which it may issue; open where there is none
    std::optional<Date> revoked;      // since when it is known that the key is in wrong hands: none of its codes is good
    bool operator==(const TrustedKey&) const = default;
};

// The fleet's list, a text file that administrators hand to every terminal. A line for each key, # begins a comment:
//   NAME KEY [from=2026-01-01] [until=2026-12-31] [revoked=2026-11-01]
struct Keyring {
    std::vector<TrustedKey> keys;

    // Errors: malformed, with "FILE:LINE: what is wrong".
    static Result<Keyring> parse(std::string_view text, const std::string& file_name);
    static Result<Keyring> load(const std::string& path);  // a file that is not there is an empty list
    std::string text() const;
    Status save(const std::string& path) const;  // whole or not at all

    void trust_terminal(char letter, const PublicKey& key);  // this one, whatever the list says
    std::vector<const TrustedKey*> with(const KeyId& id) const;
    TrustedKey* named(std::string_view name);
};

}  // namespace kiosk
