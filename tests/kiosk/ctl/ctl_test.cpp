// The program as an administrator meets it.
#include <sys/stat.h>

#include <filesystem>
#include <ostream>

#include <fmt/format.h>

#include "kiosk/intake/demo_cases.h"
#include "kiosk/ledger/sqlite.h"
#include "tests/kiosk/ctl/support.h"
#include "tests/support/platform.h"

namespace ctl_test {
namespace {

TEST_F(Kioskctl, ImportsAFileAndSaysHowMuch) {
    const auto file = csv(demo_csv(1, 40, today));
    const auto first = ctl({"import", file});
    EXPECT_EQ(first.code, 0) << first.err;
    EXPECT_EQ(first.out, "40 rows: 40 added, 0 updated, 0 unchanged\n");
    EXPECT_EQ(first.err, "") << "no progress into a file";
    const auto again = Json::parse(ctl({"import", file, "--json"}).out);
    EXPECT_EQ(again["unchanged"], 40);
    EXPECT_EQ(again["bad"].size(), 0U);
}

TEST_F(Kioskctl, BadRowsAreNamedAndNothingIsImported) {
    auto text = demo_csv(1, 10, today);
    text.replace(text.find("at_maker"), 8, "on_moon");
    const auto file = csv(text);
    const auto refused = ctl({"import", file});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find(file + ":2: stage: is no stage of a card's way"), std::string::npos) << refused.err;
    EXPECT_NE(refused.err.find("nothing was imported"), std::string::npos);
    EXPECT_EQ(refused.out, "");
    const auto json = Json::parse(ctl({"import", "--json", file}).out);
    EXPECT_EQ(json["bad"][0]["line"], 2);
    EXPECT_EQ(json["bad"][0]["column"], "stage");
    EXPECT_EQ(ctl({"case", "--key", "DEMO-00002"}).code, 1);
}

TEST_F(Kioskctl, MissingFileIsRefusedInOneSentence) {
    const auto refused = ctl({"import", dir_.file("nothing.csv")});
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.err, "kioskctl: " + dir_.file("nothing.csv") + ": No such file or directory\n");
    EXPECT_EQ(ctl({"import", dir_.path().string()}).code, 1);
}

TEST_F(Kioskctl, FindsACaseByEachNumber) {
    import_demo();
    const auto by_key = ctl({"case", "--key", "DEMO-00002", "--json"});
    ASSERT_EQ(by_key.code, 0) << by_key.err;
    const auto found = Json::parse(by_key.out);
    EXPECT_EQ(found[0]["stage"], "refused_at_community");
    EXPECT_EQ(found[0]["refusal"], "no_portrait");
    EXPECT_EQ(found[0]["old_card_last4"], "0002");
    EXPECT_EQ(ctl({"case", "--card", "4000000000000002", "--json"}).out, by_key.out);
    EXPECT_EQ(ctl({"case", "--json", "--card", "-"}, "4000 0000 0000 0002\n").out, by_key.out);
    const auto text = ctl({"case", "--key", "DEMO-00003"});
    EXPECT_NE(text.out.find("LATE"), std::string::npos) << text.out;
}

