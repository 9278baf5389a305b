#include "kiosk/terminal/state_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/process.h"

namespace kiosk {
namespace {

using std::chrono::seconds;

class StateFileOf : public testing::Test {
protected:
    StateFileOf() { state_.now.wall = noon; }
    Running told() {
        file_.write(state_);
        const auto read = parse_running(support::read_file(dir_.path() / "state.toml"), "state.toml");
        EXPECT_TRUE(read) << read.error().detail;
        return read ? *read : Running{};
    }

    const Wall noon = std::chrono::sys_days{Date{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{28}}};
    support::TempDir dir_;
    StateFile file_{dir_.path().string()};
    State state_;
};

TEST_F(StateFileOf, AKioskTellsThatItIsThere) {
    const auto first = told();
    EXPECT_EQ(first.pid, ::getpid());
    EXPECT_EQ(first.version, KIOSK_VERSION);
    EXPECT_FALSE(first.in_visit);
    EXPECT_FALSE(first.last_visit);
    EXPECT_TRUE(first.troubles.empty());
}

TEST_F(StateFileOf, AVisitTellsThatThereIsOneAndWhenItEnded) {
    state_.phase = PresentCard{};
    EXPECT_TRUE(told().in_visit);
    state_.phase = Home{};
    state_.now.wall += seconds{90};
    const auto after = told();
    EXPECT_FALSE(after.in_visit);
    EXPECT_EQ(after.last_visit, noon + seconds{90});
}

TEST_F(StateFileOf, AFaultTellsSinceWhenItIsThere) {
    state_.devices.printer = Fault::paper_out;
    EXPECT_EQ(told().troubles, (std::vector<Trouble>{{"printer", Fault::paper_out, noon}}));
    state_.now.wall += seconds{60};
    state_.devices.clock = Fault::clock_wrong;
    EXPECT_EQ(told().troubles, (std::vector<Trouble>{{"printer", Fault::paper_out, noon},
                                                     {"clock", Fault::clock_wrong, noon + seconds{60}}}));
    state_.devices.printer = Fault::paper_jam;
    EXPECT_EQ(told().troubles.front(), (Trouble{"printer", Fault::paper_jam, noon + seconds{60}}));
    state_.devices = {};
    EXPECT_TRUE(told().troubles.empty());
}

TEST_F(StateFileOf, ACallForTheStaffTellsSinceWhen) {
    EXPECT_FALSE(told().staff_called);
    state_.staff_call = StaffCall{};
    EXPECT_EQ(told().staff_called, noon);
    state_.now.wall += seconds{60};
    EXPECT_EQ(told().staff_called, noon);
    state_.staff_call.reset();
    EXPECT_FALSE(told().staff_called);
}

TEST_F(StateFileOf, NothingNewIsNotWrittenAgain) {
    told();
    std::filesystem::remove(dir_.path() / "state.toml");
    state_.now.wall += seconds{5};
    state_.last_touch += seconds{5};
    file_.write(state_);
    EXPECT_FALSE(std::filesystem::exists(dir_.path() / "state.toml"));
}

TEST_F(StateFileOf, AProgramThatNoServiceManagerStartedIsNotThere) {
    StateFile nowhere("");
    nowhere.write(state_);
    EXPECT_TRUE(std::filesystem::is_empty(dir_.path()));
}

}  // namespace
}  // namespace kiosk
