#include "kiosk/ledger/import_run.h"

#include <fcntl.h>

#include <cerrno>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "kiosk/base/descriptor.h"
#include "kiosk/ledger/case_writer.h"
#include "kiosk/ledger/merge.h"
#include "kiosk/ledger/scratch.h"

namespace kiosk {
namespace {

constexpr std::size_t most_named = 1000;                       // reasons in the report
constexpr std::chrono::milliseconds hand_over_patience{1000};  // one takes some milliseconds

// A large import wants more memory and fewer checkpoints than a kiosk; but a log that is long makes the next ticket wait
// for its checkpoint, so it stays at some 8 MiB.
class ImportSettings {
public:
    explicit ImportSettings(sqlite3& db) : db_(db) { set("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 2000"); }
    ~ImportSettings() {
        set("PRAGMA cache_size = -2000; PRAGMA wal_autocheckpoint = 1000");
        sqlite3_db_release_memory(&db_);
    }
    ImportSettings(const ImportSettings&) = delete;
    ImportSettings& operator=(const ImportSettings&) = delete;

private:
    void set(const char* pragmas) { sqlite3_exec(&db_, pragmas, nullptr, nullptr, nullptr); }  // at worst it is slower
    sqlite3& db_;
};

// One import, from the first byte to the last.
class ImportRun {
public:
    ImportRun(const ImportOptions& options, ImportScratch& scratch, CaseWriter* writer, Merge& merge)
        : options_(options), scratch_(scratch), writer_(writer), merge_(merge) {}

    Result<ImportReport> read(ByteSource csv, const ImportRules& rules) {
        // Reading may take long; nobody shall wait for it.
        const auto patient = [this, &csv](std::span<char> room) -> Result<std::size_t> {
            if (writer_) {
                if (const auto left = writer_->let_others(); !left) return left.error();
            }
            return csv(room);
        };
        const auto take = [this](const ImportRow& row, std::size_t line) { return merge_.take(row, line); };
        const auto note = [this](const BadRow& row) { return bad(row); };
        const auto progress = [this](std::size_t rows) { tell({rows, 0, 0}); };
        const auto read = read_import(patient, rules, {take, note, progress});
        if (!read) return read.error();
        usable_ = read->usable;
        report_.rows = read->rows;
        report_.added = read->added;
        report_.updated = read->updated;
        report_.unchanged = read->unchanged;
        if (const auto indexed = index(); !indexed) return indexed.error();
        if (const auto told = tell_bad(); !told) return told.error();
        return report_;
    }

    bool refused() const { return !usable_ || (report_.reasons > 0 && !options_.accept_good); }

private:
    void tell(const ImportStep& step) {
        if (options_.progress) options_.progress(step);
    }

    Status bad(const BadRow& row) {
        if (!options_.accept_good) merge_.write_no_more();  // none of it will count
        return scratch_.note(row);
    }

    Status index() {
        const auto twice = [this](std::size_t line) {
            --report_.added;
            return bad({line, {}, "an earlier row of this file is for the same case"});
        };
        return merge_.index(twice, [this](std::size_t done) { tell({report_.rows, done, scratch_.entries()}); });
    }

    Status tell_bad() {
        report_.reasons = scratch_.reasons();
        if (report_.reasons == 0) return Done{};
        const auto rows = scratch_.bad_rows();
        if (!rows) return rows.error();
        report_.bad_rows = *rows;
        const auto told = scratch_.each_bad([this](const BadRow& row) -> Result<bool> {
            if (report_.bad.size() < most_named) report_.bad.push_back(row);
            if (!options_.rejected) return report_.bad.size() < most_named;
            if (const auto kept = options_.rejected(row); !kept) return kept.error();
            return true;
        });
        return told && options_.all_rejected ? options_.all_rejected() : told;
    }

    const ImportOptions& options_;
    ImportScratch& scratch_;
    CaseWriter* writer_;
    Merge& merge_;
    ImportReport report_;
    bool usable_ = true;
};

// Room kept free beside the ledger while an import is at work. When the disk is full it is given back, so that the log can
// be written into the ledger, which then has room again: for taking the import away, and for tickets.
class Ballast {
public:
    static Result<Ballast> take(const std::string& ledger_path) {
        constexpr off_t size = 16 * 1024 * 1024;  // twice the log
        const auto folder = std::filesystem::path(ledger_path).parent_path();
        Ballast ballast(::open(folder.empty() ? "." : folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
        const int failed = ballast.fd_ ? ::posix_fallocate(ballast.fd_.get(), 0, size) : EOPNOTSUPP;
        if (failed == ENOSPC || failed == EDQUOT)
            return Error{Fault::disk_full,
                         fmt::format("ledger {}: there are no {} MB free beside it for an import; free some "
                                     "space on that disk",
                                     ledger_path, size >> 20)};
        return ballast;  // not every file system can keep room
    }

private:
    explicit Ballast(int fd) : fd_(fd) {}
    Descriptor fd_;
};

// What an import holds until it is over.
struct Held {
    std::optional<ImportScratch> scratch;
    std::optional<Ballast> ballast;
};

// Nothing of it shall count: takes away what is written. Where that fails the next import does it. The disk may be full, so
// what takes up room goes first.
Result<ImportReport> leave_out(sqlite3& db, CaseWriter* writer, Held& held, Result<ImportReport> report) {
    if (!writer) return report;
    held.scratch.reset();
    held.ballast.reset();
    const auto write_log_back = [&] {  // so that its room is used again
        sqlite3_wal_checkpoint_v2(&db, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    };
    write_log_back();
    static_cast<void>(writer->discard());
    write_log_back();
    return report;
}

}  // namespace

Result<ImportReport> run_import(const ImportTarget& target, ByteSource csv, const Policy& policy,
                                const ImportOptions& options) {
    std::optional<ImportLock> lock;
    std::optional<CaseWriter> writer;
    const ImportSettings settings(target.db);
    if (!options.dry_run) {
        auto taken = ImportLock::take(target.key_file, hand_over_patience);
        if (!taken) return taken.error();
        lock.emplace(*std::move(taken));
        auto begun = CaseWriter::begin(target.db);
        if (!begun) return begun.error();
        writer.emplace(*std::move(begun));
    }
    auto* const writes = writer ? &*writer : nullptr;
    auto opened = ImportScratch::open(target.path);
    if (!opened) return opened.error();
    Held held{*std::move(opened), {}};
    if (!options.dry_run) {
        auto ballast = Ballast::take(target.path);
        if (!ballast) return ballast.error();
        held.ballast.emplace(*std::move(ballast));
    }
    auto merge = Merge::begin(target.db, target.cases, writes, *held.scratch, target.key, policy);
    if (!merge) return merge.error();
    ImportRun run(options, *held.scratch, writes, *merge);
    auto report = run.read(std::move(csv), {policy.refusals, target.utc_offset});
    if (!report) return leave_out(target.db, writes, held, std::move(report));
    if (options.dry_run) return report;
    if (run.refused()) {
        report->added = report->updated = report->unchanged = 0;
        return leave_out(target.db, writes, held, std::move(report));
    }
    if (const auto published = writer->publish(); !published) return leave_out(target.db, writes, held, published.error());
    static_cast<void>(writer->tidy_up());  // where that fails the next import does it; the cases count already
    report->taken = true;
    return report;
}

}  // namespace kiosk
