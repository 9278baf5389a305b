#include "kiosk/store/bulk_copy.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "kiosk/ledger/ballast.h"
#include "kiosk/store/case_copy.h"

namespace kiosk {

namespace {

// Bytes on the disk: a case with its entries, and those once more in the scratch; the log.
constexpr std::int64_t of_a_case = 600, of_the_log = 32 * 1024 * 1024;

Status has_room(const LocalLedger& local, std::int64_t cases) {
    const auto unused = unused_bytes(local.db());
    if (!unused) return unused.error();
    const auto wanted = std::max<std::int64_t>(0, cases * of_a_case + of_the_log - *unused);
    auto room = check_room(local.options.path, wanted);
    if (!room) return Error{room.error().fault, fmt::format("{} [{} cases to come]", room.error().detail, cases)};
    return room;
}

}  // namespace

Result<BulkCopy> BulkCopy::begin(LocalLedger& local, const Hash& store, std::int64_t expected) {
    auto bulk = BulkWrite::begin(local.db());
    if (!bulk) return bulk.error();
    if (const auto room = has_room(local, expected); !room) return room.error();
    return BulkCopy(local, store, *std::move(bulk));
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

Status BulkCopy::index_keys(const std::function<Status(std::size_t)>& go_on) {
    std::optional<ImportScratch::KeyEntry> last;
    std::vector<IndexEntry> entries;
    return bulk_.scratch().each_key([&](std::span<const ImportScratch::KeyEntry> some) -> Status {
        if (const auto on = go_on(some.size()); !on) return on;
        entries.clear();
        for (const auto& entry : some) {
            if (last && last->padded == entry.padded)
                return Error{Fault::store_unreachable, "shared store: was filled anew meanwhile; it is read again"};
            last = entry;
            entries.push_back({entry.value(), entry.id});
        }
        return bulk_.writer()->index(IndexKind::key, entries);
    });
}

Status BulkCopy::finish(std::int64_t change, const std::stop_token& stop) {
    const auto go_on = [&](std::size_t) -> Status {
        return stop.stop_requested() ? Status{Error{Fault::store_unreachable, "shared store: stopped"}} : Status{Done{}};
    };
    if (const auto indexed = index_keys(go_on); !indexed) return indexed;
    if (const auto indexed = index_hashes(*bulk_.writer(), bulk_.scratch(), go_on); !indexed) return indexed;
    return bulk_.writer()->publish([&]() -> Status {
        if (const auto same = is_of_store(local_->db(), store_); !same) return same;
        return execute(local_->db(), gather_unpublished_sql + fetched_sql(last_id_, change));
    });
}

}  // namespace kiosk
