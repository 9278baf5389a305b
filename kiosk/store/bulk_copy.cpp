#include "kiosk/store/bulk_copy.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "kiosk/base/first_error.h"
#include "kiosk/intake/indexing.h"
#include "kiosk/ledger/ballast.h"
#include "kiosk/store/case_copy.h"

namespace kiosk {

namespace {

// Bytes on the disk. A case: its row and index entries in the ledger, and the entries once more in the scratch file.
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
    FirstError all;
    for (const auto& record : page) {
        if (writer.last_id() == CaseId{}) break;
        if (all.take(local_->cases.by_key(record.view.key))) return false;
    }
    for (const auto& record : page) {
        last_id_ = writer.insert(record);
        all.take(bulk_.scratch().stage({last_id_, ++count_, index_values(record), writer.days(last_id_, record.view)}));
    }
    writer.let_others();  // fetching the next page may take long
    all.take(writer.status());
    return all.result(true);
}

Status BulkCopy::finish(CaseChange change, const std::stop_token& stop) {
    const auto twice = [](std::size_t) -> Result<bool> {
        return Error{Fault::store_unreachable, "shared store: was filled anew meanwhile; it is read again"};
    };
    const auto go_on = [&](std::size_t) -> Status {
        return stop.stop_requested() ? Status{Error{Fault::store_unreachable, "shared store: stopped"}} : Status{Done{}};
    };
    if (const auto indexed = write_index(bulk_.scratch(), bulk_.writer(), twice, go_on); !indexed) return indexed;
    return bulk_.writer()->publish([&](Sql& sql) {
        must_be_of_store(sql, store_);
        gather_unpublished(sql);
        note_fetched(sql, last_id_, change);
    });
}

}  // namespace kiosk
