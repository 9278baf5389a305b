#include "kiosk/intake/incoming.h"

#include <utility>

#include "kiosk/case/identifier.h"

namespace kiosk {

IncomingCase::IncomingCase(ImportRow&& row, std::size_t line_in_file, const HashKey& key, const Policy& policy)
    : has_key(!row.case_key.empty()), line(line_in_file) {
    auto& view = record.view;
    if (row.old_card) {
        record.card = keyed_hash(key, HashOf::card, row.old_card->digits());
        view.old_last4 = row.old_card->last4();
    }
    if (row.id) record.resident_id = keyed_hash(key, HashOf::resident_id, row.id->text());
    if (row.id && row.old_card) record.typed = keyed_hash(key, HashOf::typed, row.id->tail6() + row.old_card->last4());
    if (!row.social_card.empty()) record.social_card = keyed_hash(key, HashOf::social_card, row.social_card);
    if (row.new_card) view.new_last4 = row.new_card->last4();
    const bool derive = !has_key && row.old_card;
    view.key = derive ? opaque_key(key, row.old_card->digits() + ' ' + iso(row.handed_in)) : std::move(row.case_key);
    view.masked_name = mask_name(row.holder_name);
    view.community = std::move(row.community);
    view.street = std::move(row.street);
    view.district = std::move(row.district);
    view.handed_in = row.handed_in;
    view.promised_by = policy.promised_by(row.handed_in);
    view.stage = row.stage;
    view.stage_at = row.stage_at;
    view.refusal = std::move(row.refusal);
}

}  // namespace kiosk
