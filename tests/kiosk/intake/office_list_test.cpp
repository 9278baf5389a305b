// Lists as offices keep them: merged cells, titles, sums, signatures, their own words for the columns.
#include <gtest/gtest.h>

#include <ostream>

#include "kiosk/case/identifier.h"
#include "kiosk/table/header.h"
#include "tests/kiosk/ledger/support.h"

namespace ledger_test {
namespace {

const std::string columns = "编号,姓名,身份证号码,敬老卡卡号,收取时间,状态,村（社区）,新卡卡号\r\n";

// One person's row; the place and what follows it as given.
std::string person(int number, const std::string& rest = ",样例社区,") {
    return "T000" + std::to_string(number) + ",测试甲,,400090000000000" + std::to_string(number) + ",2025-09-15,已收取" +
           rest + "\r\n";
}

class OfficeList : public LedgerTest {
protected:
    ImportReport import(const std::string& csv, bool fill_down = false, bool accept_good = false) {
        ImportOptions how;
        how.fill_down = fill_down;
        how.accept_good = accept_good;
        auto report = import_from(ledger_->local(), from_memory(csv), policy_, how);
        if (!report) ADD_FAILURE() << report.error().detail;
        return report ? *std::move(report) : ImportReport{};
    }
    ImportReport import_file(const char* name, bool fill_down = false) {
        return import(support::read_file(std::string(KIOSK_SOURCE_DIR "/tests/kiosk/intake/lists/") + name), fill_down);
    }
    std::string community(int number) {
        const auto found = ledger_->find(ByKey{"T000" + std::to_string(number)});
        return found && !found->empty() ? found->front().community : "no such case";
    }
    static std::string reasons(const ImportReport& report) {
        std::string all;
        for (const auto& bad : report.bad) all += std::to_string(bad.line) + ' ' + bad.column + ": " + bad.reason + '\n';
        return all;
    }
    std::unique_ptr<SqliteLedger> ledger_ = open();
};

TEST_F(OfficeList, BlankCellsAtTheEndOfARowMayBeLeftOut) {
    const auto report = import_file("short-rows.csv");
    EXPECT_EQ(report.added, 3U) << reasons(report);
    EXPECT_EQ(report.passed_over.without_place, 1U) << "told, for nobody is paid for it";
    EXPECT_EQ(community(2), "样例社区");
    EXPECT_EQ(community(3), "");
}

TEST_F(OfficeList, BlankCellsMayBeAdded) {
    EXPECT_EQ(import(columns + person(1, ",样例社区,,,, ,")).added, 1U);
    EXPECT_EQ(reasons(import(columns + person(2, ",样例社区,,,x"))), "2 : has 10 fields, the header has 8\n");
}

TEST_F(OfficeList, CutLastRowIsToldThoughItsRestMayBeBlank) {
    const auto whole = columns + person(1) + person(2);
    EXPECT_EQ(reasons(import(whole.substr(0, whole.rfind(",样例社区")))), "3 : is cut off: the file ends within it\n");
    EXPECT_EQ(import(whole.substr(0, whole.size() - 2)).added, 2U) << "only the line end is missing";
}

TEST_F(OfficeList, TitleMayStandAboveTheHeader) {
    EXPECT_EQ(import_file("title-line.csv").added, 1U);
    EXPECT_EQ(community(1), "样例社区");
}

TEST_F(OfficeList, MergedCellsAreAQuestion) {
    const auto report = import_file("merged-cells.csv");
    EXPECT_FALSE(report.taken);
    ASSERT_EQ(report.bad.size(), 2U) << reasons(report);
    EXPECT_EQ(report.bad[0].line, 3U);
    EXPECT_EQ(report.bad[1].line, 4U);
    EXPECT_EQ(report.bad[0].column, "村（社区）");
    EXPECT_NE(report.bad[0].reason.find("--fill-down"), std::string::npos);
    EXPECT_EQ(*ledger_->count_cases(), 0U);
}

TEST_F(OfficeList, MergedCellsAreFilledWhereThatIsTheAnswer) {
    EXPECT_EQ(import_file("merged-cells.csv", true).added, 3U);
    EXPECT_EQ(community(3), "样例社区");
}

TEST_F(OfficeList, CtrlZAtTheEndIsNoRow) {
    EXPECT_EQ(import_file("ctrl-z.csv").added, 1U);
    EXPECT_EQ(community(1), "样例社区");
}

TEST_F(OfficeList, DaysAsPeopleWriteThem) {
    const auto report = import_file("dates.csv");
    EXPECT_EQ(report.added, 7U) << reasons(report);
    ASSERT_TRUE(ledger_->each_case([](const CaseView& found) -> Status {
        EXPECT_EQ(iso(found.handed_in), "2025-09-15");
        EXPECT_FALSE(found.stage_at);
        return Done{};
    }));
}

TEST_F(OfficeList, PaddingAtTheEndIsNoRow) {
    int number = 0;
    for (const std::string& padding : {std::string("\x1A"), std::string(128, '\x1A'), std::string(512, '\0'),
                                       std::string("\x1A\r\n"), std::string("\r\n\x1A\r\n\0\0 \r\n", 9)}) {
        const auto report = import(columns + person(++number) + padding);
        EXPECT_EQ(report.added, 1U) << number << ' ' << reasons(report);
        EXPECT_EQ(report.rows, 1U);
    }
    auto without_line_end = columns + person(6);
    without_line_end.resize(without_line_end.size() - 2);
    EXPECT_EQ(import(without_line_end + '\x1A').added, 1U);
}

TEST_F(OfficeList, CtrlZInTheMiddleIsRefused) {
    const auto report = import(columns + person(1) + "\x1A\r\n" + person(2));
    EXPECT_EQ(reasons(report), "3 : has 1 fields, the header has 8\n");
}

// District over street over community: what a new street has below it is not what stands above.
TEST_F(OfficeList, NewStreetEndsTheCommunityAbove) {
    const std::string header = "编号,姓名,身份证号码,敬老卡卡号,收取时间,状态,街道,社区\n";
    const auto csv = header + person(1, ",甲街道,一社区") + person(2, ",乙街道,") + person(3, ",,");
    EXPECT_EQ(import(csv, true).added, 3U);
    EXPECT_EQ(community(2), "");
    EXPECT_EQ(community(3), "");
    EXPECT_EQ(ledger_->find(ByKey{"T0003"})->front().street, "乙街道");
}

TEST_F(OfficeList, DayAndStageMayBeMergedToo) {
    const std::string later = "T0002,测试甲,,4000900000000002,,,样例社区,\r\n";
    EXPECT_EQ(import(columns + person(1) + later).bad.size(), 2U);
    EXPECT_EQ(import(columns + person(1) + later, true).added, 2U);
}

TEST_F(OfficeList, QuestionKeepsOnlyItsRowsOutWhereGoodOnesAreTaken) {
    const auto report = import(columns + person(1) + person(2, ",,") + person(3, "") + person(4), false, true);
    EXPECT_EQ(report.added, 2U);
    EXPECT_EQ(report.bad_rows, 2U) << "once it is asked, a cell that is left out is one more question";
    EXPECT_EQ(community(4), "样例社区");
}

TEST_F(OfficeList, SignsForAsAboveAndForNone) {
    EXPECT_EQ(import(columns + person(1) + person(2, ",同上,") + person(3, ",无,/") + person(4, ",,-")).added, 4U);
    EXPECT_EQ(community(2), "样例社区");
    EXPECT_EQ(community(3), "");
    EXPECT_EQ(community(4), "") << "what stands above is none";
    EXPECT_EQ(reasons(import(columns + person(5, ",〃,"))),
              "2 村（社区）: says 'as above', but nothing there can be meant\n");
}

TEST_F(OfficeList, RowThatCannotBeReadIsNotFilledFrom) {
    const auto report = import(columns + person(1) + "T0002,测\"试,,,,,别的社区,\r\n" + person(3, ",,"), true, true);
    EXPECT_EQ(report.added, 1U);
    EXPECT_NE(reasons(report).find("4 村（社区）: is blank, and the row above it cannot be read"), std::string::npos)
        << reasons(report);
}

TEST_F(OfficeList, LinesThatAreNobodysArePassedOver) {
    const std::string title = "样例街道敬老卡登记表,,,,,,,\r\n",
                      second = "填报单位：样例街道,,,联系电话：023-65368888,,,,\r\n";
    const auto report =
        import(title + second + columns + person(1) + title + columns + person(2) + "小计,2,,,,,,\r\n" +
               ",,,,,,样例社区,\r\n" + "合计,,2人,,,,,\r\n" + "制表人：测试乙,,审核人：,,日期：2025年9月15日,,,\r\n");
    EXPECT_EQ(report.added, 2U) << reasons(report);
    EXPECT_EQ(report.rows, 2U);
    EXPECT_EQ(report.passed_over.lines, (std::vector<std::size_t>{5, 6, 8, 9, 10, 11}));
}

TEST_F(OfficeList, NumberedLinesWithoutAnythingArePassedOver) {
    const std::string header = "序号,姓名,身份证号码,敬老卡卡号,收取时间,状态,备注\n";
    const auto report = import(header + "1,测试甲,,4000900000000001,2025-9-15,已收取,\n2,,,,,,\n3,,,,,,\n");
    EXPECT_EQ(report.added, 1U) << reasons(report);
    EXPECT_EQ(report.passed_over.lines, (std::vector<std::size_t>{3, 4}));
}

TEST_F(OfficeList, FooterWithAPersonsNumbersIsARow) {
    const auto report = import(columns + "合计,测试甲,,4000900000000001,2025-09-15,已收取,样例社区,\r\n");
    EXPECT_EQ(report.rows, 1U);
    EXPECT_EQ(report.bad.size(), 1U) << "its key is none";
}

TEST_F(OfficeList, SecondTableWithOtherColumnsEndsTheImport) {
    const std::string other = "编号,身份证号码,姓名,敬老卡卡号,收取时间,状态,村（社区）,新卡卡号\r\n";
    const auto report = import(columns + person(1) + other + person(2), false, true);
    EXPECT_FALSE(report.taken);
    EXPECT_NE(reasons(report).find("3 : names the columns anew"), std::string::npos) << reasons(report);
}

TEST_F(OfficeList, HeaderMayBeTwoRows) {
    const auto report =
        import("编号,姓名,身份证号码,敬老卡卡号,收取时间,状态,住址,\n,,,,,,社区,街道\n" + person(1, ",样例社区,样例街道"));
    EXPECT_EQ(report.added, 1U) << reasons(report);
    EXPECT_EQ(ledger_->find(ByKey{"T0001"})->front().street, "样例街道");
}

TEST_F(OfficeList, HeaderBelowAPersonsRowIsNotTaken) {
    const auto report = import("表,,,,,,,\r\n" + person(1) + columns + person(2));
    EXPECT_EQ(reasons(report), "3 : line 3 names the columns, but above it, in line 2, is a person's row; put it first\n");
}

TEST_F(OfficeList, LineWhereTheHeaderSeemsToBeIsNamed) {
    const auto report = import("登记表,,,,\n编号,姓名,敬老卡卡号,收取时间,状态\n");
    EXPECT_EQ(reasons(report), "2 : line 2 must name the columns; id_number (身份证号码) is missing\n");
}

TEST_F(OfficeList, TitleWithoutDelimitersDoesNotHideTheDelimiter) {
    EXPECT_EQ(import("登记表, 2025\n编号;姓名;身份证号码;敬老卡卡号;收取时间;状态\n"
                     "T0001;测试甲;;4000900000000001;2025-9-15;已收取\n")
                  .added,
              1U);
}

TEST_F(OfficeList, RejectedRowsAskAgainUntilTheBlankIsFilledIn) {
    const std::string header = "编号,姓名,身份证号码,敬老卡卡号,收取时间,状态,社区,rejected_line,rejected_reason\n";
    const std::string asked = ",,3,\"社区: is blank, but a row above names one\"", other = ",,4,状态: is empty";
    EXPECT_EQ(reasons(import(header + person(1, asked))),
              "2 社区: is blank as it was before; fill it in, or write 无 for none\n");
    EXPECT_EQ(import(header + person(1, ",一社区,2,x") + person(2, other)).added, 2U) << "its blank was no question";
    EXPECT_NE(reasons(import(header + person(1, asked), true)).find("cannot be filled down"), std::string::npos);
}

struct TitleRow {
    const char* name;
    const char* text;
    std::optional<Column> want;  // nullopt: no column of the ledger
};
void PrintTo(const TitleRow& row, std::ostream* out) { *out << row.text; }
class Titles : public testing::TestWithParam<TitleRow> {};
TEST_P(Titles, AreKnownAsOfficesWriteThem) {
    std::vector<std::string> cells = {GetParam().text};
    EXPECT_EQ(Header::known_columns(cells), GetParam().want ? 1U : 0U);
    if (!GetParam().want) return;
    for (const auto& [column, title] : {std::pair{Column::holder_name, "姓名"}, std::pair{Column::id_number, "身份证号码"},
                                        std::pair{Column::old_card, "敬老卡卡号"},
                                        std::pair{Column::handed_in_at, "收取时间"}, std::pair{Column::stage, "状态"}}) {
        if (column != *GetParam().want) cells.emplace_back(title);
    }
    const auto header = Header::parse(cells);
    ASSERT_TRUE(header) << header.error().detail;
    EXPECT_EQ(header->at(*GetParam().want), 0U);
}
INSTANTIATE_TEST_SUITE_P(
    , Titles,
    testing::Values(
        TitleRow{"star", "*姓名", Column::holder_name}, TitleRow{"wide_star", "＊姓 名", Column::holder_name},
        TitleRow{"required", "姓名（必填）", Column::holder_name},
        TitleRow{"required_narrow", "姓名(必填)", Column::holder_name},
        TitleRow{"required_square", "姓名【必填】", Column::holder_name},
        TitleRow{"required_first", "（必填）姓名", Column::holder_name},
        TitleRow{"line_break", "姓\n名", Column::holder_name}, TitleRow{"wide_blank", "姓　　名", Column::holder_name},
        TitleRow{"byte_order_mark_within", "\xEF\xBB\xBF姓名", Column::holder_name},
        TitleRow{"two_languages", "姓名 / Name", Column::holder_name}, TitleRow{"colon", "姓名：", Column::holder_name},
        TitleRow{"numbered", "2、姓名", Column::holder_name}, TitleRow{"of_the_elder", "老人姓名", Column::holder_name},
        TitleRow{"of_an_agent", "姓名（代办人）", std::nullopt},
        TitleRow{"of_who_fills_in", "姓名（填表人填写）", std::nullopt}, TitleRow{"id", "身份证号", Column::id_number},
        TitleRow{"id_with_note", "身份证号（18位，末位X大写）", Column::id_number},
        TitleRow{"id_of_the_law", "公民身份号码", Column::id_number}, TitleRow{"day", "收取日期", Column::handed_in_at},
        TitleRow{"day_format", "收取日期\n（格式：2025-01-01）", Column::handed_in_at},
        TitleRow{"community", "社区", Column::community}, TitleRow{"community_reversed", "社区（村）", Column::community},
        TitleRow{"community_slash", "村/社区", Column::community},
        TitleRow{"community_narrow_required", "村(社区)(必填)", Column::community},
        TitleRow{"street", "街道", Column::street}, TitleRow{"street_town", "镇街", Column::street},
        TitleRow{"street_reversed", "街道（乡镇）", Column::street}, TitleRow{"district", "区（县）", Column::district},
        TitleRow{"elder_card", "敬老卡号", Column::old_card}, TitleRow{"old_card", "老卡卡号", Column::old_card},
        TitleRow{"card_old_in_brackets", "卡号（老卡）", Column::old_card},
        TitleRow{"card_new_in_brackets", "卡号（新卡）", Column::new_card},
        TitleRow{"new_card", "新敬老卡卡号", Column::new_card},
        TitleRow{"social_card", "社会保障卡卡号", Column::social_card},
        TitleRow{"wide_english", "ｈｏｌｄｅｒ＿ｎａｍｅ", Column::holder_name}, TitleRow{"remark", "备注", std::nullopt},
        TitleRow{"phone", "联系电话", std::nullopt}, TitleRow{"blank", "  ", std::nullopt}),
    [](const auto& test) { return std::string(test.param.name); });

struct PlaceRow {
    const char* name;
    const char* text;
    const char* reason;  // a part of it; empty: taken
};
void PrintTo(const PlaceRow& row, std::ostream* out) { *out << row.name; }
class Places : public OfficeList, public testing::WithParamInterface<PlaceRow> {};
TEST_P(Places, HoldNothingOfAPerson) {
    const auto report = import(columns + person(1, std::string(",\"") + GetParam().text + "\","));
    if (*GetParam().reason == '\0') {
        EXPECT_EQ(report.added, 1U) << reasons(report);
    } else {
        EXPECT_EQ(report.bad_rows, 1U);
        EXPECT_NE(reasons(report).find(GetParam().reason), std::string::npos) << reasons(report);
        for (const auto& bad : report.bad) EXPECT_EQ(bad.column, "村（社区）");
        EXPECT_EQ(reasons(report).find("138"), std::string::npos) << "a reason repeats no number";
    }
}
INSTANTIATE_TEST_SUITE_P(
    , Places,
    testing::Values(PlaceRow{"house", "金沙天街12号", ""}, PlaceRow{"group", "2村3组", ""},
                    PlaceRow{"number", "101社区", ""}, PlaceRow{"flat", "1栋2单元12-3-4", ""},
                    PlaceRow{"chinese_number", "第三十五社区", ""}, PlaceRow{"mobile", "样例社区13800000000", "telephone"},
                    PlaceRow{"mobile_in_groups", "样例 138 0000 0000", "telephone"},
                    PlaceRow{"mobile_with_dashes", "138-0000-0000", "telephone"},
                    PlaceRow{"mobile_full_width", "样例１３８００００００００", "telephone"},
                    PlaceRow{"mobile_in_numerals", "一三八〇〇〇〇〇〇〇〇", "telephone"},
                    PlaceRow{"mobile_with_prefix", "+86 (138) 0000.0000", "telephone"},
                    PlaceRow{"mobile_with_unseen_marks",
                             "138\xE2\x80\x8B"
                             "0000\xE2\x80\x8B"
                             "0000",
                             "control"},
                    PlaceRow{"landline", "样例社区65368888", "telephone"},
                    PlaceRow{"landline_in_groups", "6536 8888", "telephone"},
                    PlaceRow{"landline_with_area", "（023）6536-8888", "telephone"},
                    PlaceRow{"id", "样例500106195001010003", "telephone"},
                    PlaceRow{"id_with_x", "500106 19500101 010X", "telephone"},
                    PlaceRow{"card", "4000900000000001", "telephone"}, PlaceRow{"control", "样例\x07社区", "control"},
                    PlaceRow{"line_break", "样例\n社区", "control"}, PlaceRow{"delete", "样例\x7F社区", "control"},
                    PlaceRow{"right_to_left", "样例\xE2\x80\xAE社区", "direction"},
                    PlaceRow{"isolate", "样例\xE2\x81\xA6社区", "direction"},
                    PlaceRow{"mark_within", "样例\xE2\x80\x8F社区", "direction"},
                    PlaceRow{"lost_character", "样例\xEF\xBF\xBD社区", "lost"}, PlaceRow{"formula", "=A1", "formula"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(LongNumber, OfWordsThatMayBeKeptIsElevenDigits) {
    EXPECT_FALSE(holds_long_number("counted again on 20250915"));
    EXPECT_TRUE(holds_long_number("138 0000 0000"));
}

}  // namespace
}  // namespace ledger_test
