// What a kiosk reads at its start, so that look-ups need few pages of the disk.
#include <gtest/gtest.h>

#include <filesystem>

#include "kiosk/intake/demo_cases.h"
#include "kiosk/ledger/local_ledger.h"
#include "tests/kiosk/ledger/support.h"

namespace ledger_test {
namespace {

class WarmUp : public LedgerTest, public testing::WithParamInterface<int> {
protected:
    std::unique_ptr<SqliteLedger> ledger_ = open();

    // As SQLite itself counts them.
    std::size_t upper_pages() const {
        const auto local = open_local_ledger(options());
        EXPECT_TRUE(local);
        const auto count = query_integer(local->db(),
                                         "SELECT count(*) FROM dbstat WHERE name IN ('cases', 'case_index') AND pagetype = "
                                         "'internal'");
        EXPECT_TRUE(count) << count.error().detail;
        return static_cast<std::size_t>(*count);
    }
};

TEST_P(WarmUp, ReadsEveryUpperPageAndNoOther) {
    ASSERT_TRUE(import_csv(ledger_->local(), demo_csv(3, GetParam(), monday), policy_));
    ledger_.reset();  // the log goes into the file
    ledger_ = open();
    const auto read = ledger_->warm_up();
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, upper_pages());
    EXPECT_EQ(*read > 0, GetParam() > 5);
    EXPECT_EQ(ledger_->find(ByKey{"DEMO-00002"})->size(), 1U);
}
INSTANTIATE_TEST_SUITE_P(, WarmUp, testing::Values(5, 500, 30000),
                         [](const auto& test) { return std::to_string(test.param) + "_cases"; });

TEST_P(WarmUp, DoesNotLetGoOfTheLocksOnTheFile) {
    ASSERT_TRUE(import_csv(ledger_->local(), demo_csv(3, GetParam(), monday), policy_));
    ASSERT_TRUE(ledger_->warm_up());
    // Whoever closes the file last puts the log into it and takes the log away. This one is not the last.
    const auto leave = support::run({"sqlite3", options().path, "SELECT count(*) FROM cases"});
    ASSERT_EQ(leave.code, 0) << leave.err;
    EXPECT_TRUE(std::filesystem::exists(options().path + "-wal"));
}

}  // namespace
}  // namespace ledger_test
