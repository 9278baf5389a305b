// kiosk_codes: looks for codes that are not QR codes, for a kiosk that goes on when this ends. Debian's ZXing is built with
// its assertions, and some pictures fail one; a picture is also the one thing here that a stranger makes.
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <string>

#define ZX_USE_UTF8 1  // before the headers; without it text is std::wstring
#include <ReadBarcode.h>

#include "hw/decode/code_wire.h"
#include "kiosk/base/wipe.h"

namespace {

constexpr unsigned longest_look = 5;  // seconds
constexpr int most_codes = 8;

template <class T>
void put(std::string& packet, const T& value) {
    packet.append(reinterpret_cast<const char*>(&value),
                  sizeof value);  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}

ZXing::BarcodeFormats formats_of(std::uint32_t bits) {
    ZXing::BarcodeFormats formats;
    for (std::uint32_t bit = 1; bit != 0; bit <<= 1U)
        if ((bits & bit) != 0) formats |= static_cast<ZXing::BarcodeFormat>(bit);
    return formats;
}

std::string answer(const hw::HelperQuestion& question, const std::uint8_t* pixels) {
    const ZXing::ImageView image(pixels, question.width, question.height, ZXing::ImageFormat::Lum);
    const auto hints = ZXing::DecodeHints().setFormats(formats_of(question.formats)).setMaxNumberOfSymbols(most_codes);
    std::string codes;
    hw::HelperAnswer head;
    for (const ZXing::Result& result : ZXing::ReadBarcodes(image, hints)) {
        const auto& bytes = result.bytes();
        if (!result.isValid() || bytes.empty() || codes.size() + bytes.size() > hw::most_helper_bytes / 2) continue;
        hw::HelperCode code{{}, static_cast<std::uint32_t>(bytes.size())};
        for (std::size_t i = 0; i < 4; ++i)
            code.corners[2 * i] = result.position()[static_cast<int>(i)].x,
                             code.corners[2 * i + 1] = result.position()[static_cast<int>(i)].y;
        put(codes, code);
        codes.append(bytes.begin(), bytes.end());
        ++head.codes;
    }
    std::string packet;
    put(packet, head);
    return packet + codes;
}

// What is in memory stays there: no core file of a picture.
void keep_private() {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

}  // namespace

int main() {
    keep_private();
    constexpr std::size_t room = static_cast<std::size_t>(hw::most_helper_side) * hw::most_helper_side;
    const void* memory = mmap(nullptr, room, PROT_READ, MAP_SHARED, hw::helper_memory, 0);
    if (memory == MAP_FAILED) return 1;
    hw::HelperQuestion question;
    while (recv(hw::helper_socket, &question, sizeof question, 0) == static_cast<ssize_t>(sizeof question)) {
        const auto fits = [](int side) { return side > 0 && side <= hw::most_helper_side; };
        if (!fits(question.width) || !fits(question.height)) return 1;
        alarm(longest_look);  // whatever becomes of the kiosk
        const std::string packet = answer(question, static_cast<const std::uint8_t*>(memory));
        alarm(0);
        if (send(hw::helper_socket, packet.data(), packet.size(), MSG_NOSIGNAL) < 0) return 1;
        kiosk::wipe_stack();  // of a code
    }
}
