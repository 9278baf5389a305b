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
#include "kiosk/ledger/sql.h"

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

// A file that is deleted unless it gets its final name.
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
    sqlite3_backup_step(backup, -1);  // all pages in one step: between two steps a new ticket would restart the copy
    const int code = sqlite3_backup_finish(backup);
    return code == SQLITE_OK ? Status{Done{}} : Status{sqlite_error(to, code)};
}

Result<Connection> open_there(const std::string& path) {
    std::error_code code;
    if (!fs::is_regular_file(path, code)) return Error{Fault::not_found, path + ": there is no such file"};
    return open_connection(path, std::chrono::milliseconds{5000});
}

void check_whole(Sql& sql, const std::string& path) {
    if (sql.query("PRAGMA integrity_check(1)").first(first_text) != "ok")
        sql.fail({Fault::ledger_unreadable, path + ": is damaged; take an earlier backup"});
}

BackupFacts facts_of(Sql& sql, bool with_key) {
    return {sql.query("SELECT count(*) FROM cases WHERE id <= (SELECT visible_cases FROM ledger)").integer(),
            sql.query("SELECT count(*) FROM tickets").integer(), with_key};
}

bool lies_beside(const SqliteOptions& ledger) { return key_path(ledger) == ledger.path + ".key"; }

// nullopt: the key is kept elsewhere.
void add_key(Sql& sql, const std::optional<HashKey>& key) {
    sql.script(
        fmt::format("PRAGMA journal_mode = DELETE; PRAGMA application_id = {}; CREATE TABLE backup_key (key BLOB NOT "
                    "NULL) STRICT",
                    backup_id));
    if (key) sql.run("INSERT INTO backup_key VALUES (?1)", Blob(key->bytes()));
}

bool is_backup(Sql& sql) { return sql.query("PRAGMA application_id").integer() == backup_id; }

// Only an earlier backup may be replaced.
Status may_replace(const std::string& file) {
    std::error_code code;
    if (!fs::exists(file, code)) return Done{};
    if (const auto other = open_there(file)) {
        Sql sql(*other->db);
        if (is_backup(sql)) return Done{};
    }
    return Error{Fault::refused, file + ": is there already and is no backup; name another file"};
}

// Gives the key that the backup holds, if it holds one. Errors: the backup is damaged, or its version is newer than this
// program.
Result<std::optional<HashKey>> check_backup(sqlite3& db, const std::string& file) {
    Sql sql(db);
    if (!is_backup(sql)) return Error{Fault::refused, file + ": is no backup of a ledger"};
    const auto version = sql.query("PRAGMA user_version").integer();
    if (version > ledger_schema_version)
        sql.fail({Fault::ledger_newer,
                  fmt::format("{}: is of a ledger of version {}, this program knows {}; install the newer program", file,
                              version, ledger_schema_version)});
    check_whole(sql, file);
    std::optional<HashKey> key;
    sql.query("SELECT key FROM backup_key").each([&](const Statement& row) {
        const auto blob = row.blob(0);
        if (blob.size() != HashKey::size)
            return sql.fail({Fault::ledger_unreadable, file + ": holds no key; take an earlier backup"});
        std::array<std::uint8_t, HashKey::size> bytes{};
        std::copy(blob.begin(), blob.end(), bytes.begin());
        key.emplace(bytes);
        sodium_memzero(bytes.data(), bytes.size());
    });
    return sql.result(key);
}

// The key for the restored ledger: the backup's own, or the one in a key file elsewhere, which a restore never replaces.
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

// Whether the ledger holds anything that the backup lacks. A ledger that is unreadable, or too old to have all of the
// tables, counts as holding no more.
bool holds_more(sqlite3& ledger, sqlite3& backup) {
    for (const char* measure : {"SELECT ifnull(max(issued_at), 0) FROM tickets", "SELECT count(*) FROM tickets",
                                "SELECT visible_cases FROM ledger", "SELECT ifnull(max(stage_at), 0) FROM cases",
                                "SELECT ifnull(sum(count), 0) FROM card_uses", "SELECT count(*) FROM custody",
                                "SELECT count(closed_at) FROM problems"}) {
        Sql here(ledger), there(backup);
        const auto known = here.query(measure).integer();
        if (here.failed()) return false;
        if (known > there.query(measure).integer()) return true;
    }
    return false;
}

