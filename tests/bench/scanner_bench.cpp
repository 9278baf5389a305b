// How much of what is held up is read, by us, by plain ZXing and by zbar, class by class and from easy to what nobody reads,
// and how long a frame takes each of them: thread processor time, 1280x720. A code is held up for six frames, the hand and
// the noise differ from one to the next; all see the same frames, and it counts as read if any of its frames was.
//   scanner_bench [CODES_PER_LEVEL [SEED [CLASS]]]
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <zbar.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#define ZX_USE_UTF8 1
#include <ReadBarcode.h>

#include "hw/decode/decoder.h"
#include "kiosk/base/owned.h"
#include "kiosk/code/own_code.h"
#include "kiosk/paper/qr.h"
#include "tests/support/code_scene.h"

namespace {

using Dice = std::mt19937;
constexpr int frames_per_code = 6, width = 1280, height = 720;

double between(Dice& dice, double low, double high) { return std::uniform_real_distribution(low, high)(dice); }

struct Held : support::CodeView {
    int jpeg = 0;           // quality; 0: as the sensor gives it
    bool mirrored = false;  // as some cameras show it
    std::size_t bytes = 0;  // of a text that makes a large code; 0: one of ours
};

// One difficulty, five evenly spaced levels of it. All else is as a code is held up: 5 pixels a module, a little turned, a
// little blurred, a little noise.
struct Class {
    const char* name;
    const char* unit;
    std::array<double, 5> levels;
    std::function<void(Held&, double level, int size, Dice&)> hold;
};

// At one of the frame's four edges, the rest of the paper gone: so many modules are outside.
void push_over_edge(Held& held, double modules, int size, Dice& dice) {
    const double inside = (size / 2.0 - modules) * held.module;
    const unsigned edge = dice() % 4;
    held.quiet = 0;
    held.angle = 90.0 * static_cast<double>(dice() % 4) + between(dice, -1, 1);
    if (edge < 2) held.x = edge == 0 ? inside / width : 1 - inside / width;
    if (edge >= 2) held.y = edge == 2 ? inside / height : 1 - inside / height;
}

double any_angle(Dice& dice) { return between(dice, 0, 360); }

std::vector<Class> classes_of_place() {
    return {
        {"rotation, smaller",
         "px a module",
         {3, 2.5, 2, 1.5, 1},
         [](Held& h, double level, int, Dice& d) { h.angle = any_angle(d), h.module = level; }},
        {"perspective",
         "far edge nearer",
         {0.3, 0.5, 0.7, 0.9, 1.1},
         [](Held& h, double level, int, Dice& d) { h.angle = any_angle(d), h.tilt = level; }},
        {"inversion, smaller",
         "px a module",
         {3, 2.5, 2, 1.5, 1},
         [](Held& h, double level, int, Dice&) { h.inverted = true, h.module = level; }},
        {"small", "px a module", {3, 2.5, 2, 1.5, 1}, [](Held& h, double level, int, Dice&) { h.module = level; }},
        {"large",
         "of the height",
         {0.88, 0.94, 1, 1.06, 1.12},
         [](Held& h, double level, int size, Dice& d) { h.module = level * height / size, h.angle = between(d, -1, 1); }},
        {"rim", "modules outside", {0, 1, 2, 3, 4}, push_over_edge},
        {"mirrored, smaller",
         "px a module",
         {5, 4, 3, 2, 1.5},
         [](Held& h, double level, int, Dice& d) { h.angle = any_angle(d), h.mirrored = true, h.module = level; }},
        {"high version",
         "bytes",
         {500, 900, 1300, 1700, 2100},
         [](Held& h, double level, int size, Dice& d) {
             h.bytes = static_cast<std::size_t>(level), h.module = std::min(4.5, 690.0 / size), h.x = 0.5;
             h.angle = between(d, -2, 2), h.tilt = between(d, 0, 0.12);
         }},
    };
}

std::vector<Class> classes_of_light() {
    return {
        {"blur",
         "modules",
         {0.3, 0.45, 0.6, 0.75, 0.9},
         [](Held& h, double level, int, Dice&) { h.blur = level * h.module; }},
        {"noise", "steps of grey", {20, 45, 70, 95, 120}, [](Held& h, double level, int, Dice&) { h.noise = level; }},
        {"low contrast",
         "steps of grey",
         {40, 32, 24, 16, 8},
         [](Held& h, double level, int, Dice&) { h.black = 110, h.white = 110 + static_cast<int>(level); }},
        {"glare",
         "strength",
         {0.6, 0.8, 1, 1.2, 1.4},
         [](Held& h, double level, int, Dice& d) { h.angle = any_angle(d), h.glare = level; }},
        {"JPEG, small",
         "quality",
         {58, 44, 30, 16, 2},
         [](Held& h, double level, int, Dice&) { h.module = 2.5, h.jpeg = static_cast<int>(level); }},
        {"small, blurred, noisy",
         "px a module",
         {3.5, 3, 2.5, 2, 1.5},
         [](Held& h, double level, int, Dice& d) {
             h.angle = any_angle(d), h.module = level, h.blur = level * 0.45, h.noise = 12;
         }},
    };
}

// Our own codes, a sentence, and one so short that its modules can be 30 pixels wide.
std::string payload(int index, Dice& dice) {
    static const kiosk::Signer signer(kiosk::Secret({7}));
    const kiosk::Date day{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{22}};
    const kiosk::CodeTerms terms{day, kiosk::plus_days(day, 30)};
    const int number = 1 + static_cast<int>(dice() % 999);
    if (index % 4 == 0) return make_code(kiosk::TicketCode{kiosk::hall_id("bench"), 'A', number}, terms, signer);
    if (index % 4 == 1) return make_code(kiosk::SlipCode{"case-" + std::to_string(number)}, terms, signer);
    if (index % 4 == 2) return "社区代办点第" + std::to_string(number) + "号收据，请保管好";
    return "第" + std::to_string(number) + "号";
}

template <class T>
void unref(T* object) {
    gst_object_unref(object);
}

// What a camera that sends JPEG makes of a frame.
class Jpeg {
public:
    explicit Jpeg(int quality) {
        gst_init(nullptr, nullptr);
        const std::string parts =
            "appsrc name=in caps=video/x-raw,format=GRAY8,width=1280,height=720,framerate=30/1 ! "
            "jpegenc quality=" +
            std::to_string(quality) + " ! jpegdec ! video/x-raw,format=GRAY8 ! appsink name=out sync=false";
        pipeline_.reset(gst_parse_launch(parts.c_str(), nullptr));
        in_.reset(gst_bin_get_by_name(GST_BIN(pipeline_.get()), "in"));
        out_.reset(gst_bin_get_by_name(GST_BIN(pipeline_.get()), "out"));
        gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
    }
    ~Jpeg() { gst_element_set_state(pipeline_.get(), GST_STATE_NULL); }
    Jpeg(const Jpeg&) = delete;
    Jpeg& operator=(const Jpeg&) = delete;