TEST_F(Kioskctl, CaseThatIsNotThereIsRefused) {
    const auto refused = ctl({"case", "--card", "4000000000000007"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.err, "kioskctl: the ledger has no such case\n");
}

TEST_F(Kioskctl, WrongNumberIsExplainedAndNotRepeated) {
    const auto refused = ctl({"case", "--id", "500106192801010009"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("check character"), std::string::npos);
    EXPECT_EQ(refused.err.find("50010619"), std::string::npos);
}

TEST_F(Kioskctl, CountsTheCardsThatWereRead) {
    {
        auto opened = open_ledger({ledger(), {}});
        ASSERT_TRUE(opened);
        const auto noon = [](Date day) { return std::chrono::sys_days{day} + std::chrono::hours{4}; };
        ASSERT_TRUE((*opened)->count_use(CardUse::social, {"Hall", 'A'}, noon(today)));
        ASSERT_TRUE((*opened)->count_use(CardUse::social, {"Hall", 'A'}, noon(plus_days(today, 1))));
        ASSERT_TRUE((*opened)->count_use(CardUse::other, {"Hall", 'B'}, noon(today)));
    }
    const auto from = iso(today), to = iso(plus_days(today, 1));
    const auto json = Json::parse(ctl({"uses", "--from", from, "--to", to, "--json"}).out);
    ASSERT_EQ(json["days"].size(), 2U) << json;
    EXPECT_EQ(json["days"][0], (Json{{"day", from}, {"social", 1}, {"new_elderly", 0}, {"old_elderly", 0}, {"other", 1}}));
    EXPECT_NE(ctl({"uses", "--from", from, "--to", to})
                  .out.find("all                     2            0            0            "
                            "1            3\n"),
              std::string::npos);
    EXPECT_EQ(ctl({"uses", "--from", to, "--to", from}).err, "kioskctl: " + to + " is after " + from + "\n");
    EXPECT_EQ(ctl({"uses", "--from", "yesterday"}).code, 2);
}

TEST_F(Kioskctl, KeysAreTrustedAndRevoked) {
    EXPECT_NE(ctl({"keys", "list"}).err.find("[codes] trusted"), std::string::npos);
    support::write_file(dir_.file("kiosk.toml"),
                        support::read_file(dir_.file("kiosk.toml")) + "[codes]\ntrusted = \"fleet.keys\"\n");
    const auto own = Json::parse(ctl({"keys", "own", "--json"}).out)["key"].get<std::string>();
    EXPECT_EQ(own.size(), 43U);
    EXPECT_EQ(Json::parse(ctl({"keys", "own", "--json"}).out)["key"], own) << "the pair is kept";
    EXPECT_EQ(ctl({"keys", "trust", "hall-a", own, "--until", "2027-12-31"}).code, 0);
    EXPECT_EQ(ctl({"keys", "trust", "hall-a", own}).err, "kioskctl: 'hall-a' is in the list already\n");
    EXPECT_EQ(ctl({"keys", "trust", "hall-b", own.substr(1)}).code, 1);
    EXPECT_EQ(ctl({"keys", "trust", "a b", own}).code, 1);
    EXPECT_EQ(ctl({"keys", "revoke", "nobody"}).err, "kioskctl: 'nobody' is not in the list\n");
    EXPECT_EQ(Json::parse(ctl({"keys", "list", "--json"}).out)[0]["revoked"], nullptr);
    EXPECT_EQ(ctl({"keys", "revoke", "hall-a"}).code, 0);
    const auto listed = Json::parse(ctl({"keys", "list", "--json"}).out);
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0]["until"], "2027-12-31");
    EXPECT_NE(listed[0]["revoked"], nullptr);
}

Policy policy_of_a_hall_that_never_closes() {
    Policy policy;
    for (unsigned day = 0; day < 7; ++day)
        policy.hours.push_back({std::chrono::weekday{day}, std::chrono::minutes{0}, std::chrono::minutes{1440}});
    policy.services = {{"upgrade", {"", ""}, 0}};
    return policy;
}

TEST_F(Kioskctl, QueueNamesTheCardsOfATicketToWhoeverCallsIt) {
    const auto rows = std::string("case_key,holder_name,id_number,old_card,handed_in_at,stage,refusal\n") +
                      "K001,测试甲,,4000900000000001,2026-11-01,refused_at_community,no_portrait\n"
                      "K002,测试乙,,4000900000000002,2026-11-01,refused_at_community,letter_mismatch\n";
    ASSERT_EQ(ctl({"import", csv(rows)}).code, 0);
    {
        auto opened = open_ledger({ledger(), {}});
        ASSERT_TRUE(opened);
        const TicketRequest request{"upgrade", TicketClass::priority, "no_portrait", {"K001", "K002"}, "errand"};
        const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        ASSERT_TRUE((*opened)->issue(request, {"Hall", 'A'}, policy_of_a_hall_that_never_closes(), now));
    }
    const auto list = ctl({"queue"}).out;
    EXPECT_NE(list.find("\n      card …0001  K001  refused_at_community  no_portrait: "), std::string::npos) << list;
    EXPECT_NE(list.find("\n      card …0002  K002  refused_at_community  letter_mismatch: "), std::string::npos) << list;
    const auto called = ctl({"queue", "call", "--counter", "3", "--json"}).out;
    const auto cards = Json::parse(called)["cards"];
    ASSERT_EQ(cards.size(), 2U) << called;
    EXPECT_EQ(cards[1], (Json{{"key", "K002"},
                              {"old_card_last4", "0002"},
                              {"stage", "refused_at_community"},
                              {"refusal", "letter_mismatch"}}));
    EXPECT_EQ(called.find("测"), std::string::npos);
}

