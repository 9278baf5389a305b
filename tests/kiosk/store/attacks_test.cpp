// What a login of the shared store cannot do, whatever it tries; and what it may do holds up nobody else.
#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include <fmt/format.h>

#include "tests/kiosk/store/rights_support.h"

namespace ledger_test {
namespace {

// ---- attacks: whoever tries, no row of any table changes

struct Try {
    const char* name;
    std::string sql;
};

class Attacks : public Rights {
protected:
    Attacks() {
        auto terminal = line("terminal");
        EXPECT_TRUE(terminal.run(push("Hall", today, "'A'", 1)));
        EXPECT_TRUE(terminal.run(fmt::format("SELECT kiosk.push_use('Hall', {}, 'A', 'social', 3)", today)));
        EXPECT_TRUE(line("elsewhere").run(push("Another hall", today, "'A'", 1)));
        EXPECT_TRUE(line("office").run(insert_case("office", "K0001", 1)));
    }
    static std::string insert_case(const std::string& login, const std::string& key, std::int64_t change,
                                   const std::string& name = "'测＊'", const std::string& day = "20759") {
        return fmt::format(
            "INSERT INTO kiosk.cases (key, change, added, masked_name, masked_id, old_last4, new_last4, "
            "community, street, district, handed_in, promised_by, stage, refusal, brought_by) VALUES ('{}', "
            "{}, 1, {}, '', '', '', '', '', '', {}, 20770, 'collected', '', '{}')",
            key, change, name, day, login);
    }
    // Each as each of these users, in a session that knows nothing of the one before.
    void nothing_comes_of(const std::vector<Try>& tries, const std::vector<std::string>& users) {
        const auto before = all_rows();
        ASSERT_NE(before.find("tickets 2 "), std::string::npos) << before;
        for (const auto& user : users) {
            auto attacker = line(user);
            for (const auto& one : tries) {
                if (attacker.lost()) attacker = line(user);
                const auto done = attacker.execute(one.sql);
                EXPECT_EQ(all_rows(), before) << one.name << " by " << user << (done ? "" : ": " + done.error().detail);
                static_cast<void>(attacker.execute("ROLLBACK"));
                static_cast<void>(attacker.execute("DISCARD ALL"));
            }
        }
    }
};

TEST_F(Attacks, TicketsOfOthersAndTicketsThatCannotBe) {
    const auto most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();
    const auto raw = [](const std::string& day, const std::string& number, const std::string& more) {
        return fmt::format("SELECT kiosk.push_ticket('Hall', {}, 'A', {}, {})", day, number, more);
    };
    const auto with = [&](const std::string& texts) { return raw("20759", "2", texts); };
    const std::string time = std::to_string(today * 86'400'000);
    std::vector<Try> tries{
        {"number_far_ahead", push("Hall", today, "'A'", 999)},
        {"number_22", push("Hall", today, "'A'", 22)},
        {"number_0", push("Hall", today, "'A'", 0)},
        {"number_below", push("Hall", today, "'A'", -1)},
        {"number_1000", push("Hall", today, "'A'", 1000)},
        {"number_of_another_content", push("Hall", today, "'A'", 1, "'other'")},
        {"another_letter", push("Hall", today, "'C'", 1)},
        {"another_hall", push("Third hall", today, "'A'", 1)},
        {"no_letter", push("Hall", today, "NULL", 1)},
        {"small_letter", push("Hall", today, "'a'", 1)},
        {"letter_of_two", push("Hall", today, "'AA'", 1)},
        {"hall_in_other_letters", push("hall", today, "'A'", 1)},
        {"hall_with_blank", push("Hall ", today, "'A'", 1)},
        {"day_after_tomorrow", push("Hall", today + 2, "'A'", 1)},
        {"day_in_a_year", push("Hall", today + 365, "'A'", 1)},
        {"day_last_week", push("Hall", today - 7, "'A'", 1)},
        {"day_zero", push("Hall", 0, "'A'", 1)},
        {"day_at_the_end", raw("2147483647", "2", fmt::format("'u', 'ordinary', '', '', {}, {}", hash, most))},
        {"day_at_the_beginning",
         raw("-2147483648", "2", fmt::format("'u', 'ordinary', '', '', {}, ({})::bigint", hash, least + 1))},
        {"time_at_the_end", with(fmt::format("'u', 'ordinary', '', '', {}, {}", hash, most))},
        {"time_at_the_beginning", with(fmt::format("'u', 'ordinary', '', '', {}, ({})::bigint", hash, least + 1))},
        {"time_of_yesterday", with(fmt::format("'u', 'ordinary', '', '', {}, {}", hash, (today - 1) * 86'400'000))},
        {"infinity",
         with(fmt::format("'u', 'ordinary', '', '', {}, extract(epoch FROM 'infinity'::timestamptz)::bigint", hash))},
        {"year_294276",
         with(fmt::format("'u', 'ordinary', '', '', {}, (extract(epoch FROM '294276-12-31'::timestamptz) * 1000)::bigint",
                          hash))},
        {"year_4713_bc",
         with(fmt::format("'u', 'ordinary', '', '', {}, (extract(epoch FROM '4713-01-01 BC'::timestamptz) * 1000)::bigint",
                          hash))},
        {"megabyte_of_service", with(fmt::format("repeat('x', 1000000), 'ordinary', '', '', {}, {}", hash, time))},
        {"megabyte_of_refusal", with(fmt::format("'u', 'ordinary', repeat('x', 1000000), '', {}, {}", hash, time))},
        {"megabyte_of_case", with(fmt::format("'u', 'ordinary', '', repeat('x', 1000000), {}, {}", hash, time))},
        {"megabyte_of_request",
         with(fmt::format("'u', 'ordinary', '', '', decode(repeat('00', 1000000), 'hex'), {}", time))},
        {"no_service", with(fmt::format("'', 'ordinary', '', '', {}, {}", hash, time))},
        {"unknown_class", with(fmt::format("'u', 'royal', '', '', {}, {}", hash, time))},
        {"null_everywhere", "SELECT kiosk.push_ticket(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"},
        {"null_texts", with(fmt::format("NULL, NULL, NULL, NULL, {}, {}", hash, time))},
        {"null_time", with(fmt::format("'u', 'ordinary', '', '', {}, NULL", hash))},
        {"nul", with(fmt::format("E'u\\x00', 'ordinary', '', '', {}, {}", hash, time))},
        {"bell", with(fmt::format("E'u\\x07', 'ordinary', '', '', {}, {}", hash, time))},
        {"line_break", with(fmt::format("E'u\\n', 'ordinary', '', '', {}, {}", hash, time))},
        {"c1_control", with(fmt::format("E'u\\u0085', 'ordinary', '', '', {}, {}", hash, time))},
        {"turned_direction", with(fmt::format("E'u\\u202e', 'ordinary', '', '', {}, {}", hash, time))},
        {"turned_in_another_mode",
         "SET standard_conforming_strings = off; " +
             with(fmt::format("E'u\\u202e', 'ordinary', '', '', decode('00112233445566778899aabbccddeeff', 'hex'), {}",
                              time))},
    };
    for (const char* setting :
         {"SET search_path = pg_temp, public, kiosk", "SET transform_null_equals = on", "SET ROLE kiosk_terminal",
          "SET default_transaction_isolation = serializable", "SET TimeZone = 'Pacific/Kiritimati'",
          "SET plpgsql.extra_errors = 'all'", "SET check_function_bodies = off"})
        tries.push_back({setting, fmt::format("{}; {}", setting, push("Hall", today, "'A'", 999))});
    nothing_comes_of(tries, {"terminal", "terminal_b", "elsewhere", "counter", "office", "unbound", "stranger"});
}

TEST_F(Attacks, PaperCountsAndCallsOfOthersAndThoseThatCannotBe) {
    const auto use = [](const char* hall, const std::string& day, const char* letter, const char* kind, const char* count) {
        return fmt::format("SELECT kiosk.push_use('{}', {}, '{}', '{}', {})", hall, day, letter, kind, count);
    };
    const auto call = [](const std::string& hall, std::int64_t day, const std::string& time, const std::string& counter) {
        return fmt::format("SELECT kiosk.mark_called('{}', {}, 'A', 1, {}, {}, {})", hall, day, time, counter, hash);
    };
    const std::string time = std::to_string(today * 86'400'000);
    const std::vector<Try> tries{
        {"paper_of_another_letter", fmt::format("SELECT kiosk.push_paper('Hall', {}, 'C', 1, 'yes')", today)},
        {"paper_of_another_hall", fmt::format("SELECT kiosk.push_paper('Third hall', {}, 'A', 1, 'yes')", today)},
        {"paper_of_another_kind", fmt::format("SELECT kiosk.push_paper('Hall', {}, 'A', 1, repeat('x', 1000000))", today)},
        {"paper_null", fmt::format("SELECT kiosk.push_paper('Hall', {}, 'A', 1, NULL)", today)},
        {"count_at_the_end", use("Hall", "20759", "A", "social", "9223372036854775807")},
        {"count_at_the_beginning", use("Hall", "20759", "A", "other", "-9223372036854775807")},
        {"count_in_a_leap", use("Hall", "20759", "A", "social", "10004")},
        {"count_taken_back", use("Hall", "20759", "A", "social", "1")},
        {"count_null", use("Hall", "20759", "A", "social", "NULL")},
        {"count_of_another_letter", use("Hall", "20759", "C", "social", "5")},
        {"count_of_another_hall", use("Third hall", "20759", "A", "social", "5")},
        {"count_of_no_kind", use("Hall", "20759", "A", "royal", "5")},
        {"count_of_the_future", use("Hall", "20762", "A", "social", "5")},
        {"count_of_the_past", use("Hall", "20700", "A", "social", "5")},
        {"count_of_the_last_day", use("Hall", "2147483647", "A", "social", "5")},
        {"call_in_another_hall", call("Third hall", today, time, "'3'")},
        {"call_in_the_past", call("Hall", today - 2, time, "'3'")},
        {"call_in_the_future", call("Hall", today + 2, time, "'3'")},
        {"call_on_the_last_day", call("Hall", 2147483647, time, "'3'")},
        {"call_at_the_end_of_time", call("Hall", today, "9223372036854775807", "'3'")},
        {"call_to_a_megabyte", call("Hall", today, time, "repeat('x', 1000000)")},
        {"call_to_nobody", call("Hall", today, time, "''")},
        {"call_to_null", call("Hall", today, time, "NULL")},
        {"call_to_control", call("Hall", today, time, "E'3\\u202e'")},
        {"turn_in_another_hall", fmt::format("SELECT kiosk.take_turn('Third hall', {})", today)},
        {"turn_on_the_last_day", "SELECT kiosk.take_turn('Hall', 2147483647)"},
        {"turn_null", "SELECT kiosk.take_turn(NULL, NULL)"},
    };
    nothing_comes_of(tries, {"terminal", "terminal_b", "elsewhere", "counter", "elsewhere_counter", "unbound", "stranger"});
}

TEST_F(Attacks, TablesThemselves) {
    std::vector<Try> tries{
        {"ticket",
         "INSERT INTO kiosk.tickets (hall, day, terminal, number, service, class, refusal, case_keys, request_hash, "
         "issued_at, arrived, change) VALUES ('Hall', 20759, 'A', 8, 's', 'ordinary', '', '', '', 1, 1, 1)"},
        {"call_columns", "UPDATE kiosk.tickets SET called_at = 1, counter = '1', call_order = 1"},
        {"change_counter", "UPDATE kiosk.hall_days SET change = 9223372036854775807"},
        {"change_counter_by_function", "SELECT kiosk.next_change('Hall', 20759)"},
        {"checks_by_function", "SELECT kiosk.check_ticket('Hall', 1, 'A', 1, '', '', '', '', '', 1)"},
        {"case_counter", "UPDATE kiosk.case_changes SET last = 9223372036854775807"},
        {"version", "UPDATE kiosk.ledger SET version = 9"},
        {"own_binding",
         "INSERT INTO kiosk.logins VALUES ('terminal', 'Hall', 'Z', 0) ON CONFLICT (login) DO UPDATE SET letter = 'Z'"},
        {"all_bindings", "UPDATE kiosk.logins SET hall = 'Third hall'"},
        {"clock", "CREATE OR REPLACE FUNCTION kiosk.clock() RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint'"},
        {"owner_of_a_table", "ALTER TABLE kiosk.tickets OWNER TO CURRENT_USER"},
        {"row_security", "ALTER TABLE kiosk.tickets DISABLE ROW LEVEL SECURITY"},
        {"policy", "CREATE POLICY mine ON kiosk.tickets USING (true)"},
        {"trigger",
         "CREATE TRIGGER mine BEFORE INSERT ON kiosk.tickets EXECUTE FUNCTION suppress_redundant_updates_trigger()"},
        {"rule", "CREATE RULE mine AS ON SELECT TO kiosk.tickets DO INSTEAD NOTHING"},
        {"index", "CREATE INDEX mine ON kiosk.tickets (number)"},
        {"table_in_the_schema", "CREATE TABLE kiosk.mine (id integer)"},
        {"schema", "CREATE SCHEMA mine"},
        {"drop", "DROP SCHEMA kiosk CASCADE"},
        {"grant", "GRANT ALL ON ALL TABLES IN SCHEMA kiosk TO PUBLIC"},
        {"grant_role", "GRANT kiosk_office TO CURRENT_USER"},
        {"become_owner", "SET ROLE office_chief; DELETE FROM kiosk.tickets"},
        {"become_superuser", "SET SESSION AUTHORIZATION postgres; DELETE FROM kiosk.tickets"},
        {"copy_in", "COPY kiosk.tickets FROM '/etc/passwd'"},
        {"copy_to_program", "COPY kiosk.ledger TO PROGRAM 'cat'"},
        {"import_a_file", "SELECT lo_import('/etc/passwd')"},
        {"read_a_file", "SELECT pg_read_file('/etc/passwd')"},
        {"end_another", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> CURRENT_USER"},
        {"lock_all", "BEGIN; LOCK TABLE kiosk.tickets IN EXCLUSIVE MODE"},
        {"lock_rows", "BEGIN; SELECT 1 FROM kiosk.tickets FOR UPDATE"},
        {"lock_days", "BEGIN; SELECT 1 FROM kiosk.hall_days FOR NO KEY UPDATE"},
    };
    for (const char* table :
         {"ledger", "case_changes", "hall_days", "tickets", "card_uses", "custody_changes", "custody", "logins"}) {
        tries.push_back({"delete", fmt::format("DELETE FROM kiosk.{}", table)});
        tries.push_back({"truncate", fmt::format("TRUNCATE kiosk.{} CASCADE", table)});
    }
    nothing_comes_of(tries, {"terminal", "counter", "office", "stranger"});
    nothing_comes_of(
        {{"case", insert_case("terminal", "K0002", 2)},
         {"stage", "UPDATE kiosk.cases SET stage = 'made'"},
         {"all_cases", "DELETE FROM kiosk.cases"},
         {"table_in_public", "CREATE TABLE public.mine (id integer)"},
         {"table_in_pg_temp", "CREATE TEMPORARY TABLE tickets (id integer)"},
         {"function_in_pg_temp", "CREATE FUNCTION pg_temp.now() RETURNS integer LANGUAGE sql AS 'SELECT 1'"},
         {"custody",
          "SELECT kiosk.push_custody(0, 'pack B1', 'packed', 1, 'desk', 'B1', '', '', 'community', NULL, NULL, 0, "
          "'collected', '', '', '', '', NULL)"}},
        {"terminal", "counter", "stranger"});
}

// What may be cheap for an office is dear for everybody, if the value cannot be mended.
TEST_F(Attacks, OfficesValuesThatCannotBe) {
    nothing_comes_of(
        {{"megabyte_of_name", insert_case("office", "K0002", 2, "repeat('x', 1000000)")},
         {"control_in_a_name", insert_case("office", "K0002", 2, "E'x\\x07'")},
         {"direction_in_a_name", insert_case("office", "K0002", 2, "E'x\\u202e'")},
         {"key_of_nothing", insert_case("office", "", 2)},
         {"key_of_a_megabyte", insert_case("office", std::string(1'000'000, 'K'), 2)},
         {"change_at_the_end", insert_case("office", "K0002", std::numeric_limits<std::int64_t>::max())},
         {"change_of_all", "UPDATE kiosk.cases SET change = 9223372036854775807, brought_by = 'office'"},
         {"day_at_the_end", insert_case("office", "K0002", 2, "'x'", "2147483647")},
         {"in_anothers_name", insert_case("another", "K0002", 2)},
         {"digits", "UPDATE kiosk.cases SET old_last4 = repeat('7', 100000), brought_by = 'office'"},
         {"hash", "UPDATE kiosk.cases SET card_hash = '\\x00', brought_by = 'office'"},
         {"counter_leap", "SELECT kiosk.take_changes((SELECT last FROM kiosk.case_changes), 9223372036854775807)"},
         {"counter_back", "SELECT kiosk.take_changes((SELECT last FROM kiosk.case_changes), -1)"},
         {"megabyte_of_custody",
          "SELECT kiosk.push_custody(0, 'pack B1', 'packed', 1, repeat('x', 1000000), 'B1', '', '', 'community', NULL, "
          "NULL, 0, "
          "'collected', '', '', '', '', NULL)"},
         {"custody_in_control_characters",
          "SELECT kiosk.push_custody(0, 'pack B1', 'packed', 1, 'desk', 'B1', '', '', 'community', NULL, NULL, 0, "
          "'collected', "
          "'', E'x\\u202e', '', '', NULL)"},
         {"count_of_a_terminal", fmt::format("SELECT kiosk.push_use('Hall', {}, 'A', 'social', 9)", today)}},
        {"office"});
}

TEST_F(Attacks, EndOfLongNumbers) {
    auto terminal = line("terminal");
    for (int number = 2; number <= 21; ++number)
        EXPECT_EQ(terminal.run(push("Hall", today, "'A'", number))->text(0, 0), "told") << "small steps are honest";
    EXPECT_EQ(terminal.run(push("Hall", today, "'A'", 41))->text(0, 0), "told");
    EXPECT_EQ(terminal.run(push("Hall", today, "'A'", 62)).error().fault, Fault::malformed);
    EXPECT_EQ(terminal.run(push("Hall", today - 1, "'A'", 1))->text(0, 0), "told") << "the night before";
    EXPECT_EQ(terminal.run(push("Hall", today - 2, "'A'", 1)).error().fault, Fault::malformed);
    EXPECT_EQ(terminal.run(push("Hall", today + 1, "'A'", 1))->text(0, 0), "told") << "its clock is ahead";
    EXPECT_EQ(terminal.run(push("Hall", today, "'A'", 42))->text(0, 0), "told") << "and is right again";
}

// ---- what no right forbids: it must not hold up the others

class Hogs : public Attacks {
protected:
    // Other terminals and counters go on meanwhile.
    void others_work(std::vector<std::pair<char, std::string>> others) {
        for (const auto& [letter, hall] : others) {
            const auto login = hall == "Hall" ? login_of(letter) : std::string("elsewhere");
            Terminal other(folder(), server_.where(login), letter, hall);
            other.issue(request(fmt::format("{}", ++people_)), policy_);
            const auto report = other.sync().round(morning());
            ASSERT_TRUE(report) << report.error().detail;
            EXPECT_EQ(report->sent, 1U) << report->why_unsent;
        }
    }
    int people_ = 0;
};

TEST_F(Hogs, HallIsNotHeldUpByAnother) {
    auto hog = line("elsewhere");
    ASSERT_TRUE(hog.execute("SET idle_in_transaction_session_timeout = 0; BEGIN; " + push("Another hall", today, "'A'", 2)));
    others_work({{'B', "Hall"}});
    ASSERT_TRUE(store("counter")->call_next({"Hall", "3"}, policy_, morning(1)));
}

TEST_F(Hogs, TurnThatIsNotGivenBackIsEnded) {
    auto hog = line("terminal");
    ASSERT_TRUE(hog.execute("SET idle_in_transaction_session_timeout = 0; BEGIN; " + push("Hall", today, "'A'", 2)));
    auto b = terminal('B');
    b.issue(request("b"), policy_);
    server_.psql("CREATE OR REPLACE FUNCTION kiosk.longest_turn() RETURNS integer LANGUAGE sql IMMUTABLE RETURN 0");
    const auto held_up = b.sync().round(morning());
    ASSERT_FALSE(held_up);
    EXPECT_EQ(held_up.error().fault, Fault::ledger_locked);
    EXPECT_NE(held_up.error().detail.find("login terminal held them too long"), std::string::npos) << held_up.error().detail;
    EXPECT_EQ(b.round().sent, 1U);
    EXPECT_EQ(server_.psql("SELECT count(*) FROM kiosk.tickets WHERE terminal = 'A' AND number = 2"), "0\n");
}

TEST_F(Hogs, LocksObjectsAndNoticesOfOneHoldUpNobody) {
    std::vector<PostgresConnection> hogs;
    for (const char* sql :
         {"SELECT pg_advisory_lock(one) FROM generate_series(1, 500) AS one", "SELECT pg_advisory_lock_shared(0)",
          "BEGIN; LOCK TABLE kiosk.tickets, kiosk.hall_days, kiosk.cases IN ACCESS SHARE MODE",
          "BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT count(*) FROM kiosk.tickets", "LISTEN x; NOTIFY x, 'y'",
          "SELECT lo_from_bytea(0, decode(repeat('00', 1000000), 'hex'))",
          "SELECT set_config('x.y', repeat('z', 1000000), false)"}) {
        hogs.push_back(line("elsewhere"));
        ASSERT_TRUE(hogs.back().execute(sql)) << sql;
    }
    others_work({{'B', "Hall"}, {'C', "Hall"}});
    ASSERT_TRUE(store("counter")->call_next({"Hall", "3"}, policy_, morning(1)));
    ASSERT_TRUE(import_csv(office()->local(), cases_csv(1, 5), policy_));
    const auto published = office_sync().publish(morning());
    EXPECT_TRUE(published) << published.error().detail;
}

TEST_F(Hogs, LoginHasFewLines) {
    std::vector<PostgresConnection> many;
    for (int at = 0; at < 8; ++at) many.push_back(line("terminal"));
    const auto more = PostgresConnection::open({server_.where("terminal")});
    ASSERT_FALSE(more);
    EXPECT_NE(more.error().detail.find("too many lines"), std::string::npos) << more.error().detail;
    others_work({{'B', "Hall"}});
}

}  // namespace
}  // namespace ledger_test
