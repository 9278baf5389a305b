#include "tests/support/card_events.h"

#include <filesystem>
#include <stdexcept>

#include "kiosk/base/overloaded.h"
#include "kiosk/policy/faults.h"

namespace support {
namespace {

using kiosk::overloaded;

std::string of_social(const kiosk::SocialCard& card) {
    const std::string tail = card.number.substr(card.number.size() - std::min<std::size_t>(card.number.size(), 4));
    return "social " + std::to_string(card.generation) + " " + tail + (card.holder ? " open" : " protected") +
           (card.transit ? " rides" : "");
}

}  // namespace

hw::SimulatedCard card(const std::string& name) {
    const std::string root = KIOSK_SOURCE_DIR;
    std::string path = root + "/assets/cards/" + name + ".card";
    if (!std::filesystem::exists(path)) path = root + "/tests/hw/card/cards/" + name + ".card";
    auto loaded = hw::SimulatedCard::load(path);
    if (!loaded) throw std::runtime_error(loaded.error().detail);
    return *std::move(loaded);
}

std::string describe(const kiosk::Card& card) {
    return std::visit(
        overloaded{
            [](const kiosk::TransitCard& transit) {
                return "transit " + transit.number.last4() + (transit.second ? " and " + transit.second->last4() : "");
            },
            [](const kiosk::SocialCard& social) { return of_social(social); },
            [](const kiosk::StorageCard& storage) { return "storage " + storage.chip; },
            [](const kiosk::ResidentIdCard&) { return std::string("resident id"); },
            [](const kiosk::BankCard&) { return std::string("bank"); },
            [](const kiosk::ElsewhereCard& other) { return "of " + other.place.en; },
            [](const kiosk::NumberlessCard& one) { return "numberless" + (one.city.empty() ? "" : " of " + one.city); },
            [](const kiosk::Phone&) { return std::string("phone"); },
            [](const kiosk::BlockedCard&) { return std::string("blocked"); },
            [](const kiosk::UnknownCard&) { return std::string("unknown"); },
        },
        card);
}

std::string describe(const hw::ReaderEvent& event) {
    return std::visit(
        overloaded{
            [](const hw::ReaderReady&) { return std::string("ready"); },
            [](const hw::ReaderFailed& failed) { return "failed " + std::string(kiosk::name(failed.fault)); },
            [](const hw::CardInserted&) { return std::string("inserted"); },
            [](const hw::CardIdentified& found) { return "identified " + describe(found.card); },
            [](const hw::CardFailed& failed) { return "card failed " + std::string(kiosk::name(failed.fault)); },
            [](const hw::CardRemoved&) { return std::string("removed"); },
        },
        event);
}

hw::ReaderSink CardEvents::sink() {
    return [this](const hw::ReaderEvent& event) {
        const std::lock_guard lock(mutex_);
        events_.push_back(describe(event));
        arrived_.notify_all();
    };
}

std::string CardEvents::next(std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    if (!arrived_.wait_for(lock, at_most, [this] { return !events_.empty(); })) return "nothing";
    std::string first = std::move(events_.front());
    events_.erase(events_.begin());
    return first;
}

std::vector<std::string> CardEvents::next(std::size_t count) {
    std::vector<std::string> several;
    while (several.size() < count) several.push_back(next());
    return several;
}

bool CardEvents::quiet(std::chrono::milliseconds during) {
    std::unique_lock lock(mutex_);
    return !arrived_.wait_for(lock, during, [this] { return !events_.empty(); });
}

}  // namespace support
