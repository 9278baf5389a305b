#include "tests/support/dots.h"

#include <cups/raster.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#define ZX_USE_UTF8 1
#include <ReadBarcode.h>

#include "kiosk/base/owned.h"

namespace support {
namespace {

using RasterStream = kiosk::Owned<cups_raster_t, cupsRasterClose>;

struct Source {
    const std::string& bytes;
    std::size_t read = 0;
};

ssize_t more(void* from, unsigned char* to, size_t wanted) {
    auto* source = static_cast<Source*>(from);
    const std::size_t count = std::min(wanted, source->bytes.size() - source->read);
    std::copy_n(source->bytes.begin() + static_cast<std::ptrdiff_t>(source->read), count, to);
    source->read += count;
    return static_cast<ssize_t>(count);
}

// One grey per pixel of a line.
std::vector<unsigned char> greys(const cups_page_header2_t& page, const std::vector<unsigned char>& line) {
    const bool ink_is_one = page.cupsColorSpace == CUPS_CSPACE_K;
    std::vector<unsigned char> pixels;
    for (unsigned x = 0; x < page.cupsWidth; ++x) {
        unsigned value =
            page.cupsBitsPerPixel == 1 ? ((line[x / 8] >> (7 - x % 8)) & 1U) * 255U : line[x * (page.cupsBitsPerPixel / 8)];
        pixels.push_back(static_cast<unsigned char>(ink_is_one ? 255U - value : value));
    }
    return pixels;
}

}  // namespace

std::vector<DotPage> dot_pages(const std::string& bytes) {
    Source source{bytes};
    const RasterStream stream(cupsRasterOpenIO(more, &source, CUPS_RASTER_READ));
    if (!stream) throw std::runtime_error("no raster");
    std::vector<DotPage> pages;
    for (cups_page_header2_t page{}; cupsRasterReadHeader2(stream.get(), &page) != 0;) {
        DotPage read{{page.cupsWidth, page.cupsHeight, {}}, static_cast<int>(page.HWResolution[0])};
        std::vector<unsigned char> line(page.cupsBytesPerLine);
        for (unsigned y = 0; y < page.cupsHeight; ++y) {
            if (cupsRasterReadPixels(stream.get(), line.data(), page.cupsBytesPerLine) == 0)
                throw std::runtime_error("raster is cut short");
            const auto pixels = greys(page, line);
            read.raster.pixels.insert(read.raster.pixels.end(), pixels.begin(), pixels.end());
        }
        pages.push_back(std::move(read));
    }
    return pages;
}

InkBox ink_box(const Raster& raster) {
    InkBox box{raster.width, raster.height, 0, 0};
    for (std::size_t y = 0; y < raster.height; ++y) {
        for (std::size_t x = 0; x < raster.width; ++x) {
            if (raster.at(x, y) > 127) continue;
            box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x + 1), std::max(box.bottom, y + 1)};
        }
    }
    return box;
}

std::string read_qr(const Raster& raster) {
    const ZXing::ImageView view(raster.pixels.data(), static_cast<int>(raster.width), static_cast<int>(raster.height),
                                ZXing::ImageFormat::Lum);
    return ZXing::ReadBarcode(view, ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode)).text();
}

}  // namespace support
