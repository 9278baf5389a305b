#include "kiosk/intake/import_run.h"

#include <algorithm>
#include <utility>

#include "kiosk/intake/bulk_write.h"
#include "kiosk/intake/merge.h"
#include "kiosk/ledger/ballast.h"

namespace kiosk {
namespace {

constexpr std::size_t most_named = 1000;  // reasons in the report

// One import, from the first byte to the last.
class ImportRun {
public:
    ImportRun(const ImportOptions& options, ImportScratch& scratch, CaseWriter* writer, Merge& merge)
        : options_(options), scratch_(scratch), writer_(writer), merge_(merge) {}

    Result<ImportReport> read(Table& table, const ImportRules& rules) {
        // Reading the table may take long, so other connections get the ledger's lock before it.
        table.set_pause([this]() -> Status {
            if (!writer_) return Done{};
            writer_->let_others();
            return writer_->status();
        });
        const auto take = [this](const ImportRow& row, std::size_t line) { return merge_.take(row, line); };
        const auto note = [this](const BadRow& row) { return bad(row); };
        const auto progress = [this](std::size_t rows) { show({rows, 0, 0}); };
        const auto read = read_import(table, rules, {take, note, progress});
        if (!read) return read.error();
        usable_ = read->usable;
        report_.rows = read->rows;
        report_.added = read->added;
        report_.updated = read->updated;
        report_.unchanged = read->unchanged;
        report_.passed_over = read->passed_over;
        if (const auto indexed = index(); !indexed) return indexed.error();
        if (const auto listed = list_bad(); !listed) return listed.error();
        return report_;
    }

    bool refused() const { return !usable_ || (report_.reasons > 0 && !options_.accept_good); }

private:
    void show(const ImportStep& step) {
        if (options_.progress) options_.progress(step);
    }

    Status bad(const BadRow& row) {
        if (!options_.accept_good) merge_.write_no_more();  // one bad row rejects the whole file
        return scratch_.note(row);
    }

    Status index() {
        const auto twice = [this](std::size_t line) {
            --report_.added;
            return bad({line, {}, "an earlier row of this file is for the same case"});
        };
        return merge_.index(twice, [this](std::size_t done) { show({report_.rows, done, scratch_.entries()}); });
    }

    Status list_bad() {
        report_.reasons = scratch_.reasons();
        if (report_.reasons == 0) return Done{};
        const auto rows = scratch_.bad_rows();
        if (!rows) return rows.error();
        report_.bad_rows = *rows;
        const auto listed = scratch_.each_bad([this](const BadRow& row) -> Result<bool> {
            if (report_.bad.size() < most_named) report_.bad.push_back(row);
            if (!options_.rejected) return report_.bad.size() < most_named;
            if (const auto kept = options_.rejected(row); !kept) return kept.error();
            return true;
        });
        return listed && options_.all_rejected ? options_.all_rejected() : listed;
    }

    const ImportOptions& options_;
    ImportScratch& scratch_;
    CaseWriter* writer_;
    Merge& merge_;
    ImportReport report_;
    bool usable_ = true;
};

}  // namespace

Result<ImportReport> import_from(LocalLedger& ledger, Table& table, const Policy& policy, const ImportOptions& options) {
    auto& db = ledger.db();
    auto bulk = BulkWrite::begin(db, options.dry_run);
    if (!bulk) return bulk.error();
    Merge merge(ledger, bulk->writer(), bulk->scratch(), policy);
    ImportRun run(options, bulk->scratch(), bulk->writer(), merge);
    auto report = run.read(table, {policy.refusals, ledger.options.utc_offset, options.fill_down});
    table.set_pause({});
    if (options.dry_run) return report;
    if (report && run.refused()) report->added = report->updated = report->unchanged = 0;
    if (!report || run.refused()) {
        bulk->take_away();
        return report;
    }
    if (const auto published = bulk->writer()->publish(); !published) {
        bulk->take_away();
        return published.error();
    }
    static_cast<void>(bulk->writer()->tidy_up());  // the cases count already; if this fails, the next import does it
    report->taken = true;
    return report;
}

Result<ImportReport> import_from(LocalLedger& ledger, ByteSource csv, const Policy& policy, const ImportOptions& options) {
    CsvTable table(std::move(csv));
    return import_from(ledger, table, policy, options);
}

Result<ImportReport> import_csv(LocalLedger& ledger, std::string_view csv, const Policy& policy) {
    return import_from(ledger, from_memory(csv), policy, {});
}

Status make_room(const LocalLedger& ledger, std::int64_t bytes) {
    auto bulk = BulkWrite::begin(ledger.db());  // begin() deletes what a broken import has left
    if (!bulk) return bulk.error();
    const auto unused = unused_bytes(ledger.db());
    if (!unused) return unused.error();
    return check_room(ledger.options.path, std::max<std::int64_t>(0, bytes - *unused));
}

}  // namespace kiosk
