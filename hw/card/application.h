#pragma once

#include "hw/card/apdu.h"

namespace hw {

// What a card says when an application is selected by its name.
struct Selection {
    enum class Outcome : std::uint8_t {
        selected,
        absent,       // 6A82, 6999, 9404: no application of that name
        locked,       // 6A81: this one is locked, or, if it is said of every name, the card knows no names
        invalidated,  // 6283, 9303: the issuer has cancelled it
        unsupported,  // anything else
    };
    Outcome outcome = Outcome::unsupported;
    Bytes fci;
    bool selected() const { return outcome == Outcome::selected; }
};
Selection select_application(Dialogue& card, ByteView name);

// SELECT, and where the card refuses its P2 (6A86), once more with the one that asks for no answer data (0C).
Reply select(Dialogue& card, Bytes apdu);
// A whole file of the selected application: READ BINARY, or its first record where the file has records (6981).
Reply read_file(Dialogue& card, int sfi, std::uint8_t le);

}  // namespace hw
