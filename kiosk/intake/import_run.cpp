#include "kiosk/intake/import_run.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "kiosk/intake/ahead.h"
#include "kiosk/intake/bulk_write.h"
#include "kiosk/intake/merge.h"
#include "kiosk/ledger/ballast.h"

namespace kiosk {
namespace {

constexpr std::size_t most_named = 1000;  // reasons in the report

// Rows between two calls of ImportHooks::progress.
struct RowsRead {
    std::vector<IncomingCase> good;
    std::vector<BadRow> bad;
    std::size_t rows = 0;     // since the beginning
    std::uint64_t bytes = 0;  // likewise
};

// One import, from the first byte to the last.
class ImportRun {
public:
    // `key`: of the ledger.
    ImportRun(const ImportOptions& options, const HashKey& key, const Policy& policy, BulkWrite& bulk, Merge& merge)
        : options_(options), key_(key), policy_(policy), scratch_(bulk.scratch()), writer_(bulk.writer()), merge_(merge) {}

    Result<ImportReport> read(Table& table, const ImportRules& rules) {
        if (const auto taken = take_all(table, rules); !taken) return taken.error();
        if (const auto indexed = index(); !indexed) return indexed.error();
        if (const auto listed = list_bad(); !listed) return listed.error();
        return report_;
    }

    bool refused() const { return !usable_ || (report_.reasons > 0 && !options_.accept_good); }

private:
    void show() {
        if (options_.progress) options_.progress(step_);
    }

    // Reads, checks and hashes the rows, on a thread of its own, while others are merged.
    Status read_rows(Table& table, const ImportRules& rules, const Ahead<RowsRead>::GiveOn& give_on) {
        RowsRead some;
        ImportHooks hooks;
        hooks.header = [this](const Header& header) { header_ = header; };
        hooks.take = [&](ImportRow&& row, std::size_t line) -> Status {
            some.good.emplace_back(std::move(row), line, key_, policy_);
            return Done{};
        };
        hooks.bad = [&](const BadRow& row) -> Status {
            some.bad.push_back(row);
            return Done{};
        };
        hooks.progress = [&](std::size_t rows, std::uint64_t bytes) -> Status {
            some.rows = rows;
            some.bytes = bytes;
            if (!give_on(some)) return Error{Fault::refused, "stopped"};
            some.good.clear();
            some.bad.clear();
            return Done{};
        };
        const auto read = read_import(table, rules, hooks);
        if (!read) return read.error();
        usable_ = read->usable;
        report_.passed_over = read->passed_over;
        return Done{};
    }

    Status take_all(Table& table, const ImportRules& rules) {
        Ahead<RowsRead> reader([&](const auto& give_on) { return read_rows(table, rules, give_on); });
        for (;;) {
            if (writer_ && !reader.is_there_within(longest_idle_hold)) writer_->let_others();
            const auto some = reader.next();
            if (!some) return some.error();
            if (!*some) return Done{};
            if (const auto taken = take(**some); !taken) return taken;
            if (writer_) writer_->let_others_in_time();
            report_.rows = step_.rows = (*some)->rows;
            step_.bytes = (*some)->bytes;
            show();
        }
    }

    Status take(RowsRead& some) {
        for (const auto& row : some.bad) {
            if (const auto noted = bad(row); !noted) return noted;
        }
        for (auto& good : some.good) {
            const auto line = good.line;
            const auto taken = merge_.take(std::move(good));
            if (!taken) return taken.error();
            if (const auto* how = std::get_if<RowTaken>(&*taken)) {
                count(*how);
                continue;
            }
            const auto& refused = std::get<RowRefused>(*taken);
            if (const auto noted = bad({line, header_->title(refused.column), refused.reason}); !noted) return noted;
        }
        return Done{};
    }

    void count(RowTaken how) {
        if (how == RowTaken::added) ++report_.added;
        if (how == RowTaken::updated) ++report_.updated;
        if (how == RowTaken::unchanged) ++report_.unchanged;
    }

    Status bad(const BadRow& row) {
        if (!options_.accept_good) {  // one bad row rejects the whole file
            merge_.write_no_more();
            if (writer_) writer_->let_others();
        }
        return scratch_.note(row);
    }

    Status index() {
        const auto twice = [this](std::size_t line) {
            --report_.added;
            return bad({line, {}, "an earlier row of this file is for the same case"});
        };
        step_.to_index = scratch_.entries();
        return merge_.index(twice, [this](std::size_t done) -> Status {
            step_.indexed = done;
            show();
            return Done{};
        });
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
    const HashKey& key_;
    const Policy& policy_;
    ImportScratch& scratch_;
    CaseWriter* writer_;
    Merge& merge_;
    ImportStep step_;
    ImportReport report_;
    std::optional<Header> header_;  // the reader's thread writes this before the first row, and `usable_` behind the last
    bool usable_ = true;
};

}  // namespace

Result<ImportReport> import_from(LocalLedger& ledger, Table& table, const Policy& policy, const ImportOptions& options) {
    auto& db = ledger.db();
    auto bulk = BulkWrite::begin(db, options.dry_run);
    if (!bulk) return bulk.error();
    Merge merge(ledger, bulk->writer(), bulk->scratch());
    ImportRun run(options, ledger.key, policy, *bulk, merge);
    auto report = run.read(table, {policy.refusals, ledger.options.utc_offset, options.fill_down});
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
