#include "hw/scanner/fake_scanner.h"

#include <gtest/gtest.h>

#include "tests/hw/scanner/scanner_events.h"

namespace hw {
namespace {

using namespace std::chrono_literals;

TEST(FakeScanner, ReportsOnlyWhileACodeIsWanted) {
    ScannerEvents events;
    FakeScanner scanner(events.sink());
    scanner.hold_up("KA2:X");
    EXPECT_FALSE(scanner.preview());
    EXPECT_EQ(events.next(50ms), "nothing");
    scanner.want(1);
    EXPECT_EQ(events.next(), "ready");
    EXPECT_EQ(events.next(), "code KA2:X");
    EXPECT_TRUE(scanner.preview());
    scanner.take_away();
    scanner.hold_up("KA2:X");
    scanner.hold_up("KA2:Y");
    EXPECT_EQ(events.next(), "code KA2:Y");
}

TEST(FakeScanner, ReportsWhyACodeIsNotRead) {
    ScannerEvents events;
    FakeScanner scanner(events.sink());
    scanner.want(1);
    scanner.hold_up_badly(kiosk::CodeObstacle::too_far);
    EXPECT_EQ(events.next(), "ready");
    EXPECT_EQ(events.next(), "too far");
}

TEST(FakeScanner, CanBeUnplugged) {
    ScannerEvents events;
    FakeScanner scanner(events.sink());
    scanner.want(1);
    EXPECT_EQ(events.next(), "ready");
    scanner.unplug();
    EXPECT_EQ(events.next(), "failed scanner_absent");
    EXPECT_FALSE(scanner.preview());
    scanner.replug();
    EXPECT_EQ(events.next(), "ready");
}

}  // namespace
}  // namespace hw
