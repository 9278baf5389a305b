#include <gtest/gtest.h>
#include <sqlite3.h>

#include <ostream>
#include <thread>

#include "kiosk/base/owned.h"
#include "kiosk/intake/demo_cases.h"
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
    ASSERT_TRUE(import_csv(ledger_->local(), demo_csv(1, 10, monday), policy_));
    ledger_.reset();
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(options().path.c_str(), &raw), SQLITE_OK);
    const kiosk::Owned<sqlite3, sqlite3_close_v2> db(raw);
    constexpr const char* back = R"sql(
DROP TRIGGER cases_to_publish;
DROP TRIGGER undo_stage;
DROP TABLE custody_undo;
DROP TABLE problems;
DROP TABLE custody;
DROP TABLE bag_cases;
DROP TABLE bags;
DROP TABLE unpublished;
DROP TABLE ticket_changes;
DROP TABLE sync;
DROP TABLE outbox;
DROP INDEX tickets_call_request;
ALTER TABLE tickets DROP COLUMN call_request;
ALTER TABLE tickets DROP COLUMN arrived;
DROP INDEX tickets_request;
CREATE UNIQUE INDEX tickets_request ON tickets (hall, day, request_hash);
DROP INDEX tickets_call;
CREATE UNIQUE INDEX tickets_call ON tickets (hall, day, call_order) WHERE call_order IS NOT NULL;
DROP TABLE card_uses;
DROP TABLE case_index;
DROP TABLE case_updates;
ALTER TABLE ledger DROP COLUMN visible_cases;
ALTER TABLE ledger DROP COLUMN updates_apply;
CREATE UNIQUE INDEX cases_by_key ON cases (key);
CREATE INDEX cases_by_card ON cases (card_hash) WHERE card_hash IS NOT NULL;
CREATE INDEX cases_by_social_card ON cases (social_hash) WHERE social_hash IS NOT NULL;
CREATE INDEX cases_by_id ON cases (id_hash) WHERE id_hash IS NOT NULL;
CREATE INDEX cases_by_typing ON cases (typed_hash) WHERE typed_hash IS NOT NULL;
PRAGMA user_version = 1;
)sql";
    for (const char* sql : {back_to_the_sixth_version, back})
        ASSERT_EQ(sqlite3_exec(raw, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
    ledger_ = open();
    ASSERT_TRUE(ledger_);
    EXPECT_EQ(ledger_->find(ByKey{"DEMO-00002"})->size(), 1U);
    EXPECT_EQ(ledger_->find(ByCard{*CardNumber::parse("4000000000000002")})->size(), 1U);
    EXPECT_EQ(import_csv(ledger_->local(), demo_csv(1, 10, monday), policy_)->unchanged, 10U);
    use(CardUse::social);
    EXPECT_EQ(counts(), (Counts{{monday, CardUse::social, 1}}));
    EXPECT_EQ(ledger_->tickets(site.hall, monday)->size(), 1U);
}

}  // namespace
}  // namespace ledger_test
