#include "hw/scanner/scanner_trouble.h"

#include <gtest/gtest.h>

#include "tests/support/process.h"

namespace hw {
namespace {

using namespace std::chrono_literals;

class Machine {
public:
    void camera(const std::string& device, const std::string& name, const std::string& index = "0") const {
        const auto folder = dir_.path() / "sys/class/video4linux" / device;
        std::filesystem::create_directories(folder);
        support::write_file(folder / "name", name + "\n");
        support::write_file(folder / "index", index + "\n");
    }
    std::string file(const std::string& name) const { return dir_.file(name); }
    std::filesystem::path root() const { return dir_.path(); }

private:
    support::TempDir dir_;
};

TEST(Cameras, AreListedInOrderWithoutTheirMetadata) {
    const Machine machine;
    machine.camera("video2", "Document Camera");
    machine.camera("video0", "Webcam");
    machine.camera("video1", "Webcam", "1");
    EXPECT_EQ(cameras(machine.root()),
              (std::vector<CameraDevice>{{"/dev/video0", "Webcam"}, {"/dev/video2", "Document Camera"}}));
    EXPECT_EQ(*camera_source("any", machine.root()), "v4l2src device=/dev/video0 ! decodebin");
    EXPECT_EQ(*camera_source("Document", machine.root()), "v4l2src device=/dev/video2 ! decodebin");
    EXPECT_EQ(*camera_source("videotestsrc ! identity", machine.root()), "videotestsrc ! identity");
    EXPECT_EQ(camera_source("Nobody", machine.root()).error().fault, kiosk::Fault::scanner_absent);
}

TEST(ScannerTrouble, NamesTheCamerasThatAreThereInstead) {
    const Machine machine;
    machine.camera("video0", "Webcam");
    const auto trouble = look_at_camera("Nobody", 1s, machine.root());
    EXPECT_FALSE(trouble.ok);
    EXPECT_NE(trouble.state.find("Webcam (/dev/video0)"), std::string::npos) << trouble.state;
    EXPECT_NE(trouble.remedy.find("[scanner] camera"), std::string::npos) << trouble.remedy;
}

TEST(ScannerTrouble, SaysThatNoCameraIsPluggedIn) {
    const Machine machine;
    EXPECT_EQ(look_at_camera("any", 1s, machine.root()).state, "no camera is plugged in");
}

TEST(ScannerTrouble, CameraThatWorksIsWell) {
    const auto trouble = look_at_camera("videotestsrc is-live=true ! video/x-raw,width=320,height=240", 20s);
    EXPECT_TRUE(trouble.ok) << trouble.state;
    EXPECT_EQ(trouble.state, "camera, 320 x 240 pixels");
}

TEST(ScannerTrouble, CameraThatGivesNothingIsNamedWithTheCommandThatSaysMore) {
    const auto trouble = look_at_camera("filesrc location=/nowhere/at/all ! pngdec", 20s);
    EXPECT_FALSE(trouble.ok);
    EXPECT_NE(trouble.remedy.find("gst-launch-1.0"), std::string::npos) << trouble.remedy;
}

TEST(ScannerTrouble, SerialDeviceThatIsGoneOrNone) {
    const Machine machine;
    const auto gone = look_at_serial(machine.file("ttyACM0"));
    EXPECT_FALSE(gone.ok);
    EXPECT_NE(gone.state.find("is not there"), std::string::npos) << gone.state;
    EXPECT_FALSE(gone.remedy.empty());
    support::write_file(machine.root() / "file", "");
    EXPECT_NE(look_at_serial(machine.file("file")).state.find("is no serial port"), std::string::npos);
}

}  // namespace
}  // namespace hw
