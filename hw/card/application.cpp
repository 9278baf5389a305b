#include "hw/card/application.h"

namespace hw {

Selection select_application(Dialogue& card, ByteView name) {
    using enum Selection::Outcome;
    Reply reply = select(card, select_name(name));
    switch (reply.sw) {
        case 0x9000:
        case 0x6284:  // what it says of itself is not by the standard
            return {selected, std::move(reply.data)};
        case 0x6A82:
        case 0x6999:  // Java cards
        case 0x9404:  // cards of the age of GSM
            return {absent, {}};
        case 0x6A81:
            return {locked, {}};
        case 0x6283:
        case 0x9303:
            return {invalidated, {}};
        default:
            return {unsupported, {}};
    }
}

Reply select(Dialogue& card, Bytes apdu) {
    Reply reply = card.send(apdu);
    if (reply.sw != 0x6A86) return reply;
    apdu[3] = 0x0C;
    return card.send(apdu);
}

Reply read_file(Dialogue& card, int sfi, std::uint8_t le) {
    Reply reply = card.send(read_binary(sfi, le));
    if (reply.sw != 0x6981) return reply;
    return card.send(read_record(1, static_cast<std::uint8_t>(sfi << 3 | 0x04), 0x00));
}

}  // namespace hw
