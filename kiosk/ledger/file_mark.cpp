#include "kiosk/ledger/file_mark.h"

#include <sys/stat.h>

#include <fmt/format.h>

namespace kiosk {
namespace {

std::string log_of(const std::string& path) { return path + "-wal"; }

}  // namespace

std::optional<FileMark::Id> FileMark::id_of(const std::string& path) {
    struct stat file {};
    if (::stat(path.c_str(), &file) != 0) return std::nullopt;
    return Id{file.st_dev, file.st_ino};
}

FileMark FileMark::of(sqlite3& db) {
    FileMark mark;
    mark.path_ = file_of(db);
    int moved = 0;  // set if the file was renamed or deleted after it was opened: `path_` may name another file by now
    sqlite3_file_control(&db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (moved) return mark;
    mark.ledger_ = id_of(mark.path_);
    mark.log_ = id_of(log_of(mark.path_));
    return mark;
}

Status FileMark::check() const {
    const auto now = id_of(path_);
    if (ledger_ && now == ledger_ && (!log_ || id_of(log_of(path_)) == log_)) return Done{};
    const auto* what = !now ? "was taken away" : now == ledger_ ? "has lost its log (-wal)" : "has another in its place";
    return Error{Fault::ledger_gone,
                 fmt::format("ledger {}: the file {} while it was in use; put it back, or stop the kiosk, put the latest "
                             "backup in its place (kioskctl restore) and start it",
                             path_, what)};
}

}  // namespace kiosk
