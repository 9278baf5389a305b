// How much of what is held up is read, by us, by plain ZXing and by zbar, and how long a frame takes each of them: thread
// processor time, 1280x720. Every code is held up for six frames, the hand and the noise differ from one to the next; all
// see the same frames, a code counts as read if any of its frames was.
//   scanner_bench [CODES_PER_CLASS [SEED]]
#include <zbar.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <vector>

#define ZX_USE_UTF8 1
#include <ReadBarcode.h>

#include "hw/scanner/decoder.h"
#include "kiosk/code/own_code.h"
#include "kiosk/paper/qr.h"
#include "tests/support/code_scene.h"

namespace {

using Dice = std::mt19937;
constexpr int frames_per_code = 6;

double between(Dice& dice, double low, double high) { return std::uniform_real_distribution(low, high)(dice); }

struct Class {
    const char* name;
    std::function<void(support::CodeView&, int size, Dice&)> hold;
};

// The largest module that lets the code fit.
double fitting(int size, double share) { return 720 * share / (size + 8); }

std::vector<Class> classes() {
    using View = support::CodeView;
    return {
        {"plain", [](View&, int, Dice&) {}},
        {"rotated", [](View& v, int, Dice& d) { v.angle = between(d, 0, 360); }},
        {"tilted", [](View& v, int, Dice& d) { v.tilt = between(d, 0.2, 0.6), v.angle = between(d, 0, 360); }},
        {"2 to 3 px a module", [](View& v, int, Dice& d) { v.module = between(d, 2, 3), v.angle = between(d, -30, 30); }},
        {"1.5 to 2 px a module", [](View& v, int, Dice& d) { v.module = between(d, 1.5, 2), v.blur = 0.5; }},
        {"up to 30 px a module",
         [](View& v, int size, Dice& d) { v.module = std::min(30.0, fitting(size, 1)), v.angle = between(d, -6, 6); }},
        {"blurred", [](View& v, int, Dice& d) { v.blur = v.module * between(d, 0.4, 0.75), v.angle = between(d, 0, 360); }},
        {"noisy", [](View& v, int, Dice& d) { v.noise = between(d, 20, 60), v.angle = between(d, -30, 30); }},
        {"low contrast",
         [](View& v, int, Dice& d) { v.black = 110, v.white = v.black + static_cast<int>(between(d, 8, 24)), v.noise = 3; }},
        {"inverted", [](View& v, int, Dice& d) { v.inverted = true, v.angle = between(d, 0, 360); }},
        {"glare", [](View& v, int, Dice& d) { v.glare = between(d, 0.5, 1.0), v.angle = between(d, 0, 360); }},
        {"at the rim, no quiet zone",
         [](View& v, int size, Dice& d) { v.quiet = 0, v.x = (size * v.module / 2 + between(d, 0, 3)) / 1280; }},
        {"small, blurred, noisy",
         [](View& v, int, Dice& d) {
             v.module = between(d, 2.5, 3.5), v.blur = v.module * 0.45, v.noise = between(d, 8, 16),
             v.angle = between(d, 0, 360);
         }},
    };
}

std::string payload(int index, Dice& dice) {
    static const kiosk::Signer signer(kiosk::Secret({7}));
    const kiosk::Date day{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{22}};
    const kiosk::CodeTerms terms{day, kiosk::plus_days(day, 30)};
    const int number = 1 + static_cast<int>(dice() % 999);
    if (index % 3 == 0) return make_code(kiosk::TicketCode{kiosk::hall_id("bench"), 'A', number}, terms, signer);
    if (index % 3 == 1) return make_code(kiosk::SlipCode{"case-" + std::to_string(number)}, terms, signer);
    return "社区代办点第" + std::to_string(number) + "号收据，请保管好";
}

double processor_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Reader {
    const char* name;
    std::function<bool(const support::CameraFrame&, const std::string& want)> reads;
    std::vector<double> with_code{}, without_code{};
    int read = 0;

    bool timed(const support::CameraFrame& frame, const std::string& want) {
        const double start = processor_ms();
        const bool good = reads(frame, want);
        (want.empty() ? without_code : with_code).push_back(processor_ms() - start);
        return good;
    }
};

hw::GreyView view(const support::CameraFrame& f) { return {f.pixels.data(), f.width, f.height, f.width}; }

bool zxing(const support::CameraFrame& f, bool thorough) {
    const ZXing::ImageView image(f.pixels.data(), f.width, f.height, ZXing::ImageFormat::Lum);
    return ZXing::ReadBarcode(image, ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode).setTryHarder(thorough))
        .isValid();
}

