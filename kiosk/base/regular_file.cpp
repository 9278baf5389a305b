#include "kiosk/base/regular_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include <fmt/format.h>

namespace kiosk {
namespace {

Error unreadable(const std::string& path, int number) {
    const auto fault = number == ENOENT || number == ENOTDIR ? Fault::not_found : Fault::refused;
    return {fault, fmt::format("{}: cannot be read: {}", path, std::strerror(number))};
}

std::string_view kind(mode_t mode) {
    if (S_ISDIR(mode)) return "a folder";
    if (S_ISFIFO(mode)) return "a pipe";
    if (S_ISSOCK(mode)) return "a socket";
    return "a device";
}

// /dev/null is an empty file to everybody: `--config /dev/null` means the defaults.
bool is_file(const struct stat& status) {
    return S_ISREG(status.st_mode) || (S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 3));
}

Error not_regular(const std::string& path, mode_t mode) {
    return {Fault::refused, fmt::format("{}: is {}, not a file", path, kind(mode))};
}

}  // namespace

Result<Descriptor> open_regular_file(const std::string& path) {
    // Looked at before it is opened: opening alone makes some devices act.
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return unreadable(path, errno);
    if (!is_file(status)) return not_regular(path, status.st_mode);
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file) return unreadable(path, errno);
    if (::fstat(file.get(), &status) != 0) return unreadable(path, errno);
    if (!is_file(status)) return not_regular(path, status.st_mode);  // exchanged meanwhile
    return file;
}

Result<std::string> read_regular_file(const std::string& path, std::size_t most) {
    constexpr std::size_t step = 64 * 1024;
    auto file = open_regular_file(path);
    if (!file) return file.error();
    std::string bytes;
    for (;;) {
        const auto before = bytes.size();
        bytes.resize(before + std::min(step, most + 1 - before));
        const auto count = ::read(file->get(), bytes.data() + before, bytes.size() - before);
        if (count < 0) return unreadable(path, errno);
        bytes.resize(before + static_cast<std::size_t>(count));
        if (count == 0) return bytes;
        if (bytes.size() > most)
            return Error{Fault::malformed,
                         fmt::format("{}: is larger than {} kB, so it is not such a file", path, most >> 10)};
    }
}

}  // namespace kiosk
