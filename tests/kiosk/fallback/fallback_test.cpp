#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/process.h"
#include "tests/support/xvfb.h"

namespace {

const std::string program = KIOSK_BINARY_DIR "/kiosk_fallback";

// The page is white to the edges, and has dark words in the middle.
bool is_whole(const support::Xvfb& server, int width, int height) {
    const auto picture = server.pixels();
    std::ptrdiff_t dark = 0;
    for (int y = height / 4; y < height * 3 / 4; ++y)
        for (int x = 0; x < width; ++x) dark += (picture.at(x, y) & 0xFFU) < 0x40 ? 1 : 0;
    const auto white = [&](int x, int y) { return picture.at(x, y) == 0xFFFFFF; };
    return white(0, 0) && white(width - 1, 0) && white(0, height - 1) && white(width - 1, height - 1) && dark > 1000;
}

TEST(PageOfLastResort, CoversTheScreenWhateverSizeThatGets) {
    support::Xvfb server(640, 960);
    support::Child page({program}, {{"DISPLAY", server.display()}});
    EXPECT_TRUE(support::wait_until([&] { return is_whole(server, 640, 960); }));
    server.set_mode(480, 640);
    EXPECT_TRUE(support::wait_until([&] { return is_whole(server, 480, 640); }));
    EXPECT_TRUE(page.running());
}

TEST(PageOfLastResort, EndsAfterItsTime) {
    const support::Xvfb server(640, 480);
    EXPECT_EQ(support::run({program, "--minutes", "0"}, {{"DISPLAY", server.display()}}).code, 0);
}

TEST(PageOfLastResort, SaysThatThereIsNoDisplay) {
    const auto refused = support::run({program}, {{"DISPLAY", ":65535"}});
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.err, "kiosk_fallback: there is no display\n");
}

TEST(PageOfLastResort, RefusesWhatItDoesNotKnow) {
    for (const auto& wrong : std::vector<std::vector<std::string>>{{"--minutes"},
                                                                   {"--minutes", "soon"},
                                                                   {"--minutes", "-1"},
                                                                   {"--minutes", "5x"},
                                                                   {"--hours", "5"},
                                                                   {"1", "2", "3"}}) {
        std::vector<std::string> command{program};
        command.insert(command.end(), wrong.begin(), wrong.end());
        EXPECT_EQ(support::run(command).code, 2) << wrong.front();
    }
}

}  // namespace
