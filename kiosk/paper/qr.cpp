#include "kiosk/paper/qr.h"

#include <cairo.h>

#include <exception>

#define ZX_USE_UTF8 1  // before the headers; without it text is std::wstring
#include <BarcodeFormat.h>
#include <BitMatrix.h>
#include <CharacterSet.h>
#include <MultiFormatWriter.h>

#include "kiosk/base/owned.h"

namespace kiosk {
namespace {

constexpr int level_m = 4;  // ZXing's own scale: 0-2 L, 3-4 M, 5-6 Q, 7-8 H

ZXing::BitMatrix encode(const std::string& payload) {
    return ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
        .setEncoding(ZXing::CharacterSet::UTF8)
        .setEccLevel(level_m)
        .setMargin(0)
        .encode(payload, 0, 0);
}

}  // namespace

Result<QrModules> qr_modules(const std::string& payload) {
    try {
        const ZXing::BitMatrix matrix = encode(payload);
        QrModules modules{matrix.width(), {}};
        for (int y = 0; y < matrix.height(); ++y) {
            for (int x = 0; x < matrix.width(); ++x) modules.black.push_back(matrix.get(x, y));
        }
        return modules;
    } catch (const std::exception& refused) {
        return Error{Fault::malformed, std::string("QR payload: ") + refused.what()};
    }
}

Status write_qr_png(const QrModules& modules, const std::string& path) {
    constexpr int quiet = 4, side = 10;
    const int whole = (modules.size + 2 * quiet) * side;
    const Owned<cairo_surface_t, cairo_surface_destroy> surface{
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, whole, whole)};
    {
        const Owned<cairo_t, cairo_destroy> pen{cairo_create(surface.get())};
        cairo_set_source_rgb(pen.get(), 1, 1, 1);
        cairo_paint(pen.get());
        for (int y = 0; y < modules.size; ++y)
            for (int x = 0; x < modules.size; ++x)
                if (modules.at(x, y)) cairo_rectangle(pen.get(), (x + quiet) * side, (y + quiet) * side, side, side);
        cairo_set_source_rgb(pen.get(), 0, 0, 0);
        cairo_fill(pen.get());
    }
    const auto status = cairo_surface_write_to_png(surface.get(), path.c_str());
    if (status == CAIRO_STATUS_SUCCESS) return Done{};
    return Error{Fault::refused, path + ": " + cairo_status_to_string(status)};
}

}  // namespace kiosk
