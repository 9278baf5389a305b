// Offices that share custody, at random: their lines come and go, and in the end all of them have the same.
#include <memory>
#include <random>

#include "tests/kiosk/store/office_support.h"

namespace ledger_test {
namespace {

using enum Level;

constexpr int random_bags = 5, random_cases = 8;

class RandomOffices : public SharedTest, public testing::WithParamInterface<unsigned> {
protected:
    struct Office {
        Office(const std::string& folder, const support::Postgres& server, int number)
            : relay(server.folder() + "/.s.PGSQL.5432"),
              machine(folder, fmt::format("office-{}", number), relay.where("office")) {}
        support::Relay relay;
        Machine machine;
    };
    int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
    std::string bag() { return fmt::format("B{}", below(random_bags)); }
    std::string any_key() { return fmt::format("K{:03}", 1 + below(random_cases)); }
    Result<CustodyAnswer> step(Machine& office, int minute) {
        const int what = below(12);
        if (what < 3) return office.pack(bag(), {any_key(), any_key()}, minute);
        if (what == 3)
            return office.custody().refuse_card({any_key(), below(2) ? "other" : "no_portrait", bag(), "desk"}, policy_,
                                                morning(minute));
        if (what == 4) return office.custody().hand_out({any_key(), "desk"}, morning(minute));
        if (what == 5) return close(office, minute);
        const auto number = bag();
        const auto known = office.custody().bag(number);
        if (!known) return known.error();
        const int given = below(6) ? known->cards : below(3), taken = below(6) ? given : below(3);
        return office.move(number, known->at, next_level(*known).value_or(maker), given, taken, minute);
    }
    Result<CustodyAnswer> close(Machine& office, int minute) {
        const auto open_ones = office.custody().problems(false);
        if (!open_ones || open_ones->empty()) return Error{Fault::not_found, ""};
        const auto& one = (*open_ones)[static_cast<std::size_t>(below(static_cast<int>(open_ones->size())))];
        std::vector<std::string> left;
        if (below(2)) left.push_back(any_key());
        const auto closed = office.custody().close_problem({one.number, "why", "desk", left}, morning(minute));
        return closed ? Result<CustodyAnswer>{CustodyAnswer{}} : Result<CustodyAnswer>{closed.error()};
    }

    std::mt19937 random_{GetParam()};
};

TEST_P(RandomOffices, CutOffAndBackAgainAllComeToTheSame) {
    std::vector<std::unique_ptr<Office>> offices;
    for (int number = 0; number < 3; ++number) offices.push_back(std::make_unique<Office>(folder(), server_, number));
    std::string csv = case_columns_line;
    for (int number = 1; number <= random_cases; ++number)
        csv += case_row(fmt::format("K{:03}", number), number, "collected");
    offices[0]->machine.import(csv);
    for (auto& one : offices) one->machine.publish();
    int done = 0, published = 0;
    for (int minute = 0; minute < 120; ++minute) {
        auto& office = *offices[static_cast<std::size_t>(below(3))];
        if (below(8) == 0) below(2) ? office.relay.refuse() : office.relay.mend();
        if (below(12) == 0) published += Sync(office.machine.options()).publish(morning(minute)) ? 1 : 0;
        const auto answer = step(office.machine, minute);
        done += answer && !answer->entered_before ? 1 : 0;
        const auto fault = answer ? Fault::refused : answer.error().fault;
        ASSERT_TRUE(fault == Fault::refused || fault == Fault::not_found)
            << "seed " << GetParam() << ": " << answer.error().detail;
        const auto checked = office.machine.ledger()->check();
        ASSERT_TRUE(checked) << "seed " << GetParam() << ", minute " << minute << ": " << checked.error().detail;
    }
    for (int round = 0; round < 2; ++round) {
        for (auto& one : offices) {
            one->relay.mend();
            one->machine.publish();
        }
    }
    EXPECT_GT(done, 15) << "seed " << GetParam();
    EXPECT_GT(published, 0) << "seed " << GetParam();
    const auto text = [&](Machine& one) {
        std::string state = one.log() + one.problems();
        for (int number = 1; number <= random_cases; ++number)
            state += fmt::format("{}\n", name(one.stage(fmt::format("K{:03}", number))));
        return state;
    };
    const auto first = text(offices[0]->machine);
    for (auto& one : offices) EXPECT_EQ(text(one->machine), first) << "seed " << GetParam();
    for (auto& one : offices) EXPECT_TRUE(one->machine.ledger()->check()) << "seed " << GetParam();
    EXPECT_EQ(offices[0]->machine.publish().cases, 0U) << "seed " << GetParam();
}
INSTANTIATE_TEST_SUITE_P(Seed, RandomOffices, testing::Range(1U, 7U));

}  // namespace
}  // namespace ledger_test
