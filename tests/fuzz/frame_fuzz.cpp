// A camera's frames, one after the other: a side of at most 255 pixels each, whatever is in them.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "hw/decode/decoder.h"

namespace {

// Width, height and that many pixels; what is missing is grey.
hw::Grey take_frame(std::span<const std::uint8_t>& rest) {
    const int width = rest.empty() ? 0 : rest[0], height = rest.size() < 2 ? 0 : rest[1];
    rest = rest.subspan(rest.size() < 2 ? rest.size() : 2);
    hw::Grey frame(width, height, 128);
    const auto count = std::min(rest.size(), frame.pixels.size());
    std::copy_n(rest.begin(), count, frame.pixels.begin());
    rest = rest.subspan(count);
    return frame;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::span<const std::uint8_t> rest(data, size);
    hw::Decoder decoder({"qr", "micro_qr", "data_matrix", "aztec", "linear"});
    for (int i = 0; i < 6 && !rest.empty(); ++i) {
        const hw::Grey frame = take_frame(rest);
        for (int again = 0; again < 4; ++again) {  // each time it is tried in another way
            for (const auto& code : decoder.look(frame.view()).codes)
                if (code.bytes.empty()) std::abort();
        }
    }
    return 0;
}
