#include "hw/card/storage_card.h"

#include <algorithm>
#include <array>

namespace hw {
namespace {

constexpr std::array<std::uint8_t, 12> start{0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06};

struct Chip {
    std::uint16_t name;
    const char* words;
};
constexpr std::array chips{
    Chip{0x0001, "Mifare Classic 1K"},
    Chip{0x0002, "Mifare Classic 4K"},
    Chip{0x0003, "Mifare Ultralight"},
    Chip{0x0026, "Mifare Mini"},
    Chip{0x0036, "Mifare Plus SL1 2K"},
    Chip{0x0037, "Mifare Plus SL1 4K"},
    Chip{0x0038, "Mifare Plus SL2 2K"},
    Chip{0x0039, "Mifare Plus SL2 4K"},
    Chip{0x003A, "Mifare Ultralight C"},
    Chip{0x003B, "FeliCa"},
    Chip{0x003D, "Mifare Ultralight EV1"},
    Chip{0xF004, "Topaz"},
    Chip{0xF011, "FeliCa"},
    Chip{0xF012, "FeliCa"},
    Chip{0xFF88, "Infineon SLE66R35"},
};

const char* by_standard(std::uint8_t standard) {
    if (standard >= 0x01 && standard <= 0x03) return "ISO 14443 type A";
    if (standard >= 0x05 && standard <= 0x07) return "ISO 14443 type B";
    if (standard >= 0x09 && standard <= 0x0C) return "ISO 15693";
    if (standard >= 0x0D && standard <= 0x0F) return "contact memory";
    if (standard == 0x10 || standard == 0x11) return "FeliCa";
    return "storage";
}

}  // namespace

std::optional<StorageAtr> parse_storage_atr(ByteView atr) {
    if (atr.size() < 15 || !std::ranges::equal(part(atr, 0, start.size()), start)) return std::nullopt;
    return StorageAtr{.standard = atr[12], .name = static_cast<std::uint16_t>(atr[13] << 8 | atr[14])};
}

bool StorageAtr::may_have_processor() const { return name == 0xFF20 || name == 0xFF28 || name == 0xFF38; }
bool StorageAtr::is_resident_id() const { return standard == 0x07 && name == 0xFFB0; }
bool StorageAtr::is_phone() const { return name == 0xFF40; }

std::string StorageAtr::chip() const {
    const auto known = std::ranges::find(chips, name, &Chip::name);
    if (known != chips.end()) return known->words;
    const Bytes unnamed{static_cast<std::uint8_t>(name >> 8), static_cast<std::uint8_t>(name & 0xFF)};
    return std::string(by_standard(standard)) + " " + to_hex(unnamed);
}

}  // namespace hw
