#include "kiosk/intake/merge.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

namespace kiosk {
namespace {

constexpr int read_behind = 256;  // cases

}  // namespace

Merge::Merge(LocalLedger& ledger, CaseWriter* writer, ImportScratch& scratch)
    : sql_(ledger.db()),
      cases_(ledger.cases),
      writer_(writer),
      scratch_(scratch),
      last_id_(sql_.query("SELECT visible_cases FROM ledger").integer()),
      seen_(static_cast<std::size_t>(last_id_) + 1) {}

// The case of that key. A file that comes again has its rows in the order in which the ledger has the cases, so those behind
// a found case are read at once.
std::optional<StoredCase> Merge::with_key(std::string_view key) {
    if (behind_at_ < behind_.size() && behind_[behind_at_].record.view.key == key) {
        last_found_ = behind_[behind_at_].id;
        return std::move(behind_[behind_at_++]);
    }
    auto found = sql_.take(cases_.by_key(key));
    if (!found) return std::nullopt;
    if (found->id == next(last_found_)) {
        behind_ = sql_.take(cases_.behind(found->id, read_behind));
        behind_at_ = 0;
    }
    last_found_ = found->id;
    return found;
}

// The case that the row is about. No element: the ledger does not know the case yet.
std::variant<std::vector<StoredCase>, RowRefused> Merge::known(const CaseRecord& record, bool has_key) {
    std::vector<StoredCase> found;
    if (last_id_ == 0) return found;
    if (auto by_key = with_key(record.view.key)) found.push_back(*std::move(by_key));
    if (!found.empty() || has_key || !record.card) return found;
    found = sql_.take(cases_.by_hash(IndexKind::card, *record.card));
    std::erase_if(found, [&](const StoredCase& one) { return one.record.view.handed_in != record.view.handed_in; });
    if (found.size() > 1)
        return RowRefused{std::nullopt, "the ledger has this card twice for that day; the row needs the case key"};
    return found;
}

Result<std::variant<RowTaken, RowRefused>> Merge::take(IncomingCase&& incoming) {
    auto answer = taken(std::move(incoming));
    if (writer_) sql_.take(writer_->status());
    return sql_.result(std::move(answer));
}

Merge::Taken Merge::taken(IncomingCase&& incoming) {
    auto found = known(incoming.record, incoming.has_key);
    if (auto* refused = std::get_if<RowRefused>(&found)) return std::move(*refused);
    auto& cases = std::get<std::vector<StoredCase>>(found);
    if (cases.empty()) return add(incoming.record, incoming.line);
    incoming.record.view.key = cases.front().record.view.key;
    return merge(std::move(cases.front()), std::move(incoming.record), incoming.line);
}

Merge::Taken Merge::add(const CaseRecord& record, std::size_t line) {
    ImportScratch::Staged staged{{}, line, index_values(record), {}};
    if (writer_) {
        staged.id = writer_->insert(record);
        staged.days = writer_->days(staged.id, record.view);
    } else {
        std::fill(staged.values.begin() + 1, staged.values.end(), std::nullopt);  // a dry run only looks for doubled keys
    }
    sql_.take(scratch_.stage(staged));
    return RowTaken::added;
}

void Merge::write(const StoredCase& stored, const CaseRecord& old, std::size_t line) {
    if (!writer_) return;
    writer_->update(stored);
    const auto before = index_values(old);
    ImportScratch::Staged staged{stored.id, line, index_values(stored.record), {}};
    bool any = false;
    for (std::size_t kind = 0; kind < index_kinds; ++kind) {
        auto& value = staged.values[kind];
        if (value && before[kind] && std::ranges::equal(*value, *before[kind])) value.reset();
        any = any || value;
    }
    if (any) sql_.take(scratch_.stage(staged));
}

Status Merge::index(const Twice& twice, const Indexed& progress) {
    const auto again = [&](std::size_t line) -> Result<bool> {
        if (const auto noted = twice(line); !noted) return noted.error();
        return writer_ != nullptr;
    };
    return write_index(scratch_, writer_, again, progress);
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
