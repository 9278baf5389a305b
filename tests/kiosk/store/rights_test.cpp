// What each role may do in the shared store, and what it cannot whatever it tries: every role, every table and function, its
// own hall and another one. On a real server, each login on a line of its own.
#include <gtest/gtest.h>

#include <set>

#include <fmt/format.h>

#include "tests/kiosk/store/rights_support.h"

namespace ledger_test {
namespace {

TEST_F(Rights, EveryTableHasExactlyTheseRights) {
    ASSERT_EQ(std::chrono::sys_days{monday}.time_since_epoch().count(), today);
    const auto found = lines_of(
        "SELECT relname || ': ' || role || ' ' || string_agg(one, ' ' ORDER BY one) FROM pg_class CROSS JOIN "
        "unnest(ARRAY['kiosk_terminal', 'kiosk_counter', 'kiosk_office', 'stranger', 'public']) AS role CROSS JOIN "
        "unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS one WHERE "
        "relnamespace = 'kiosk'::regnamespace AND relkind IN ('r', 'v', 'm', 'S', 'f', 'p') AND CASE WHEN one IN ('SELECT', "
        "'INSERT', 'UPDATE', 'REFERENCES') AND relkind <> 'S' THEN has_any_column_privilege(role, pg_class.oid, one) ELSE "
        "has_table_privilege(role, pg_class.oid, one) END GROUP BY relname, role");
    const std::set<std::string> written{"ledger: kiosk_terminal SELECT",
                                        "ledger: kiosk_counter SELECT",
                                        "ledger: kiosk_office SELECT",
                                        "case_changes: kiosk_terminal SELECT",
                                        "case_changes: kiosk_office SELECT",
                                        "cases: kiosk_terminal SELECT",
                                        "cases: kiosk_office INSERT SELECT UPDATE",
                                        "hall_days: kiosk_terminal SELECT",
                                        "hall_days: kiosk_counter SELECT",
                                        "hall_days: kiosk_office SELECT",
                                        "tickets: kiosk_terminal SELECT",
                                        "tickets: kiosk_counter SELECT",
                                        "tickets: kiosk_office SELECT",
                                        "card_uses: kiosk_office SELECT",
                                        "custody_changes: kiosk_office SELECT",
                                        "custody: kiosk_office SELECT"};
    EXPECT_EQ(found, written);
}

TEST_F(Rights, EveryFunctionHasExactlyTheseRights) {
    const auto found = lines_of(
        "SELECT proname || ': ' || string_agg(role, ' ' ORDER BY role) FROM pg_proc CROSS JOIN "
        "unnest(ARRAY['kiosk_terminal', "
        "'kiosk_counter', 'kiosk_office', 'stranger', 'public']) AS role WHERE pronamespace = 'kiosk'::regnamespace AND "
        "has_function_privilege(role, pg_proc.oid, 'EXECUTE') GROUP BY proname");
    const std::string all = "kiosk_counter kiosk_office kiosk_terminal";
    const std::set<std::string> written{"my_hall: " + all,
                                        "my_letter: " + all,
                                        "is_owner: " + all,
                                        "end_long_turns: " + all,
                                        "ticket_cards: " + all,
                                        "push_ticket: kiosk_terminal",
                                        "push_paper: kiosk_terminal",
                                        "push_use: kiosk_terminal",
                                        "take_turn: kiosk_counter",
                                        "mark_called: kiosk_counter",
                                        "push_custody: kiosk_office",
                                        "take_changes: kiosk_office",
                                        "is_possible: kiosk_office",
                                        "fits: kiosk_office"};
    EXPECT_EQ(found, written);
}

TEST_F(Rights, EveryFunctionThatActsForItsOwnerPinsItsSearchPath) {
    EXPECT_EQ(server_.psql("SELECT proname FROM pg_proc WHERE pronamespace = 'kiosk'::regnamespace AND prosecdef AND NOT "
                           "'search_path=pg_catalog, pg_temp' = ANY(coalesce(proconfig, '{}'))"),
              "");
    EXPECT_EQ(server_.psql("SELECT relname FROM pg_class WHERE relnamespace = 'kiosk'::regnamespace AND relkind = 'r' AND "
                           "relname IN ('tickets', 'hall_days', 'cases') AND NOT relrowsecurity"),
              "");
}

TEST_F(Rights, HonestOnesDoTheirWork) {
    auto terminal = line("terminal"), counter = line("counter");
    EXPECT_EQ(terminal.run(push("Hall", today, "'A'", 1))->text(0, 0), "told");
    EXPECT_EQ(terminal.run(push("Hall", today, "'A'", 1))->text(0, 0), "told") << "the same again";
    EXPECT_TRUE(terminal.run(fmt::format("SELECT kiosk.push_use('Hall', {}, 'A', 'social', 300)", today)));
    EXPECT_EQ(terminal.run(fmt::format("SELECT kiosk.push_paper('Hall', {}, 'A', 1, 'yes')", today))->text(0, 0), "t");
    EXPECT_TRUE(counter.run(fmt::format("SELECT kiosk.take_turn('Hall', {})", today)));
    const auto call =
        fmt::format("SELECT kiosk.mark_called('Hall', {}, 'A', 1, {}, '3', {})", today, today * 86'400'000, hash);
    EXPECT_EQ(counter.run(call)->text(0, 0), "t");
    EXPECT_EQ(counter.run(call)->text(0, 0), "f") << "called already";
    EXPECT_EQ(server_.psql("SELECT told_by, on_paper, counter FROM kiosk.tickets"), "terminal|yes|3\n");
}

TEST_F(Rights, CasesOfATicketGrowWithinTheirBounds) {
    auto terminal = line("terminal");
    const auto told = [&](std::int64_t day, const std::string& cases) {
        const auto done =
            terminal.run(fmt::format("SELECT kiosk.push_ticket('Hall', {}, 'A', 1, 'upgrade', 'ordinary', '', '{}', {}, {})",
                                     day, cases, hash, day * 86'400'000));
        return done && done->text(0, 0) == "told";
    };
    const auto cases_of = [&](std::int64_t day) {
        return server_.psql(fmt::format("SELECT case_keys FROM kiosk.tickets WHERE day = {}", day));
    };
    EXPECT_TRUE(told(today - 2, "K0001"));
    EXPECT_TRUE(told(today - 2, "K0002 K0001"));
    EXPECT_TRUE(told(today - 2, "K0001"));
    EXPECT_EQ(cases_of(today - 2), "K0001 K0002\n") << "none is taken away";
    EXPECT_FALSE(told(today - 2, std::string(600, 'K')));
    EXPECT_TRUE(told(today, "K0001"));
    EXPECT_TRUE(told(today - 2, "K0003"));
    EXPECT_EQ(cases_of(today - 2), "K0001 K0002\n") << "of a day that is over";
}

TEST_F(Rights, OtherHallsAreNotToBeSeen) {
    EXPECT_TRUE(line("terminal").run(push("Hall", today, "'A'", 1)));
    const char* rows = "SELECT (SELECT count(*) FROM kiosk.tickets) + (SELECT count(*) FROM kiosk.hall_days)";
    for (const auto& [user, seen] : {std::pair{"terminal", 2},
                                     {"terminal_b", 2},
                                     {"counter", 2},
                                     {"office", 2},
                                     {"elsewhere", 0},
                                     {"elsewhere_counter", 0},
                                     {"unbound", 0}})
        EXPECT_EQ(line(user).run(rows)->integer(0, 0), seen) << user;
    for (const char* trick : {"SET row_security = off", "SET ROLE kiosk_terminal", "SET search_path = kiosk, public",
                              "RESET ALL", "RESET ROLE"}) {
        auto other = line("elsewhere");
        EXPECT_TRUE(other.execute(trick)) << trick;
        const auto found = other.run(rows);
        EXPECT_TRUE(!found || found->integer(0, 0) == 0) << trick;
    }
    const auto cards = fmt::format("SELECT count(*) FROM kiosk.ticket_cards('Hall', {}, NULL)", today);
    for (const char* user : {"terminal", "terminal_b", "counter", "office"}) EXPECT_TRUE(line(user).run(cards)) << user;
    for (const char* user : {"elsewhere", "elsewhere_counter", "unbound"}) EXPECT_FALSE(line(user).run(cards)) << user;
    auto prying = line("elsewhere");
    EXPECT_TRUE(prying.run("SELECT 1 FROM kiosk.tickets WHERE 1 / (number - 1) = 1")) << "not even by an error";
}

}  // namespace
}  // namespace ledger_test
