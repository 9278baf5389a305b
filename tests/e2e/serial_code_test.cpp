#include <gtest/gtest.h>

#include "tests/support/hall.h"
#include "tests/support/platform.h"
#include "tests/support/serial_gun.h"

// Codes by a serial scanner, before a real kiosk: our own papers, and somebody else's code that a platform knows.
namespace {

using namespace kiosk;
using support::card;
using support::RealHall;
using support::SerialGun;
using support::TestPlatform;

const std::string foreign_code = "made up \x01\xff\r\n of a phone";

void hold_up_a_phone(RealHall& hall, SerialGun& gun, const TestPlatform& platform) {
    const auto where = platform.address();
    hall.use_scanner(
        gun.keys() + "\n[resolver]\nurl = '" + where.url + "'\nca_file = '" + where.ca_file + "'\ntimeout_s = 20", false);
    hall.open();
    ASSERT_TRUE(gun.read(foreign_code));
}

TEST(SerialCode, SlipOfThisTerminalOpensItsCase) {
    SerialGun gun;
    RealHall hall;
    hall.use_scanner(gun.keys(), false);
    hall.open();
    const auto made = support::run(
        {KIOSK_BINARY_DIR "/kioskctl", "--config", hall.config(), "code", "--make", "slip", "--of", "DEMO-00001"});
    ASSERT_EQ(made.code, 0) << made.err;
    ASSERT_TRUE(gun.read(made.out.substr(0, made.out.find('\n'))));
    EXPECT_TRUE(hall.shows(ShowingCase{hall.found("DEMO-00001"), {}})) << hall.log();
    EXPECT_EQ(hall.close(), 0);
}

TEST(SerialCode, SlipIsKnownHoweverTheScannerSendsIt) {
    for (const auto& [before, behind] : std::vector<std::pair<std::string, std::string>>{
             {"", "\t"}, {"", ""}, {"\x02", "\x03"}, {"]Q1", "\r\n"}, {" ", " \r"}, {"P01", "#\x04"}}) {
        SerialGun gun;
        RealHall hall;
        hall.use_scanner(gun.keys("line"), false);
        hall.open();
        const auto made = support::run(
            {KIOSK_BINARY_DIR "/kioskctl", "--config", hall.config(), "code", "--make", "slip", "--of", "DEMO-00001"});
        ASSERT_EQ(made.code, 0) << made.err;
        ASSERT_TRUE(gun.read(before + made.out.substr(0, made.out.find('\n')) + behind));
        EXPECT_TRUE(hall.shows(ShowingCase{hall.found("DEMO-00001"), {}}))
            << testing::PrintToString(before + behind) << hall.log();
    }
}

TEST(SerialCode, CodeOfAPhoneIsAskedAboutAndOpensTheCase) {
    const TestPlatform platform("answers", R"({"name":"made up","case":"DEMO-00001"})");
    SerialGun gun;
    RealHall hall;
    hold_up_a_phone(hall, gun, platform);
    EXPECT_TRUE(hall.shows(ShowingCase{hall.found("DEMO-00001"), {}})) << hall.log();
    EXPECT_EQ(platform.codes(), std::vector<std::string>{foreign_code});
    EXPECT_EQ(hall.log().find("made up"), std::string::npos) << "neither codes nor names are for the log";
    EXPECT_EQ(hall.log().find("DEMO-00001"), std::string::npos);
    EXPECT_EQ(hall.close(), 0);
}

TEST(SerialCode, SilentPlatformCanBeLeftForACard) {
    const TestPlatform platform("silent");
    SerialGun gun;
    RealHall hall;
    hold_up_a_phone(hall, gun, platform);
    ASSERT_TRUE(hall.shows(AskingPlatform{})) << hall.log();
    hall.press(AskingPlatform{}, "返回");
    ASSERT_TRUE(hall.shows(Home{})) << hall.log();
    hall.reader.insert(card("old-01"));
    Devices devices;
    devices.card_present = true;
    EXPECT_TRUE(hall.shows(ShowingCase{hall.found("DEMO-00001"), {}}, devices)) << hall.log();
    EXPECT_EQ(platform.codes().size(), 1U);
    EXPECT_EQ(hall.close(), 0) << "it does not wait for the platform";
}

TEST(SerialCode, PlatformThatIsAwayIsSaidKindlyAndLoggedPlainly) {
    const TestPlatform platform("stranger");
    SerialGun gun;
    RealHall hall;
    hold_up_a_phone(hall, gun, platform);
    EXPECT_TRUE(hall.shows(ShowingCodeAnswer{CodeAnswer::platform_away})) << hall.log();
    EXPECT_NE(hall.log().find("platform: its certificate is of nobody whom this machine trusts"), std::string::npos);
    EXPECT_TRUE(platform.codes().empty());
}

}  // namespace
