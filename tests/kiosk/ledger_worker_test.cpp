// The ledger's thread when the file fails under it.
#include "kiosk/ledger_worker.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "kiosk/base/mailbox.h"
#include "kiosk/base/owned.h"
#include "tests/kiosk/ledger/support.h"

namespace kiosk {
namespace {

class WorkerOfABrokenLedger : public ledger_test::LedgerTest {
protected:
    void run(const std::string& sql) const {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(options().path.c_str(), &raw), SQLITE_OK);
        const Owned<sqlite3, sqlite3_close> db(raw);
        ASSERT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
    }
    template <class T>
    std::optional<T> next() {
        for (;;) {
            const auto event = events_.wait({}, std::chrono::seconds{20});
            if (!event) return std::nullopt;
            if (const auto* found = std::get_if<T>(&*event)) return *found;
        }
    }
    Mailbox<Event> events_;
};

TEST_F(WorkerOfABrokenLedger, SaysSoAndGoesOnThoughTheCopyIsOld) {
    open();
    run("UPDATE sync SET synced_at = 1");
    Sharing sharing;
    sharing.stale_after = std::chrono::minutes{10};
    LedgerWorker worker(
        options(), ledger_test::site, policy_, [this](Event event) { events_.post(std::move(event)); }, {}, sharing);
    ASSERT_TRUE(next<LedgerReady>());
    run("PRAGMA foreign_keys = OFF; ALTER TABLE tickets RENAME TO away");
    worker.ask(FindTicket{7, ledger_test::monday, 'A', 1});
    ASSERT_TRUE(next<LedgerFailed>());
    const auto found = next<TicketFound>();
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->ticket);
    worker.ask(IssueTicket{8, ledger_test::request("1")});
    const auto issued = next<TicketReady>();
    ASSERT_TRUE(issued);
    EXPECT_FALSE(issued->answer);
    run("PRAGMA foreign_keys = OFF; ALTER TABLE away RENAME TO tickets");
    worker.ask(FindTicket{9, ledger_test::monday, 'A', 1});
    ASSERT_TRUE(next<LedgerReady>());
    const auto again = next<TicketFound>();
    ASSERT_TRUE(again && again->ticket);
    EXPECT_TRUE(again->as_of);
}

}  // namespace
}  // namespace kiosk
