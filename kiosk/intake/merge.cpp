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

Merge::Merge(LocalLedger& ledger, CaseWriter* writer, ImportScratch& scratch, const Policy& policy)
    : sql_(ledger.db()),
      cases_(ledger.cases),
      writer_(writer),
      scratch_(scratch),
      key_(ledger.key),
      policy_(policy),
      last_id_(sql_.query("SELECT visible_cases FROM ledger").integer()),
      seen_(static_cast<std::size_t>(last_id_) + 1) {}

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

// The case that the row is about. No element: the ledger does not know the case yet.
std::variant<std::vector<StoredCase>, RowRefused> Merge::known(const ImportRow& row, const CaseRecord& record) {
    std::vector<StoredCase> found;
    if (last_id_ == 0) return found;
    if (auto by_key = sql_.take(cases_.by_key(record.view.key))) found.push_back(*std::move(by_key));
    if (!found.empty() || !row.case_key.empty() || !record.card) return found;
    found = sql_.take(cases_.by_hash(IndexKind::card, *record.card));
    std::erase_if(found, [&](const StoredCase& one) { return one.record.view.handed_in != row.handed_in; });
    if (found.size() > 1)
        return RowRefused{std::nullopt, "the ledger has this card twice for that day; the row needs the case key"};
    return found;
}

Result<std::variant<RowTaken, RowRefused>> Merge::take(const ImportRow& row, std::size_t line) {
    auto answer = taken(row, line);
    if (writer_) sql_.take(writer_->status());
    return sql_.result(std::move(answer));
}

Merge::Taken Merge::taken(const ImportRow& row, std::size_t line) {
    auto record = to_record(row);
    auto found = known(row, record);
    if (auto* refused = std::get_if<RowRefused>(&found)) return std::move(*refused);
    auto& cases = std::get<std::vector<StoredCase>>(found);
    if (cases.empty()) return add(record, line);
    record.view.key = cases.front().record.view.key;
    return merge(std::move(cases.front()), std::move(record), line);
}

Merge::Taken Merge::add(const CaseRecord& record, std::size_t line) {
    ImportScratch::Staged staged{{}, line, index_values(record)};
    if (writer_)
        staged.id = writer_->insert(record);
    else
        std::fill(staged.values.begin() + 1, staged.values.end(), std::nullopt);  // a dry run only looks for doubled keys
    sql_.take(scratch_.stage(staged));
    return RowTaken::added;
}

void Merge::write(const StoredCase& stored, const CaseRecord& old, std::size_t line) {
    if (!writer_) return;
    writer_->update(stored);
    const auto before = index_values(old);
    ImportScratch::Staged staged{stored.id, line, index_values(stored.record)};
    bool any = false;
    for (std::size_t kind = 0; kind < index_kinds; ++kind) {
        auto& value = staged.values[kind];
        if (value && before[kind] && std::ranges::equal(*value, *before[kind])) value.reset();
        any = any || value;
    }
    if (any) sql_.take(scratch_.stage(staged));
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
            if (const auto noted = twice(entry.line); !noted) return noted;
            if (!writer_) continue;
            writer_->remove(entry.id);
            scratch_.drop(entry.id);
        }
        if (progress) progress(some.size());
        if (!writer_) return Done{};
        writer_->index(IndexKind::key, entries);
        return writer_->status();
    });
}

Status Merge::index(const Twice& twice, const Indexed& progress) {
    std::size_t done = 0, shown = 0;
    const auto show = [&](std::size_t more) {
        done += more;
        if (done / progress_entries == shown) return;
        shown = done / progress_entries;
        if (progress) progress(done);
    };
    if (const auto indexed = index_keys(twice, show); !indexed) return indexed;
    if (!writer_) return Done{};
    return index_hashes(*writer_, scratch_, [&](std::size_t more) -> Status {
        show(more);
        return Done{};
    });
}

// Why an import may not move the case from one stage to the other; nullopt: it may.
std::optional<RowRefused> Merge::wrong_stage(CaseId id, Stage from, Stage to) {
    if (from == to) return std::nullopt;
    if (!may_follow(from, to))
        return RowRefused{Column::stage, fmt::format("cannot be {}: the ledger has {} already", name(to), name(from))};
    auto forbidden = forbidden_by_bag(sql_, id, to);
    return forbidden ? std::optional{RowRefused{Column::stage, *std::move(forbidden)}} : std::nullopt;
}

Merge::Taken Merge::merge(StoredCase stored, CaseRecord record, std::size_t line) {
    const auto old = stored.record;
    const auto id = static_cast<std::size_t>(stored.id);
    if (seen_[id]) return RowRefused{std::nullopt, "an earlier row of this file is for the same case"};
    seen_[id] = true;
    const bool other_card = old.card && record.card && old.card != record.card;
    const bool other_person = old.resident_id && record.resident_id && old.resident_id != record.resident_id;
    if (other_card && other_person) return RowRefused{Column::case_key, "belongs to somebody else's card in the ledger"};
    if (auto wrong = wrong_stage(stored.id, old.view.stage, record.view.stage)) return *std::move(wrong);
    // A promised day stays, whatever the policy says now.
    if (old.view.handed_in == record.view.handed_in) record.view.promised_by = old.view.promised_by;
    if (old.view.stage == record.view.stage && !record.view.stage_at) record.view.stage_at = old.view.stage_at;
    if (old == record) return RowTaken::unchanged;
    stored.record = std::move(record);
    write(stored, old, line);
    return RowTaken::updated;
}

}  // namespace kiosk