TEST_F(Kioskctl, QueueIsListedAndCalledByTheRule) {
    {
        const auto policy = policy_of_a_hall_that_never_closes();
        const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        auto opened = open_ledger({ledger(), {}});
        ASSERT_TRUE(opened);
        for (const char* name : {"o1", "p1"}) {
            TicketRequest request{"upgrade", name[0] == 'p' ? TicketClass::priority : TicketClass::ordinary, {}, {}, name};
            ASSERT_TRUE((*opened)->issue(request, {"Hall", 'A'}, policy, now));
        }
    }
    const auto list = ctl({"queue"});
    EXPECT_EQ(list.code, 0) << list.err;
    EXPECT_LT(list.out.find("A002  priority"), list.out.find("A001  ordinary")) << list.out;
    EXPECT_EQ(ctl({"queue", "list"}).out, list.out);
    EXPECT_EQ(ctl({"queue", "call", "--counter", "Counter 3"}).out, "A002, please come to Counter 3\n");
    const auto json = Json::parse(ctl({"queue", "list", "--json"}).out);
    EXPECT_EQ(json["called"][0]["number"], "A002");
    EXPECT_EQ(json["called"][0]["counter"], "Counter 3");
    EXPECT_EQ(json["waiting"][0]["number"], "A001");
    EXPECT_EQ(ctl({"queue", "call", "--counter", "1"}).code, 0);
    const auto none = ctl({"queue", "call", "--counter", "1"});
    EXPECT_EQ(none.code, 1);
    EXPECT_NE(none.err.find("nobody is waiting"), std::string::npos);
    EXPECT_EQ(Json::parse(ctl({"queue", "--day", "2020-01-01", "--json"}).out)["called"].size(), 0U);
}

TEST_F(Kioskctl, AnswersInJsonWhateverBytesItIsToRepeat) {
    const std::string file = dir_.file("list\xFF.csv");
    support::write_file(file, "case_key,holder_name,id_number,old_card,handed_in_at,stage\nK001,,,,,\n");
    const auto refused = ctl({"--json", "import", file});
    EXPECT_EQ(refused.code, 1) << refused.err;
    EXPECT_NE(Json::parse(refused.out)["rejects"].get<std::string>().find("list\uFFFD.csv.rejects.csv"), std::string::npos)
        << refused.out;
}

