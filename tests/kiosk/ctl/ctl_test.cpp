// The program as an administrator meets it.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <ostream>

#include "kiosk/base/owned.h"
#include "kiosk/ledger/demo.h"
#include "kiosk/ledger/sqlite.h"
#include "tests/support/process.h"

namespace kiosk {
namespace {

using Json = nlohmann::json;
using support::Finished;

const Date today =
    local_time(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()), std::chrono::minutes{480})
        .date;

class Kioskctl : public testing::Test {
protected:
    void SetUp() override {
        support::write_file(dir_.path() / "kiosk.toml", "[site]\nhall = \"Hall\"\n[ledger]\npath = \"ledger.db\"\n");
    }
    Finished ctl(std::vector<std::string> arguments, std::string input = {}) const {
        arguments.insert(arguments.begin(), {KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file("kiosk.toml")});
        return support::run(std::move(arguments), {}, std::move(input));
    }
    std::string csv(const std::string& text) const {
        support::write_file(dir_.path() / "cases.csv", text);
        return dir_.file("cases.csv");
    }
    void import_demo() const { ASSERT_EQ(ctl({"import", csv(demo_csv(1, 40, today))}).code, 0); }
    std::string ledger() const { return dir_.file("ledger.db"); }
    void sql(const char* text) const {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(ledger().c_str(), &raw), SQLITE_OK);
        const Owned<sqlite3, sqlite3_close> db(raw);
        ASSERT_EQ(sqlite3_exec(raw, text, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
    }

    support::TempDir dir_;
};

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

// A name, an ID number or a card number of a bad row may stand in the rejects file and nowhere else.
TEST_F(Kioskctl, BadRowsAreKeptWithTheirReasonsAndCanBeMended) {
    auto text = demo_csv(1, 10, today);
    text.replace(text.find("at_maker"), 8, "on_moon");
    text += "=cmd,测试甲\n";
    const auto file = csv(text), rejects = file + ".rejects.csv";
    const auto refused = ctl({"import", file});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find(rejects), std::string::npos) << refused.err;
    auto kept = support::read_file(rejects);
    EXPECT_TRUE(
        kept.starts_with("\xEF\xBB\xBF"
                         "case_key,holder_name,"))
        << kept;
    EXPECT_NE(kept.find("DEMO-00001,演示甲,"), std::string::npos) << kept;
    EXPECT_NE(kept.find(",2,stage: is no stage of a card's way\r\n"), std::string::npos) << kept;
    EXPECT_NE(kept.find("\r\n'=cmd,测试甲,,,,,,,,,,,,12,\"has 2 fields, the first line has 13\"\r\n"), std::string::npos)
        << kept;
    EXPECT_EQ(std::count(kept.begin(), kept.end(), '\n'), 3);
    struct stat info {};
    ASSERT_EQ(stat(rejects.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600U);

    kept.replace(kept.find("on_moon"), 7, "at_maker");
    kept.resize(kept.find("'=cmd"));
    support::write_file(dir_.path() / "mended.csv", kept);
    const auto mended = ctl({"import", dir_.file("mended.csv")});
    EXPECT_EQ(mended.out, "1 rows: 1 added, 0 updated, 0 unchanged\n") << mended.err;
    EXPECT_FALSE(std::filesystem::exists(dir_.file("mended.csv.rejects.csv")));
}

TEST_F(Kioskctl, RejectsReplaceNoOtherFile) {
    const auto file = csv(demo_csv(1, 3, today) + "bad\n"), rejects = file + ".rejects.csv";
    support::write_file(rejects, "mine");
    EXPECT_NE(ctl({"import", file}).err.find(file + ".rejects-2.csv"), std::string::npos);
    EXPECT_NE(ctl({"import", file}).err.find(file + ".rejects-2.csv"), std::string::npos) << "the same again";
    EXPECT_EQ(support::read_file(rejects), "mine");
    const auto refused = ctl({"import", "--accept-good", "--rejects", rejects, file});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("holds something else"), std::string::npos) << refused.err;
    EXPECT_EQ(support::read_file(rejects), "mine");
    EXPECT_EQ(ctl({"case", "--key", "DEMO-00001"}).code, 1) << "bad rows that cannot be kept keep the file out";
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path()))
        EXPECT_NE(entry.path().extension().string().find_first_not_of(".0123456789"), std::string::npos) << entry.path();
}

TEST_F(Kioskctl, GoodRowsAreTakenOnlyWhereThatIsWanted) {
    const auto file = csv(demo_csv(1, 3, today) + "bad\n");
    EXPECT_EQ(ctl({"import", file}).code, 1);
    const auto taken = ctl({"import", "--accept-good", "--rejects", dir_.file("left.csv"), file});
    EXPECT_EQ(taken.code, 0);
    EXPECT_EQ(taken.out, "4 rows: 3 added, 0 updated, 0 unchanged\n");
    EXPECT_NE(taken.err.find("in 1 rows"), std::string::npos) << taken.err;
    EXPECT_NE(taken.err.find(dir_.file("left.csv")), std::string::npos);
    EXPECT_EQ(ctl({"case", "--key", "DEMO-00003"}).code, 0);
}

