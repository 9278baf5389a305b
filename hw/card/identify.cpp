#include "hw/card/identify.h"

#include <algorithm>

#include "hw/card/apdu.h"
#include "hw/card/application.h"
#include "hw/card/city_union.h"
#include "hw/card/foreign_card.h"
#include "hw/card/social_card.h"
#include "hw/card/storage_card.h"
#include "hw/card/tlv.h"
#include "hw/card/tunion.h"

namespace hw {
namespace {

using kiosk::Card;

bool answers_as(const Selection& selection, ByteView name) {
    const auto answering = find_tlv(selection.fci, 0x84);
    return answering && std::ranges::equal(part(*answering, 0, name.size()), name);
}

// A processor without historical bytes, the shortest ATS there is: that of phones. PC/SC part 3.
bool is_bare_atr(const Bytes& atr) { return to_hex(atr) == "3B80800101"; }

// Asks for one application after the other until one is certain.
class Probe {
public:
    Probe(Dialogue& card, std::span<const kiosk::CityApplication> other_cities) : card_(card), other_cities_(other_cities) {}

    Card run() {
        const auto storage = parse_storage_atr(card_.atr());
        if (storage && storage->is_resident_id()) return kiosk::ResidentIdCard{};
        if (storage && storage->is_phone()) return kiosk::Phone{};
        if (storage && !storage->may_have_processor()) return kiosk::StorageCard{storage->chip()};
        if (auto found = social()) return *std::move(found);
        if (auto found = transit()) return *std::move(found);
        if (invalidated_) return kiosk::BlockedCard{};
        if (auto found = foreign()) return *std::move(found);
        if (locked_ && knows_names()) return kiosk::BlockedCard{};
        if (!locked_ && !knows_names() && has_resident_id_file(card_)) return kiosk::ResidentIdCard{};
        if (numberless_) return *std::move(numberless_);
        if (storage) return kiosk::StorageCard{storage->chip()};
        if (absent_ == asked_ && is_bare_atr(card_.atr())) return kiosk::Phone{};
        return kiosk::UnknownCard{};
    }

private:
    std::optional<Card> social() {
        const Selection selection = select(social_card_name);
        if (!selection.selected()) return invalidated_ ? std::optional<Card>(kiosk::BlockedCard{}) : std::nullopt;
        auto found = read_social_card(card_, selection.fci);
        if (!found) return std::nullopt;
        // The older ones have no room for another application. Where there is one the holder is behind a key, and after a
        // SELECT that failed the social application is still selected.
        if (found->card.generation == 3) found->card.transit = tunion();
        if (found->card.transit)
            found->card.transit->passenger = read_passenger(card_);
        else
            found->card.holder = read_holder(card_, *found);
        return std::move(found->card);
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

    // What is recognised to be sent away.
    std::optional<Card> foreign() {
        if (is_resident_id_atr(card_.atr())) return kiosk::ResidentIdCard{};
        if (is_bank_card(card_)) return kiosk::BankCard{};
        if (absent_ > 0) {
            if (auto found = find_city_application(card_, other_cities_)) return *std::move(found);
        }
        if (selected_ > 0) return std::nullopt;
        if (auto beijing = read_beijing(card_)) return *std::move(beijing);
        auto old = city_union_by_file();
        return old ? std::optional<Card>(*std::move(old)) : std::nullopt;
    }

    std::optional<kiosk::TransitCard> tunion() {
        const Selection selection = select(tunion_name);
        if (!selection.selected()) return std::nullopt;
        auto found = read_tunion(card_, selection.fci);
        if (!found && answers_as(selection, tunion_name)) note_numberless("");
        return found;
    }

    std::optional<kiosk::TransitCard> city_union() {
        const Selection selection = select(city_union_name);
        if (!selection.selected()) return std::nullopt;
        auto found = read_city_union(card_, selection.fci);
        if (!found.card && (!found.city.empty() || answers_as(selection, city_union_name))) note_numberless(found.city);
        return std::move(found.card);
    }

    std::optional<kiosk::TransitCard> city_union_by_file() {
        auto found = read_city_union_by_file(card_);
        if (!found.card && !found.city.empty()) note_numberless(found.city);
        return std::move(found.card);
    }

    void note_numberless(const std::string& city) {
        if (!numberless_ || numberless_->city.empty()) numberless_ = kiosk::NumberlessCard{city};
    }

    Selection select(ByteView name) {
        using enum Selection::Outcome;
        Selection selection = select_application(card_, name);
        locked_ |= selection.outcome == locked;
        invalidated_ |= selection.outcome == invalidated;
        selected_ += selection.outcome == selected;
        absent_ += selection.outcome == absent;
        ++asked_;
        return selection;
    }

    // So what it says of one application is meant for that one.
    bool knows_names() const { return selected_ + absent_ > 0; }

    Dialogue& card_;
    std::span<const kiosk::CityApplication> other_cities_;
    int asked_ = 0, selected_ = 0, absent_ = 0;  // applications
    bool locked_ = false;                        // said of at least one application
    bool invalidated_ = false;                   // likewise
    std::optional<kiosk::NumberlessCard> numberless_;
};

}  // namespace

Identified identify(CardChannel& channel, std::span<const kiosk::CityApplication> other_cities) {
    Dialogue dialogue(channel);
    Card card = Probe(dialogue, other_cities).run();
    if (dialogue.failure()) return {*dialogue.failure(), dialogue.apdus()};
    return {std::move(card), dialogue.apdus()};
}

}  // namespace hw
