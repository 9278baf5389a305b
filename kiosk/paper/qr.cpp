#include "kiosk/paper/qr.h"

#include <exception>

#define ZX_USE_UTF8 1  // before the headers; without it text is std::wstring
#include <BarcodeFormat.h>
#include <BitMatrix.h>
#include <CharacterSet.h>
#include <MultiFormatWriter.h>

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

}  // namespace kiosk
