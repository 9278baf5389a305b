#include "kiosk/intake/scratch.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

namespace kiosk {
namespace {

constexpr const char* schema = R"sql(
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
BEGIN EXCLUSIVE;
CREATE TABLE bad (place INTEGER PRIMARY KEY, line INTEGER, title TEXT, reason TEXT);
)sql";

// Deletes the files of processes that were killed between making their file and unlinking it.
void sweep(const std::string& prefix) {
    const std::filesystem::path path(prefix);
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(path.has_parent_path() ? path.parent_path() : ".", code)) {
        if (entry.path().filename().string().starts_with(path.filename().string()))
            std::filesystem::remove(entry.path(), code);
    }
}

}  // namespace

Blob ImportScratch::KeyEntry::value() const {
    const auto size = static_cast<std::size_t>(std::ranges::find(padded, '\0') - padded.begin());
    return {reinterpret_cast<const std::uint8_t*>(padded.data()), size};
}

bool ImportScratch::KeyEntry::operator<(const KeyEntry& other) const {
    const int order = std::memcmp(padded.data(), other.padded.data(), padded.size());
    return order != 0 ? order < 0 : line < other.line;
}

bool ImportScratch::HashEntry::operator<(const HashEntry& other) const {
    const int order = std::memcmp(value.data(), other.value.data(), value.size());
    return order != 0 ? order < 0 : id < other.id;
}

ImportScratch::ImportScratch(const std::string& ledger_path, Connection connection, Statement note)
    : spill_(std::make_unique<Spill>(ledger_path)),
      keys_(*spill_),
      hashes_(index_kinds - 1, Sorter<HashEntry>(*spill_)),
      days_(*spill_),
      connection_(std::move(connection)),
      note_(std::move(note)) {}

Result<ImportScratch> ImportScratch::open(const std::string& ledger_path) {
    const auto prefix = scratch_prefix(ledger_path);
    sweep(prefix);
    const auto path = prefix + std::to_string(::getpid());
    auto connection = open_connection(path, {});
    ::unlink(path.c_str());  // the file exists without a name until it is closed
    if (!connection) return connection.error();
    auto& db = *connection->db;
    if (const auto ready = execute(db, schema); !ready) return ready.error();
    auto note = Statement::prepare(db, "INSERT INTO bad VALUES (NULL, ?1, ?2, ?3)");
    if (!note) return note.error();
    return ImportScratch(ledger_path, *std::move(connection), *std::move(note));
}

Status ImportScratch::stage(const Staged& row) {
    if (const auto& key = row.values.front()) {
        KeyEntry entry{{}, row.id, row.line};
        std::ranges::copy(key->first(std::min(key->size(), entry.padded.size())), entry.padded.begin());
        if (const auto added = keys_.add(entry); !added) return added;
        ++entries_;
    }
    for (std::size_t kind = 1; kind < index_kinds; ++kind) {
        const auto hash = row.values[kind] ? to_hash(*row.values[kind]) : std::nullopt;
        if (!hash) continue;
        if (const auto added = hashes_[kind - 1].add({*hash, row.id}); !added) return added;
        ++entries_;
    }
    return row.days ? stage(*row.days) : Done{};
}

Status ImportScratch::stage(const CaseDays& days) {
    ++entries_;
    if (const auto added = days_.add(days.hand_in); !added || !days.stage) return added;
    ++entries_;
    return days_.add(*days.stage);
}

Status ImportScratch::sort(const std::function<bool(Some&)>& give_on) {
    Some some;
    const auto give = [&](auto Some::*kind, const auto& entries) -> Status {
        some.keys.clear();
        some.hashes.clear();
        some.days.clear();
        (some.*kind).assign(entries.begin(), entries.end());
        return give_on(some) ? Status{Done{}} : Error{Fault::refused, "stopped"};
    };
    auto sorted = keys_.each([&](std::span<const KeyEntry> keys) { return give(&Some::keys, keys); });
    for (std::size_t number = 1; sorted && number < index_kinds; ++number) {
        sorted = hashes_[number - 1].each([&](std::span<const HashEntry> hashes) {
            some.kind = static_cast<IndexKind>(number);
            return give(&Some::hashes, hashes);
        });
    }
    if (sorted) sorted = days_.each([&](std::span<const DayEntry> days) { return give(&Some::days, days); });
    return sorted;
}

Status ImportScratch::note(const BadRow& bad) {
    ++reasons_;
    return note_.bind(1, static_cast<std::int64_t>(bad.line)).bind(2, bad.column).bind(3, bad.reason).run();
}

Result<std::size_t> ImportScratch::bad_rows() {
    Sql sql(db());
    return sql.result(static_cast<std::size_t>(sql.query("SELECT count(DISTINCT line) FROM bad").integer()));
}

Status ImportScratch::each_bad(const std::function<Result<bool>(const BadRow&)>& use) {
    Sql sql(db());
    sql.query("SELECT line, title, reason FROM bad ORDER BY line, place").until([&](const Statement& row) {
        const auto more =
            use({static_cast<std::size_t>(row.integer(0)), std::string(row.text(1)), std::string(row.text(2))});
        return !sql.take(more);
    });
    return sql.status();
}

}  // namespace kiosk
