#include "hw/reader/pcsc_slots.h"

#include <algorithm>
#include <array>

#include "kiosk/base/ascii.h"

namespace hw {
namespace {

// A name taken apart. What is not there is empty.
struct NameParts {
    std::string product;    // with its serial number
    std::string interface;  // "ACR1252 Dual Reader PICC"
    std::string device, slot;
};

bool is_hex_digit(char c) { return kiosk::is_digit(c) || (c >= 'A' && c <= 'F'); }

// Takes " XX" from the end.
std::string take_number(std::string& name) {
    const std::size_t at = name.size() - std::min<std::size_t>(name.size(), 3);
    if (name.size() < 4 || name[at] != ' ' || !is_hex_digit(name[at + 1]) || !is_hex_digit(name[at + 2])) return {};
    std::string number = name.substr(at + 1);
    name.resize(at);
    return number;
}

// "[Interface]", or what drivers without such names call the side that they read.
std::string take_interface(std::string& name) {
    const auto open = name.find(" [");
    const auto close = open == std::string::npos ? open : name.find(']', open);
    if (close != std::string::npos) {
        std::string interface = name.substr(open + 2, close - open - 2);
        name.erase(open, close + 1 - open);
        return interface;
    }
    constexpr std::array<std::string_view, 7> sides{
        " Contact Reader", " Contactless Reader", " CL Reader", " PICC", " ICC", " Contactless", " Contact"};
    for (const auto side : sides) {
        const auto at = name.find(side);
        const auto end = at + side.size();
        if (at == std::string::npos || (end < name.size() && name[end] != ' ')) continue;
        name.erase(at, side.size());
        return std::string(side.substr(1));
    }
    return {};
}

NameParts parts_of(std::string name) {
    NameParts parts;
    parts.slot = take_number(name);
    if (!parts.slot.empty()) parts.device = take_number(name);
    parts.interface = take_interface(name);
    parts.product = std::move(name);
    return parts;
}

// Whether this is another slot of the device that has `others`. Two devices of the same make each have the same sides.
bool belongs_to(const NameParts& parts, const std::vector<const NameParts*>& others) {
    if (others.front()->product != parts.product) return false;
    if (others.front()->device == parts.device) return true;
    return !parts.interface.empty() &&
           std::ranges::none_of(others, [&](const NameParts* other) { return other->interface == parts.interface; });
}

}  // namespace

std::optional<CardIdentity> identity_of(const kiosk::Card& card) {
    if (std::holds_alternative<kiosk::UnknownCard>(card)) return std::nullopt;
    CardIdentity identity{card.index(), {}};
    const auto add = [&](const kiosk::TransitCard& transit) {
        identity.numbers.push_back(transit.number.digits());
        if (transit.second) identity.numbers.push_back(transit.second->digits());
    };
    if (const auto* transit = std::get_if<kiosk::TransitCard>(&card)) add(*transit);
    if (const auto* social = std::get_if<kiosk::SocialCard>(&card)) {
        if (!social->number.empty()) identity.numbers.push_back(social->number);
        if (social->transit) add(*social->transit);
    }
    return identity;
}

bool certainly_two(const CardIdentity& one, const CardIdentity& other) {
    if (one.numbers.empty() || other.numbers.empty()) return one.kind != other.kind;
    return std::ranges::none_of(one.numbers, [&](const std::string& number) {
        return std::ranges::find(other.numbers, number) != other.numbers.end();
    });
}

void Slot::forget_card() {
    looked = busy = false;
    identity.reset();
}

DWORD sane_state(const SCARD_READERSTATE& reported) {
    constexpr DWORD either = SCARD_STATE_EMPTY | SCARD_STATE_PRESENT;
    DWORD state = reported.dwEventState & ~static_cast<DWORD>(SCARD_STATE_CHANGED);
    if ((state & either) == either)
        state &= ~static_cast<DWORD>(reported.cbAtr > 0 ? SCARD_STATE_EMPTY : SCARD_STATE_PRESENT);
    // Unplugged and back in one wait: pcscd says neither empty nor present, and then takes a card for nothing new.
    const bool usable = !(state & (SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE | SCARD_STATE_IGNORE));
    return usable && !(state & either) ? SCARD_STATE_UNAWARE : state;
}

std::vector<std::string> names_in(std::string_view multi_string) {
    std::vector<std::string> names;
    while (!multi_string.empty() && multi_string.front() != '\0') {
        const auto name = multi_string.substr(0, multi_string.find('\0'));
        names.emplace_back(name);
        multi_string.remove_prefix(std::min(name.size() + 1, multi_string.size()));
    }
    return names;
}

bool is_wanted(std::string_view name, std::string_view part) {
    if (!part.empty()) return name.find(part) != std::string_view::npos;
    return name.find(" SAM") == std::string_view::npos;  // ACS, Identiv
}

std::vector<Slot> slots_of(const std::vector<std::string>& names) {
    std::vector<NameParts> parts(names.size());
    std::ranges::transform(names, parts.begin(), parts_of);
    std::vector<std::vector<const NameParts*>> devices;
    std::vector<Slot> slots;
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto device = std::ranges::find_if(devices, [&](const auto& others) { return belongs_to(parts[i], others); });
        if (device == devices.end()) device = devices.insert(devices.end(), std::vector<const NameParts*>{});
        device->push_back(&parts[i]);
        Slot slot;
        slot.name = names[i];
        slot.place = device->front()->product + '#' + device->front()->device;
        slots.push_back(std::move(slot));
    }
    return slots;
}

}  // namespace hw
