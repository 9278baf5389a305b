#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "screens/glass/box.h"

namespace screens {

// Pixels that somebody else owns: 0x00RRGGBB in native byte order, rows `stride` pixels apart.
struct Canvas {
    std::uint32_t* pixels = nullptr;
    int width = 0, height = 0;
    int stride = 0;
};

// Pixels of one's own.
class Bitmap {
public:
    Bitmap() = default;
    explicit Bitmap(PixelSize size);
    static Bitmap copy_of(const Canvas& canvas);

    PixelSize size() const { return size_; }
    Canvas canvas() { return {pixels_.data(), size_.width, size_.height, size_.width}; }
    std::uint32_t at(int x, int y) const;  // 0xRRGGBB
    const std::vector<std::uint32_t>& pixels() const { return pixels_; }
    bool operator==(const Bitmap&) const = default;

private:
    PixelSize size_;
    std::vector<std::uint32_t> pixels_;
};

kiosk::Status write_png(const Canvas& canvas, const std::string& path);

}  // namespace screens
