#include "hw/card/bcd.h"

namespace hw {

std::optional<std::string> bcd_digits(ByteView bytes) {
    std::string digits;
    bool padding = false;
    for (const std::uint8_t byte : bytes) {
        for (const int nibble : {byte >> 4, byte & 0x0F}) {
            if (nibble == 0x0F)
                padding = true;
            else if (padding || nibble > 9)
                return std::nullopt;
            else
                digits += static_cast<char>('0' + nibble);
        }
    }
    return digits;
}

std::optional<kiosk::Date> bcd_date(ByteView bytes) {
    const auto digits = bcd_digits(bytes);
    if (bytes.size() != 4 || !digits || digits->size() != 8) return std::nullopt;
    const auto date = kiosk::parse_iso_date(digits->substr(0, 4) + "-" + digits->substr(4, 2) + "-" + digits->substr(6));
    if (!date || date->year() < std::chrono::year{1900} || date->year() > std::chrono::year{2199}) return std::nullopt;
    return date;
}

}  // namespace hw
