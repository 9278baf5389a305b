#include "kiosk/intake/merge.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "kiosk/case/identifier.h"
#include "kiosk/intake/bulk_write.h"

namespace kiosk {
namespace {

constexpr std::size_t progress_entries = 65536;

}  // namespace

using Taken = std::variant<RowTaken, RowRefused>;
using Known = std::variant<std::vector<StoredCase>, RowRefused>;

Result<Merge> Merge::begin(sqlite3& db, CaseStore& cases, CaseWriter* writer, ImportScratch& scratch, const HashKey& key,
                           const Policy& policy) {
    const auto last = query_integer(db, "SELECT visible_cases FROM ledger");
    if (!last) return last.error();
    auto bag_rule = BagRule::open(db);
    if (!bag_rule) return bag_rule.error();
    return Merge(cases, writer, scratch, key, policy, *std::move(bag_rule), *last);
}

CaseRecord Merge::to_record(const ImportRow& row) const {
    CaseRecord record;
    auto& view = record.view;
    if (row.old_card) {
        record.card = keyed_hash(key_, HashOf::card, row.old_card->digits());
        view.old_last4 = row.old_card->last4();
    }
    if (row.id) record.resident_id = keyed_hash(key_, HashOf::resident_id, row.id->text());
    if (row.id && row.old_card) record.typed = keyed_hash(key_, HashOf::typed, row.id->tail6() + row.old_card->last4());
    if (!row.social_card.empty()) record.social_card = keyed_hash(key_, HashOf::social_card, row.social_card);
    if (row.new_card) view.new_last4 = row.new_card->last4();
    const bool derive = row.case_key.empty() && row.old_card;
    view.key = derive ? opaque_key(key_, row.old_card->digits() + ' ' + iso(row.handed_in)) : row.case_key;
    view.masked_name = mask_name(row.holder_name);
    view.community = row.community;
    view.street = row.street;
    view.district = row.district;
    view.handed_in = row.handed_in;
    view.promised_by = policy_.promised_by(row.handed_in);
    view.stage = row.stage;
    view.stage_at = row.stage_at;
    view.refusal = row.refusal;
    return record;
}

// The case that the row is for: one or none.
Result<Known> Merge::known(const ImportRow& row, const CaseRecord& record) {
    if (last_id_ == 0) return Known{};
    auto by_key = cases_.by_key(record.view.key);
    if (!by_key) return by_key.error();
    std::vector<StoredCase> found;
    if (*by_key) found.push_back(**std::move(by_key));
    if (!found.empty() || !row.case_key.empty() || !record.card) return Known{std::move(found)};
    auto by_card = cases_.by_hash(IndexKind::card, *record.card);
    if (!by_card) return by_card.error();
    std::erase_if(*by_card, [&](const StoredCase& one) { return one.record.view.handed_in != row.handed_in; });
    if (by_card->size() > 1)
        return Known{RowRefused{std::nullopt, "the ledger has this card twice for that day; the row needs the case key"}};
    return Known{*std::move(by_card)};
}

Result<Taken> Merge::take(const ImportRow& row, std::size_t line) {
    auto record = to_record(row);
    auto found = known(row, record);
    if (!found) return found.error();
    if (auto* refused = std::get_if<RowRefused>(&*found)) return Taken{std::move(*refused)};
    auto& cases = std::get<std::vector<StoredCase>>(*found);
    if (cases.empty()) return add(record, line);
    record.view.key = cases.front().record.view.key;
    return merge(std::move(cases.front()), std::move(record), line);
}

Result<Taken> Merge::add(const CaseRecord& record, std::size_t line) {
    ImportScratch::Staged staged{0, line, index_values(record)};
    if (writer_) {
        const auto id = writer_->insert(record);
        if (!id) return id.error();
        staged.id = *id;
    } else {
        std::fill(staged.values.begin() + 1, staged.values.end(), std::nullopt);  // only to see whether a key is there twice
    }
    if (const auto done = scratch_.stage(staged); !done) return done.error();
    return Taken{RowTaken::added};
}

Status Merge::write(const StoredCase& stored, const CaseRecord& old, std::size_t line) {
    if (!writer_) return Done{};
    if (const auto updated = writer_->update(stored); !updated) return updated;
    const auto before = index_values(old);
    ImportScratch::Staged staged{stored.id, line, index_values(stored.record)};
    bool any = false;
    for (std::size_t kind = 0; kind < index_kinds; ++kind) {
        auto& value = staged.values[kind];
        if (value && before[kind] && std::ranges::equal(*value, *before[kind])) value.reset();
        any = any || value;
    }
    return any ? scratch_.stage(staged) : Status{Done{}};
}

Status Merge::index_keys(const Twice& twice, const Indexed& progress) {
    std::optional<ImportScratch::KeyEntry> last;
    std::vector<IndexEntry> entries;
    return scratch_.each_key([&](std::span<const ImportScratch::KeyEntry> some) -> Status {
        entries.clear();
        for (const auto& entry : some) {
            const bool again = last && last->padded == entry.padded;
            last = entry;
            if (!again) {
                entries.push_back({entry.value(), entry.id});
                continue;
            }
            if (const auto told = twice(entry.line); !told) return told;
            if (!writer_) continue;
            if (const auto removed = writer_->remove(entry.id); !removed) return removed;
            scratch_.drop(entry.id);
        }
        if (progress) progress(some.size());
        return writer_ ? writer_->index(IndexKind::key, entries) : Status{Done{}};
    });
}

Status Merge::index(const Twice& twice, const Indexed& progress) {
    std::size_t done = 0, told = 0;
    const auto tell = [&](std::size_t more) {
        done += more;
        if (done / progress_entries == told) return;
        told = done / progress_entries;
        if (progress) progress(done);
    };
    if (const auto indexed = index_keys(twice, tell); !indexed) return indexed;
    if (!writer_) return Done{};
    return index_hashes(*writer_, scratch_, [&](std::size_t more) -> Status {
        tell(more);
        return Done{};
    });
}

// Why the case cannot come to that stage by an import.
Result<std::optional<RowRefused>> Merge::wrong_stage(std::int64_t id, Stage from, Stage to) {
    using Wrong = std::optional<RowRefused>;
    if (from == to) return Wrong{};
    if (!may_follow(from, to))
        return Wrong{
            RowRefused{Column::stage, fmt::format("cannot be {}: the ledger has {} already", name(to), name(from))}};
    auto forbidden = bag_rule_.forbids(id, to);
    if (!forbidden) return forbidden.error();
    if (!*forbidden) return Wrong{};
    return Wrong{RowRefused{Column::stage, **std::move(forbidden)}};
}

Result<Taken> Merge::merge(StoredCase stored, CaseRecord record, std::size_t line) {
    const auto old = stored.record;
    const auto id = static_cast<std::size_t>(stored.id);
    if (seen_[id]) return Taken{RowRefused{std::nullopt, "an earlier row of this file is for the same case"}};
    seen_[id] = true;
    const bool other_card = old.card && record.card && old.card != record.card;
    const bool other_person = old.resident_id && record.resident_id && old.resident_id != record.resident_id;
    if (other_card && other_person)
        return Taken{RowRefused{Column::case_key, "belongs to somebody else's card in the ledger"}};
    auto wrong = wrong_stage(stored.id, old.view.stage, record.view.stage);
    if (!wrong) return wrong.error();
    if (*wrong) return Taken{**std::move(wrong)};
    // What was promised stays promised, whatever the policy says now.
    if (old.view.handed_in == record.view.handed_in) record.view.promised_by = old.view.promised_by;
    if (old.view.stage == record.view.stage && !record.view.stage_at) record.view.stage_at = old.view.stage_at;
    if (old == record) return Taken{RowTaken::unchanged};
    stored.record = std::move(record);
    if (const auto written = write(stored, old, line); !written) return written.error();
    return Taken{RowTaken::updated};
}

}  // namespace kiosk
