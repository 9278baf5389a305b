#pragma once

#include "hw/reader/apdu.h"

namespace hw {

// What a card says when an application is selected by its name.
struct Selection {
    enum class Outcome : std::uint8_t {
        selected,
        absent,       // 6A82: no application of that name
        locked,       // 6A81: this one is locked, or, if it is said of every name, the card knows no names
        invalidated,  // 6283, 9303: the issuer has cancelled it
        unsupported,  // anything else
    };
    Outcome outcome = Outcome::unsupported;
    Bytes fci;
    bool selected() const { return outcome == Outcome::selected; }
};
Selection select_application(Dialogue& card, ByteView name);

}  // namespace hw