TEST_F(Kioskctl, LedgerThatIsNoDatabaseIsNamedAndLeftAlone) {
    support::write_file(ledger(), "this is a letter, not a ledger; it has some length so that nobody takes it for empty");
    const auto before = support::read_file(ledger());
    const auto refused = ctl({"case", "--key", "DEMO-00001"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find(ledger()), std::string::npos);
    EXPECT_NE(refused.err.find("not a database"), std::string::npos);
    EXPECT_EQ(support::read_file(ledger()), before);
}

TEST_F(Kioskctl, LedgerOfALaterVersionIsNamed) {
    import_demo();
    sql("PRAGMA user_version = 99");
    for (const auto& command : {std::vector<std::string>{"case", "--key", "DEMO-00001"}, {"queue"}, {"import", csv("x")}}) {
        const auto refused = ctl(command);
        EXPECT_EQ(refused.code, 1);
        EXPECT_NE(refused.err.find(fmt::format("has version 99, this program knows {}", ledger_schema_version)),
                  std::string::npos)
            << refused.err;
    }
}

TEST_F(Kioskctl, DoctorNamesWhatIsWrongAndTheRemedy) {
    import_demo();
    support::write_file(dir_.path() / "kiosk.toml", "[reader]\nname = \"no reader has this name\"\n[printer]\nserver = \"" +
                                                        dir_.file("no.sock") +
                                                        "\"\nqueue = \"none\"\n[ledger]\npath = \"ledger.db\"\n");
    ASSERT_EQ(chmod((ledger() + ".key").c_str(), 0644), 0);
    auto environment = std::map<std::string, std::string>{{"PCSCLITE_CSOCK_NAME", dir_.file("no.pcscd")}};
    const auto doctor =
        support::run({KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file("kiosk.toml"), "doctor", "--json"}, environment);
    EXPECT_EQ(doctor.code, 1);
    const auto findings = Json::parse(doctor.out);
    std::map<std::string, Json> by_name;
    for (const auto& finding : findings) by_name[finding["what"]] = finding;
    for (const char* well : {"config", "policy", "fault texts", "ledger", "disk"})
        EXPECT_EQ(by_name[well]["ok"], true) << well << ": " << by_name[well]["state"];
    for (const char* ill : {"ledger key", "card reader", "printer"}) {
        EXPECT_EQ(by_name[ill]["ok"], false) << ill;
        EXPECT_NE(by_name[ill]["remedy"], "") << ill;
    }
    EXPECT_EQ(by_name["ledger"]["state"], "40 cases in " + ledger());
}

TEST_F(Kioskctl, DoctorSaysHowItIsWithThePlatform) {
    const auto platform_of = [this](const support::TestPlatform& platform) {
        support::write_file(dir_.path() / "kiosk.toml", "[printer]\nserver = \"" + dir_.file("no.sock") +
                                                            "\"\n[ledger]\npath = \"ledger.db\"\n[resolver]\nurl = \"" +
                                                            platform.address().url + "\"\nca_file = \"" +
                                                            platform.address().ca_file + "\"\n");
        const auto doctor =
            support::run({KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file("kiosk.toml"), "doctor", "--json"},
                         {{"PCSCLITE_CSOCK_NAME", dir_.file("no.pcscd")}});
        for (const auto& finding : Json::parse(doctor.out))
            if (finding["what"] == "platform") return finding;
        return Json{};
    };
    const support::TestPlatform well("answers"), expired("expired");
    const auto good = platform_of(well), bad = platform_of(expired);
    EXPECT_EQ(good["ok"], true) << good;
    EXPECT_EQ(bad["ok"], false) << bad;
    EXPECT_EQ(bad["state"], expired.address().url + ": its certificate has expired, or this machine's clock is wrong");
    EXPECT_TRUE(well.codes().empty()) << "no code is sent";
}

TEST_F(Kioskctl, DoctorSaysWhatAScannerCannotDo) {
    support::write_file(dir_.path() / "kiosk.toml",
                        "[scanner]\nwedge = true\nformats = [\"qr\", \"micro_qr\"]\n[ledger]\n"
                        "path = \"ledger.db\"\n[printer]\nserver = \"" +
                            dir_.file("no.sock") + "\"\n");
    const auto told = ctl({"doctor"}).out;
    for (const char* sentence : {"it destroys binary codes", "codes other than QR are read by", "set it to USB COM port"})
        EXPECT_NE(told.find(sentence), std::string::npos) << told;
}

TEST_F(Kioskctl, DoctorMakesNoLedgerWhereNoneIs) {
    support::write_file(dir_.path() / "kiosk.toml",
                        "[ledger]\npath = \"typo.db\"\n[printer]\nserver = \"" + dir_.file("no.sock") + "\"\n");
    EXPECT_EQ(ctl({"doctor"}).code, 1);
    EXPECT_FALSE(std::filesystem::exists(dir_.file("typo.db")));
}

TEST_F(Kioskctl, WrongConfigIsNamedWithItsLine) {
    support::write_file(dir_.path() / "kiosk.toml", "[site]\nhal = \"Hall\"\n");
    const auto refused = ctl({"queue"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("kiosk.toml:2"), std::string::npos) << refused.err;
}

TEST_F(Kioskctl, SaysHowTheSessionTurnsPictureAndTouch) {
    EXPECT_EQ(ctl({"display"}).out, "rotation normal\nmatrix 1 0 0 0 1 0 0 0 1\n");
    support::write_file(dir_.path() / "kiosk.toml", "[display]\nrotation = \"left\"\n");
    EXPECT_EQ(ctl({"display"}).out, "rotation left\nmatrix 0 -1 1 1 0 0 0 0 1\n");
}

TEST_F(Kioskctl, BacksNothingUpWhereThereIsNoLedgerYet) {
    EXPECT_EQ(ctl({"backup", dir_.file("backup.db"), "--if-there"}).code, 0);
    EXPECT_FALSE(std::filesystem::exists(ledger()));
    EXPECT_FALSE(std::filesystem::exists(dir_.file("backup.db")));
    import_demo();
    EXPECT_EQ(ctl({"backup", dir_.file("backup.db"), "--if-there"}).code, 0);
    EXPECT_TRUE(std::filesystem::exists(dir_.file("backup.db")));
}

TEST_F(Kioskctl, SaysItsVersion) {
    const auto version = ctl({"--version"});
    EXPECT_EQ(version.code, 0);
    EXPECT_EQ(version.out, KIOSK_VERSION "\n");
}

struct Usage {
    const char* name;
    std::vector<std::string> arguments;
};
void PrintTo(const Usage& usage, std::ostream* out) { *out << usage.name; }
class WrongUsage : public Kioskctl, public testing::WithParamInterface<Usage> {};
TEST_P(WrongUsage, IsExitCodeTwoAndSaysWhy) {
    const auto refused = ctl(GetParam().arguments);
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.err, "");
    EXPECT_EQ(refused.out, "");
    EXPECT_FALSE(std::filesystem::exists(ledger()));
}
INSTANTIATE_TEST_SUITE_P(
    , WrongUsage,
    testing::Values(Usage{"no_command", {}}, Usage{"unknown_command", {"dance"}},
                    Usage{"unknown_option", {"queue", "--fast"}}, Usage{"import_without_file", {"import"}},
                    Usage{"case_without_number", {"case"}},
                    Usage{"case_with_two_numbers", {"case", "--key", "A", "--card", "1"}},
                    Usage{"call_without_counter", {"queue", "call"}}, Usage{"export_of_nothing", {"export"}},
                    Usage{"export_of_people", {"export", "people"}},
                    Usage{"workbook_to_nowhere", {"export", "cases", "--xlsx"}},
                    Usage{"two_forms", {"export", "cases", "--csv", "--xlsx", "--out", "x"}},
                    Usage{"backup_to_nowhere", {"backup"}}, Usage{"no_such_day", {"queue", "--day", "2026-02-30"}},
                    Usage{"wait_for_nothing", {"card", "--wait", "0"}}, Usage{"wait_for_words", {"card", "--wait", "soon"}}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace ctl_test
