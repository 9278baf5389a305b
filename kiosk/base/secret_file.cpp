#include "kiosk/base/secret_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include "kiosk/base/descriptor.h"
#include "kiosk/base/regular_file.h"

namespace kiosk {
namespace {

using Bytes = std::array<std::uint8_t, Secret::size>;

Error failed(const std::string& path, Fault fault, const char* what, const char* remedy) {
    const int number = errno;
    const bool full = number == ENOSPC || number == EDQUOT;
    return {full ? Fault::disk_full : fault, fmt::format("key file {}: {}: {}; {}", path, what, std::strerror(number),
                                                         full ? "free some space on that disk" : remedy)};
}

bool write_all(int fd, const Bytes& bytes) {
    errno = ENOSPC;  // a short write says nothing else
    return ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && ::fsync(fd) == 0;
}

bool sync_folder(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    const Descriptor fd(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return fd && ::fsync(fd.get()) == 0;
}

// Written under another name and then linked: whoever finds the file finds all of it. Another process may have been
// quicker; then its secret is the one.
Status make_secret(const std::string& path, Fault fault) {
    const Secret secret = random_secret();
    const std::string draft = fmt::format("{}.{}", path, ::getpid());
    const Descriptor fd(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) return failed(path, fault, "cannot be made", "make its folder writable for this user");
    const bool written = write_all(fd.get(), secret.bytes());
    const bool linked = written && (::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST);
    const auto status = linked ? Status{Done{}} : failed(path, fault, "cannot be made", "look after that disk");
    ::unlink(draft.c_str());
    if (!status) return status;
    if (!sync_folder(path)) return failed(path, fault, "cannot be kept", "look after that disk");
    return Done{};
}

}  // namespace

Secret random_secret() {
    Bytes bytes{};
    static_assert(Secret::size <= 256, "getrandom gives as much at once, or waits");
    if (::getrandom(bytes.data(), bytes.size(), 0) < 0) std::abort();  // a kernel without it is none of ours
    const Secret secret(bytes);
    ::explicit_bzero(bytes.data(), bytes.size());
    return secret;
}

Secret::~Secret() { ::explicit_bzero(bytes_.data(), bytes_.size()); }

Result<std::optional<Secret>> read_secret(const std::string& path, Fault fault) {
    const auto file = open_regular_file(path);
    if (!file && file.error().fault == Fault::not_found) return std::optional<Secret>{};
    if (!file) return Error{fault, "key file " + file.error().detail + "; run this as the user who owns it"};
    std::array<std::uint8_t, Secret::size + 1> bytes{};
    const auto count = ::read(file->get(), bytes.data(), bytes.size());
    if (count < 0) return failed(path, fault, "cannot be read", "restore it from the backup");
    if (count != static_cast<ssize_t>(Secret::size))
        return Error{fault,
                     fmt::format("key file {}: is not a key of {} bytes; restore it from the backup", path, Secret::size)};
    Bytes secret{};
    std::copy_n(bytes.begin(), Secret::size, secret.begin());
    ::explicit_bzero(bytes.data(), bytes.size());
    const std::optional<Secret> found{Secret(secret)};
    ::explicit_bzero(secret.data(), secret.size());
    return found;
}

Result<Secret> read_or_make_secret(const std::string& path, Fault fault) {
    auto known = read_secret(path, fault);
    if (!known) return known.error();
    if (*known) return **known;
    if (const auto made = make_secret(path, fault); !made) return made.error();
    known = read_secret(path, fault);
    if (!known) return known.error();
    if (!*known) return Error{fault, "key file " + path + ": vanished while it was made; try again"};
    return **known;
}

}  // namespace kiosk
