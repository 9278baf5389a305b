// Servers, databases and logins with defaults that nobody here would choose; and a standby.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "tests/kiosk/store/shared_support.h"

namespace ledger_test {
namespace {

struct Default {
    const char* name;
    const char* value;
};
const Default defaults[] = {
    {"bytea_output", "escape"},
    {"DateStyle", "German, DMY"},
    {"DateStyle", "SQL, MDY"},
    {"TimeZone", "Pacific/Kiritimati"},
    {"TimeZone", "Pacific/Pago_Pago"},
    {"IntervalStyle", "sql_standard"},
    {"extra_float_digits", "-15"},
    {"standard_conforming_strings", "off"},
    {"backslash_quote", "off"},
    {"escape_string_warning", "off"},
    {"client_encoding", "GBK"},
    {"client_encoding", "LATIN1"},
    {"client_encoding", "SQL_ASCII"},
    {"search_path", "shadow, pg_catalog"},
    {"search_path", ""},
    {"statement_timeout", "100"},
    {"lock_timeout", "1"},
    {"idle_in_transaction_session_timeout", "1"},
    {"idle_session_timeout", "3000"},
    {"default_transaction_read_only", "on"},
    {"default_transaction_isolation", "serializable"},
    {"default_transaction_isolation", "repeatable read"},
    {"default_transaction_deferrable", "on"},
    {"row_security", "off"},
    {"transform_null_equals", "on"},
    {"quote_all_identifiers", "on"},
    {"array_nulls", "off"},
    {"xmloption", "document"},
    {"xmlbinary", "hex"},
    {"synchronous_commit", "off"},
    {"client_min_messages", "debug5"},
    {"check_function_bodies", "off"},
    {"plpgsql.extra_warnings", "all"},
    {"plpgsql.extra_errors", "all"},
    {"plpgsql.variable_conflict", "use_column"},
    {"default_text_search_config", "pg_catalog.german"},
    {"default_toast_compression", "pglz"},
    {"work_mem", "64"},
    {"cursor_tuple_fraction", "0.01"},
    {"lc_messages", "C"},
    {"lc_numeric", "C"},
    {"lc_time", "C"},
    {"log_statement", "all"},
    {"track_activities", "off"},
    {"jit_above_cost", "0"},
    {"session_replication_role", "replica"},
};

class ServerDefaults : public SharedTest {
protected:
    // One more person everywhere: a case, a ticket, its paper, a count, a call.
    void everything_works(const std::string& what) {
        SCOPED_TRACE(what);
        ++round_;
        Terminal a = terminal('A'), b = terminal('B');
        ASSERT_TRUE(import_csv(office()->local(), cases_csv(round_, round_), policy_));
        const auto published = office_sync().publish(morning());
        ASSERT_TRUE(published) << published.error().detail;
        EXPECT_EQ(published->cases, 1U);
        const auto ticket = a.issue(request(fmt::format("{}", round_)), policy_).ticket;
        EXPECT_TRUE(a.ledger().record_paper(ticket, "Hall", OnPaper::yes));
        EXPECT_TRUE(a.ledger().count_use(CardUse::social, a.site(), morning()));
        const auto round = a.sync().round(morning());
        ASSERT_TRUE(round) << round.error().detail;
        EXPECT_EQ(round->sent, 3U);
        EXPECT_EQ(round->cases, 1U);
        EXPECT_FALSE(round->begun_anew);
        const auto fetched = b.sync().round(morning());
        ASSERT_TRUE(fetched) << fetched.error().detail;
        EXPECT_EQ(fetched->tickets, 1U);
        const auto by_card = b.ledger().find(ByCard{*CardNumber::parse(fmt::format("4000900000{:06}", round_))});
        EXPECT_TRUE(by_card && by_card->size() == 1);
        const auto counter = store("counter");
        ASSERT_TRUE(counter);
        const auto called = counter->call_next({"Hall", "3", fmt::format("{}", round_)}, policy_, morning(1));
        ASSERT_TRUE(called) << called.error().detail;
        EXPECT_EQ(label(*called), label(ticket));
        const auto uses = store("office")->uses("Hall", monday, monday);
        ASSERT_TRUE(uses) << uses.error().detail;
        EXPECT_EQ(uses->front().count, round_);
        auto line = PostgresConnection::open({server_.where("terminal")});
        EXPECT_NE(line->run("SHOW synchronous_commit")->text(0, 0), "off") << "what is sent is forgotten here";
        EXPECT_EQ(line->run("SHOW statement_timeout")->text(0, 0), "15s");
    }
    void shadow() const {
        server_.psql(
            "CREATE SCHEMA shadow; GRANT USAGE ON SCHEMA shadow TO PUBLIC; CREATE FUNCTION shadow.string_to_array(text, "
            "text) "
            "RETURNS text[] LANGUAGE sql AS 'SELECT NULL::text[]'; CREATE FUNCTION shadow.set_config(text, text, boolean) "
            "RETURNS "
            "text LANGUAGE sql AS 'SELECT 1 / 0; SELECT NULL::text'; CREATE FUNCTION shadow.never(text, text) RETURNS "
            "boolean "
            "LANGUAGE sql AS 'SELECT false'; CREATE OPERATOR shadow.= (LEFTARG = text, RIGHTARG = text, FUNCTION = "
            "shadow.never)");
    }
    static std::string setting(const Default& one) {
        const bool list = std::string_view(one.name) == "search_path" && *one.value;  // of words, not one
        return list ? fmt::format("{} = {}", one.name, one.value) : fmt::format("{} = '{}'", one.name, one.value);
    }
    int round_ = 0;
};

TEST_F(ServerDefaults, OfTheDatabaseAreNoMatter) {
    shadow();
    everything_works("as usual");
    server_.psql(  // the test's own
        "ALTER ROLE postgres SET default_transaction_read_only = off; ALTER ROLE postgres SET statement_timeout = 0; ALTER "
        "ROLE "
        "postgres SET search_path = pg_catalog; ALTER ROLE postgres SET client_encoding = 'UTF8'");
    for (const auto& one : defaults) {
        server_.psql("ALTER DATABASE kiosk SET " + setting(one));
        everything_works(setting(one));
        server_.psql("ALTER DATABASE kiosk RESET ALL");
    }
}

TEST_F(ServerDefaults, OfALoginAreNoMatter) {
    shadow();
    const std::vector<std::string> logins{"terminal", "terminal_b", "counter", "office"};
    for (const auto& one : {Default{"bytea_output", "escape"}, Default{"search_path", "shadow, pg_catalog"},
                            Default{"default_transaction_read_only", "on"}, Default{"statement_timeout", "100"},
                            Default{"row_security", "off"}, Default{"client_encoding", "GBK"},
                            Default{"standard_conforming_strings", "off"}}) {
        for (const auto& login : logins) server_.psql(fmt::format("ALTER ROLE {} SET {}", login, setting(one)));
        everything_works(setting(one));
        for (const auto& login : logins) server_.psql(fmt::format("ALTER ROLE {} RESET {}", login, one.name));
    }
}

// ---- a standby

TEST_F(ServerDefaults, StandbyThatIsNamedFirstIsPassedBy) {
    const support::Postgres standby(&server_);
    const auto both = fmt::format("host={},{} dbname=kiosk user=", standby.folder(), server_.folder());
    Terminal a(folder(), both + "terminal", 'A');
    a.issue(request("1"), policy_);
    EXPECT_EQ(a.round().sent, 1U);
}

TEST_F(ServerDefaults, StandbyAloneIsSaidToBeReadOnly) {
    const support::Postgres standby(&server_);
    const auto line = PostgresConnection::open({standby.where("terminal")});
    ASSERT_FALSE(line);
    EXPECT_EQ(line.error().fault, Fault::store_unreachable);
    EXPECT_NE(line.error().detail.find("read-only: nothing can be told"), std::string::npos) << line.error().detail;
}

TEST_F(ServerDefaults, StandbyThatIsAskedForIsReadAndNothingIsSent) {
    ASSERT_TRUE(import_csv(office()->local(), cases_csv(1, 5), policy_));
    ASSERT_TRUE(office_sync().publish(morning()));
    const support::Postgres standby(&server_);
    Terminal a(folder(), standby.where("terminal") + " target_session_attrs=any", 'A');
    a.issue(request("1"), policy_);
    const auto report = a.round();
    EXPECT_EQ(report.cases, 5U);
    EXPECT_EQ(report.sent, 0U);
    EXPECT_NE(report.why_unsent.find("read-only"), std::string::npos) << report.why_unsent;
    Terminal again(folder(), server_.where("terminal"), 'A');
    EXPECT_EQ(again.round().sent, 1U) << "nothing is lost by it";
}

}  // namespace
}  // namespace ledger_test
