#include <algorithm>

#include "hw/card/bcd.h"
#include "hw/card/text_field.h"
#include "kiosk/base/utf8.h"
#include "tests/fuzz/fuzzed_card.h"

// One field of a card, read as each kind of field.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const hw::ByteView bytes(data, size);
    if (const auto digits = hw::bcd_digits(bytes)) {
        require(digits->size() <= 2 * size);
        require(std::ranges::all_of(*digits, [](char c) { return c >= '0' && c <= '9'; }));
    }
    if (const auto date = hw::bcd_date(bytes)) {
        require(size == 4 && date->ok());
        require(date->year() >= std::chrono::year{1900} && date->year() <= std::chrono::year{2199});
    }
    require(std::ranges::all_of(hw::ascii_field(bytes), [](char c) { return c >= 0x20 && c < 0x7F; }));
    const std::string text = hw::name_field(bytes);
    require(kiosk::is_utf8(text) && text.find('\0') == std::string::npos);
    return 0;
}
