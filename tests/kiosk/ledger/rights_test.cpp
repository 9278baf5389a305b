// What each role may do in the shared store, tried on real lines; and with whom a line is made at all.
#include <gtest/gtest.h>

#include <ostream>

#include <fmt/format.h>

#include "kiosk/ledger/conninfo.h"
#include "tests/kiosk/ledger/shared_support.h"

namespace ledger_test {
namespace {

struct Attempt {
    const char* name;
    const char* user;
    const char* sql;
    bool allowed;
};

constexpr const char* push = "SELECT kiosk.push_ticket('Hall', 20000, 'A', 7, 'upgrade', 'ordinary', '', '', '\\x00', 1)";
constexpr const char* insert_ticket =
    "INSERT INTO kiosk.tickets (hall, day, terminal, number, service, class, refusal, case_key, request_hash, issued_at, "
    "arrived, change) VALUES ('Hall', 20000, 'A', 8, 's', 'ordinary', '', '', '', 1, 1, 1)";
constexpr const char* insert_case =
    "INSERT INTO kiosk.cases VALUES ('K', 1, 1, NULL, NULL, NULL, NULL, '', '', '', '', '', '', '', 1, 1, 'collected', "
    "NULL, '')";

constexpr const char* push_custody =
    "SELECT kiosk.push_custody(0, 'pack B1', 'packed', 1, 'desk', 'B1', '', '', 'community', NULL, NULL, 0, 'collected', "
    "'', '', '', '', NULL)";

const Attempt attempts[] = {
    {"terminal_reads_cases", "terminal", "SELECT masked_name, card_hash FROM kiosk.cases", true},
    {"terminal_reads_tickets", "terminal", "SELECT number FROM kiosk.tickets", true},
    {"terminal_hands_a_ticket_in", "terminal", push, true},
    {"terminal_hands_a_count_in", "terminal", "SELECT kiosk.push_use('Hall', 20000, 'A', 'social', 3)", true},
    {"terminal_tells_of_paper", "terminal", "SELECT kiosk.push_paper('Hall', 20000, 'A', 7, 'yes')", true},
    {"terminal_writes_no_ticket_itself", "terminal", insert_ticket, false},
    {"terminal_calls_nobody", "terminal", "UPDATE kiosk.tickets SET called_at = 1, counter = '1', call_order = 1", false},
    {"terminal_deletes_no_ticket", "terminal", "DELETE FROM kiosk.tickets", false},
    {"terminal_takes_no_change_number", "terminal", "SELECT kiosk.next_change('Hall', 20000)", false},
    {"terminal_changes_no_case", "terminal", "UPDATE kiosk.cases SET stage = 'made'", false},
    {"terminal_adds_no_case", "terminal", insert_case, false},
    {"terminal_reads_no_counts", "terminal", "SELECT * FROM kiosk.card_uses", false},
    {"terminal_writes_no_count_itself", "terminal", "INSERT INTO kiosk.card_uses VALUES ('Hall', 1, 'A', 'social', 1)",
     false},
    {"terminal_changes_no_version", "terminal", "UPDATE kiosk.ledger SET version = 9", false},
    {"terminal_makes_no_table", "terminal", "CREATE TABLE kiosk.mine (id integer)", false},
    {"terminal_truncates_nothing", "terminal", "TRUNCATE kiosk.tickets", false},
    {"counter_reads_tickets", "counter", "SELECT number FROM kiosk.tickets", true},
    {"counter_calls", "counter", "UPDATE kiosk.tickets SET called_at = 1, counter = '1', call_order = 1 WHERE number = 7",
     true},
    {"counter_reads_no_case", "counter", "SELECT * FROM kiosk.cases", false},
    {"counter_changes_no_number", "counter", "UPDATE kiosk.tickets SET number = 9", false},
    {"counter_changes_no_paper", "counter", "UPDATE kiosk.tickets SET on_paper = 'yes'", false},
    {"counter_hands_no_ticket_in", "counter", push, false},
    {"counter_deletes_no_ticket", "counter", "DELETE FROM kiosk.tickets", false},
    {"office_adds_a_case", "office", insert_case, true},
    {"office_reads_counts", "office", "SELECT * FROM kiosk.card_uses", true},
    {"office_deletes_no_case", "office", "DELETE FROM kiosk.cases", false},
    {"office_calls_nobody", "office", "UPDATE kiosk.tickets SET called_at = 1", false},
    {"terminal_reads_no_custody", "terminal", "SELECT * FROM kiosk.custody", false},
    {"terminal_reads_no_custody_count", "terminal", "SELECT last FROM kiosk.custody_changes", false},
    {"terminal_tells_no_custody", "terminal", push_custody, false},
    {"counter_reads_no_custody", "counter", "SELECT * FROM kiosk.custody", false},
    {"counter_tells_no_custody", "counter", push_custody, false},
    {"office_tells_custody", "office", push_custody, true},
    {"office_reads_custody", "office", "SELECT * FROM kiosk.custody", true},
    {"office_adds_no_custody_itself", "office",
     "INSERT INTO kiosk.custody VALUES (9, 'x', 'packed', 1, '', '', '', '', '', NULL, NULL, NULL, '', '', '', '', '', "
     "NULL)",
     false},
    {"office_changes_no_custody", "office", "UPDATE kiosk.custody SET who = 'me'", false},
    {"office_deletes_no_custody", "office", "DELETE FROM kiosk.custody", false},
    {"office_truncates_no_custody", "office", "TRUNCATE kiosk.custody", false},
    {"office_turns_no_custody_back", "office", "UPDATE kiosk.custody_changes SET last = 0", false},
    {"stranger_tells_no_custody", "stranger", push_custody, false},
    {"stranger_sees_nothing", "stranger", "SELECT 1 FROM kiosk.cases", false},
    {"stranger_hands_nothing_in", "stranger", push, false},
};

// One server for all of them: a table of rights is one thing.
TEST(Rights, AreWhatEachRoleNeedsAndNoMore) {
    const support::TempDir dir;
    const support::Postgres server;
    make_store(server, key_of(dir.path().string()));
    server.psql("CREATE ROLE stranger LOGIN");
    for (const auto& attempt : attempts) {
        auto line = PostgresConnection::open({server.where(attempt.user)});
        ASSERT_TRUE(line) << line.error().detail;
        const auto done = line->run(attempt.sql);
        EXPECT_EQ(static_cast<bool>(done), attempt.allowed) << attempt.name << (done ? "" : ": " + done.error().detail);
        const bool forbidden = done || done.error().fault == Fault::refused;
        EXPECT_TRUE(forbidden) << attempt.name << ": " << done.error().detail;
    }
}

TEST(Rights, StrangerIsToldWhatIsMissing) {
    const support::TempDir dir;
    const support::Postgres server;
    make_store(server, key_of(dir.path().string()));
    server.psql("CREATE ROLE stranger LOGIN");
    auto line = PostgresConnection::open({server.where("stranger")});
    const auto store = check_store(*line, key_of(dir.path().string()));
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().fault, Fault::not_found);
    EXPECT_NE(store.error().detail.find("kioskctl ledger init"), std::string::npos);
}

// ---- the line itself

void openssl(const support::TempDir& dir, const std::string& name, const std::string& issuer) {
    const auto key = dir.file(name + ".key"), certificate = dir.file(name + ".crt");
    std::vector<std::string> command{
        "openssl", "req",        "-x509", "-newkey", "ec",        "-pkeyopt", "ec_paramgen_curve:prime256v1",
        "-nodes",  "-keyout",    key,     "-out",    certificate, "-days",    "2",
        "-subj",   "/CN=" + name};
    if (!issuer.empty())
        command.insert(command.end(), {"-CA", dir.file(issuer + ".crt"), "-CAkey", dir.file(issuer + ".key"), "-addext",
                                       "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:false"});
    const auto made = support::run(command);
    ASSERT_EQ(made.code, 0) << made.err;
}

TEST(Line, IsEncryptedAndTheServerIsWhoItSaysItIs) {
    const support::TempDir dir;
    support::Postgres server;
    openssl(dir, "city", "");
    openssl(dir, "another-city", "");
    openssl(dir, "localhost", "city");
    for (const char* file : {"localhost.key", "localhost.crt"}) {
        std::filesystem::copy_file(dir.file(file), server.data() + "/" + file);
        support::run({"chown", "--reference", server.data(), server.data() + "/" + file});
        support::run({"chmod", "600", server.data() + "/" + file});
    }
    const auto port = std::to_string(support::free_loopback_port());
    server.stop();
    server.start({"listen_addresses=localhost", "port=" + port, "ssl=on", "ssl_cert_file=localhost.crt",
                  "ssl_key_file=localhost.key"});
    const auto where = "host=localhost dbname=kiosk user=office_chief port=" + port + " sslrootcert=";
    const auto line = PostgresConnection::open({where + dir.file("city.crt")});
    ASSERT_TRUE(line) << line.error().detail;
    EXPECT_TRUE(line->encrypted());

    const auto other = PostgresConnection::open({where + dir.file("another-city.crt")});
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().fault, Fault::store_unreachable);
    EXPECT_NE(other.error().detail.find("is not the one that this machine trusts"), std::string::npos)
        << other.error().detail;
    EXPECT_FALSE(PostgresConnection::open(
        {"host=127.0.0.1 dbname=kiosk user=office_chief port=" + port + " sslrootcert=" + dir.file("city.crt")}))
        << "a name that is not in the certificate";
    EXPECT_FALSE(PostgresConnection::open({"host=localhost dbname=kiosk user=office_chief port=" + port}))
        << "nobody vouches for the server";
}

