// Tables in and out, backups, and what the doctor says of a ledger that had a mishap.
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <ostream>

#include "kiosk/table/csv.h"
#include "tests/kiosk/ctl/support.h"

namespace ctl_test {
namespace {

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
    EXPECT_NE(kept.find("\r\n'=cmd,测试甲,,,,,,,,,,,,12,\"has 2 fields, the header has 13\"\r\n"), std::string::npos)
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

TEST_F(Kioskctl, ExportsWhatMayBeShown) {
    import_demo();
    const auto cases = ctl({"export", "cases"});
    ASSERT_EQ(cases.code, 0) << cases.err;
    EXPECT_TRUE(cases.out.starts_with("case_key,masked_name,old_card_last4,")) << cases.out.substr(0, 100);
    EXPECT_NE(cases.out.find("\r\nDEMO-00002,测＊乙,0002,"), std::string::npos) << cases.out.substr(0, 500);
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
            "K001,测试甲,,4000900000000001,+1+1,\"@a,\"\"b\",2026-11-01,ready\n"
            "K002,+测试乙,,4000900000000002,-2,plain,2026-11-01,ready\n");
    ASSERT_EQ(ctl({"import", file}).code, 0);
    const auto out = ctl({"export", "cases"}).out;
    EXPECT_NE(out.find(",'+1+1,\"'@a,\"\"b\","), std::string::npos) << out;
    EXPECT_NE(out.find("K002,'+"), std::string::npos) << out;
    EXPECT_NE(out.find(",'-2,plain,"), std::string::npos) << out;
}

// Read back by another program: every number is a text, and what looks like a formula is one as well.
TEST_F(Kioskctl, WorkbookHoldsTexts) {
    const auto file =
        csv("case_key,holder_name,id_number,old_card,community,handed_in_at,stage\n"
            "0001,测试甲,,4000900000000012,+1+1,2026-11-01,ready\n");
    ASSERT_EQ(ctl({"import", file}).code, 0);
    const auto out = dir_.file("out.xlsx");
    const auto written = ctl({"export", "cases", "--xlsx", "--out", out});
    ASSERT_EQ(written.code, 0) << written.err;
    ASSERT_EQ(support::run({"unzip", "-tq", out}).code, 0);
    const auto sheet = support::run({"unzip", "-p", out, "xl/worksheets/sheet1.xml"}).out;
    for (const char* text : {">case_key<", ">0001<", ">测＊甲<", ">0012<", ">+1+1<", ">2026-11-01<"})
        EXPECT_NE(sheet.find(text), std::string::npos) << text;
    EXPECT_EQ(sheet.find("<f>"), std::string::npos);
    EXPECT_EQ(sheet.find("<v>"), std::string::npos) << "a number, which would lose its zeros";
    EXPECT_NE(support::run({"unzip", "-p", out, "xl/workbook.xml"}).out.find("name=\"cases\""), std::string::npos);
    EXPECT_EQ(ctl({"export", "cases", "--xlsx", "--out", dir_.file("no/out.xlsx")}).code, 1);
}

TEST_F(Kioskctl, BackupAndRestoreBringTheLedgerBack) {
    import_demo();
    const auto file = dir_.file("ledger.backup");
    EXPECT_EQ(ctl({"backup", file}).out, "backed up to " + file + ": 40 cases, 0 tickets, with the key\n");
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
               "or restore it from its backup"},
        Mishap{"no_key", [](const std::string& ledger) { std::filesystem::remove(ledger + ".key"); },
               "or restore it from its backup"},
        Mishap{"newer",
               [](const std::string& ledger) {
                   auto bytes = support::read_file(ledger);
                   bytes[63] = 99;  // user_version, big-endian
                   support::write_file(ledger, bytes);
               },
               "install the newer program"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace ctl_test
