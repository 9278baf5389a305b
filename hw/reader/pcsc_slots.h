#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <winscard.h>

#include "kiosk/card/card.h"

namespace hw {

// What distinguishes two cards. Personal: it lives as long as the card lies there.
struct CardIdentity {
    std::size_t kind = 0;              // the index in kiosk::Card
    std::vector<std::string> numbers;  // all that it gave
};

// nullopt: it gave nothing that distinguishes it from another one.
std::optional<CardIdentity> identity_of(const kiosk::Card& card);

// Whether two cards that show in two slots of one device are certainly two. A card with a chip for both slots may show in
// both, and then has a number in common with itself.
bool certainly_two(const CardIdentity& one, const CardIdentity& other);

// A reader as pcscd lists it, as of the last wait.
struct Slot {
    std::string name;                   // any bytes
    std::string place;                  // slots of one device have the same: for a person they are one place to put a card
    DWORD state = SCARD_STATE_UNAWARE;  // made sane; upper half: counts insertions and removals
    DWORD reported = SCARD_STATE_UNAWARE;  // what pcscd knows that we know
    bool looked = false;                   // its card was read, or tried to, and is still there
    bool busy = false;                     // another program had it; read it when that lets go
    std::optional<CardIdentity> identity;  // of that card

    bool settled() const { return state != SCARD_STATE_UNAWARE; }
    bool usable() const {
        return settled() && !(state & (SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE | SCARD_STATE_IGNORE));
    }
    bool has_card() const { return usable() && (state & SCARD_STATE_PRESENT); }
    DWORD counter() const { return state >> 16; }
    void forget_card();
};

// What to keep of a reader's state, whatever it reports: at most one of EMPTY and PRESENT; UNAWARE when it reports neither.
DWORD sane_state(const SCARD_READERSTATE& reported);

// The names of a multi-string, which may lack its end.
std::vector<std::string> names_in(std::string_view multi_string);

// Whether the configuration means this reader. `part`: of the name; empty: any but a slot for the terminal's own key cards.
bool is_wanted(std::string_view name, std::string_view part);

// The slots of these readers, each with its place. pcsc-lite's names are "Product [Interface] (Serial) DD SS": DD counts
// the interfaces of all devices, SS the slots of one.
std::vector<Slot> slots_of(const std::vector<std::string>& names);

}  // namespace hw
