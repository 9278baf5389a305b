// The administrator's program on a machine whose clock is wrong: the real program under libfaketime.
#include <algorithm>

#include <fmt/format.h>

#include "kiosk/ledger/sqlite.h"
#include "tests/kiosk/ctl/support.h"
#include "tests/support/wrong_clock.h"

namespace ctl_test {
namespace {

class KioskctlClock : public Kioskctl {
protected:
    // `when` as libfaketime takes it: "@2000-01-01 04:00:00", "+200d".
    Finished ctl_at(const std::string& when, std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file("kiosk.toml")});
        return support::run(std::move(arguments), support::wrong_clock(when));
    }
    Json doctors_line(const std::string& when) const {
        for (const auto& line : Json::parse(ctl_at(when, {"doctor", "--json"}).out))
            if (line["what"] == "clock") return line;
        return {};
    }
};

TEST_F(KioskctlClock, IsToldAsItIs) {
    import_demo();
    const auto told = ctl({"clock"});
    EXPECT_EQ(told.code, 0) << told.err;
    EXPECT_NE(told.out.find(iso(today)), std::string::npos) << told.out;
    EXPECT_NE(told.out.find("time server"), std::string::npos) << told.out;
    EXPECT_TRUE(doctors_line("+0")["ok"]);
}

TEST_F(KioskctlClock, ThatCannotBeRightIsToldByTheDoctorWithTheNextStep) {
    import_demo();
    for (const char* when : {"@1970-01-02 00:00:00", "@2000-01-01 04:00:00", "@2019-06-01 00:00:00", "-40d", "+200d",
                             "@2038-01-19 03:14:08", "@2099-12-31 23:59:59", "@2106-02-07 06:28:16"}) {
        SCOPED_TRACE(when);
        const auto line = doctors_line(when);
        EXPECT_EQ(line["ok"], false) << line;
        EXPECT_NE(line["remedy"].get<std::string>().find("timedatectl"), std::string::npos) << line;
        EXPECT_EQ(ctl_at(when, {"clock"}).code, 1);
        EXPECT_EQ(ctl_at(when, {"case", "--key", "DEMO-00001"}).code, 0) << "look-ups go on";
    }
}

TEST_F(KioskctlClock, IsNoneBeforeTheProgramWhoeverSaysSo) {
    import_demo();
    EXPECT_EQ(ctl_at("@2000-01-01 04:00:00", {"clock", "--is-right"}).code, 1);
    EXPECT_EQ(ctl({"clock"}).code, 0);
}

TEST_F(KioskctlClock, OfAMachineThatWasNotUsedForMonthsIsSaidToBeRight) {
    import_demo();
    EXPECT_EQ(ctl_at("+200d", {"clock"}).code, 1);
    const auto said = ctl_at("+200d", {"clock", "--is-right"});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_EQ(ctl_at("+200d", {"clock"}).code, 0);
    EXPECT_EQ(ctl_at("+210d", {"clock"}).code, 0);
    EXPECT_NE(ctl({"clock"}).err.find("--is-right"), std::string::npos)
        << "it was not right after all: the way back is named";
    EXPECT_EQ(ctl({"clock", "--is-right"}).code, 0);
    EXPECT_EQ(ctl({"clock"}).code, 0);
}

TEST_F(KioskctlClock, DoesNotDependOnTheMachinesTimeZone) {
    import_demo();
    for (const char* zone : {"Asia/Shanghai", "America/New_York", "UTC", "Nowhere/Atall", ""}) {
        auto environment = support::wrong_clock("+0");
        environment["TZ"] = zone;
        const auto told = support::run(
            {KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file("kiosk.toml"), "clock", "--json"}, environment);
        EXPECT_EQ(told.code, 0) << zone << told.err;
        const auto now = Json::parse(told.out)["now"].get<std::string>();
        EXPECT_NE((now + "x").find(iso(today)), std::string::npos) << zone << ": " << now;
    }
}

TEST_F(KioskctlClock, TicketsOfADayThatHasNotComeAreNamed) {
    import_demo();
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    {
        Policy policy;
        for (unsigned day = 0; day < 7; ++day)
            policy.hours.push_back({std::chrono::weekday{day}, std::chrono::minutes{0}, std::chrono::minutes{1440}});
        policy.services = {{"upgrade", {"", ""}, 0}};
        auto opened = open_ledger({ledger(), {}});
        ASSERT_TRUE(opened);
        const TicketRequest wanted{"upgrade", TicketClass::ordinary, {}, {}, "a"};
        ASSERT_TRUE((*opened)->issue(wanted, {"Hall", 'A'}, policy, now + std::chrono::days{50}));
    }
    const auto wrong = ctl({"clock"});
    EXPECT_EQ(wrong.code, 1);
    EXPECT_NE(wrong.err.find("--is-right"), std::string::npos) << wrong.err;
    const auto said = ctl({"clock", "--is-right"});
    EXPECT_NE(said.out.find("A001 of " + iso(plus_days(today, 50))), std::string::npos) << said.out;
    EXPECT_EQ(ctl({"clock"}).code, 0);
}

}  // namespace
}  // namespace ctl_test
