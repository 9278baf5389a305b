#include <algorithm>
#include <cstdlib>

#include "hw/scanner/framing.h"

// What a serial scanner sends: the first byte says how it is framed, and where the rest is cut in two.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    using Kind = hw::Framing::Kind;
    const Kind kind = data[0] % 3 == 0 ? Kind::line : data[0] % 3 == 1 ? Kind::stx : Kind::gap;
    const std::string_view sent(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto cut = std::min<std::size_t>(data[0], sent.size());
    hw::Framing whole(kind), pieces(kind);
    const auto codes = whole.feed(sent);
    auto same = pieces.feed(sent.substr(0, cut));
    for (auto& code : pieces.feed(sent.substr(cut))) same.push_back(std::move(code));
    if (codes != same || whole.silence() != pieces.silence()) std::abort();  // however it arrives
    for (const auto& code : codes)
        if (code.empty() || code.size() > hw::Framing::longest) std::abort();
    return 0;
}
