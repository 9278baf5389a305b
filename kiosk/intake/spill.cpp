#include "kiosk/intake/spill.h"

#include <fcntl.h>
#include <cstdlib>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace kiosk {

std::string scratch_prefix(const std::string& ledger_path) { return ledger_path + ".import-"; }

Error Spill::failed(int number) const {
    const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
    return {
        full ? Fault::disk_full : Fault::ledger_unreadable,
        fmt::format("ledger {}: what an import sets aside cannot be kept beside it: {}; {}", ledger_path_,
                    std::strerror(number), full ? "free some space on that disk (df -h, df -i)" : "look after that disk")};
}

Status Spill::make() {
    auto name = scratch_prefix(ledger_path_) + "XXXXXX";
    const int fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd < 0) return failed(errno);
    ::unlink(name.c_str());
    file_.emplace(fd);
    return Done{};
}

Result<std::int64_t> Spill::append(std::span<const std::byte> bytes) {
    if (!file_) {
        if (const auto made = make(); !made) return made.error();
    }
    const auto start = size_;
    while (!bytes.empty()) {
        const auto count = ::pwrite(file_->get(), bytes.data(), bytes.size(), size_);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed(errno);
        size_ += count;
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return start;
}

Status Spill::read(std::int64_t at, std::span<std::byte> room) const {
    while (!room.empty()) {
        const auto count = ::pread(file_->get(), room.data(), room.size(), at);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return failed(count < 0 ? errno : EIO);
        at += count;
        room = room.subspan(static_cast<std::size_t>(count));
    }
    return Done{};
}

}  // namespace kiosk
