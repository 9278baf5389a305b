#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "kiosk/base/result.h"

namespace kiosk {

// 32 random bytes in a file of their own. Wiped when they go.
class Secret {
public:
    static constexpr std::size_t size = 32;
    explicit Secret(const std::array<std::uint8_t, size>& bytes) : bytes_(bytes) {}
    Secret(const Secret&) = default;
    Secret& operator=(const Secret&) = default;
    ~Secret();
    const std::array<std::uint8_t, size>& bytes() const { return bytes_; }

private:
    std::array<std::uint8_t, size> bytes_;
};

Secret random_secret();

// nullopt: there is no such file. The error has the given fault; its detail names the file and the remedy.
Result<std::optional<Secret>> read_secret(const std::string& path, Fault fault);
// Reads it, or makes it: mode 0600, whole or not at all, on disk when this returns. Errors: also disk_full.
Result<Secret> read_or_make_secret(const std::string& path, Fault fault);
// Likewise; what is there already is not replaced: refused.
Status write_secret(const std::string& path, const Secret& secret, Fault fault);
// Overwrites the secret where it lies, in every file that is linked to it, with a sentence that it was moved. Whoever reads
// it from then on fails, and makes no other in its place.
Status say_moved(const std::string& path, Fault fault);

}  // namespace kiosk
