#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <random>
#include <thread>

#include "hw/scanner/pipeline.h"
#include "hw/scanner/scanner.h"
#include "kiosk/paper/qr.h"
#include "tests/hw/scanner/scanner_events.h"
#include "tests/support/code_scene.h"
#include "tests/support/png.h"
#include "tests/support/process.h"

namespace hw {
namespace {

using namespace std::chrono_literals;

constexpr CameraPatience quick{10ms, 40ms, 10s};
constexpr CameraPatience impatient{10ms, 40ms, 2s};
constexpr int width = 640, height = 480;

support::CameraFrame frame_of(const std::string& text, unsigned seed = 1) {
    std::mt19937 noise(seed);
    if (text.empty()) return support::see_code({}, 0, {}, 5, noise, width, height);
    const auto modules = *kiosk::qr_modules(text);
    return support::see_code(modules.black, modules.size, {}, 5, noise, width, height);
}

void save(const support::CameraFrame& frame, const std::string& path) {
    support::Image image{frame.width, frame.height, {}};
    for (const std::uint8_t grey : frame.pixels) image.pixels.push_back(grey * 0x010101U);
    support::write_png(path, image);
}

std::string pictures(const support::TempDir& dir, const std::vector<std::string>& texts) {
    for (std::size_t i = 0; i < texts.size(); ++i) save(frame_of(texts[i]), dir.file(std::to_string(i) + ".png"));
    return "multifilesrc location=" + dir.file("%d.png") + " stop-index=" + std::to_string(texts.size() - 1) +
           " loop=true caps=image/png,framerate=30/1 ! pngdec";
}

// A camera whose frames the test writes itself.
class Fifo {
public:
    Fifo() {
        if (mkfifo(path().c_str(), 0600) != 0) throw std::runtime_error("no FIFO");
        fd_ = open(path().c_str(), O_RDWR | O_CLOEXEC);
    }
    ~Fifo() { hang_up(); }
    Fifo(const Fifo&) = delete;
    Fifo& operator=(const Fifo&) = delete;

