#include "tests/support/png.h"

#include <cairo.h>

#include <cstring>
#include <stdexcept>

#include "kiosk/base/owned.h"

namespace support {
namespace {

using Surface = kiosk::Owned<cairo_surface_t, cairo_surface_destroy>;

void check(cairo_status_t status, const std::filesystem::path& path) {
    if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error(path.string() + ": " + cairo_status_to_string(status));
}

Surface make_surface(int width, int height) {
    return Surface{cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height)};
}

std::uint8_t* row_of(cairo_surface_t* surface, int y) {
    return cairo_image_surface_get_data(surface) + static_cast<std::ptrdiff_t>(y) * cairo_image_surface_get_stride(surface);
}

}  // namespace

Image read_png(const std::filesystem::path& path) {
    const Surface file{cairo_image_surface_create_from_png(path.c_str())};
    check(cairo_surface_status(file.get()), path);
    Image image{cairo_image_surface_get_width(file.get()), cairo_image_surface_get_height(file.get()), {}};
    const Surface plain = make_surface(image.width, image.height);  // whatever the file's own format is
    const kiosk::Owned<cairo_t, cairo_destroy> cairo{cairo_create(plain.get())};
    cairo_set_source_surface(cairo.get(), file.get(), 0, 0);
    cairo_paint(cairo.get());
    cairo_surface_flush(plain.get());
    const auto width = static_cast<std::size_t>(image.width);
    image.pixels.resize(width * static_cast<std::size_t>(image.height));
    for (int y = 0; y < image.height; ++y) {
        std::memcpy(image.pixels.data() + static_cast<std::size_t>(y) * width, row_of(plain.get(), y), width * 4);
    }
    for (auto& pixel : image.pixels) pixel &= 0xFFFFFFU;
    return image;
}

void write_png(const std::filesystem::path& path, const Image& image) {
    const Surface surface = make_surface(image.width, image.height);
    const auto width = static_cast<std::size_t>(image.width);
    for (int y = 0; y < image.height; ++y) {
        std::memcpy(row_of(surface.get(), y), image.pixels.data() + static_cast<std::size_t>(y) * width, width * 4);
    }
    cairo_surface_mark_dirty(surface.get());
    check(cairo_surface_write_to_png(surface.get(), path.c_str()), path);
}

}  // namespace support
