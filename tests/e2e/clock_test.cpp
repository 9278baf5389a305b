#include <gtest/gtest.h>

#include <filesystem>

#include "kiosk/base/built.h"
#include "tests/support/hall.h"
#include "tests/support/samples.h"

// The real kiosk with a clock that is wrong, and with a ledger that is taken away under it.
namespace {

using namespace kiosk;
using support::card;
using support::card_lies_there;
using support::RealHall;
using support::returned_card;
using support::returned_case;
using support::wait_until;

Devices with_wrong_clock(Devices devices = {}) {
    devices.clock = Fault::clock_wrong;
    return devices;
}

// From the first page; a paper is printed.
void take_ordinary_ticket(RealHall& hall, std::size_t which) {
    hall.press(Home{}, "我要到窗口办");
    ASSERT_TRUE(hall.shows(ChoosingService{})) << hall.log();
    hall.press(ChoosingService{}, "老卡换新卡");
    ASSERT_TRUE(wait_until([&] { return hall.printer.printed().size() == which; })) << hall.log();
    hall.press(ShowingTicket{samples::priority_ticket(), {Paper::printed, {}, {}, {}}, {}},
               "办完了");  // it is there on each
    ASSERT_TRUE(hall.shows(Home{})) << hall.log();
}

class Clock : public testing::TestWithParam<const char*> {};

TEST_P(Clock, ThatCannotBeRightGivesNoTicketLooksUpAndHealsByItself) {
    RealHall hall;
    hall.set_clock(GetParam());
    hall.open(with_wrong_clock());
    EXPECT_TRUE(wait_until([&] { return hall.log().find("the machine's clock says") != std::string::npos; })) << hall.log();
    hall.press(hall.state_of(Home{}, with_wrong_clock()), "我要到窗口办");
    ASSERT_TRUE(hall.shows(OutOfOrder{Fault::clock_wrong}, with_wrong_clock()));
    hall.press(hall.state_of(OutOfOrder{Fault::clock_wrong}, with_wrong_clock()), "返回");  // far from the last tap
    ASSERT_TRUE(hall.shows(Home{}, with_wrong_clock()));

    hall.reader.insert(card(returned_card));
    auto reason = hall.state_of(CardCameBack{hall.found(returned_case), {}}, with_wrong_clock(card_lies_there()));
    reason.now.wall = built_at();
    ASSERT_TRUE(hall.shows(reason)) << "look-ups go on, by the latest day that is known";
    EXPECT_TRUE(hall.tickets().empty());

    hall.set_clock("+0");
    ASSERT_TRUE(hall.shows(CardCameBack{hall.found(returned_case), {}}, card_lies_there())) << hall.log();
    hall.press(CardCameBack{hall.found(returned_case), {}}, "拿优先号");
    ASSERT_TRUE(wait_until([&] { return hall.tickets().size() == 1; })) << hall.log();
    EXPECT_EQ(label(hall.tickets().front()), "A001");
    EXPECT_EQ(hall.close(), 0);
}

INSTANTIATE_TEST_SUITE_P(, Clock,
                         testing::Values("@1970-01-01 12:00:00", "@2000-01-01 04:00:00", "@2038-01-19 03:14:00",
                                         "@2099-06-01 01:00:00"),
                         [](const auto& test) { return "In" + std::string(test.param).substr(1, 4); });

TEST(ClockSetBack, WhileTheKioskRunsGivesNoNumberTwice) {
    RealHall hall;
    hall.set_clock("+0");
    hall.open();
    take_ordinary_ticket(hall, 1);
    hall.set_clock("-30d");
    hall.press(Home{}, "我要到窗口办");
    ASSERT_TRUE(hall.shows(OutOfOrder{Fault::clock_wrong}, with_wrong_clock())) << hall.log();
    EXPECT_NE(hall.log().find("clock: was set back by"), std::string::npos) << hall.log();
    hall.set_clock("-5m");
    hall.press(hall.state_of(OutOfOrder{Fault::clock_wrong}, with_wrong_clock()), "返回");
    ASSERT_TRUE(hall.shows(Home{})) << "some minutes are nothing";
    ASSERT_TRUE(wait_until([&] { return hall.log().find("clock: was set forward by") != std::string::npos; })) << hall.log();
    take_ordinary_ticket(hall, 2);
    EXPECT_EQ(label(hall.tickets().back()), "A002");
}

class LedgerFile : public testing::Test {
protected:
    void take_away() const {
        for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(hall_.file("ledger.db") + end);
    }
    static Devices without_ledger() {
        Devices devices;
        devices.ledger = Fault::ledger_gone;
        return devices;
    }
    RealHall hall_;
};

TEST_F(LedgerFile, TakenAwayIsSaidAndNoNumberIsGivenTwice) {
    const auto backup =
        support::run({KIOSK_BINARY_DIR "/kioskctl", "--config", hall_.config(), "backup", hall_.file("backup")});
    ASSERT_EQ(backup.code, 0) << backup.err;
    hall_.open();
    take_ordinary_ticket(hall_, 1);
    take_away();
    hall_.press(Home{}, "我要到窗口办");
    ASSERT_TRUE(hall_.shows(ChoosingService{}, without_ledger())) << hall_.log();
    hall_.press(hall_.state_of(ChoosingService{}, without_ledger()), "老卡换新卡");
    ASSERT_TRUE(hall_.shows(OutOfOrder{Fault::ledger_gone}, without_ledger())) << hall_.log();
    EXPECT_EQ(hall_.close(), 0);

    hall_.open(without_ledger());
    EXPECT_FALSE(std::filesystem::exists(hall_.file("ledger.db"))) << "an empty one would know nobody";
    const auto restored =
        support::run({KIOSK_BINARY_DIR "/kioskctl", "--config", hall_.config(), "restore", "--force", hall_.file("backup")});
    ASSERT_EQ(restored.code, 0) << restored.err;
    ASSERT_TRUE(hall_.shows(Home{})) << hall_.log();
    hall_.press(Home{}, "我要到窗口办");
    ASSERT_TRUE(hall_.shows(ChoosingService{}));
    hall_.press(ChoosingService{}, "老卡换新卡");
    ASSERT_TRUE(wait_until([&] { return hall_.log().find("ticket A002") != std::string::npos; })) << hall_.log();
    EXPECT_EQ(hall_.log().find("ticket A001"), hall_.log().rfind("ticket A001"));
}

TEST_F(LedgerFile, PutBackIsGoneOnWith) {
    hall_.open();
    take_ordinary_ticket(hall_, 1);
    std::filesystem::rename(hall_.file("ledger.db"), hall_.file("aside"));
    hall_.press(Home{}, "我要到窗口办");
    ASSERT_TRUE(hall_.shows(ChoosingService{}, without_ledger())) << hall_.log();
    hall_.press(hall_.state_of(ChoosingService{}, without_ledger()), "返回");
    ASSERT_TRUE(hall_.shows(Home{}, without_ledger()));
    std::filesystem::rename(hall_.file("aside"), hall_.file("ledger.db"));
    ASSERT_TRUE(hall_.shows(Home{})) << hall_.log();
    take_ordinary_ticket(hall_, 2);
    EXPECT_EQ(label(hall_.tickets().back()), "A002");
}

}  // namespace
