#include "kiosk/ledger/case_query.h"

#include "kiosk/base/overloaded.h"
#include "kiosk/case/identifier.h"

namespace kiosk {

HashedQuery hash_query(const HashKey& key, const CaseQuery& query) {
    const auto hashed = [&](IndexKind kind, HashOf what, const std::string& text) {
        return HashedQuery{kind, keyed_hash(key, what, text), {}};
    };
    using Kind = IndexKind;
    return std::visit(overloaded{[&](const ByCard& by) { return hashed(Kind::card, HashOf::card, by.number.digits()); },
                                 [&](const BySocialCard& by) {
                                     return hashed(Kind::social_card, HashOf::social_card, normal_identifier(by.number));
                                 },
                                 [&](const ByResidentId& by) {
                                     return hashed(Kind::resident_id, HashOf::resident_id, normal_identifier(by.number));
                                 },
                                 [&](const ByKey& by) {
                                     return HashedQuery{Kind::key, {}, normal_identifier(by.key)};
                                 },
                                 [&](const ByTyping& by) {
                                     return hashed(Kind::typed, HashOf::typed,
                                                   normal_identifier(by.id_tail6 + by.card_last4));
                                 }},
                      query);
}

}  // namespace kiosk