    std::string path() const { return dir_.file("frames"); }
    std::string source() const {
        return "filesrc location=" + path() + " blocksize=" + std::to_string(width * height) +
               " ! rawvideoparse format=gray8 width=" + std::to_string(width) + " height=" + std::to_string(height) +
               " framerate=30/1";
    }
    void send(const support::CameraFrame& frame) {
        for (std::size_t sent = 0; sent < frame.pixels.size();) {
            const ssize_t size = write(fd_, frame.pixels.data() + sent, frame.pixels.size() - sent);
            ASSERT_GT(size, 0);
            sent += static_cast<std::size_t>(size);
        }
    }
    void hang_up() {
        if (fd_ >= 0) close(std::exchange(fd_, -1));
    }

private:
    support::TempDir dir_;
    int fd_ = -1;
};

TEST(Camera, ReadsACodeFromPicturesOnce) {
    const support::TempDir dir;
    ScannerEvents events;
    const auto camera = open_camera(pictures(dir, {"", "KA2:HELLO", ""}), {"qr"}, events.sink(), quick);
    camera->want(1);
    EXPECT_EQ(events.next(), "ready");
    EXPECT_EQ(events.until("code KA2:HELLO"), "code KA2:HELLO");  // an empty picture may stand long enough for a word on it
    ASSERT_TRUE(support::wait_until([&] { return camera->preview().has_value(); }));
    EXPECT_EQ(camera->preview()->width, 320);
    EXPECT_EQ(events.next(300ms), "nothing");  // though it was shown again and again
}

TEST(Camera, ReportsTheSameCodeToTheNextVisitAgain) {
    const support::TempDir dir;
    ScannerEvents events;
    const auto camera = open_camera(pictures(dir, {"KA2:AGAIN"}), {"qr"}, events.sink(), quick);
    camera->want(1);
    EXPECT_EQ(events.until("code KA2:AGAIN"), "code KA2:AGAIN");
    camera->want({});
    camera->want(1);
    EXPECT_EQ(events.next(300ms), "nothing") << "it has its answer";
    camera->want(2);
    EXPECT_EQ(events.until("code KA2:AGAIN"), "code KA2:AGAIN");
}

TEST(Camera, IsClosedWhileNothingIsWanted) {
    ScannerEvents events;
    Fifo fifo;
    const auto camera = open_camera(fifo.source(), {"qr"}, events.sink(), quick);
    EXPECT_EQ(events.next(100ms), "nothing");
    EXPECT_FALSE(camera->preview());
    camera->want(1);
    for (int i = 0; i < 4; ++i) fifo.send(frame_of("KA2:LIVE", static_cast<unsigned>(i)));
    EXPECT_EQ(events.until("code KA2:LIVE"), "code KA2:LIVE");
    camera->want({});
    EXPECT_FALSE(camera->preview());
}

// Starting and closing are on threads that keep no order of their own.
TEST(Camera, ThatIsNoLongerWantedAtOnceIsFreeAfterwards) {
    for (int i = 0; i < 20; ++i) {
        auto pipeline = open_pipeline("videotestsrc is-live=true ! video/x-raw,width=320,height=240");
        ASSERT_TRUE(pipeline);
        const auto closed = (*pipeline)->closed();
        pipeline->reset();
        ASSERT_EQ(closed.wait_for(20s), std::future_status::ready);
    }
}

TEST(Camera, ReadsLiveFramesAsTheyCome) {
    ScannerEvents events;
    Fifo fifo;
    const auto camera = open_camera(fifo.source(), {"qr"}, events.sink(), quick);
    camera->want(1);
    for (const char* text : {"KA2:FIRST", "KA2:SECOND"}) {
        for (int i = 0; i < 4; ++i) fifo.send(frame_of(text, static_cast<unsigned>(i)));
        EXPECT_EQ(events.until("code " + std::string(text)), "code " + std::string(text));
    }
}

TEST(Camera, ThatStopsGivingFramesIsSilent) {
    ScannerEvents events;
    Fifo fifo;
    const auto camera = open_camera(fifo.source(), {"qr"}, events.sink(), impatient);
    camera->want(1);
    for (int i = 0; i < 3; ++i) fifo.send(frame_of(""));
    EXPECT_EQ(events.until("failed scanner_silent"), "failed scanner_silent");
}

TEST(Camera, ThatDiesIsReportedAndTriedAgain) {
    ScannerEvents events;
    const std::string dying =
        "videotestsrc is-live=true ! video/x-raw,width=320,height=240,framerate=30/1 ! identity error-after=4";
    const auto camera = open_camera(dying, {"qr"}, events.sink(), quick);
    camera->want(1);
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(events.until("ready"), "ready");
        EXPECT_EQ(events.until("failed scanner_silent"), "failed scanner_silent");
    }
}

struct Absence {
    const char* name;
    const char* source;
    const char* reported;
};
void PrintTo(const Absence& row, std::ostream* out) { *out << row.name; }
class CameraThatIsNotThere : public testing::TestWithParam<Absence> {};
TEST_P(CameraThatIsNotThere, IsReported) {
    ScannerEvents events;
    const auto camera = open_camera(GetParam().source, {"qr"}, events.sink(), quick);
    EXPECT_EQ(events.next(50ms), "nothing");  // nobody asked
    camera->want(1);
    EXPECT_EQ(events.next(), GetParam().reported);
}
INSTANTIATE_TEST_SUITE_P(, CameraThatIsNotThere,
                         testing::Values(Absence{"device", "/dev/video-of-nobody", "failed scanner_absent"},
                                         Absence{"name", "Camera Of Nobody", "failed scanner_absent"},
                                         Absence{"element", "sourceofnobody ! videoconvert", "failed scanner_silent"},
                                         Absence{"nonsense", "! ! !", "failed scanner_silent"},
                                         Absence{"file", "filesrc location=/nowhere/at/all ! pngdec",
                                                 "failed scanner_absent"}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Camera, ComesBack) {
    const support::TempDir dir;
    ScannerEvents events;
    const std::string source = "filesrc location=" + dir.file("late.png") + " ! pngdec ! imagefreeze";
    const auto camera = open_camera(source, {"qr"}, events.sink(), quick);
    camera->want(1);
    EXPECT_EQ(events.next(), "failed scanner_absent");
    save(frame_of("KA2:LATE"), dir.file("half.png"));
    std::filesystem::rename(dir.path() / "half.png", dir.path() / "late.png");
    EXPECT_EQ(events.until("ready"), "ready");
    EXPECT_EQ(events.until("code KA2:LATE"), "code KA2:LATE");
}

TEST(Camera, ThatHangsKeepsNobodyWaiting) {
    ScannerEvents events;
    Fifo fifo;  // open for writing, but nothing comes: a read of it never returns
    auto camera = open_camera(fifo.source(), {"qr"}, events.sink(), CameraPatience{});
    camera->want(1);
    fifo.send(frame_of(""));
    EXPECT_EQ(events.until("ready"), "ready");
    const auto start = std::chrono::steady_clock::now();
    camera->want({});
    camera.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - start, 3s);
}

}  // namespace
}  // namespace hw
