#include <cstdlib>

#include "kiosk/code/own_code.h"

// A scanner's words around one of our codes, cut, altered, in small letters: what is believed is what was signed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kiosk;
    using namespace std::chrono_literals;
    constexpr Date today = 2026y / 11 / 22;
    static const Signer signer{Secret{{7}}};
    static const auto own = make_code(SlipCode{"DEMO-00001"}, {today, today}, signer);
    static const Keyring ring{{{"terminal-A", signer.public_key(), {}, {}, {}}}};
    std::string seen(reinterpret_cast<const char*>(data), size);
    const auto marker = seen.find("@@");
    if (marker != std::string::npos) seen.replace(marker, 2, own);
    const auto reading = read_scanned(seen, ring, today);
    const auto* good = std::get_if<GoodCode>(&reading);
    if (good && good->code != OwnCode{SlipCode{"DEMO-00001"}}) std::abort();
    if (std::holds_alternative<GoodCode>(read_code(seen, ring, today)) && !good) std::abort();
    return 0;
}
