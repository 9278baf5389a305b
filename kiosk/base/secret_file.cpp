#include "kiosk/base/secret_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>

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
                                                         full ? "free some space on that disk (df -h, df -i)" : remedy)};
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

constexpr std::string_view moved =
    "moved: the key that lay here lies elsewhere; [ledger] key_file, [codes] key_file or a systemd credential says where\n";
static_assert(moved.size() > Secret::size, "it covers all of the key");

// False: something of that name is there already. Sticks know no links, network disks no renaming that replaces nothing.
bool give_name(const std::string& draft, const std::string& path) {
    if (::renameat2(AT_FDCWD, draft.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0) return true;
    return errno == EINVAL && ::link(draft.c_str(), path.c_str()) == 0;
}

// Written under another name first: whoever finds the file finds all of it. False: another process was quicker.
Result<bool> place_secret(const std::string& path, const Secret& secret, Fault fault) {
    const std::string draft = fmt::format("{}.{}", path, ::getpid());
    const Descriptor fd(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) return failed(path, fault, "cannot be made", "make its folder writable for this user");
    const bool written = write_all(fd.get(), secret.bytes());
    const bool named = written && give_name(draft, path);
    const bool taken = written && !named && errno == EEXIST;
    const auto error = failed(path, fault, "cannot be made", "look after that disk");
    ::unlink(draft.c_str());
    if (!named && !taken) return error;
    if (!sync_folder(path)) return failed(path, fault, "cannot be kept", "look after that disk");
    return named;
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
    if (count == static_cast<ssize_t>(bytes.size()) && std::equal(bytes.begin(), bytes.end(), moved.begin()))
        return Error{fault, fmt::format("key file {}: the key was moved away from here; name its place as key_file in "
                                        "kiosk.toml, or run this where systemd hands it in",
                                        path)};
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
    if (const auto made = place_secret(path, random_secret(), fault); !made) return made.error();
    known = read_secret(path, fault);
    if (!known) return known.error();
    if (!*known) return Error{fault, "key file " + path + ": vanished while it was made; try again"};
    return **known;
}

Status write_secret(const std::string& path, const Secret& secret, Fault fault) {
    const auto placed = place_secret(path, secret, fault);
    if (!placed) return placed.error();
    if (*placed) return Done{};
    return Error{Fault::refused, fmt::format("key file {}: is there already, and nothing is replaced", path)};
}

Status say_moved(const std::string& path, Fault fault) {
    const Descriptor fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    const bool written = fd && ::write(fd.get(), moved.data(), moved.size()) == static_cast<ssize_t>(moved.size());
    if (written && ::fsync(fd.get()) == 0) return Done{};
    return failed(path, fault, "cannot be taken away", "run this as the user who owns it");
}

}  // namespace kiosk
