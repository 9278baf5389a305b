#pragma once

#include <cstdint>
#include <vector>

namespace hw {

enum class Ecc : std::uint8_t { medium, low, high, quartile };  // in the order of the two bits that stand for it

// Where a QR code of so many modules a side has what (ISO/IEC 18004, 6.3).
struct QrLayout {
    enum class Module : std::uint8_t { data, format, light, dark };  // format: of the format or the version

    int size = 0, version = 0;
    std::vector<int> aligned;     // the middles of alignment squares lie at these, across and down
    std::vector<Module> modules;  // row by row
    Module at(int x, int y) const {
        return modules[static_cast<std::size_t>(y) * static_cast<std::size_t>(size) + static_cast<std::size_t>(x)];
    }
};
constexpr int smallest_qr = 21, largest_qr = 177;  // modules a side
const QrLayout& layout_of(int size);               // 21, 25 ... 177

// How a code's bytes are spread over blocks (6.5.1): the longer blocks, by one byte of data, are the last.
struct QrBlocks {
    int bytes = 0;   // of all blocks
    int blocks = 0;  // how many
    int checks = 0;  // bytes of each that are Reed and Solomon's
    int least = 0;   // data bytes of the shorter ones
    int longer = 0;  // how many are longer
};
QrBlocks blocks_of(int version, Ecc ecc);

// The 15 bits that hold the format, masked as they are drawn (7.9).
unsigned format_bits(Ecc ecc, int mask);
bool is_masked(int mask, int x, int y);  // 7.8.2

}  // namespace hw
