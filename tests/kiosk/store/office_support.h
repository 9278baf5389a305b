#pragma once

#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "kiosk/case/report.h"
#include "kiosk/store/office.h"
#include "tests/kiosk/custody/support.h"
#include "tests/kiosk/store/shared_support.h"
#include "tests/support/relay.h"

// Offices with a ledger each that share the log of custody through one store.
namespace ledger_test {

// An office's machine. It can be on a line of its own.
class Machine {
public:
    Machine(const std::string& folder, const std::string& name, const std::string& where)
        : options_{local_options(folder, name), {where, std::chrono::seconds{2}}, "Hall"} {}

    OfficeCustody& custody() {
        if (!custody_) custody_ = *open_office(options_);
        return *custody_;
    }
    std::unique_ptr<SqliteLedger> ledger() const { return *open_ledger(options_.local); }
    const SyncOptions& options() const { return options_; }
    void import(const std::string& csv) const {
        const auto report = import_csv(ledger()->local(), csv, make_policy());
        ASSERT_TRUE(report) << report.error().detail;
        ASSERT_TRUE(report->taken) << (report->bad.empty() ? "" : report->bad.front().reason);
    }
    PublishReport publish() const {
        Sync sync(options_);
        const auto done = sync.publish(morning());
        if (!done) ADD_FAILURE() << done.error().detail;
        return done ? *done : PublishReport{};
    }
    Result<CustodyAnswer> pack(const std::string& bag, std::vector<std::string> cases, int minute = 0) {
        return custody().pack({bag, std::move(cases), "desk " + bag}, morning(minute));
    }
    Result<CustodyAnswer> move(const std::string& bag, Level from, Level to, int given, int taken, int minute = 0) {
        return custody().hand_over({bag, {from, {}}, {to, {}}, given, taken, "desk"}, morning(minute));
    }
    Stage stage(const std::string& key) const {
        const auto found = ledger()->find(ByKey{key});
        EXPECT_TRUE(found && found->size() == 1) << key;
        return found && found->size() == 1 ? found->front().stage : Stage::served;
    }
    std::string log() {
        std::string text;
        EXPECT_TRUE(custody().each_event(Wall::min(), Wall::max(), [&](const CustodyEvent& event) -> Status {
            text += fmt::format("{} {} {} {} {} {} {}/{} {}\n", event.id, name(event.kind),
                                event.at.time_since_epoch().count(), event.who, event.bag, event.case_key,
                                event.given.value_or(-1), event.taken.value_or(-1), event.verdict);
            return Done{};
        }));
        return text;
    }
    std::string problems() {
        std::string text;
        for (const auto& one : *custody().problems(true))
            text +=
                fmt::format("{} {} {} {} {}\n", one.number, one.event.bag, one.community,
                            one.closed_at ? "closed by " + one.closed_by + ": " + one.reason : "open", one.event.verdict);
        return text;
    }

private:
    SyncOptions options_;
    std::unique_ptr<OfficeCustody> custody_;
};

class ShareTest : public SharedTest {
protected:
    Machine machine(const std::string& name) { return {folder(), name, server_.where("office")}; }
    static std::string key(int number) { return fmt::format("K{:03}", number); }
    static std::string csv(int count, const std::string& stage = "collected") {
        auto text = case_columns_line;
        for (int number = 1; number <= count; ++number) text += case_row(key(number), number, stage);
        return text;
    }
    static void expect_alike(const std::vector<Machine*>& machines) {
        const auto log = machines[0]->log(), problems = machines[0]->problems();
        const auto report = machines[0]->custody().report(monday, make_policy());
        ASSERT_TRUE(report);
        for (auto* one : machines) {
            EXPECT_EQ(one->log(), log);
            EXPECT_EQ(one->problems(), problems);
            EXPECT_FALSE(one->custody().alone());
            const auto other = one->custody().report(monday, make_policy());
            ASSERT_TRUE(other);
            EXPECT_EQ(*other, *report);
            const auto checked = one->ledger()->check();
            EXPECT_TRUE(checked) << checked.error().detail;
        }
    }
};

// Two offices with a line each that can be cut, and a third one whose line stands.
class CutOff : public ShareTest {
protected:
    void SetUp() override {
        home_.import(csv(4));
        for (auto* one : {&home_, &street_, &maker_}) one->publish();
    }
    void without_lines() {
        home_relay_.refuse();
        street_relay_.refuse();
    }
    void street_is_back() {
        street_relay_.mend();
        street_.publish();
    }
    void home_is_back() {
        home_relay_.mend();
        home_.publish();
    }
    support::Relay home_relay_{server_.folder() + "/.s.PGSQL.5432"}, street_relay_{server_.folder() + "/.s.PGSQL.5432"};
    Machine home_{folder(), "community", home_relay_.where("office")},
        street_{folder(), "street", street_relay_.where("office")}, maker_{folder(), "maker", server_.where("office")};
};

}  // namespace ledger_test