// Whether the present ledger may be replaced. An unreadable ledger may: the backup is there to replace it.
Status may_go(const SqliteOptions& ledger, sqlite3& backup, bool force) {
    std::error_code code;
    if (!fs::exists(ledger.path, code)) return Done{};
    auto present = open_connection(ledger.path, std::chrono::milliseconds{500});
    if (!present) return Done{};
    // Only a connection that has the ledger to itself can leave WAL mode, and then the one file holds the whole ledger.
    const auto alone = execute(*present->db, "PRAGMA journal_mode = DELETE");
    if (!alone && alone.error().fault == Fault::ledger_locked)
        return Error{Fault::refused, "ledger " + ledger.path + ": is in use; stop the kiosk and every kioskctl first"};
    if (!force && holds_more(*present->db, backup))
        return Error{Fault::refused, "ledger " + ledger.path +
                                         ": holds tickets or cases that the backup does not; --force puts "
                                         "the backup in its place all the same"};
    return Done{};
}

// Gives the ledger that is about to be replaced a second name. A write-ahead log that SQLite could not write back is kept
// with it.
Status keep_aside(const SqliteOptions& ledger) {
    std::error_code code;
    if (!fs::exists(ledger.path, code)) return Done{};
    for (int number = 1; number <= most_kept; ++number) {
        const auto aside = fmt::format("{}.before-restore{}", ledger.path, number == 1 ? "" : fmt::format("-{}", number));
        if (::link(ledger.path.c_str(), aside.c_str()) != 0) {
            if (errno == EEXIST) continue;
            return failed(aside, "the present ledger cannot be kept");
        }
        fs::create_hard_link(key_path(ledger), aside + ".key", code);  // fails if the key file is missing
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

// Writes the backup as a ledger under another name.
Status unpack(sqlite3& backup, const std::string& path) {
    auto copy = open_connection(path, {});
    if (!copy) return copy.error();
    Sql sql(*copy->db);
    sql.script("PRAGMA synchronous = OFF");
    sql.take(copy_database(backup, sql.db()));
    sql.script(
        fmt::format("PRAGMA secure_delete = ON; DROP TABLE backup_key; PRAGMA application_id = {}", ledger_application_id));
    return sql.status();
}

}  // namespace

Result<BackupFacts> back_up(const SqliteOptions& ledger, const std::string& file) {
    if (const auto free = may_replace(file); !free) return free.error();
    std::error_code code;
    if (!fs::exists(ledger.path, code)) return Error{Fault::not_found, "ledger " + ledger.path + ": is not there"};
    const auto opened = open_ledger(ledger);  // fails unless the ledger is whole, of a known version, and has its own key
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
        Sql sql(*copy->db);
        sql.script("PRAGMA synchronous = OFF");
        sql.take(copy_database(*source->db, sql.db()));
        add_key(sql, enclosed);
        check_whole(sql, ledger.path);
        return sql.result(facts_of(sql, enclosed.has_value()));
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
    Sql sql(db);
    const auto facts = facts_of(sql, enclosed->has_value());
    sql.take(may_go(ledger, db, force));
    if (sql.failed()) return sql.status().error();
    Draft draft(fmt::format("{}.restore-{}", ledger.path, ::getpid()));
    if (const auto unpacked = unpack(db, draft.path()); !unpacked) return unpacked.error();
    if (const auto kept = keep_aside(ledger); !kept) return kept.error();
    if (const auto written = write_key(key_path(ledger), *key); !written) return written.error();
    if (const auto named = draft.become(ledger.path); !named) return named.error();
    return facts;
}

}  // namespace kiosk
