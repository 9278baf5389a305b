#include <gtest/gtest.h>
#include <sqlite3.h>

#include <ostream>
#include <thread>

#include "kiosk/base/owned.h"
#include "tests/kiosk/ledger/support.h"

namespace kiosk {
void PrintTo(const CardUseCount& count, std::ostream* out) {
    *out << iso(count.day) << ' ' << name(count.use) << ' ' << count.count;
}
}  // namespace kiosk

namespace ledger_test {
namespace {

using Counts = std::vector<CardUseCount>;

class Uses : public LedgerTest {
protected:
    void use(CardUse kind, Wall now = morning(), const TicketSite& where = site) {
        EXPECT_TRUE(ledger_->count_use(kind, where, now));
    }
    Counts counts(Date from = monday, Date to = monday) const { return *ledger_->uses(site.hall, from, to); }

    std::unique_ptr<SqliteLedger> ledger_ = open();
};

TEST_F(Uses, AreCountedByKind) {
    EXPECT_EQ(counts(), Counts{});
    use(CardUse::social);
    use(CardUse::old_elderly);
    use(CardUse::social);
    EXPECT_EQ(counts(), (Counts{{monday, CardUse::old_elderly, 1}, {monday, CardUse::social, 2}}));
}

TEST_F(Uses, DayEndsAtMidnightOfTheHall) {
    use(CardUse::social, at(monday, std::chrono::hours{23} + std::chrono::minutes{59}));
    use(CardUse::social, at(monday, std::chrono::hours{24}));
    const auto tuesday = plus_days(monday, 1);
    EXPECT_EQ(counts(monday, tuesday), (Counts{{monday, CardUse::social, 1}, {tuesday, CardUse::social, 1}}));
    EXPECT_EQ(counts(tuesday, tuesday), (Counts{{tuesday, CardUse::social, 1}}));
}

TEST_F(Uses, TerminalsOfOneHallAddUpAndOtherHallsDoNot) {
    use(CardUse::social);
    use(CardUse::social, morning(), {site.hall, 'B'});
    use(CardUse::social, morning(), {"elsewhere", 'A'});
    EXPECT_EQ(counts(), (Counts{{monday, CardUse::social, 2}}));
}

TEST_F(Uses, NoneIsLostBetweenTwoPrograms) {
    constexpr int each = 100;
    const auto count = [this] {
        const auto ledger = open();
        for (int i = 0; i < each; ++i) EXPECT_TRUE(ledger->count_use(CardUse::other, site, morning()));
    };
    { const std::jthread one(count), other(count); }
    EXPECT_EQ(counts(), (Counts{{monday, CardUse::other, 2 * each}}));
}

TEST_F(Uses, LedgerOfTheFirstVersionIsBroughtForwardWithAllItHolds) {
    ASSERT_TRUE(ledger_->issue(request("a"), site, policy_, morning()));
    ledger_.reset();
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(options().path.c_str(), &raw), SQLITE_OK);
    const kiosk::Owned<sqlite3, sqlite3_close_v2> db(raw);
    ASSERT_EQ(sqlite3_exec(raw, "DROP TABLE card_uses; PRAGMA user_version = 1", nullptr, nullptr, nullptr), SQLITE_OK);
    ledger_ = open();
    use(CardUse::social);
    EXPECT_EQ(counts(), (Counts{{monday, CardUse::social, 1}}));
    EXPECT_EQ(ledger_->tickets(site.hall, monday)->size(), 1U);
}

}  // namespace
}  // namespace ledger_test