TEST_F(Kioskctl, DryRunChangesNothing) {
    const auto file = csv(demo_csv(1, 3, today) + "bad\n");
    const auto dry = ctl({"import", "--dry-run", file});
    EXPECT_EQ(dry.code, 1);
    EXPECT_EQ(dry.out, "4 rows: 3 would be added, 0 updated, 0 unchanged; nothing was changed\n");
    EXPECT_FALSE(std::filesystem::exists(ledger()));
    EXPECT_FALSE(std::filesystem::exists(file + ".rejects.csv"));
    EXPECT_EQ(ctl({"import", "--accept-good", file}).code, 0);
    const auto again = Json::parse(ctl({"import", "--dry-run", "--json", file}).out);
    EXPECT_EQ(again["unchanged"], 3);
    EXPECT_EQ(again["taken"], false);
}

TEST_F(Kioskctl, FileThatCannotBeReadTwiceIsRefused) {
    const auto refused = ctl({"import", "/dev/null"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("save it as one"), std::string::npos) << refused.err;
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

TEST_F(Kioskctl, QueueIsListedAndCalledByTheRule) {
    {
        Policy policy;
        for (unsigned day = 0; day < 7; ++day)
            policy.hours.push_back({std::chrono::weekday{day}, std::chrono::minutes{0}, std::chrono::minutes{1440}});
        policy.services = {{"upgrade", {"", ""}, 0}};
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
        EXPECT_NE(refused.err.find("has version 99, this program knows 3"), std::string::npos) << refused.err;
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

TEST_F(Kioskctl, ExportsWhatMayBeShown) {
    import_demo();
    const auto cases = ctl({"export", "cases"});
    ASSERT_EQ(cases.code, 0) << cases.err;
    EXPECT_TRUE(cases.out.starts_with("case_key,masked_name,masked_id,")) << cases.out.substr(0, 100);
    EXPECT_NE(cases.out.find("\r\nDEMO-00002,测＊乙,5001**********"), std::string::npos) << cases.out.substr(0, 500);
    EXPECT_EQ(std::count(cases.out.begin(), cases.out.end(), '\n'), 41);
    const auto source = support::read_file(dir_.file("cases.csv"));
    CsvReader reader(from_memory(source));
    ASSERT_TRUE(*reader.next());
    for (auto record = reader.next(); record && *record; record = reader.next()) {
        for (const std::size_t column : {1U, 2U, 3U, 4U})
            EXPECT_EQ(cases.out.find((*record)->fields.at(column)), std::string::npos) << "column " << column;
    }
    EXPECT_EQ(ctl({"export", "cases", "--csv", "--bom"}).out, "\xEF\xBB\xBF" + cases.out);
    const auto out = dir_.file("out.csv");
    EXPECT_EQ(ctl({"export", "cases", "--out", out}).code, 0);
    EXPECT_EQ(support::read_file(out), cases.out);
    struct stat info {};
    ASSERT_EQ(stat(out.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600U);
    const auto again = ctl({"export", "tickets", "--out", out});
    EXPECT_EQ(again.code, 1);
    EXPECT_NE(again.err.find("--force"), std::string::npos) << again.err;
    EXPECT_EQ(ctl({"export", "tickets", "--out", out, "--force"}).code, 0);
    EXPECT_EQ(support::read_file(out), "hall,day,ticket,service,class,refusal,issued_at,called_at,counter\r\n");
    EXPECT_EQ(ctl({"export", "uses"}).out, "hall,day,kind,count\r\n");
}

TEST_F(Kioskctl, ExportIsNoFormulaForASpreadsheet) {
    const auto file =
        csv("case_key,holder_name,id_number,old_card,community,street,handed_in_at,stage\n"
            "K001,测试甲,,4000900000000001,=1+1,\"@a,\"\"b\",2026-11-01,ready\n"
            "K002,+测试乙,,4000900000000002,-2,plain,2026-11-01,ready\n");
    ASSERT_EQ(ctl({"import", file}).code, 0);
    const auto out = ctl({"export", "cases"}).out;
    EXPECT_NE(out.find(",'=1+1,\"'@a,\"\"b\","), std::string::npos) << out;
    EXPECT_NE(out.find("K002,'+"), std::string::npos) << out;
    EXPECT_NE(out.find(",'-2,plain,"), std::string::npos) << out;
}

// Read back by another program: every number is a text, and what looks like a formula is one as well.
TEST_F(Kioskctl, WorkbookHoldsTexts) {
    const auto file =
        csv("case_key,holder_name,id_number,old_card,community,handed_in_at,stage\n"
            "0001,测试甲,,4000900000000012,=1+1,2026-11-01,ready\n");
    ASSERT_EQ(ctl({"import", file}).code, 0);
    const auto out = dir_.file("out.xlsx");
    const auto written = ctl({"export", "cases", "--xlsx", "--out", out});
    ASSERT_EQ(written.code, 0) << written.err;
    ASSERT_EQ(support::run({"unzip", "-tq", out}).code, 0);
    const auto sheet = support::run({"unzip", "-p", out, "xl/worksheets/sheet1.xml"}).out;
    for (const char* text : {">case_key<", ">0001<", ">测＊甲<", ">0012<", ">=1+1<", ">2026-11-01<"})
        EXPECT_NE(sheet.find(text), std::string::npos) << text;
    EXPECT_EQ(sheet.find("<f>"), std::string::npos);
    EXPECT_EQ(sheet.find("<v>"), std::string::npos) << "a number, which would lose its zeros";
    EXPECT_NE(support::run({"unzip", "-p", out, "xl/workbook.xml"}).out.find("name=\"cases\""), std::string::npos);
    EXPECT_EQ(ctl({"export", "cases", "--xlsx", "--out", dir_.file("no/out.xlsx")}).code, 1);
}

TEST_F(Kioskctl, BackupAndRestoreBringTheLedgerBack) {
    import_demo();
    const auto file = dir_.file("ledger.backup");
    EXPECT_EQ(ctl({"backup", file}).out, "backed up to " + file + ": 40 cases, 0 tickets\n");
    for (const char* suffix : {"", "-wal", "-shm", ".key"}) std::filesystem::remove(ledger() + suffix);
    EXPECT_EQ(Json::parse(ctl({"restore", file, "--json"}).out)["cases"], 40);
    EXPECT_EQ(ctl({"case", "--card", "4000000000000002"}).code, 0);
    EXPECT_EQ(ctl({"restore", csv("x")}).code, 1);
}

struct Mishap {
    const char* name;
    std::function<void(const std::string& ledger)> happen;
    const char* remedy;
};
void PrintTo(const Mishap& mishap, std::ostream* out) { *out << mishap.name; }
class DoctorOf : public Kioskctl, public testing::WithParamInterface<Mishap> {};
TEST_P(DoctorOf, LedgerSaysWhatToDo) {
    ASSERT_EQ(ctl({"import", csv(demo_csv(1, 500, today))}).code, 0);
    GetParam().happen(ledger());
    const auto before = support::read_file(ledger());
    const auto environment = std::map<std::string, std::string>{{"PCSCLITE_CSOCK_NAME", dir_.file("no.pcscd")}};
    support::write_file(dir_.path() / "kiosk.toml",
                        "[printer]\nserver = \"" + dir_.file("no.sock") + "\"\n[ledger]\npath = \"ledger.db\"\n");
    const auto doctor =
        support::run({KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file("kiosk.toml"), "doctor", "--json"}, environment);
    EXPECT_EQ(doctor.code, 1);
    const auto findings = Json::parse(doctor.out);
    const auto found = std::ranges::find_if(findings, [](const Json& one) { return one["what"] == "ledger"; });
    ASSERT_NE(found, findings.end());
    EXPECT_EQ((*found)["ok"], false);
    EXPECT_NE((*found)["state"].get<std::string>().find(GetParam().remedy), std::string::npos) << (*found)["state"];
    EXPECT_EQ(support::read_file(ledger()), before);
}
INSTANTIATE_TEST_SUITE_P(
    , DoctorOf,
    testing::Values(
        Mishap{"garbled_page",
               [](const std::string& ledger) {
                   auto bytes = support::read_file(ledger);
                   for (std::size_t at = 12 * 4096; at < 16 * 4096; ++at) bytes[at] = static_cast<char>(at * 7);
                   support::write_file(ledger, bytes);
               },
               "restore the latest backup"},
        Mishap{"no_database", [](const std::string& ledger) { support::write_file(ledger, std::string(5000, 'x')); },
               "name the right file"},
        Mishap{
            "cut_off",
            [](const std::string& ledger) { std::filesystem::resize_file(ledger, std::filesystem::file_size(ledger) / 2); },
            "restore the latest backup"},
        Mishap{"wrong_key", [](const std::string& ledger) { support::write_file(ledger + ".key", std::string(32, 'k')); },
               "restore the one from its backup"},
        Mishap{"no_key", [](const std::string& ledger) { std::filesystem::remove(ledger + ".key"); },
               "restore the one from its backup"},
        Mishap{"newer",
               [](const std::string& ledger) {
                   auto bytes = support::read_file(ledger);
                   bytes[63] = 99;  // user_version, big-endian
                   support::write_file(ledger, bytes);
               },
               "install the newer program"}),
    [](const auto& test) { return std::string(test.param.name); });

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
}  // namespace kiosk
