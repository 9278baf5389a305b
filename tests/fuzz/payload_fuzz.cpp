#include <cstdlib>
#include <string_view>

#include "kiosk/code/base45.h"
#include "kiosk/code/foreign.h"
#include "kiosk/code/own_code.h"

// What a scanner saw: as a code of ours, as its bytes, as a foreign one. Nothing random is ever signed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const kiosk::Keyring ring{{{"a", kiosk::Signer(kiosk::Secret({1})).public_key(), {}, {}, {}}}};
    const std::string_view seen(reinterpret_cast<const char*>(data), size);
    const kiosk::Date today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{22}};
    if (std::holds_alternative<kiosk::GoodCode>(kiosk::read_code(seen, ring, today))) std::abort();
    if (const auto payload = kiosk::parse_payload({data, size})) {
        const auto bytes = kiosk::to_bytes(*payload);  // one spelling each
        if (!std::equal(bytes.begin(), bytes.end(), data, data + size)) std::abort();
    }
    if (const auto bytes = kiosk::from_base45(seen); bytes && kiosk::to_base45(*bytes) != seen) std::abort();
    static_cast<void>(kiosk::recognise(seen));
    return 0;
}
