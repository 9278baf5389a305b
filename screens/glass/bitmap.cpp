#include "screens/glass/bitmap.h"

#include <cairo.h>

#include <algorithm>
#include <cstring>

#include "kiosk/base/owned.h"

namespace screens {

Bitmap::Bitmap(PixelSize size)
    : size_(size),
      pixels_(static_cast<std::size_t>(std::max(0, size.width)) * static_cast<std::size_t>(std::max(0, size.height))) {}

Bitmap Bitmap::copy_of(const Canvas& canvas) {
    Bitmap copy({canvas.width, canvas.height});
    for (int y = 0; y < canvas.height; ++y) {
        const auto* row = canvas.pixels + static_cast<std::ptrdiff_t>(y) * canvas.stride;
        auto* to = copy.pixels_.data() + static_cast<std::ptrdiff_t>(y) * canvas.width;
        std::transform(row, row + canvas.width, to, [](std::uint32_t pixel) { return pixel & 0xFFFFFFU; });
    }
    return copy;
}

std::uint32_t Bitmap::at(int x, int y) const {
    return pixels_.at(static_cast<std::size_t>(y) * static_cast<std::size_t>(size_.width) + static_cast<std::size_t>(x)) &
           0xFFFFFFU;
}

kiosk::Status write_png(const Canvas& canvas, const std::string& path) {
    const kiosk::Owned<cairo_surface_t, cairo_surface_destroy> surface{
        cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(canvas.pixels), CAIRO_FORMAT_RGB24,
                                            canvas.width, canvas.height, canvas.stride * 4)};
    const auto status = cairo_surface_write_to_png(surface.get(), path.c_str());
    if (status == CAIRO_STATUS_SUCCESS) return kiosk::Done{};
    return kiosk::Error{kiosk::Fault::refused, path + ": " + cairo_status_to_string(status)};
}

}  // namespace screens
