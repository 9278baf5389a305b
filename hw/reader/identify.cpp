#include "hw/reader/identify.h"

#include "hw/reader/apdu.h"
#include "hw/reader/application.h"
#include "hw/reader/city_union.h"
#include "hw/reader/foreign_card.h"
#include "hw/reader/social_card.h"
#include "hw/reader/storage_card.h"
#include "hw/reader/tunion.h"

namespace hw {
namespace {

using kiosk::Card;

// Asks for one application after the other until one is certain.
class Probe {
public:
    explicit Probe(Dialogue& card) : card_(card) {}

    Card run() {
        const auto storage = parse_storage_atr(card_.atr());
        if (storage && storage->is_resident_id()) return kiosk::ResidentIdCard{};
        if (storage && !storage->may_have_processor()) return kiosk::StorageCard{storage->chip()};
        if (auto found = social()) return *std::move(found);
        if (auto found = transit()) return *std::move(found);
        if (invalidated_) return kiosk::BlockedCard{};
        if (is_bank_card(card_)) return kiosk::BankCard{};
        if (is_resident_id_atr(card_.atr())) return kiosk::ResidentIdCard{};
        if (locked_ && knows_names_) return kiosk::BlockedCard{};
        if (!locked_ && !knows_names_ && has_resident_id_file(card_)) return kiosk::ResidentIdCard{};
        if (storage) return kiosk::StorageCard{storage->chip()};
        return kiosk::UnknownCard{};
    }

private:
    std::optional<Card> social() {
        if (!select(social_card_name).selected()) {
            return invalidated_ ? std::optional<Card>(kiosk::BlockedCard{}) : std::nullopt;
        }
        auto found = read_social_card(card_);
        if (!found) return std::nullopt;
        if (found->generation == 3) found->transit = tunion();  // the older ones have no room for it
        return *std::move(found);
    }

    std::optional<Card> transit() {
        auto found = tunion();
        if (!found && invalidated_) return kiosk::BlockedCard{};
        if (found) {
            found->passenger = read_passenger(card_);
            if (const auto old = city_union()) found->second = old->number;
            return *std::move(found);
        }
        found = city_union();
        if (!found && !invalidated_ && select(chongqing_wallet_name).selected()) found = read_chongqing_master_file(card_);
        return found ? std::optional<Card>(*std::move(found)) : std::nullopt;
    }

    std::optional<kiosk::TransitCard> tunion() {
        const Selection selection = select(tunion_name);
        return selection.selected() ? read_tunion(card_, selection.fci) : std::nullopt;
    }

    std::optional<kiosk::TransitCard> city_union() {
        const Selection selection = select(city_union_name);
        return selection.selected() ? read_city_union(card_, selection.fci) : std::nullopt;
    }

    Selection select(ByteView name) {
        using enum Selection::Outcome;
        Selection selection = select_application(card_, name);
        locked_ |= selection.outcome == locked;
        invalidated_ |= selection.outcome == invalidated;
        knows_names_ |= selection.outcome == selected || selection.outcome == absent;
        return selection;
    }

    Dialogue& card_;
    bool locked_ = false;       // said of at least one application
    bool invalidated_ = false;  // likewise
    bool knows_names_ = false;  // so what it says of one application is meant for that one
};

}  // namespace

Identified identify(CardChannel& channel) {
    Dialogue dialogue(channel);
    Card card = Probe(dialogue).run();
    if (dialogue.failure()) return {*dialogue.failure(), dialogue.apdus()};
    return {std::move(card), dialogue.apdus()};
}

}  // namespace hw
