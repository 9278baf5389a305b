#include "kiosk/ledger/bulk_copy.h"

#include <utility>

#include "kiosk/ledger/case_copy.h"

namespace kiosk {

Result<BulkCopy> BulkCopy::begin(LocalLedger& local) {
    auto bulk = BulkWrite::begin({local.db(), local.options.path, key_path(local.options)});
    if (!bulk) return bulk.error();
    return BulkCopy(local, *std::move(bulk));
}

Result<bool> BulkCopy::take(const std::vector<CaseRecord>& page) {
    auto& writer = *bulk_.writer();
    for (const auto& record : page) {
        if (writer.last_id() == 0) break;
        const auto known = local_->cases.by_key(record.view.key);
        if (!known) return known.error();
        if (*known) return false;
    }
    for (const auto& record : page) {
        const auto id = writer.insert(record);
        if (!id) return id.error();
        last_id_ = *id;
        if (const auto staged = bulk_.scratch().stage({*id, ++count_, index_values(record)}); !staged) return staged.error();
    }
    if (const auto left = writer.let_others(); !left) return left.error();  // the next page may be long in coming
    return true;
}

Status BulkCopy::index(const std::stop_token& stop) {
    auto& writer = *bulk_.writer();
    const auto go_on = [&](std::size_t) -> Status {
        return stop.stop_requested() ? Status{Error{Fault::store_unreachable, "shared store: stopped"}} : Status{Done{}};
    };
    std::vector<IndexEntry> entries;
    const auto keys = bulk_.scratch().each_key([&](std::span<const ImportScratch::KeyEntry> some) -> Status {
        if (const auto on = go_on(some.size()); !on) return on;
        entries.clear();
        for (const auto& entry : some) entries.push_back({entry.value(), entry.id});
        return writer.index(IndexKind::key, entries);
    });
    return keys ? index_hashes(writer, bulk_.scratch(), go_on) : keys;
}

Status BulkCopy::finish(std::int64_t change, const std::stop_token& stop) {
    if (const auto indexed = index(stop); !indexed) return indexed;
    return bulk_.writer()->publish(std::string(gather_unpublished_sql) + fetched_sql(last_id_, change));
}

}  // namespace kiosk
