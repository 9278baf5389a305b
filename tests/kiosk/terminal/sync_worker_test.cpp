// The thread that keeps a kiosk abreast with the shared store, on a real PostgreSQL behind a line that can be pulled.
#include "kiosk/terminal/sync_worker.h"

#include <gtest/gtest.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "tests/kiosk/store/shared_support.h"
#include "tests/support/relay.h"

namespace ledger_test {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds never = std::chrono::hours{1};

// What is logged meanwhile.
class Log final : public spdlog::sinks::base_sink<std::mutex> {
public:
    struct Line {
        spdlog::level::level_enum level;
        std::string text;
    };
    std::vector<Line> lines() {
        const std::scoped_lock lock(mutex_);
        return lines_;
    }
    std::size_t count(spdlog::level::level_enum level) {
        const auto all = lines();
        return static_cast<std::size_t>(std::ranges::count_if(all, [&](const Line& line) { return line.level == level; }));
    }

private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        lines_.push_back({message.level, std::string(message.payload.begin(), message.payload.end())});
    }
    void flush_() override {}
    std::vector<Line> lines_;
};

class SyncWorkerTest : public SharedTest {
protected:
    SyncWorkerTest() { spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", log_)); }

    SyncOptions options(milliseconds patience = std::chrono::seconds{20}) const {
        return {local_options(folder(), "a"), {line_.where("terminal"), patience}, site.hall};
    }
    void issue(const std::string& idempotency) { issued(ledger_->issue(request(idempotency), site, policy_, morning())); }
    std::size_t sent() { return store_->tickets(site.hall, monday)->size(); }
    bool abreast_once() {
        return support::wait_until([this] { return ledger_->synced_at()->has_value(); });
    }
    static void expect_soon_over(std::unique_ptr<SyncWorker> worker) {
        const auto start = Clock::now();
        worker.reset();
        EXPECT_LT(Clock::now() - start, std::chrono::seconds{10});
    }

    support::Relay line_{server_.folder() + "/.s.PGSQL.5432"};
    std::shared_ptr<Log> log_ = std::make_shared<Log>();
    std::unique_ptr<SqliteLedger> ledger_ = *open_ledger(local_options(folder(), "a"));
    std::unique_ptr<HallDesk> store_ = store("counter");
};

TEST_F(SyncWorkerTest, SendsAtOnceWhatItIsPokedFor) {
    SyncWorker worker(options(), never);
    ASSERT_TRUE(abreast_once());
    issue("one");
    worker.poke();
    EXPECT_TRUE(support::wait_until([&] { return sent() == 1; }));
}

TEST_F(SyncWorkerTest, FetchesByItselfWhatOthersSend) {
    const SyncWorker worker(options(), milliseconds{20});
    ASSERT_TRUE(abreast_once());
    auto other = terminal('B');
    other.issue(request("two"), policy_);
    other.round();
    EXPECT_TRUE(support::wait_until([&] { return ledger_->tickets(site.hall, monday)->size() == 1; }));
}

TEST_F(SyncWorkerTest, TicketsOfAPulledLineAreSentOnceWhenItIsMended) {
    SyncWorker worker(options(milliseconds{300}), milliseconds{20});
    ASSERT_TRUE(abreast_once());
    line_.pull();
    issue("one");
    worker.poke();
    ASSERT_TRUE(support::wait_until([&] { return log_->count(spdlog::level::warn) == 1; }));
    issue("two");
    worker.poke();
    EXPECT_EQ(sent(), 0U);
    line_.mend();
    ASSERT_TRUE(support::wait_until([&] { return log_->count(spdlog::level::info) == 1; }));
    EXPECT_EQ(sent(), 2U);
    const auto at = ledger_->synced_at();
    ASSERT_TRUE(support::wait_until([&] { return *ledger_->synced_at() > *at; })) << "and on it goes";
    EXPECT_EQ(sent(), 2U);
}

TEST_F(SyncWorkerTest, WhileTheLineIsDownItIsTriedEverMoreRarelyAndLoggedOnce) {
    constexpr std::size_t tries = 5;
    constexpr milliseconds interval{20};
    line_.refuse();
    const SyncWorker worker(options(), interval);
    ASSERT_TRUE(support::wait_until([&] { return line_.opened().size() >= tries; }));
    const auto opened = line_.opened();
    for (std::size_t at = 1; at < tries; ++at)
        EXPECT_GE(opened[at] - opened[at - 1], interval * (1 << at)) << "before try " << at;
    EXPECT_EQ(log_->count(spdlog::level::warn), 1U);
    line_.mend();
    ASSERT_TRUE(abreast_once());
    ASSERT_TRUE(support::wait_until([&] { return log_->count(spdlog::level::info) == 1; }));
    const auto lines = log_->lines();
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_NE(lines[0].text.find("see the network and the server"), std::string::npos) << lines[0].text;
    EXPECT_NE(lines[1].text.find("abreast again"), std::string::npos) << lines[1].text;
}

TEST_F(SyncWorkerTest, PokesDoNotTryALineThatIsDown) {
    line_.refuse();
    SyncWorker worker(options(), never);
    ASSERT_TRUE(support::wait_until([&] { return log_->count(spdlog::level::warn) == 1; }));
    for (int poke = 0; poke < 100; ++poke) worker.poke();
    EXPECT_FALSE(support::wait_until([&] { return line_.opened().size() > 1; }, milliseconds{300}));
}

TEST_F(SyncWorkerTest, RestoredStoreIsSaidAndSentAllAgain) {
    SyncWorker worker(options(), never);
    ASSERT_TRUE(abreast_once());
    issue("one");
    worker.poke();
    ASSERT_TRUE(support::wait_until([&] { return sent() == 1; }));
    auto line = PostgresConnection::open({server_.where()});
    ASSERT_TRUE(line && start_store_anew(*line));
    worker.poke();
    EXPECT_TRUE(support::wait_until([&] { return log_->count(spdlog::level::warn) == 1; }));
    EXPECT_EQ(sent(), 1U);
}

TEST_F(SyncWorkerTest, EndsAtOnceBetweenTwoRounds) {
    auto worker = std::make_unique<SyncWorker>(options(), never);
    ASSERT_TRUE(abreast_once());
    expect_soon_over(std::move(worker));
}

TEST_F(SyncWorkerTest, EndsAtOnceWhileNobodyAnswers) {
    line_.pull();
    auto worker = std::make_unique<SyncWorker>(options(std::chrono::minutes{5}), never);
    ASSERT_TRUE(support::wait_until([&] { return line_.opened().size() == 1; }));
    expect_soon_over(std::move(worker));
    EXPECT_TRUE(log_->lines().empty()) << "to be stopped is no fault of the line";
}

}  // namespace
}  // namespace ledger_test