    void pass(support::CameraFrame& frame) const {
        GstBuffer* raw = gst_buffer_new_memdup(frame.pixels.data(), frame.pixels.size());
        gst_app_src_push_buffer(GST_APP_SRC(in_.get()), raw);
        const kiosk::Owned<GstSample, gst_sample_unref> sample(gst_app_sink_pull_sample(GST_APP_SINK(out_.get())));
        if (!sample) std::abort();
        gst_buffer_extract(gst_sample_get_buffer(sample.get()), 0, frame.pixels.data(), frame.pixels.size());
    }

private:
    kiosk::Owned<GstElement, unref<GstElement>> pipeline_, in_, out_;
};

double processor_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Reader {
    const char* name;
    std::function<bool(const support::CameraFrame&, const std::string& want)> reads;
    std::vector<double> with_code{}, without_code{};
    bool good = false;  // this code
    int read = 0, of_class = 0;

    bool timed(const support::CameraFrame& frame, const std::string& want) {
        const double start = processor_ms();
        const bool now = reads(frame, want);
        (want.empty() ? without_code : with_code).push_back(processor_ms() - start);
        return now;
    }
};

// A wall of what looks like the squares of codes.
void tile(support::CameraFrame& frame, int module) {
    const int side = 11 * module;
    for (int y = 0; y < frame.height; ++y) {
        for (int x = 0; x < frame.width; ++x) {
            const int ring = std::max(std::abs(x % side - side / 2), std::abs(y % side - side / 2)) / module;
            frame.pixels[static_cast<std::size_t>(y * frame.width + x)] = ring <= 1 || ring == 3 ? 30 : 220;
        }
    }
}

hw::GreyView view(const support::CameraFrame& f) { return {f.pixels.data(), f.width, f.height, f.width}; }

bool zxing(const support::CameraFrame& f) {
    const ZXing::ImageView image(f.pixels.data(), f.width, f.height, ZXing::ImageFormat::Lum);
    return ZXing::ReadBarcode(image, ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode)).isValid();
}

bool zbar_reads(zbar::ImageScanner& scanner, const support::CameraFrame& f) {
    zbar::Image image(static_cast<unsigned>(f.width), static_cast<unsigned>(f.height), "Y800", f.pixels.data(),
                      f.pixels.size());
    return scanner.scan(image) > 0;
}

// All three, on the same frames.
class Contest {
public:
    explicit Contest(unsigned seed) : seed_(seed) {
        zbar_.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
        zbar_.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
    }

