#include "hw/card/tlv.h"

#include <algorithm>

namespace hw {
namespace {

constexpr int deepest = 8;  // FCI templates nest three deep

struct Object {
    std::uint32_t tag = 0;
    bool constructed = false;
    ByteView value;
};

// Takes the next object off `rest`; nullopt at the end, or where no tag and length can be read.
std::optional<Object> next_object(ByteView& rest) {
    const auto first = std::ranges::find_if(rest, [](std::uint8_t byte) { return byte != 0x00 && byte != 0xFF; });
    rest = rest.subspan(static_cast<std::size_t>(first - rest.begin()));
    if (rest.empty()) return std::nullopt;
    Object object{.tag = rest[0], .constructed = (rest[0] & 0x20) != 0, .value = {}};
    std::size_t at = 1;
    if ((rest[0] & 0x1F) == 0x1F) {
        do {
            if (at >= rest.size() || at > 2) return std::nullopt;
            object.tag = object.tag << 8 | rest[at];
        } while (rest[at++] & 0x80);
    }
    if (at >= rest.size()) return std::nullopt;
    std::size_t length = rest[at++];
    if (length >= 0x80) {
        const std::size_t size = length - 0x80;
        if (size == 0 || size > 2 || at + size > rest.size()) return std::nullopt;
        length = 0;
        for (std::size_t i = 0; i < size; ++i) length = length << 8 | rest[at++];
    }
    object.value = part(rest, at, length);
    rest = rest.subspan(at + object.value.size());
    return object;
}

std::optional<ByteView> find_within(ByteView bytes, std::uint32_t tag, int depth) {
    while (const auto object = next_object(bytes)) {
        if (object->tag == tag) return object->value;
        if (!object->constructed || depth == deepest) continue;
        if (const auto inside = find_within(object->value, tag, depth + 1)) return inside;
    }
    return std::nullopt;
}

}  // namespace

std::optional<ByteView> find_tlv(ByteView bytes, std::uint32_t tag) { return find_within(bytes, tag, 0); }

}  // namespace hw
