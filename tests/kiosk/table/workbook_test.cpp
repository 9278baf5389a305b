// Workbooks as offices have them, written by a library, and by hand where it would not write them so.
#include <xlsxwriter.h>

#include <ostream>

#include "tests/kiosk/table/support.h"

namespace table_test {
namespace {

using Rows = std::vector<std::string>;

class Written : public WorkbookTest {
protected:
    void SetUp() override {
        book_ = workbook_new(path().c_str());
        sheet_ = workbook_add_worksheet(book_, "一社区");
    }
    Result<std::unique_ptr<Workbook>> opened() {
        EXPECT_EQ(workbook_close(book_), LXW_NO_ERROR);
        return Workbook::open(path());
    }
    lxw_format* format(const char* code) {
        auto* made = workbook_add_format(book_);
        format_set_num_format(made, code);
        return made;
    }
    void text(lxw_row_t row, lxw_col_t column, const char* words, lxw_worksheet* sheet = nullptr) {
        worksheet_write_string(sheet ? sheet : sheet_, row, column, words, nullptr);
    }

    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
};

TEST_F(Written, TextsAndNumbersAreAsTheyAreShown) {
    text(0, 0, "姓名");
    text(0, 2, " 测试甲\n");
    worksheet_write_number(sheet_, 2, 0, 12, nullptr);
    worksheet_write_number(sheet_, 2, 1, 1.5, nullptr);
    worksheet_write_number(sheet_, 2, 2, 123456789012345, nullptr);
    worksheet_write_number(sheet_, 2, 3, 12, format("00000"));
    worksheet_write_boolean(sheet_, 2, 4, 1, nullptr);
    EXPECT_EQ(rows_of(opened()), (Rows{"1: 姓名|| 测试甲\n", "3: 12|1.5|123456789012345|00012|TRUE"}));
}

TEST_F(Written, NumbersOfMoreThanFifteenDigitsShowThatTheyAreNotKept) {
    worksheet_write_number(sheet_, 0, 0, 4000900000000001.0, nullptr);
    worksheet_write_number(sheet_, 0, 1, 500106195001010011.0, nullptr);
    worksheet_write_number(sheet_, 0, 2, 3104920000000000001.0, format("0"));
    EXPECT_EQ(rows_of(opened()), (Rows{"1: 4.00090000000000E+15|5.00106195001010E+17|3.10492000000000E+18"}));
}

TEST_F(Written, DaysAreDaysWhateverTheirStyle) {
    const char* const styles[] = {"yyyy-mm-dd", "m/d/yy",        "yyyy\"年\"m\"月\"d\"日\"", "[$-804]yyyy/m/d;@",
                                  "d-mmm",      "yyyy/m/d h:mm", "[DBNum1]yyyy年m月"};
    lxw_col_t column = 0;
    for (const auto* style : styles) worksheet_write_number(sheet_, 0, column++, 45915, format(style));
    worksheet_write_number(sheet_, 1, 0, 45915.395833333336, format("yyyy/m/d h:mm"));
    worksheet_write_number(sheet_, 1, 1, 0.395833333333333, format("h:mm"));
    worksheet_write_number(sheet_, 1, 2, 45915, format("#,##0\"日\""));
    worksheet_write_number(sheet_, 1, 3, 45915, format("[Red]0.00"));
    worksheet_write_number(sheet_, 1, 4, -1, format("yyyy-mm-dd"));
    worksheet_write_number(sheet_, 1, 5, 45915, format("[h]:mm"));
    EXPECT_EQ(rows_of(opened()), (Rows{"1: 2025-09-15|2025-09-15|2025-09-15|2025-09-15|2025-09-15|2025-09-15|2025-09-15",
                                       "2: 2025-09-15 09:30:00|09:30:00|45915|45915|########|2025-09-15|"}));
}

TEST_F(Written, FormulasAreTheirValues) {
    worksheet_write_formula_num(sheet_, 0, 0, "=1+1", nullptr, 2);
    worksheet_write_formula_str(sheet_, 0, 1, "=A2", nullptr, "已收取");
    worksheet_write_formula_str(sheet_, 0, 2, "=A2", nullptr, "#N/A");
    EXPECT_EQ(rows_of(opened()), (Rows{"1: 2|已收取|#N/A"}));
}

TEST_F(Written, MergedCellsAreFilledDownwardInTheirFirstColumn) {
    worksheet_merge_range(sheet_, 0, 0, 0, 2, "登记表", nullptr);
    text(1, 0, "a");
    text(2, 0, "b");
    text(4, 0, "c");
    worksheet_merge_range(sheet_, 1, 1, 4, 2, "样例社区", nullptr);
    text(5, 0, "d");
    EXPECT_EQ(rows_of(opened()), (Rows{"1: 登记表", "2: a|样例社区", "3: b|样例社区", "5: c|样例社区", "6: d|"}));
}

TEST_F(Written, HiddenRowsAndColumnsAreReadAndCounted) {
    text(0, 0, "a");
    text(0, 1, "b");
    lxw_row_col_options hidden{};
    hidden.hidden = 1;
    worksheet_set_row_opt(sheet_, 0, 15, nullptr, &hidden);
    worksheet_set_column_opt(sheet_, 1, 1, 8, nullptr, &hidden);
    const auto workbook = opened();
    const auto table = (*workbook)->rows(0);
    ASSERT_TRUE(table && *(*table)->next());
    EXPECT_EQ((*table)->hidden_rows(), 1U);
    EXPECT_EQ(rows_of(workbook), (Rows{"1: a|b"}));
}

TEST_F(Written, SheetIsChosenByNameOrByNumberAmongThoseThatShow) {
    auto* hidden = workbook_add_worksheet(book_, "藏");
    auto* second = workbook_add_worksheet(book_, "二社区");
    text(0, 0, "1st");
    text(0, 0, "hidden", hidden);
    text(0, 0, "2nd", second);
    worksheet_hide(hidden);
    const auto workbook = opened();
    EXPECT_EQ(rows_of(workbook), (Rows{"1: 1st"}));
    EXPECT_EQ(rows_of(workbook, "2"), (Rows{"1: 2nd"}));
    EXPECT_EQ(rows_of(workbook, "二社区"), (Rows{"1: 2nd"}));
    EXPECT_EQ(rows_of(workbook, "藏"), (Rows{"1: hidden"}));
    for (const char* other : {"3", "0", "-1", "2x", "三"})
        EXPECT_EQ(rows_of(workbook, other), (Rows{"the workbook has no such sheet; it has 1: 一社区, 2: 二社区"})) << other;
}

TEST_F(Written, FirstSheetIsTheFirstThatShows) {
    auto* second = workbook_add_worksheet(book_, "二社区");
    text(0, 0, "2nd", second);
    worksheet_activate(second);
    worksheet_set_first_sheet(second);
    worksheet_hide(sheet_);
    EXPECT_EQ(rows_of(opened()), (Rows{"1: 2nd"}));
}

TEST_F(Written, SheetThatIsProtectedAgainstChangesCanBeRead) {
    text(0, 0, "a");
    worksheet_protect(sheet_, "password", nullptr);
    EXPECT_EQ(rows_of(opened()), (Rows{"1: a"}));
}

TEST_F(Written, WithoutSharedTexts) {
    workbook_close(book_);
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    book_ = workbook_new_opt(path().c_str(), &options);
    sheet_ = workbook_add_worksheet(book_, nullptr);
    text(0, 0, "姓名");
    EXPECT_EQ(rows_of(opened()), (Rows{"1: 姓名"}));
}

// As other programs write: prefixes, absolute and backslashed names, no cell references, phonetic signs, escapes.
class ByHand : public WorkbookTest {};

TEST_F(ByHand, CellsAndRowsWithoutReferencesFollowEachOther) {
    EXPECT_EQ(rows_of(book(
                  "<row><c t=\"inlineStr\"><is><t>a</t></is></c><c/><c><v>2</v></c></row><row r=\"5\"><c><v>3</v></c></row>"
                  "<row><c><v>4</v></c></row>")),
              (Rows{"1: a||2", "5: 3||", "6: 4||"}));
}

TEST_F(ByHand, PrefixesAbsoluteTargetsAndBackslashes) {
    const Parts parts = {{"_rels\\.rels", relations(relation("r1", "officeDocument", "/xl/workbook.xml"))},
                         {"xl\\workbook.xml",
                          "<x:workbook xmlns:x=\"m\"><x:sheets><x:sheet name=\"s\" rel:id=\"q\"/></x:sheets></x:workbook>"},
                         {"XL\\_rels\\workbook.xml.rels", relations(relation("q", "worksheet", "\\xl\\worksheets\\s.xml") +
                                                                    relation("t", "sharedStrings", "/xl/strings.xml"))},
                         {"xl\\strings.xml",
                          "<x:sst "
                          "xmlns:x=\"m\"><x:si><x:r><x:t>测</x:t></x:r><x:r><x:t>试</x:t></x:r><x:rPh><x:t>ceshi</x:t></"
                          "x:rPh></x:si></x:sst>"},
                         {"xl\\worksheets\\s.xml",
                          "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row><x:c t=\"s\"><x:v>0</x:v></x:c></x:row>"
                          "</x:sheetData></x:worksheet>"}};
    EXPECT_EQ(rows_of(parts), (Rows{"1: 测试"}));
}

TEST_F(ByHand, StrictAndOtherKindsOfCells) {
    EXPECT_EQ(rows_of(book("<row><c t=\"d\"><v>2025-09-15T00:00:00</v></c><c t=\"e\"><v>#REF!</v></c><c t=\"b\"><v>0</v></c>"
                           "<c t=\"str\"><f>A1</f><v>x_x000D_y_x005F_</v></c><c t=\"s\"><v>9</v></c></row>")),
              (Rows{"1: 2025-09-15T00:00:00|#REF!|FALSE|x\ry_|#REF!"}));
}

TEST_F(ByHand, FormulaThatNobodyWorkedOutHasNoValue) {
    EXPECT_EQ(
        rows_of(book("<row><c><f>A1</f></c><c><f>A1</f><v></v></c><c t=\"str\"><f>A1</f><v></v></c><c><v>1</v></c></row>")),
        (Rows{"1: =|=||1"}));
}

TEST_F(ByHand, DaysFrom1904) {
    auto parts = book("<row><c s=\"1\"><v>44453</v></c><c><v>44453</v></c></row>");
    auto& workbook = parts["xl/workbook.xml"];
    workbook.insert(workbook.find("<sheets>"), "<workbookPr date1904=\"1\"/>");
    parts["xl/_rels/workbook.xml.rels"] =
        relations(relation("r1", "worksheet", "worksheets/sheet1.xml") + relation("r2", "styles", "styles.xml"));
    parts["xl/styles.xml"] =
        "<styleSheet><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
        "<xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    EXPECT_EQ(rows_of(parts), (Rows{"1: 2025-09-15|44453"}));
    const auto workbook_of_1904 = Workbook::open(path());
    EXPECT_EQ((*(*workbook_of_1904)->rows(0))->serial_shift(), 1462) << "for the day that no style tells";
}

TEST_F(ByHand, WhatMergedCellsHideIsNotSeen) {
    EXPECT_EQ(rows_of(book("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>"
                           "<row r=\"3\"><c><v>5</v></c></row><row><c r=\"B4\"><v>6</v></c></row>",
                           "<mergeCells><mergeCell ref=\"A1:A3\"/><mergeCell ref=\"A1\"/><mergeCell ref=\"nonsense\"/>"
                           "<mergeCell ref=\"Z9:B1\"/></mergeCells>")),
              (Rows{"1: 1|2", "2: 1|4", "4: |6"}))
        << "row 3 has nothing of its own";
}

TEST_F(ByHand, ValueFarToTheRightIsTold) {
    EXPECT_EQ(rows_of(book("<row><c r=\"XFD1\"><v>1</v></c></row>")),
              (Rows{"1: !has a value beyond column 1000; take it out"}));
}

TEST_F(ByHand, TextInUtf16) {
    auto parts = book("");
    std::string wide = "\xFF\xFE";
    for (const char c :
         std::string("<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet><sheetData><row><c><v>7</v></c></row>"
                     "</sheetData></worksheet>"))
        wide += {c, '\0'};
    parts["xl/worksheets/sheet1.xml"] = wide;
    EXPECT_EQ(rows_of(parts), (Rows{"1: 7"}));
}

}  // namespace
}  // namespace table_test
