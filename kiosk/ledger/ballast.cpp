#include "kiosk/ledger/ballast.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "kiosk/ledger/beside.h"

namespace kiosk {
namespace {

constexpr std::int64_t part = 512 * 1024;        // given back at a time: the log needs about as much for ten tickets
constexpr std::int64_t spare = 8 * 1024 * 1024;  // must still be free when the ballast has its full size again
constexpr std::int64_t left_by_cases = 12 * 1024 * 1024;
constexpr std::int64_t of_ticket_log = 8 * 1024 * 1024;  // SQLite writes the log back into the ledger at half this size
constexpr std::int64_t of_a_ticket = 4 * 1024;  // with the index entries, the paper and the outbox row of the ticket

std::string folder_of(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    return folder.empty() ? "." : folder.string();
}

std::optional<struct statvfs> disk_of(const std::string& path) {
    struct statvfs disk {};
    if (::statvfs(folder_of(path).c_str(), &disk) != 0) return std::nullopt;
    return disk;
}

std::int64_t free_on_disk(const std::string& path) {
    const auto disk = disk_of(path);
    if (!disk) return std::numeric_limits<std::int64_t>::max();
    return static_cast<std::int64_t>(disk->f_bavail) * static_cast<std::int64_t>(disk->f_frsize);
}

std::int64_t allowed_for(const std::string& path) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return std::numeric_limits<std::int64_t>::max();
    struct stat file {};
    const auto size = ::stat(path.c_str(), &file) == 0 ? file.st_size : 0;
    return std::max<std::int64_t>(0, static_cast<std::int64_t>(limit.rlim_cur) - size);
}

std::int64_t blocks_of(int fd) {
    struct stat file {};
    return ::fstat(fd, &file) == 0 ? std::int64_t{file.st_blocks} * 512 : 0;
}

}  // namespace

void Ballast::keep() const {
    const auto file = open_beside(path_, ledger_path_);
    if (!file) return;
    const auto missing = size - blocks_of(file.get());
    if (missing <= 0 || free_on_disk(path_) < missing + spare) return;
    static_cast<void>(::fallocate(file.get(), 0, 0, size));
}

bool Ballast::give() const {
    const Descriptor file(::open(path_.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
    struct stat info {};
    if (!file || ::fstat(file.get(), &info) != 0 || info.st_blocks == 0) return false;
    const auto less = std::max<std::int64_t>(0, std::int64_t{info.st_size} - part);
    return ::ftruncate(file.get(), less) == 0;
}

std::int64_t Ballast::held() const {
    const Descriptor file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    return file ? blocks_of(file.get()) : 0;
}

std::int64_t room_beside(const std::string& ledger_path) {
    return std::min(free_on_disk(ledger_path), allowed_for(ledger_path));
}

bool takes_more_files(const std::string& ledger_path) {
    const auto disk = disk_of(ledger_path);
    return !disk || disk->f_files == 0 || disk->f_favail > 0;  // some file systems do not count files and report 0
}

bool is_on_read_only_disk(const std::string& ledger_path) {
    const auto disk = disk_of(ledger_path);
    return disk && (disk->f_flag & ST_RDONLY) != 0;
}

Status check_room(const std::string& ledger_path, std::int64_t wanted) {
    const auto room = room_beside(ledger_path), needed = wanted + left_by_cases;
    if (room >= needed) return Done{};
    return Error{Fault::disk_full,
                 fmt::format("ledger {}: {} MB are free beside it, {} MB are needed to take in cases and to leave room for "
                             "tickets; free some space on that disk",
                             ledger_path, room >> 20, needed >> 20)};
}

std::int64_t tickets_in(std::int64_t room) { return std::max<std::int64_t>(0, room - of_ticket_log) / of_a_ticket; }

}  // namespace kiosk
