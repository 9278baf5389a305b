#include <gtest/gtest.h>

#include "tests/support/hall.h"

// What another program of the machine learns of a kiosk at work.
namespace {

using namespace kiosk;
using support::RealHall;
using support::wait_until;

support::Finished health(const RealHall& hall, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {KIOSK_BINARY_DIR "/kioskctl", "--config", hall.config(), "health", "--root", hall.file("machine")});
    return support::run(std::move(arguments));
}

std::string metrics(const RealHall& hall) {
    const auto told = health(hall, {"--prometheus", hall.file("kiosk.prom")});
    return told.code == 0 ? support::read_file(hall.file("kiosk.prom")) : told.err;
}

TEST(Health, OfAKioskAtWorkTellsVisitAndFaults) {
    RealHall hall;
    hall.open();
    EXPECT_NE(metrics(hall).find("kiosk_at_work 1\n"), std::string::npos) << metrics(hall);
    EXPECT_NE(metrics(hall).find("kiosk_in_visit 0\n"), std::string::npos);

    hall.press(Home{}, "我要到窗口办");
    ASSERT_TRUE(hall.shows(ChoosingService{}));
    EXPECT_NE(metrics(hall).find("kiosk_in_visit 1\n"), std::string::npos) << metrics(hall);
    const auto asked = health(hall, {"--at-rest"});
    EXPECT_EQ(asked.code, 1);
    EXPECT_NE(asked.err.find("somebody stands before the kiosk"), std::string::npos) << asked.err;

    hall.reader.unplug();
    EXPECT_TRUE(wait_until([&] {
        return metrics(hall).find("device=\"reader\",fault=\"reader_absent\"") != std::string::npos;
    })) << metrics(hall);
    hall.kill();
    EXPECT_NE(metrics(hall).find("kiosk_at_work 0\n"), std::string::npos) << "its file is still there";
}

}  // namespace
