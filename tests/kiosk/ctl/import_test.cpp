// Lists as offices have them, through the program.
#include <sys/stat.h>
#include <xlsxwriter.h>

#include <filesystem>

#include "tests/kiosk/ctl/support.h"

namespace ctl_test {
namespace {

const std::string header = "编号,姓名,身份证号码,敬老卡卡号,收取时间,状态,村（社区）\n";
std::string person(int number, const std::string& place) {
    return "T000" + std::to_string(number) + ",测试甲,,400090000000000" + std::to_string(number) + ",2025-09-15,已收取," +
           place + "\n";
}

class ImportCommandTest : public Kioskctl {
protected:
    std::string community(int number) const {
        const auto found = ctl({"case", "--key", "T000" + std::to_string(number), "--json"});
        return found.code == 0 ? Json::parse(found.out)[0]["community"].get<std::string>() : "no such case";
    }
    // A workbook with two sheets: the first has merged cells, a sum and a hidden row.
    std::string workbook(bool with_bad_row = false) const {
        auto path = dir_.file("list.xlsx");
        auto* book = workbook_new(path.c_str());
        auto* first = workbook_add_worksheet(book, "一社区");
        auto* second = workbook_add_worksheet(book, "二社区");
        worksheet_merge_range(first, 0, 0, 0, 6, "样例街道敬老卡登记表", nullptr);
        rows(first, 1, 1, with_bad_row ? "40009" : "4000900000000001");
        worksheet_write_string(first, 3, 1, "测试乙", nullptr);
        rows(first, 3, 2, "4000900000000002", false);
        worksheet_merge_range(first, 2, 6, 3, 6, "样例社区", nullptr);
        worksheet_write_string(first, 4, 0, "合计", nullptr);
        lxw_row_col_options hidden{};
        hidden.hidden = 1;
        worksheet_set_row_opt(first, 3, 15, nullptr, &hidden);
        rows(second, 0, 3, "4000900000000003");
        EXPECT_EQ(workbook_close(book), LXW_NO_ERROR);
        return path;
    }

private:
    static void rows(lxw_worksheet* sheet, lxw_row_t at, int number, const std::string& card, bool with_header = true) {
        const auto text = [&](lxw_row_t row, lxw_col_t column, const std::string& words) {
            worksheet_write_string(sheet, row, column, words.c_str(), nullptr);
        };
        const char* const names[] = {"*编号", "姓名", "身份证号（必填）", "敬老卡号", "收取日期", "状态", "社区"};
        for (lxw_col_t column = 0; with_header && column < 7; ++column) text(at, column, names[column]);
        const auto row = with_header ? at + 1 : at;
        text(row, 0, "T000" + std::to_string(number));
        if (with_header) text(row, 1, "测试甲");
        text(row, 3, card);
        text(row, 4, "2025年9月15日（周一）上午");
        text(row, 5, "已收取");
    }
};

TEST_F(ImportCommandTest, MergedCellsAreRefusedWithTheirRowsUntilTheyAreAnswered) {
    const auto file = csv(header + person(1, "样例社区") + person(2, "") + person(3, ""));
    const auto refused = ctl({"import", file});
    EXPECT_EQ(refused.code, 1);
    for (const char* words : {"cases.csv:3: 村（社区）: is blank", "cases.csv:4: ", "--fill-down", "nothing was imported"})
        EXPECT_NE(refused.err.find(words), std::string::npos) << refused.err;
    EXPECT_EQ(community(1), "no such case");
    EXPECT_EQ(ctl({"import", "--fill-down", file}).out, "3 rows: 3 added, 0 updated, 0 unchanged\n");
    EXPECT_EQ(community(3), "样例社区");
}

TEST_F(ImportCommandTest, RejectedRowSaysItselfWhatItSaidByTheRowAbove) {
    const auto file = csv(header + person(1, "样例社区") + "T0002,,,4000900000000002,2025-09-15,已收取,\n");
    EXPECT_EQ(ctl({"import", "--fill-down", file}).code, 1);
    const auto kept = support::read_file(file + ".rejects.csv");
    EXPECT_NE(kept.find("T0002,,,4000900000000002,2025-09-15,已收取,样例社区,3,姓名: is empty\r\n"), std::string::npos)
        << kept;
}

TEST_F(ImportCommandTest, LinesThatAreNobodysAreNamed) {
    const auto taken = ctl({"import", csv("登记表,,,,,,\n" + header + person(1, "样例社区") + "合计,1,,,,,\n")});
    EXPECT_EQ(taken.code, 0);
    EXPECT_EQ(taken.out, "1 rows: 1 added, 0 updated, 0 unchanged\n");
    EXPECT_NE(taken.err.find("1 lines are nobody's (titles, sums, signatures, unused) and were passed over: 4\n"),
              std::string::npos)
        << taken.err;
}

TEST_F(ImportCommandTest, WorkbookIsReadAsItIs) {
    const auto taken = ctl({"import", workbook()});
    EXPECT_EQ(taken.code, 0) << taken.err;
    EXPECT_EQ(taken.out, "2 rows: 2 added, 0 updated, 0 unchanged\n");
    for (const char* words : {"passed over: 5", "1 rows are hidden", "the sheet '一社区' was read, and not 1 others"})
        EXPECT_NE(taken.err.find(words), std::string::npos) << taken.err;
    EXPECT_EQ(community(2), "样例社区");
    EXPECT_EQ(community(3), "no such case");
    EXPECT_EQ(ctl({"import", workbook(), "--sheet", "二社区"}).code, 0);
    EXPECT_EQ(community(3), "");
    EXPECT_EQ(ctl({"import", workbook()}).out, "2 rows: 0 added, 0 updated, 2 unchanged\n");
    const auto unknown = ctl({"import", workbook(), "--sheet", "三社区"});
    EXPECT_EQ(unknown.code, 1);
    EXPECT_NE(unknown.err.find("it has 1: 一社区, 2: 二社区"), std::string::npos) << unknown.err;
    EXPECT_NE(ctl({"import", csv(header), "--sheet", "1"}).err.find("is no workbook"), std::string::npos);
}

TEST_F(ImportCommandTest, RejectedRowsOfAWorkbookAreACsvFileToMend) {
    const auto file = workbook(true), rejects = file + ".rejects.csv";
    EXPECT_EQ(ctl({"import", file, "--accept-good"}).code, 0);
    auto kept = support::read_file(rejects);
    EXPECT_NE(kept.find("T0001,测试甲,,40009,2025年9月15日（周一）上午,已收取,样例社区,3,\"敬老卡号: must be 16 digits"),
              std::string::npos)
        << kept;
    kept.replace(kept.find(",40009,"), 7, ",4000900000000001,");
    support::write_file(dir_.path() / "mended.csv", kept);
    EXPECT_EQ(ctl({"import", dir_.file("mended.csv")}).out, "1 rows: 1 added, 0 updated, 0 unchanged\n");
}

TEST_F(ImportCommandTest, ReasonsAreToldThoughTheFolderCannotTakeTheRejectedRows) {
    const auto file = csv(header + person(1, "样例社区") + "T0002,,,4000900000000002,2025-09-15,,\n");
    for (const char* how : {"--accept-good", "--fill-down"}) {
        const auto refused = ctl({"import", how, "--rejects", dir_.file("no/such/folder.csv"), file});
        EXPECT_EQ(refused.code, 1);
        for (const char* words : {"cases.csv:3: 姓名: is empty", "cannot be kept there", "nothing was imported"})
            EXPECT_NE(refused.err.find(words), std::string::npos) << refused.err;
    }
    EXPECT_EQ(community(1), "no such case") << "bad rows that cannot be kept keep the file out";
}

TEST_F(ImportCommandTest, FilesOfOtherKindsAreToldWhatTheyAre) {
    const auto said = [&](const std::string& bytes) {
        const auto refused = ctl({"import", csv(bytes)});
        EXPECT_EQ(refused.code, 1);
        EXPECT_FALSE(std::filesystem::exists(ledger()) && ctl({"export", "cases"}).out.find("T0001") != std::string::npos);
        return refused.err;
    };
    EXPECT_NE(said(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(600, '\0')).find("old kind"),
              std::string::npos);
    EXPECT_NE(said("PK\x03\x04 and then nothing").find("damaged"), std::string::npos);
    EXPECT_NE(said("<html><table><tr><td>编号</td></tr></table></html>").find("web page"), std::string::npos);
    EXPECT_NE(said("%PDF-1.7\n").find("PDF"), std::string::npos);
}

}  // namespace
}  // namespace ctl_test
