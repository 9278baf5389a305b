#include "kiosk/ledger/backup.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <cstdio>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "kiosk/base/descriptor.h"
#include "kiosk/ledger/database.h"
#include "kiosk/ledger/hash.h"
#include "kiosk/ledger/local_ledger.h"
#include "kiosk/ledger/schema.h"

namespace kiosk {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t backup_id = 0x4b494f42;  // "KIOB", in the file's header
constexpr int most_kept = 1000;

Error failed(const std::string& path, const char* what) {
    const int number = errno;
    const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
    return {full ? Fault::disk_full : Fault::ledger_unreadable,
            fmt::format("{}: {}: {}", path, what, std::strerror(number))};
}

Status sync_folder_of(const std::string& path) {
    const auto folder = fs::path(path).parent_path();
    const Descriptor fd(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd || ::fsync(fd.get()) != 0) return failed(path, "its folder cannot be synced");
    return Done{};
}

// A file that is gone again unless it got its name.
class Draft {
public:
    explicit Draft(std::string path) : path_(std::move(path)) { ::unlink(path_.c_str()); }
    ~Draft() {
        if (!path_.empty()) ::unlink(path_.c_str());
    }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;
    const std::string& path() const { return path_; }

    Status become(const std::string& name) {
        {
            const Descriptor fd(::open(path_.c_str(), O_RDWR | O_CLOEXEC));
            if (!fd || ::fsync(fd.get()) != 0) return failed(name, "cannot be written to the disk");
        }
        if (::rename(path_.c_str(), name.c_str()) != 0) return failed(name, "cannot be made");
        path_.clear();
        return sync_folder_of(name);
    }

private:
    std::string path_;
};

Status copy_database(sqlite3& from, sqlite3& to) {
    auto* const backup = sqlite3_backup_init(&to, "main", &from, "main");
    if (!backup) return sqlite_error(to, sqlite3_errcode(&to));
    sqlite3_backup_step(backup, -1);  // one snapshot: in steps it would begin anew with every ticket
    const int code = sqlite3_backup_finish(backup);
    return code == SQLITE_OK ? Status{Done{}} : Status{sqlite_error(to, code)};
}

Result<Connection> open_there(const std::string& path) {
    std::error_code code;
    if (!fs::is_regular_file(path, code)) return Error{Fault::not_found, path + ": there is no such file"};
    return open_connection(path, std::chrono::milliseconds{5000});
}

Status check_whole(sqlite3& db, const std::string& path) {
    auto statement = Statement::prepare(db, "PRAGMA integrity_check(1)");
    if (!statement) return statement.error();
    const auto row = statement->step();
    if (!row) return row.error();
    if (statement->text(0) == "ok") return Done{};
    return Error{Fault::ledger_unreadable, path + ": is damaged; take an earlier backup"};
}

Result<BackupFacts> facts_of(sqlite3& db, bool with_key) {
    const auto cases = query_integer(db, "SELECT count(*) FROM cases WHERE id <= (SELECT visible_cases FROM ledger)");
    if (!cases) return cases.error();
    const auto tickets = query_integer(db, "SELECT count(*) FROM tickets");
    if (!tickets) return tickets.error();
    return BackupFacts{*cases, *tickets, with_key};
}

bool lies_beside(const SqliteOptions& ledger) { return key_path(ledger) == ledger.path + ".key"; }

// nullopt: the key is kept elsewhere.
Status add_key(sqlite3& db, const std::optional<HashKey>& key) {
    const auto made =
        execute(db, fmt::format("PRAGMA journal_mode = DELETE; PRAGMA application_id = {}; CREATE TABLE backup_key "
                                "(key BLOB NOT NULL) STRICT",
                                backup_id));
    if (!made || !key) return made;
    auto insert = Statement::prepare(db, "INSERT INTO backup_key VALUES (?1)");
    if (!insert) return insert.error();
    return insert->bind(1, Blob(key->bytes())).run();
}

Result<bool> is_backup(sqlite3& db) {
    const auto owner = query_integer(db, "PRAGMA application_id");
    if (!owner) return owner.error();
    return *owner == backup_id;
}

// Only what the earlier backup was may be replaced.
Status may_replace(const std::string& file) {
    std::error_code code;
    if (!fs::exists(file, code)) return Done{};
    auto other = open_there(file);
    const auto same = other ? is_backup(*other->db) : Result<bool>{other.error()};
    if (same && *same) return Done{};
    return Error{Fault::refused, file + ": is there already and is no backup; name another file"};
}

// The key in a backup, if there is one; it is as whole as it was made, and of a version that this program knows.
Result<std::optional<HashKey>> check_backup(sqlite3& db, const std::string& file) {
    const auto right = is_backup(db);
    if (!right || !*right) return Error{Fault::refused, file + ": is no backup of a ledger"};
    const auto version = query_integer(db, "PRAGMA user_version");
    if (!version) return version.error();
    if (*version > ledger_schema_version)
        return Error{Fault::ledger_newer,
                     fmt::format("{}: is of a ledger of version {}, this program knows {}; install the newer "
                                 "program",
                                 file, *version, ledger_schema_version)};
    if (const auto whole = check_whole(db, file); !whole) return whole.error();
    auto statement = Statement::prepare(db, "SELECT key FROM backup_key");
    if (!statement) return statement.error();
    const auto row = statement->step();
    if (!row) return row.error();
    if (!*row) return std::optional<HashKey>{};
    const auto blob = statement->blob(0);
    if (blob.size() != HashKey::size)
        return Error{Fault::ledger_unreadable, file + ": holds no key; take an earlier backup"};
    std::array<std::uint8_t, HashKey::size> bytes{};
    std::copy(blob.begin(), blob.end(), bytes.begin());
    const std::optional key{HashKey(bytes)};
    sodium_memzero(bytes.data(), bytes.size());
    return key;
}

// The key for the ledger of the backup: its own, or the one that lies elsewhere, which is never replaced.
Result<HashKey> key_for(const SqliteOptions& ledger, sqlite3& backup, const std::optional<HashKey>& own) {
    if (own && lies_beside(ledger)) return *own;
    const auto path = key_path(ledger);
    const auto present = read_secret(path, Fault::ledger_unreadable);
    if (!present) return present.error();
    if (!*present && own) return *own;
    if (!*present) return Error{Fault::refused, fmt::format("key file {}: is not there, and the backup holds no key", path)};
    const auto right = belongs_to(backup, **present);
    if (!right) return right.error();
    if (*right) return **present;
    return Error{Fault::refused, fmt::format("key file {}: does not belong to the backup; put the right one there", path)};
}

// Whether the ledger knows of anything that the backup does not.
Result<bool> holds_more(sqlite3& ledger, sqlite3& backup) {
    for (const char* measure : {"SELECT ifnull(max(issued_at), 0) FROM tickets", "SELECT count(*) FROM tickets",
                                "SELECT visible_cases FROM ledger", "SELECT ifnull(max(stage_at), 0) FROM cases",
                                "SELECT ifnull(sum(count), 0) FROM card_uses", "SELECT count(*) FROM custody",
                                "SELECT count(closed_at) FROM problems"}) {
        const auto here = query_integer(ledger, measure);
        if (!here) return here.error();
        const auto there = query_integer(backup, measure);
        if (*here > (there ? *there : 0)) return true;  // an older ledger has not all of the tables
    }
    return false;
}

// Whether the present ledger may go. One that cannot be read may: that is what the backup is for.
Status may_go(const SqliteOptions& ledger, sqlite3& backup, bool force) {
    std::error_code code;
    if (!fs::exists(ledger.path, code)) return Done{};
    auto present = open_connection(ledger.path, std::chrono::milliseconds{500});
    if (!present) return Done{};
    // Leaves WAL, which nobody can but the only one who has it open; and then all of it is in the one file.
    const auto alone = execute(*present->db, "PRAGMA journal_mode = DELETE");
    if (!alone && alone.error().fault == Fault::ledger_locked)
        return Error{Fault::refused, "ledger " + ledger.path + ": is in use; stop the kiosk and every kioskctl first"};
    const auto more = holds_more(*present->db, backup);
    if (more && *more && !force)
        return Error{Fault::refused, "ledger " + ledger.path +
                                         ": holds tickets or cases that the backup does not; --force puts "
                                         "the backup in its place all the same"};
    return Done{};
}

// A second name for what is about to be replaced. A log that could not be written back goes with it.
Status keep_aside(const SqliteOptions& ledger) {
    std::error_code code;
    if (!fs::exists(ledger.path, code)) return Done{};
    for (int number = 1; number <= most_kept; ++number) {
        const auto aside = fmt::format("{}.before-restore{}", ledger.path, number == 1 ? "" : fmt::format("-{}", number));
        if (::link(ledger.path.c_str(), aside.c_str()) != 0) {
            if (errno == EEXIST) continue;
            return failed(aside, "the present ledger cannot be kept");
        }
        static_cast<void>(::link(key_path(ledger).c_str(), (aside + ".key").c_str()));  // it may be what is missing
        if (::rename((ledger.path + "-wal").c_str(), (aside + "-wal").c_str()) != 0 && errno != ENOENT)
            return failed(aside, "the present ledger cannot be kept");
        ::unlink((ledger.path + "-shm").c_str());
        return sync_folder_of(aside);
    }
    return Error{Fault::refused, ledger.path + ".before-restore: too many ledgers are kept already; take some away"};
}

Status write_key(const std::string& path, const HashKey& key) {
    const auto present = read_secret(path, Fault::ledger_unreadable);
    if (present && *present && (*present)->bytes() == key.bytes()) return Done{};
    Draft draft(fmt::format("{}.restore-{}", path, ::getpid()));
    {
        const Descriptor fd(::open(draft.path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
        if (!fd || ::write(fd.get(), key.bytes().data(), HashKey::size) != static_cast<ssize_t>(HashKey::size))
            return failed(path, "the key cannot be written");
    }
    return draft.become(path);
}

// The backup as a ledger again, under another name.
Status unpack(sqlite3& backup, const std::string& path) {
    auto copy = open_connection(path, {});
    if (!copy) return copy.error();
    auto& db = *copy->db;
    for (const auto& done :
         {execute(db, "PRAGMA synchronous = OFF"), copy_database(backup, db),
          execute(db, fmt::format("PRAGMA secure_delete = ON; DROP TABLE backup_key; PRAGMA application_id = {}",
                                  ledger_application_id))}) {
        if (!done) return done;
    }
    return Done{};
}

}  // namespace

Result<BackupFacts> back_up(const SqliteOptions& ledger, const std::string& file) {
    if (const auto free = may_replace(file); !free) return free.error();
    std::error_code code;
    if (!fs::exists(ledger.path, code)) return Error{Fault::not_found, "ledger " + ledger.path + ": is not there"};
    const auto opened = open_ledger(ledger);  // whole, of a known version, with its own key
    if (!opened) return opened.error();
    const auto key = read_secret(key_path(ledger), Fault::ledger_unreadable);
    if (!key) return key.error();
    if (!*key) return Error{Fault::ledger_unreadable, key_path(ledger) + ": vanished"};
    const auto enclosed = lies_beside(ledger) ? *key : std::nullopt;
    auto source = open_connection(ledger.path, ledger.patience);
    if (!source) return source.error();
    Draft draft(fmt::format("{}.{}", file, ::getpid()));
    auto facts = [&]() -> Result<BackupFacts> {
        auto copy = open_connection(draft.path(), {});
        if (!copy) return copy.error();
        auto& db = *copy->db;
        if (const auto set = execute(db, "PRAGMA synchronous = OFF"); !set) return set.error();
        if (const auto copied = copy_database(*source->db, db); !copied) return copied.error();
        if (const auto added = add_key(db, enclosed); !added) return added.error();
        if (const auto whole = check_whole(db, ledger.path); !whole) return whole.error();
        return facts_of(db, enclosed.has_value());
    }();
    if (!facts) return facts;
    if (const auto named = draft.become(file); !named) return named.error();
    return facts;
}

Result<BackupFacts> restore(const SqliteOptions& ledger, const std::string& file, bool force) {
    auto backup = open_there(file);
    if (!backup) return backup.error();
    auto& db = *backup->db;
    const auto enclosed = check_backup(db, file);
    if (!enclosed) return enclosed.error();
    const auto key = key_for(ledger, db, *enclosed);
    if (!key) return key.error();
    const auto facts = facts_of(db, enclosed->has_value());
    if (!facts) return facts.error();
    if (const auto free = may_go(ledger, db, force); !free) return free.error();
    Draft draft(fmt::format("{}.restore-{}", ledger.path, ::getpid()));
    if (const auto unpacked = unpack(db, draft.path()); !unpacked) return unpacked.error();
    if (const auto kept = keep_aside(ledger); !kept) return kept.error();
    if (const auto written = write_key(key_path(ledger), *key); !written) return written.error();
    if (const auto named = draft.become(ledger.path); !named) return named.error();
    return facts;
}

}  // namespace kiosk
