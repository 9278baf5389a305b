#include "hw/reader/application.h"

namespace hw {

Selection select_application(Dialogue& card, ByteView name) {
    using enum Selection::Outcome;
    Reply reply = card.send(select_name(name));
    switch (reply.sw) {
        case 0x9000:
            return {selected, std::move(reply.data)};
        case 0x6A82:
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

}  // namespace hw
