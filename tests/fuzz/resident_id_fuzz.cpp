#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "kiosk/base/utf8.h"
#include "kiosk/card/number.h"

// Whatever is typed or imported as an ID number, a card number or a name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto id = kiosk::ResidentId::parse(text)) {
        if (id->text().size() != 18 || !id->born().ok() || id->tail6().size() != 6) std::abort();
        if (kiosk::ResidentId::parse(id->text()) != id) std::abort();
    }
    if (const auto number = kiosk::CardNumber::parse(text)) {
        if (number->is_tunion() != (number->digits().size() == 19) || number->last4().size() != 4) std::abort();
    }
    if (!kiosk::is_utf8(kiosk::mask_name(text)) || !kiosk::is_utf8(kiosk::mask_id(text))) std::abort();
    const auto masked = kiosk::to_code_points(kiosk::mask_id(text));
    if (std::ranges::count_if(masked, [](char32_t c) { return c != U'*'; }) > 8) std::abort();
    return 0;
}
