#pragma once

#include <cstdint>
#include <string>

#include "kiosk/config/config.h"

namespace kiosk {

// Where a key of this machine lies, the best place first. The first that applies is the one.
enum class KeyPlace : std::uint8_t {
    credential,  // systemd hands it in (LoadCredentialEncrypted=), sealed to this machine
    named,       // where kiosk.toml says
    beside,      // beside the ledger: whoever has taken the one has the other
};
struct KeyFile {
    KeyPlace place;
    std::string path;
    bool operator==(const KeyFile&) const = default;
};

// $CREDENTIALS_DIRECTORY, which systemd sets for a service that is given credentials; empty: it was given none.
std::string credentials_folder();
// Credentials "ledger-key" and "code-key".
KeyFile ledger_key_file(const Config& config, const std::string& credentials = credentials_folder());
KeyFile code_key_file(const Config& config, const std::string& credentials = credentials_folder());
// Where it lies if nobody says anything.
std::string ledger_key_beside(const Config& config);
std::string code_key_beside(const Config& config);
// Whoever takes the disk of one has the other.
bool on_one_file_system(const std::string& path, const std::string& other);

}  // namespace kiosk
