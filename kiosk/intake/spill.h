#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "kiosk/base/descriptor.h"
#include "kiosk/base/result.h"

namespace kiosk {

// What does not fit into memory, beside the ledger in a file without a name, so nothing is left of it. The file is made
// with the first bytes.
class Spill {
public:
    explicit Spill(std::string ledger_path) : ledger_path_(std::move(ledger_path)) {}

    // Errors: disk_full, ledger_unreadable.
    Result<std::int64_t> append(std::span<const std::byte> bytes);  // where they are
    Status read(std::int64_t at, std::span<std::byte> room) const;  // all of it, of what was appended

private:
    Status make();
    Error failed(int number) const;

    std::string ledger_path_;
    std::optional<Descriptor> file_;
    std::int64_t size_ = 0;
};

// The start of the name that a file beside the ledger bears until it has none.
std::string scratch_prefix(const std::string& ledger_path);

}  // namespace kiosk
