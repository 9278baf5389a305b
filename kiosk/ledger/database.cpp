#include "kiosk/ledger/database.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include "kiosk/ledger/ballast.h"

namespace kiosk {
namespace {

// SQLite's own busy handler sleeps longer with every try, so that latecomers get the lock first. Short equal sleeps are
// fair.
constexpr int busy_sleep_ms = 2;

int wait_for_others(void* tries, int tried) {
    if (tried >= *static_cast<int*>(tries)) return 0;
    ::poll(nullptr, 0, busy_sleep_ms);
    return 1;
}

struct Meaning {
    Fault fault;
    const char* remedy;
};

Meaning meaning_of(int code) {
    switch (code & 0xff) {
        case SQLITE_FULL:
            return {Fault::disk_full, "free some space on that disk (df -h, df -i)"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {Fault::ledger_locked, "another program holds the ledger; wait until it is done, or stop it"};
        case SQLITE_NOTADB:
            return {Fault::ledger_unreadable, "name the right file under [ledger] path, or restore a backup"};
        case SQLITE_CORRUPT:
            return {Fault::ledger_unreadable, "it is damaged; restore the latest backup"};
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return {Fault::ledger_unreadable, "let this user write the file and its folder"};
        default:
            return {Fault::ledger_unreadable, "look after that disk, or restore the latest backup"};
    }
}

constexpr const char* make_writable = "its disk is mounted read-only: see what dmesg says of it, then mount -o remount,rw";

// SQLite would make the file readable for everybody, and its -wal and -shm files take their mode from it. mknod makes the
// file without opening it: closing it again would end the locks that another connection of this process holds on it, and the
// next program to close the ledger would then delete the log that this process still uses.
Status make_private_file(const std::filesystem::path& path) {
    if (path.has_parent_path()) {
        std::error_code code;
        std::filesystem::create_directories(path.parent_path(), code);
        if (code) return cannot_make(path.string(), code.value());
    }
    if (::mknod(path.c_str(), S_IFREG | 0600, 0) == 0) return Done{};
    if (errno != EEXIST || ::faccessat(AT_FDCWD, path.c_str(), R_OK | W_OK, AT_EACCESS) != 0)
        return cannot_make(path.string(), errno);
    return std::filesystem::is_directory(path) ? Status{cannot_make(path.string(), EISDIR)} : Status{Done{}};
}

}  // namespace

Error cannot_make(const std::string& path, int number) {
    if (number == EROFS)
        return {Fault::disk_read_only, fmt::format("ledger {}: cannot be written; {}", path, make_writable)};
    const bool full = number == ENOSPC || number == EDQUOT;
    return {full ? Fault::disk_full : Fault::ledger_unreadable,
            fmt::format("ledger {}: cannot be made: {}; {}", path, std::strerror(number),
                        full ? "free some space on that disk (df -h, df -i)" : "let this user write that folder")};
}

std::string file_of(sqlite3& db) {
    const char* file = sqlite3_db_filename(&db, "main");
    return file && *file ? file : "in memory";
}

Error sqlite_error(sqlite3& db, int code) {
    const int number = sqlite3_system_errno(&db);
    const bool of_disk = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
    // SQLite keeps the errno of its last system call. That may be the clean-up after the failed write, or an attempt to read
    // a file that could not be made. So the disk is asked too.
    const bool no_files = code == SQLITE_CANTOPEN && !takes_more_files(file_of(db));
    const bool full = no_files || (of_disk && (number == ENOSPC || number == EDQUOT || number == EFBIG));
    const bool read_only = of_disk && (number == EROFS || is_on_read_only_disk(file_of(db)));
    const auto [fault, remedy] =
        read_only ? Meaning{Fault::disk_read_only, make_writable} : meaning_of(full ? SQLITE_FULL : code);
    return {fault, fmt::format("ledger {}: {} ({}); {}", file_of(db), sqlite3_errstr(code), code, remedy)};
}

Result<Statement> Statement::prepare(sqlite3& db, std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    const int code =
        sqlite3_prepare_v3(&db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    Statement statement(db, raw);
    if (code == SQLITE_OK) return statement;
    auto error = sqlite_error(db, code);
    error.detail += fmt::format(" [{}]", sqlite3_errmsg(&db));  // no values are bound yet, so none is in the message
    return error;
}

Statement& Statement::bind_integer(int at, std::int64_t value) {
    if (const int code = sqlite3_bind_int64(raw_.get(), at, value); bound_ == SQLITE_OK) bound_ = code;
    return *this;
}

Statement& Statement::bind(int at, std::string_view text) {
    const char* start = text.data() ? text.data() : "";
    const int code = sqlite3_bind_text64(raw_.get(), at, start, text.size(), SQLITE_STATIC, SQLITE_UTF8);
    if (bound_ == SQLITE_OK) bound_ = code;
    return *this;
}

Statement& Statement::bind(int at, Blob blob) {
    const void* start = blob.data();
    const int code = sqlite3_bind_blob64(raw_.get(), at, start ? start : "", blob.size(), SQLITE_STATIC);
    if (bound_ == SQLITE_OK) bound_ = code;
    return *this;
}

Statement& Statement::bind(int at, std::nullopt_t) {
    if (const int code = sqlite3_bind_null(raw_.get(), at); bound_ == SQLITE_OK) bound_ = code;
    return *this;
}

Result<bool> Statement::step() {
    if (bound_ != SQLITE_OK) return sqlite_error(*db_, bound_);
    const int code = sqlite3_step(raw_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return sqlite_error(*db_, sqlite3_extended_errcode(db_));
}

Status Statement::run() {
    const ResetLater reset_later(*this);
    for (;;) {
        const auto row = step();
        if (!row) return row.error();
        if (!*row) return Done{};
    }
}

void Statement::reset() {
    sqlite3_reset(raw_.get());
    sqlite3_clear_bindings(raw_.get());
    bound_ = SQLITE_OK;
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(raw_.get(), column); }

std::optional<std::int64_t> Statement::integer_or_null(int column) const {
    if (sqlite3_column_type(raw_.get(), column) == SQLITE_NULL) return std::nullopt;
    return integer(column);
}

std::string_view Statement::text(int column) const {
    const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(raw_.get(), column));
    if (!start) return {};
    return {start, static_cast<std::size_t>(sqlite3_column_bytes(raw_.get(), column))};
}

Blob Statement::blob(int column) const {
    const auto* start = static_cast<const std::uint8_t*>(sqlite3_column_blob(raw_.get(), column));
    if (!start) return {};
    return {start, static_cast<std::size_t>(sqlite3_column_bytes(raw_.get(), column))};
}

Result<Connection> open_connection(const std::string& path, std::chrono::milliseconds patience) {
    std::signal(SIGXFSZ, SIG_IGN);  // a write beyond this process's file size limit then fails like one on a full disk
    if (const auto made = make_private_file(path); !made) return made.error();
    sqlite3* raw = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
    Connection connection{Owned<sqlite3, sqlite3_close_v2>(raw), std::make_unique<int>(patience.count() / busy_sleep_ms)};
    if (!raw) return Error{Fault::ledger_unreadable, "ledger " + path + ": out of memory"};
    if (code != SQLITE_OK) return sqlite_error(*raw, code);
    sqlite3_busy_handler(raw, wait_for_others, connection.tries.get());
    return connection;
}

Status execute(sqlite3& db, const std::string& sql) {
    const int code = sqlite3_exec(&db, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return sqlite_error(db, code);
    return Done{};
}

void shorten_log(sqlite3& db) { sqlite3_wal_checkpoint_v2(&db, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr); }

void write_log_back(sqlite3& db) { sqlite3_wal_checkpoint_v2(&db, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr); }

Result<std::int64_t> query_integer(sqlite3& db, const std::string& sql) {
    auto statement = Statement::prepare(db, sql);
    if (!statement) return statement.error();
    const auto row = statement->step();
    if (!row) return row.error();
    return *row ? statement->integer(0) : 0;
}

Result<std::int64_t> unused_bytes(sqlite3& db) {
    return query_integer(db, "SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size");
}

}  // namespace kiosk
