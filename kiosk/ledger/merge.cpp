#include "kiosk/ledger/merge.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/ledger/identifier.h"

namespace kiosk {
namespace {

constexpr std::int64_t many_cases = 20'000;

}  // namespace

using Taken = std::variant<RowTaken, RowRefused>;

Result<Merge> Merge::begin(CaseStore& cases, const HashKey& key, const Policy& policy) {
    const auto last = cases.last_id();
    if (!last) return last.error();
    return Merge(cases, key, policy, *last);
}

CaseRecord Merge::to_record(const ImportRow& row) const {
    CaseRecord record;
    auto& view = record.view;
    if (row.old_card) {
        record.card = keyed_hash(key_, HashOf::card, row.old_card->digits());
        view.old_last4 = row.old_card->last4();
    }
    if (row.id) {
        record.resident_id = keyed_hash(key_, HashOf::resident_id, row.id->text());
        view.masked_id = mask_id(row.id->text());
    }
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

Result<Taken> Merge::take(const ImportRow& row) {
    auto record = to_record(row);
    auto known = cases_.by_key(record.view.key);
    if (!known) return known.error();
    if (*known) return merge(**std::move(known), std::move(record));
    return add(record);
}

Result<Taken> Merge::add(const CaseRecord& record) {
    // Building the indexes anew pays off once the new cases are no longer few beside the old ones.
    if (++added_ == std::max(many_cases, last_id_ / 4)) {
        auto dropped = cases_.drop_hash_indexes();
        if (!dropped) return dropped.error();
        dropped_ = *std::move(dropped);
    }
    if (const auto inserted = cases_.insert(record); !inserted) return inserted.error();
    return Taken{RowTaken::added};
}

Status Merge::finish() { return cases_.build_hash_indexes(dropped_); }

Result<Taken> Merge::merge(StoredCase stored, CaseRecord record) {
    const auto& old = stored.record;
    const auto id = static_cast<std::size_t>(stored.id);
    if (stored.id > last_id_ || seen_[id])
        return Taken{RowRefused{std::nullopt, "an earlier row of this file is for the same case"}};
    seen_[id] = true;
    const bool other_card = old.card && record.card && old.card != record.card;
    const bool other_person = old.resident_id && record.resident_id && old.resident_id != record.resident_id;
    if (other_card && other_person)
        return Taken{RowRefused{Column::case_key, "belongs to somebody else's card in the ledger"}};
    const auto from = old.view.stage, to = record.view.stage;
    if (from != to && !may_follow(from, to))
        return Taken{
            RowRefused{Column::stage, fmt::format("cannot be {}: the ledger has {} already", name(to), name(from))}};
    // What was promised stays promised, whatever the policy says now.
    if (old.view.handed_in == record.view.handed_in) record.view.promised_by = old.view.promised_by;
    if (old == record) return Taken{RowTaken::unchanged};
    stored.record = std::move(record);
    if (const auto updated = cases_.update(stored); !updated) return updated.error();
    return Taken{RowTaken::updated};
}

}  // namespace kiosk
