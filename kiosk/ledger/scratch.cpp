#include "kiosk/ledger/scratch.h"

#include <unistd.h>

#include <filesystem>

#include <fmt/format.h>

namespace kiosk {
namespace {

constexpr const char* schema = R"sql(
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -32768;
PRAGMA threads = 2;
BEGIN EXCLUSIVE;
CREATE TABLE staged (place INTEGER PRIMARY KEY, id INTEGER, line INTEGER, v0 BLOB, v1 BLOB, v2 BLOB, v3 BLOB, v4 BLOB);
CREATE TABLE dropped (place INTEGER PRIMARY KEY);
CREATE TABLE bad (place INTEGER PRIMARY KEY, line INTEGER, title TEXT, reason TEXT);
)sql";

// A process that was killed within microseconds of making it.
void sweep(const std::string& prefix) {
    const std::filesystem::path path(prefix);
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(path.has_parent_path() ? path.parent_path() : ".", code)) {
        if (entry.path().filename().string().starts_with(path.filename().string()))
            std::filesystem::remove(entry.path(), code);
    }
}

}  // namespace

Result<ImportScratch> ImportScratch::open(const std::string& ledger_path) {
    const auto prefix = ledger_path + ".import-";
    sweep(prefix);
    const auto path = prefix + std::to_string(::getpid());
    auto connection = open_connection(path, {});
    ::unlink(path.c_str());  // it stays for as long as it is open
    if (!connection) return connection.error();
    auto& db = *connection->db;
    if (const auto ready = execute(db, schema); !ready) return ready.error();
    auto stage = Statement::prepare(db, "INSERT INTO staged VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    if (!stage) return stage.error();
    auto drop = Statement::prepare(db, "INSERT INTO dropped VALUES (?1)");
    if (!drop) return drop.error();
    auto note = Statement::prepare(db, "INSERT INTO bad VALUES (NULL, ?1, ?2, ?3)");
    if (!note) return note.error();
    return ImportScratch(*std::move(connection), *std::move(stage), *std::move(drop), *std::move(note));
}

Status ImportScratch::stage(const Staged& row) {
    stage_.bind(1, row.id).bind(2, static_cast<std::int64_t>(row.line));
    for (std::size_t kind = 0; kind < index_kinds; ++kind) {
        if (!row.values[kind]) continue;
        stage_.bind(static_cast<int>(kind) + 3, *row.values[kind]);
        ++entries_;
    }
    return stage_.run();
}

Status ImportScratch::each(IndexKind kind, const std::function<Status(const Entry&)>& use) {
    const auto sql = fmt::format("SELECT v{0}, id, line, place FROM staged WHERE v{0} IS NOT NULL ORDER BY v{0}, line",
                                 static_cast<int>(kind));
    auto statement = Statement::prepare(db(), sql);
    if (!statement) return statement.error();
    for (;;) {
        const auto row = statement->step();
        if (!row) return row.error();
        if (!*row) break;
        const auto line = static_cast<std::size_t>(statement->integer(2));
        const auto used = use({statement->blob(0), statement->integer(1), line, statement->integer(3)});
        if (!used) return used;
    }
    return execute(db(), "DELETE FROM staged WHERE place IN (SELECT place FROM dropped); DELETE FROM dropped");
}

Status ImportScratch::drop(std::int64_t place) { return drop_.bind(1, place).run(); }

Status ImportScratch::note(const BadRow& bad) {
    ++reasons_;
    return note_.bind(1, static_cast<std::int64_t>(bad.line)).bind(2, bad.column).bind(3, bad.reason).run();
}

Result<std::size_t> ImportScratch::bad_rows() {
    const auto count = query_integer(db(), "SELECT count(DISTINCT line) FROM bad");
    if (!count) return count.error();
    return static_cast<std::size_t>(*count);
}

Status ImportScratch::each_bad(const std::function<Result<bool>(const BadRow&)>& use) {
    auto statement = Statement::prepare(db(), "SELECT line, title, reason FROM bad ORDER BY line, place");
    if (!statement) return statement.error();
    for (;;) {
        const auto row = statement->step();
        if (!row) return row.error();
        if (!*row) return Done{};
        const auto more = use({static_cast<std::size_t>(statement->integer(0)), std::string(statement->text(1)),
                               std::string(statement->text(2))});
        if (!more) return more.error();
        if (!*more) return Done{};
    }
}

}  // namespace kiosk
