#include "kiosk/config/key_place.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

namespace kiosk {
namespace {

KeyFile key_file(const std::string& credential, const std::string& named, const std::string& beside) {
    std::error_code ignored;
    if (!credential.empty() && std::filesystem::exists(credential, ignored)) return {KeyPlace::credential, credential};
    if (!named.empty()) return {KeyPlace::named, named};
    return {KeyPlace::beside, beside};
}

std::string credential_in(const std::string& folder, const char* name) {
    return folder.empty() ? folder : folder + '/' + name;
}

}  // namespace

std::string credentials_folder() {
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return folder ? folder : "";
}

KeyFile ledger_key_file(const Config& config, const std::string& credentials) {
    return key_file(credential_in(credentials, "ledger-key"), config.ledger.key_file, ledger_key_beside(config));
}

KeyFile code_key_file(const Config& config, const std::string& credentials) {
    return key_file(credential_in(credentials, "code-key"), config.codes.key_file, code_key_beside(config));
}

std::string ledger_key_beside(const Config& config) { return config.ledger.path + ".key"; }
std::string code_key_beside(const Config& config) { return config.ledger.path + ".code-key"; }

bool on_one_file_system(const std::string& path, const std::string& other) {
    struct stat one {
    }, two{};
    return ::stat(path.c_str(), &one) == 0 && ::stat(other.c_str(), &two) == 0 && one.st_dev == two.st_dev;
}

}  // namespace kiosk
