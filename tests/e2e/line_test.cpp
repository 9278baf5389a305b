#include <gtest/gtest.h>

#include <algorithm>

#include <fmt/format.h>

#include "tests/kiosk/store/shared_support.h"
#include "tests/support/hall.h"
#include "tests/support/postgres.h"
#include "tests/support/relay.h"

// The line to the shared store is pulled under a kiosk at work, and comes back.
namespace {

using namespace kiosk;
using support::card;
using support::card_lies_there;
using support::RealHall;
using support::returned_card;
using support::returned_case;
using support::wait_until;

constexpr char hall_name[] = "测试大厅";

// The hall's ledger has brought its cases into the store before the kiosk is opened.
class Line : public testing::Test {
protected:
    Line() {
        const SqliteOptions local{hall_.file("ledger.db"), {}, hall_.rules().policy.utc_offset};
        const auto opened = open_local_ledger(local);
        EXPECT_TRUE(opened);
        ledger_test::make_store(server_, opened->key, hall_name);
        Sync office({local, {server_.where("office")}, hall_name});
        const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        const auto published = office.publish(now);
        EXPECT_TRUE(published && published->cases == 50);
        hall_.use_store(relay_.where("terminal"));
        hall_.open();
        EXPECT_TRUE(comes_abreast());
    }

    std::string stored(const std::string& what) const { return server_.psql("SELECT " + what + " FROM kiosk.tickets"); }
    bool comes_abreast() {  // once more
        const auto before = *hall_.ledger().synced_at();
        return wait_until([&] { return *hall_.ledger().synced_at() > before; }, std::chrono::seconds{60});
    }
    bool logged(const std::string& words) const { return hall_.log().find(words) != std::string::npos; }

    // The line is pulled, and the kiosk has seen it. An hour goes by, which is left out.
    Wall an_hour_without_line() {
        relay_.pull();
        EXPECT_TRUE(wait_until([&] { return logged("no answer for"); }, std::chrono::seconds{60})) << hall_.log();
        const auto changed = support::run({"sqlite3", "-cmd", ".timeout 5000", hall_.file("ledger.db"),
                                           "UPDATE sync SET synced_at = synced_at - 3600000"});
        EXPECT_EQ(changed.code, 0) << changed.err;
        return hall_.ledger().synced_at()->value();
    }
    State old(const Phase& phase, Wall as_of) {
        auto state = hall_.state_of(phase, card_lies_there());
        state.as_of = as_of;
        return state;
    }

    support::Postgres server_;
    support::Relay relay_{server_.folder() + "/.s.PGSQL.5432"};
    RealHall hall_;
};

TEST_F(Line, PulledAndMendedLosesNoTicketAndDoublesNone) {
    hall_.reader.insert(card("old-01"));
    const Phase on_its_way = ShowingCase{hall_.found("DEMO-00001"), {}};
    ASSERT_TRUE(hall_.shows(on_its_way, card_lies_there())) << "nothing is said of its age while the line is up";
    hall_.reader.pull();

    const auto as_of = an_hour_without_line();
    hall_.reader.insert(card("old-01"));
    ASSERT_TRUE(hall_.shows(old(on_its_way, as_of)));
    hall_.reader.pull();
    hall_.reader.insert(card(returned_card));
    auto came_back = old(CardCameBack{hall_.found(returned_case), {}}, as_of);
    came_back.another_card = true;
    ASSERT_TRUE(hall_.shows(came_back));
    hall_.press(came_back, "拿优先号");
    ASSERT_TRUE(wait_until([&] { return hall_.tickets().size() == 1; }));
    const auto ticket = hall_.tickets().front();
    EXPECT_EQ(ticket.terminal, 'A');
    const Phase on_paper =
        ShowingTicket{hall_.ticket_of(returned_case), {Paper::printed, {}, {}, {}}, hall_.found(returned_case)};
    auto shown = old(on_paper, as_of);
    shown.another_card = true;
    ASSERT_TRUE(hall_.shows(shown));
    EXPECT_EQ(hall_.printer.printed().size(), 1U);
    EXPECT_EQ(stored("count(*)"), "0\n");

    relay_.mend();
    ASSERT_TRUE(wait_until([&] { return logged("abreast again"); }, std::chrono::seconds{60})) << hall_.log();
    EXPECT_EQ(stored("count(*)"), "1\n");
    EXPECT_EQ(stored("hall || ' ' || terminal || ' ' || number"), fmt::format("{} A {}\n", hall_name, ticket.number));
    ASSERT_TRUE(comes_abreast()) << "and a round later";
    EXPECT_EQ(stored("count(*)"), "1\n");
    EXPECT_EQ(hall_.tickets().size(), 1U);
    hall_.reader.pull();
    hall_.reader.insert(card("old-01"));
    auto fresh = hall_.state_of(on_its_way, card_lies_there());
    fresh.another_card = true;
    EXPECT_TRUE(hall_.shows(fresh)) << "the copy is fresh again";
    EXPECT_EQ(hall_.close(), 0);
}

TEST_F(Line, KioskThatIsClosedWhileItIsDownTellsItsTicketWhenItIsOpenedAgain) {
    const auto as_of = an_hour_without_line();
    hall_.reader.insert(card(returned_card));
    const auto came_back = old(CardCameBack{hall_.found(returned_case), {}}, as_of);
    ASSERT_TRUE(hall_.shows(came_back));
    hall_.press(came_back, "拿优先号");
    ASSERT_TRUE(wait_until([&] { return hall_.tickets().size() == 1; }));
    hall_.kill();
    hall_.reader.pull();
    relay_.mend();
    hall_.open();
    EXPECT_TRUE(wait_until([&] { return stored("count(*)") == "1\n"; }, std::chrono::seconds{60})) << hall_.log();
}

}  // namespace
