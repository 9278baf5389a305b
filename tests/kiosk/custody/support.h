#pragma once

#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "kiosk/custody/ledger_custody.h"
#include "tests/kiosk/ledger/support.h"

namespace ledger_test {

inline constexpr const char* clerk = "desk 3";

inline std::string case_row(const std::string& key, int number, const std::string& stage, const std::string& community = "A",
                            const std::string& refusal = {}) {
    return fmt::format("{},测试甲,,400090000000{:04},{},S,D,2026-11-01,{},{}\n", key, number, community, stage, refusal);
}
inline const std::string case_columns_line =
    "case_key,holder_name,id_number,old_card,community,street,district,handed_in_at,stage,refusal\n";

// `count` cases K001 … of community A, street S, district D; and a bag of them all.
class CustodyTest : public LedgerTest {
protected:
    void SetUp() override { ledger_ = open(); }
    void add_cases(int count, const std::string& stage = "collected") {
        auto csv = case_columns_line;
        for (int number = 1; number <= count; ++number) csv += case_row(key(number), number, stage);
        import(csv);
    }
    void import(const std::string& csv) {
        const auto report = import_csv(ledger_->local(), csv, policy_);
        ASSERT_TRUE(report) << report.error().detail;
        ASSERT_TRUE(report->taken) << (report->bad.empty() ? "" : report->bad.front().reason);
    }
    static std::string key(int number) { return fmt::format("K{:03}", number); }
    static std::vector<std::string> keys(int count) {
        std::vector<std::string> all;
        for (int number = 1; number <= count; ++number) all.push_back(key(number));
        return all;
    }
    Result<CustodyAnswer> pack(const std::string& bag, std::vector<std::string> cases, int minute = 0) {
        return custody().pack({bag, std::move(cases), clerk}, morning(minute));
    }
    Result<CustodyAnswer> move(const std::string& bag, Level from, Level to, int given, int taken, int minute = 0) {
        return custody().hand_over({bag, {from, {}}, {to, {}}, given, taken, clerk}, morning(minute));
    }
    // To wherever it goes next, by whoever has it.
    Result<CustodyAnswer> forward(const std::string& bag, int count, int minute = 0) {
        const auto known = custody().bag(bag);
        if (!known) return known.error();
        return move(bag, known->at, next_level(*known).value_or(Level::maker), count, count, minute);
    }
    void forward_to(const std::string& bag, Level level, bool homeward, int count) {
        for (int steps = 0; steps < 7; ++steps) {
            const auto known = custody().bag(bag);
            ASSERT_TRUE(known) << known.error().detail;
            if (known->at == level && known->homeward == homeward) return;
            const auto moved = forward(bag, count);
            ASSERT_TRUE(moved) << moved.error().detail;
        }
        FAIL() << "it never got there";
    }
    Stage stage(int number) const {
        const auto found = ledger_->find(ByKey{key(number)});
        EXPECT_TRUE(found && found->size() == 1);
        return found->front().stage;
    }
    std::size_t events() const {
        std::size_t count = 0;
        EXPECT_TRUE(custody().each_event(Wall::min(), Wall::max(), [&](const CustodyEvent&) -> Status {
            ++count;
            return Done{};
        }));
        return count;
    }
    LedgerCustody custody() const { return LedgerCustody(ledger_->local()); }
    static std::string reason(const Result<CustodyAnswer>& answer) { return answer ? "done" : answer.error().detail; }

    std::unique_ptr<SqliteLedger> ledger_;
};

}  // namespace ledger_test
