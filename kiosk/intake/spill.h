#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "kiosk/base/descriptor.h"
#include "kiosk/base/result.h"

namespace kiosk {

// A file for what does not fit into memory. It lies on the disk of the ledger and has no name, so a crash leaves nothing.
// The file is made when the first bytes are written.
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

// The start of the name that such a file bears for the moment between its making and its unlinking.
std::string scratch_prefix(const std::string& ledger_path);

}  // namespace kiosk
