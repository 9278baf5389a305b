#include "kiosk/loop/watchdog.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace kiosk {
namespace {

using namespace std::chrono_literals;

// A service manager's end of the line.
class Manager {
public:
    // `name` begins with a slash, or with @ for an abstract one.
    explicit Manager(const std::string& name) : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        std::memcpy(at.sun_path, name.data(), name.size());
        if (name[0] == '@') at.sun_path[0] = '\0';
        const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
        EXPECT_EQ(::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&at), size), 0) << std::strerror(errno);
    }
    std::vector<std::string> heard() const {
        std::vector<std::string> all;
        std::array<char, 256> words{};
        for (;;) {
            const auto size = ::recv(socket_.get(), words.data(), words.size(), 0);
            if (size < 0) return all;
            all.emplace_back(words.data(), static_cast<std::size_t>(size));
        }
    }

private:
    Descriptor socket_;
};

using Words = std::vector<std::string>;

class WatchedProgram : public testing::Test {
protected:
    support::TempDir dir_;
    Manager manager_{dir_.file("notify")};
    const Steady start_{1h};
};

TEST_F(WatchedProgram, SaysThatItIsReadyAndThenTwiceInEachPeriodThatItIsWell) {
    Watchdog watchdog(dir_.file("notify"), "60000000");
    EXPECT_FALSE(watchdog.due());
    watchdog.ready(start_);
    EXPECT_EQ(manager_.heard(), (Words{"READY=1", "WATCHDOG=1"}));
    EXPECT_EQ(watchdog.due(), start_ + 30s);
    watchdog.look(start_ + 30s, true);
    EXPECT_EQ(manager_.heard(), (Words{"WATCHDOG=1"}));
    EXPECT_EQ(watchdog.due(), start_ + 60s);
}

TEST_F(WatchedProgram, IsSilentWhileItIsNotWell) {
    Watchdog watchdog(dir_.file("notify"), "60000000");
    watchdog.ready(start_);
    manager_.heard();
    watchdog.look(start_ + 30s, false);
    EXPECT_EQ(manager_.heard(), Words{});
    EXPECT_EQ(watchdog.due(), start_ + 60s);  // no busy loop
    watchdog.look(start_ + 60s, true);
    EXPECT_EQ(manager_.heard(), (Words{"WATCHDOG=1"}));
}

TEST_F(WatchedProgram, OfAManagerThatWaitsForNothingIsReadyOnly) {
    for (const char* period : {"", "0", "1", "soon", "60s", "-60000000", "99999999999999999999"}) {
        Watchdog watchdog(dir_.file("notify"), period);
        watchdog.ready(start_);
        EXPECT_EQ(manager_.heard(), (Words{"READY=1"})) << period;
        EXPECT_FALSE(watchdog.due()) << period;
    }
}

TEST_F(WatchedProgram, IsHeardUnderAnAbstractName) {
    const auto name = "@kiosk-watchdog-" + dir_.path().filename().string();
    const Manager abstract(name);
    Watchdog watchdog(name, "");
    watchdog.ready(start_);
    EXPECT_EQ(abstract.heard(), (Words{"READY=1"}));
}

TEST_F(WatchedProgram, GoesOnWithoutAManager) {
    for (const auto& nobody :
         {std::string{}, std::string{"x"}, std::string{"relative"}, dir_.file("gone"), '/' + std::string(200, 'a')}) {
        Watchdog watchdog(nobody, "60000000");
        watchdog.ready(start_);
        watchdog.look(start_ + 30s, true);
        EXPECT_EQ(manager_.heard(), Words{}) << nobody;
    }
}

TEST_F(WatchedProgram, GoesOnWhenTheManagerTakesNothing) {
    Watchdog watchdog(dir_.file("notify"), "60000000");
    for (int i = 0; i < 5000; ++i) watchdog.look(start_, true);  // more than its queue holds
    EXPECT_FALSE(manager_.heard().empty());
}

}  // namespace
}  // namespace kiosk
