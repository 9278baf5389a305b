#include "hw/printer/cups_server.h"

#include <gtest/gtest.h>

#include "tests/support/cups.h"

// What CUPS is asked, on a real cupsd of the test's own.
namespace hw {
namespace {

using kiosk::Fault;

class CupsServerTest : public testing::Test {
protected:
    support::Cupsd cupsd_;
    support::SimulatedPrinter device_{cupsd_, "ticket"};
    CupsServer server_{cupsd_.socket(), {}};
};

TEST_F(CupsServerTest, RestartBetweenTwoRequestsIsNotKeptSecret) {
    device_.hold(true);
    const auto job = server_.print("ticket", "Ticket", "%PDF-1.4\n%%EOF\n", {}).job;
    ASSERT_TRUE(job);
    ASSERT_TRUE(server_.job("ticket", *job));
    cupsd_.kill();
    cupsd_.start();
    const auto after = server_.job("ticket", *job);
    ASSERT_FALSE(after);
    EXPECT_EQ(after.error().fault, Fault::print_service_gone);
    EXPECT_TRUE(server_.job("ticket", *job)) << "connected anew";
}

TEST(CupsServer, AsksOnceMoreWhereCupsdHasPutTheConnectionAway) {
    support::Cupsd cupsd("Timeout 1\n");
    const support::SimulatedPrinter device(cupsd, "ticket");
    CupsServer server(cupsd.socket(), {});
    for (int round = 0; round < 2; ++round) {
        ASSERT_TRUE(server.queue("ticket"));
        ASSERT_EQ(cupsd.connections(), 1u);
        ASSERT_TRUE(support::wait_until([&] { return cupsd.connections() == 0; }));
    }
    EXPECT_TRUE(server.queue("ticket"));
}

TEST_F(CupsServerTest, ConnectionThatWasHungUpOnPurposeIsNoRestart) {
    ASSERT_TRUE(server_.queue("ticket"));
    server_.disconnect();
    EXPECT_TRUE(server_.queue("ticket"));
}

}  // namespace
}  // namespace hw
