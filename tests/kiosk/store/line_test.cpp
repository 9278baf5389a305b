// With whom a line to the shared store is made at all.
#include <gtest/gtest.h>

#include <ostream>

#include <fmt/format.h>

#include "kiosk/store/conninfo.h"
#include "tests/kiosk/store/shared_support.h"
#include "tests/support/relay.h"

namespace ledger_test {
namespace {

TEST(Line, StrangerIsToldWhatIsMissing) {
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

// Whoever speaks there, this machine's memory is not theirs to fill.
TEST(Line, AnswerWithoutEndIsNotHeardOut) {
    const support::Postgres server;
    const support::Relay network(server.folder() + "/.s.PGSQL.5432");
    auto line = PostgresConnection::open({network.where("office_chief"), std::chrono::seconds{300}});
    ASSERT_TRUE(line) << line.error().detail;
    const auto large = line->run("SELECT repeat('x', 1000000) FROM generate_series(1, 20)");
    ASSERT_TRUE(large) << large.error().detail;
    EXPECT_TRUE(line->run("SELECT repeat('x', 1000000) FROM generate_series(1, 50)")) << "each statement anew";
    const auto endless = line->run("SELECT repeat('x', 1000000) FROM generate_series(1, 100000)");
    ASSERT_FALSE(endless);
    EXPECT_EQ(endless.error().fault, Fault::store_unreachable);
    EXPECT_NE(endless.error().detail.find("answers without end"), std::string::npos) << endless.error().detail;
    EXPECT_TRUE(line->lost());
}

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

TEST(Conninfo, PrimaryIsWantedUnlessToldOtherwise) {
    const auto wanted = [](const std::string& text) {
        const auto info = *parse_conninfo(text);
        for (const auto& [key, value] : info.words)
            if (key == "target_session_attrs") return value;
        return std::string{};
    };
    EXPECT_EQ(wanted("host=a,b"), "primary");
    EXPECT_EQ(wanted("host=a,b target_session_attrs=any"), "any");
    EXPECT_EQ(wanted("service=city"), "");
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