bool zbar_reads(zbar::ImageScanner& scanner, const support::CameraFrame& f) {
    zbar::Image image(static_cast<unsigned>(f.width), static_cast<unsigned>(f.height), "Y800", f.pixels.data(),
                      f.pixels.size());
    return scanner.scan(image) > 0;
}

void shake(support::CodeView& held, Dice& dice) {
    held.x += between(dice, -2, 2) / 1280;
    held.y += between(dice, -2, 2) / 720;
    held.angle += between(dice, -0.6, 0.6);
}

void row(const char* name, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    std::printf("%-26s median %6.2f  p95 %6.2f  worst %6.2f ms, n = %zu\n", name, times[times.size() / 2],
                times[times.size() * 95 / 100], times.back(), times.size());
}

}  // namespace

int main(int count, char** arguments) {
    const int per_class = count > 1 ? std::atoi(arguments[1]) : 24;
    Dice dice(count > 2 ? static_cast<unsigned>(std::atoi(arguments[2])) : 20261122U);
    hw::Decoder decoder;
    zbar::ImageScanner scanner;
    scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
    scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
    std::vector<Reader> readers{{"ours",
                                 [&](const auto& frame, const std::string& want) {
                                     const auto sight = decoder.look(view(frame));
                                     return sight.codes.size() == 1 && sight.codes[0].bytes == want;
                                 }},
                                {"ZXing", [](const auto& frame, const auto&) { return zxing(frame, true); }},
                                {"ZXing, not so hard", [](const auto& frame, const auto&) { return zxing(frame, false); }},
                                {"zbar", [&](const auto& frame, const auto&) { return zbar_reads(scanner, frame); }}};

    std::printf("%-26s", "read of 100");
    for (const auto& reader : readers) std::printf(" %18s", reader.name);
    for (const Class& way : classes()) {
        for (auto& reader : readers) reader.read = 0;
        for (int i = 0; i < per_class; ++i) {
            const std::string text = payload(i, dice);
            const auto modules = *kiosk::qr_modules(text);
            support::CodeView held{.x = between(dice, 0.4, 0.6), .y = 0.5};
            way.hold(held, modules.size, dice);
            const unsigned scene = dice();
            decoder.forget();
            std::vector<bool> good(readers.size());
            for (int f = 0; f < frames_per_code; ++f) {
                shake(held, dice);
                const auto frame = see_code(modules.black, modules.size, held, scene, dice);
                for (std::size_t r = 0; r < readers.size(); ++r)
                    if (readers[r].timed(frame, text)) good[r] = true;
            }
            for (std::size_t r = 0; r < readers.size(); ++r) readers[r].read += good[r] ? 1 : 0;
        }
        std::printf("\n%-26s", way.name);
        for (const auto& reader : readers) std::printf(" %17.0f%%", 100.0 * reader.read / per_class);
        std::fflush(stdout);
    }
    std::printf("\n");
    for (int i = 0; i < per_class * 6; ++i) {
        const support::CodeView nothing{.noise = between(dice, 1, 10), .clutter = static_cast<int>(dice() % 120)};
        const auto frame = see_code({}, 0, nothing, dice(), dice);
        for (auto& reader : readers) reader.timed(frame, "");
    }
    for (const auto& reader : readers) {
        row((std::string(reader.name) + ", with").c_str(), reader.with_code);
        row((std::string(reader.name) + ", without a code").c_str(), reader.without_code);
    }
}