    void hold_all(const Class& way, int per_level) {
        zbar_.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_TEST_INVERTED, std::strstr(way.name, "inver") != nullptr ? 1 : 0);
        for (Reader& reader : readers_) reader.of_class = 0;
        for (std::size_t i = 0; i < way.levels.size(); ++i) {
            Dice dice(seed_ + 5 * static_cast<unsigned>(way.name[0]) + static_cast<unsigned>(i));
            for (Reader& reader : readers_) reader.read = 0;
            for (int n = 0; n < per_level; ++n) hold(way, way.levels[i], n, dice);
            std::printf("%-22s %5g %-16s", way.name, way.levels[i], way.unit);
            for (Reader& reader : readers_) {
                std::printf(" %8.0f%%", 100.0 * reader.read / per_level);
                reader.of_class += reader.read;
            }
            std::printf("\n");
            std::fflush(stdout);
        }
        std::printf("%-45s", (std::string(way.name) + ", all levels").c_str());
        for (const Reader& reader : readers_)
            std::printf(" %8.0f%%", 100.0 * reader.of_class / (per_level * static_cast<int>(way.levels.size())));
        std::printf("\n\n");
    }

    void hold_nothing(int frames) {
        Dice dice(seed_);
        for (int i = 0; i < frames; ++i) {
            const support::CodeView nothing{.noise = between(dice, 1, 10), .clutter = static_cast<int>(dice() % 120)};
            auto frame = see_code({}, 0, nothing, dice(), dice);
            if (i % 6 == 5) tile(frame, 3 + static_cast<int>(dice() % 8));
            for (Reader& reader : readers_) reader.timed(frame, "");
        }
    }

    void print_names() const {
        std::printf("%-45s", "read of 100");
        for (const Reader& reader : readers_) std::printf(" %9s", reader.name);
        std::printf("\n");
    }

    void print_times() const {
        std::printf("wrong texts, ours: %d\n", wrong_);
        for (const Reader& reader : readers_) {
            row(std::string(reader.name) + ", with a code", reader.with_code);
            row(std::string(reader.name) + ", without", reader.without_code);
        }
    }

private:
    void hold(const Class& way, double level, int index, Dice& dice) {
        Held held;
        held.x = between(dice, 0.4, 0.6);
        held.angle = between(dice, -15, 15);
        std::string text = payload(index, dice);
        auto modules = *kiosk::qr_modules(text);
        way.hold(held, level, modules.size, dice);
        if (held.bytes > 0) {
            text.resize(held.bytes, 'x');
            modules = *kiosk::qr_modules(text);
            way.hold(held, level, modules.size, dice);
        }
        const unsigned scene = dice();
        const auto jpeg = held.jpeg > 0 ? std::make_unique<Jpeg>(held.jpeg) : nullptr;
        decoder_.forget();
        for (Reader& reader : readers_) reader.good = false;
        for (int f = 0; f < frames_per_code; ++f) {
            Held now = held;  // the hand shakes
            now.x += between(dice, -2, 2) / width;
            now.y += between(dice, -2, 2) / height;
            now.angle += between(dice, -0.6, 0.6);
            auto frame = see_code(modules.black, modules.size, now, scene, dice);
            if (jpeg) jpeg->pass(frame);
            for (int y = 0; held.mirrored && y < height; ++y) {
                const auto row = frame.pixels.begin() + y * width;
                std::reverse(row, row + width);
            }
            for (Reader& reader : readers_) reader.good |= reader.timed(frame, text);
            if (std::all_of(readers_.begin(), readers_.end(), [](const Reader& reader) { return reader.good; })) break;
        }
        for (Reader& reader : readers_) reader.read += reader.good ? 1 : 0;
    }

    static void row(const std::string& name, std::vector<double> times) {
        if (times.empty()) return;
        std::sort(times.begin(), times.end());
        std::printf("%-26s median %6.2f  p95 %6.2f  worst %6.2f ms, n = %zu\n", name.c_str(), times[times.size() / 2],
                    times[times.size() * 95 / 100], times.back(), times.size());
    }

    unsigned seed_;
    int wrong_ = 0;
    hw::Decoder decoder_;
    zbar::ImageScanner zbar_;
    std::vector<Reader> readers_{{"ours",
                                  [this](const auto& frame, const std::string& want) {
                                      const auto sight = decoder_.look(view(frame));
                                      for (const auto& code : sight.codes) wrong_ += code.bytes == want ? 0 : 1;
                                      return sight.codes.size() == 1 && sight.codes[0].bytes == want;
                                  }},
                                 {"ZXing", [](const auto& frame, const auto&) { return zxing(frame); }},
                                 {"zbar", [this](const auto& frame, const auto&) { return zbar_reads(zbar_, frame); }}};
};

}  // namespace

int main(int count, char** arguments) {
    const int per_level = count > 1 ? std::max(1, std::atoi(arguments[1])) : 20;
    Contest contest(count > 2 ? static_cast<unsigned>(std::atoi(arguments[2])) : 20261122U);
    const std::string_view only = count > 3 ? arguments[3] : "";
    contest.print_names();
    for (const auto& ways : {classes_of_place(), classes_of_light()})
        for (const Class& way : ways)
            if (std::string_view(way.name).starts_with(only)) contest.hold_all(way, per_level);
    contest.hold_nothing(per_level * 6);
    contest.print_times();
}
