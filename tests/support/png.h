#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace support {

struct Image {
    int width = 0, height = 0;
    std::vector<std::uint32_t> pixels;  // 0xRRGGBB, row by row
    bool operator==(const Image&) const = default;
    std::uint32_t at(int x, int y) const {
        return pixels.at(static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
    }
};

Image read_png(const std::filesystem::path& path);  // throws what it cannot read
void write_png(const std::filesystem::path& path, const Image& image);

}  // namespace support
