#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "hw/scanner/scanner.h"
#include "tests/hw/scanner/scanner_events.h"
#include "tests/support/process.h"

namespace hw {
namespace {

using namespace kiosk;
using namespace std::chrono_literals;
using namespace std::string_literals;

// A scanner that can be unplugged: a pseudo-terminal under a name that stays.
class Plug {
public:
    explicit Plug(std::string name) : name_(std::move(name)) {
        fd_ = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        grantpt(fd_);
        unlockpt(fd_);
        std::filesystem::create_symlink(ptsname(fd_), name_);
    }
    ~Plug() {
        std::filesystem::remove(name_);
        close(fd_);
    }
    Plug(const Plug&) = delete;
    Plug& operator=(const Plug&) = delete;
    void send(const std::string& bytes) {
        ASSERT_EQ(write(fd_, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    }

private:
    std::string name_;
    int fd_;
};

struct SerialRow {
    const char* name;
    const char* framing;
    std::string sent, reported;
};
void PrintTo(const SerialRow& row, std::ostream* out) { *out << row.name; }
class SerialScanner : public testing::TestWithParam<SerialRow> {};
TEST_P(SerialScanner, DeliversBytesAsTheyAre) {
    const support::TempDir dir;
    Plug plug(dir.file("scanner"));
    ScannerEvents events;
    const auto scanner = open_serial_scanner(dir.file("scanner"), GetParam().framing, events.sink(), 5ms);
    EXPECT_EQ(events.next(), "ready");
    scanner->want(1);
    plug.send(GetParam().sent);
    EXPECT_EQ(events.next(), "code " + GetParam().reported);
}
INSTANTIATE_TEST_SUITE_P(
    , SerialScanner,
    testing::Values(SerialRow{"carriage_return", "line", "KA2:A\r", "KA2:A"},
                    SerialRow{"line_feed", "line", "KA2:A\n", "KA2:A"}, SerialRow{"both", "line", "KA2:A\r\n", "KA2:A"},
                    SerialRow{"tab", "line", "KA2:A\t", "KA2:A"}, SerialRow{"pause", "line", "KA2:A", "KA2:A"},
                    SerialRow{"framed_under_line", "line", "\x02KA2:A\x03", "KA2:A"},
                    SerialRow{"identified", "line", "]Q1KA2:A\r", "KA2:A"},
                    SerialRow{"blanks", "line", " KA2:A \r\n", "KA2:A"},
                    SerialRow{"end_of_transmission", "line", "KA2:A\x04", "KA2:A"},
                    SerialRow{"all_of_it", "line", "\x02]Q1 KA2:A \x1e\x04\x03\r\n", "KA2:A"},
                    SerialRow{"identified_and_framed", "stx", "\x02]Q1KA2:A\x03\r\n", "KA2:A"},
                    SerialRow{"line_after_a_gap", "gap", "]Q1KA2:A\r\n", "KA2:A"},
                    SerialRow{"chinese_in_gbk", "line", "\xD6\xD8\xC7\xEC\r", "\xD6\xD8\xC7\xEC"},
                    SerialRow{"control_characters", "stx",
                              "\x02"s
                              "a\x03"s,
                              "a"},
                    SerialRow{"interrupt_and_end_of_file", "line", "a\x1a\x04\x11\x13z\r", "a\x1a\x04\x11\x13z"},
                    SerialRow{"binary", "gap", "\x80\x00\r\n\x03\xff"s, "\x80\x00\r\n\x03\xff"s}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(SerialScannerPlug, UnpluggedIsReportedAndItsReturnToo) {
    const support::TempDir dir;
    ScannerEvents events;
    const auto scanner = open_serial_scanner(dir.file("scanner"), "line", events.sink(), 5ms);
    scanner->want(1);
    EXPECT_EQ(events.next(), "failed scanner_absent");
    for (const char* code : {"one", "two"}) {
        Plug plug(dir.file("scanner"));
        EXPECT_EQ(events.until("ready"), "ready");
        plug.send(std::string(code) + "\rhalf of one that");
        EXPECT_EQ(events.next(), "code " + std::string(code));
    }
    EXPECT_EQ(events.until("failed scanner_absent"), "failed scanner_absent");
}

TEST(SerialScannerPlug, ReportsNothingThatNobodyWants) {
    const support::TempDir dir;
    Plug plug(dir.file("scanner"));
    ScannerEvents events;
    const auto scanner = open_serial_scanner(dir.file("scanner"), "line", events.sink(), 5ms);
    EXPECT_EQ(events.next(), "ready");
    plug.send("unwanted\r");
    EXPECT_EQ(events.next(150ms), "nothing");
    scanner->want(1);
    plug.send("wanted\r\nwanted\r\nwanted\tother\r\n");
    EXPECT_EQ(events.next(), "code wanted");
    EXPECT_EQ(events.next(), "code other") << "neither CR LF nor the same code once more is a second one";
}

TEST(SerialScannerPlug, ReportsACodeToTheAskerForWhomItBegan) {
    const support::TempDir dir;
    Plug plug(dir.file("scanner"));
    Mailbox<CodeSeen> codes;
    ScannerEvents events;
    const auto tell = events.sink();
    const auto scanner = open_serial_scanner(
        dir.file("scanner"), "stx",
        [&](const ScannerEvent& event) {
            if (const auto* seen = std::get_if<CodeSeen>(&event)) codes.post(*seen);
            tell(event);
        },
        5ms);
    EXPECT_EQ(events.next(), "ready");
    scanner->want(1);
    plug.send(
        "\x02"
        "whole\x03\x02"
        "begun");
    const auto whole = codes.wait({}, 20s);
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->asker, 1);
    scanner->want(2);
    plug.send(" before\x03\x02whole\x03");
    const auto next = codes.wait({}, 20s);
    ASSERT_TRUE(next);
    EXPECT_EQ(next->bytes, PrivateBytes("whole")) << "what was begun for the asker before is nobody's";
    EXPECT_EQ(next->asker, 2);
}

TEST(SerialScannerPlug, OtherFilesAreRefused) {
    const support::TempDir dir;
    support::write_file(dir.path() / "scanner", "no terminal");
    ScannerEvents events;
    const auto scanner = open_serial_scanner(dir.file("scanner"), "line", events.sink(), 5ms);
    EXPECT_EQ(events.next(), "failed scanner_silent");
}

}  // namespace
}  // namespace hw