struct Where {
    const char* name;
    std::string text;
    const char* shown;  // nullptr: refused
};
void PrintTo(const Where& where, std::ostream* out) { *out << where.name; }
class Conninfos : public testing::TestWithParam<Where> {};
TEST_P(Conninfos, AreReadWithoutTheirSecrets) {
    const auto info = parse_conninfo(GetParam().text);
    ASSERT_EQ(static_cast<bool>(info), GetParam().shown != nullptr);
    if (!info) {
        EXPECT_EQ(info.error().fault, Fault::malformed);
        EXPECT_EQ(info.error().detail.find("hunter2"), std::string::npos);
        return;
    }
    EXPECT_EQ(info->shown, GetParam().shown);
    EXPECT_EQ(info->shown.find("hunter2"), std::string::npos);
}
INSTANTIATE_TEST_SUITE_P(
    , Conninfos,
    testing::Values(Where{"words", "host=db.example dbname=kiosk user=a1 password=hunter2", "kiosk as a1 at db.example"},
                    Where{"port", "host=db.example port=6432 user=a1", "the usual database as a1 at db.example:6432"},
                    Where{"address", "postgresql://a1:hunter2@db.example:5433/kiosk", "kiosk as a1 at db.example:5433"},
                    Where{"socket", "dbname=kiosk", "kiosk as this user at this machine"},
                    Where{"service", "service=city password=hunter2", "service city"},
                    Where{"control_characters", "host='a\nb' dbname=kiosk", "kiosk as this user at a?b"},
                    Where{"empty", "", nullptr}, Where{"blank", "  \n", nullptr},
                    Where{"unknown_word", "hunter2=1", nullptr}, Where{"no_equals_sign", "host hunter2", nullptr},
                    Where{"open_quote", "password='hunter2", nullptr},
                    Where{"bad_escape", "postgresql://a:hunter2%zz@db/kiosk", nullptr},
                    Where{"nul", std::string("host=db\0hunter2", 15), nullptr}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Conninfo, AnotherMachineMustProveWhoItIsUnlessToldOtherwise) {
    const auto mode = [](const std::string& text) {
        const auto info = *parse_conninfo(text);
        for (const auto& [key, value] : info.words)
            if (key == "sslmode") return value;
        return std::string{};
    };
    EXPECT_EQ(mode("host=db.example"), "verify-full");
    EXPECT_EQ(mode("hostaddr=192.0.2.1"), "verify-full");
    EXPECT_EQ(mode("host=db.example sslmode=require"), "require");
    EXPECT_EQ(mode("host=/run/postgresql"), "");
    EXPECT_EQ(mode("dbname=kiosk"), "");
}

TEST(Line, NobodyThereIsSaidInOneSentence) {
    const support::TempDir dir;
    const auto line = PostgresConnection::open({"host=" + dir.path().string() + " user=a password=hunter2"});
    ASSERT_FALSE(line);
    EXPECT_EQ(line.error().fault, Fault::store_unreachable);
    EXPECT_EQ(line.error().detail.find('\n'), std::string::npos);
    EXPECT_EQ(line.error().detail.find("hunter2"), std::string::npos);
}

}  // namespace
}  // namespace ledger_test
