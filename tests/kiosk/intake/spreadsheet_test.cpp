// What districts hand in: tables that went through a spreadsheet.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "kiosk/table/cell.h"
#include "tests/kiosk/ledger/support.h"

namespace ledger_test {
namespace {

struct NumberRow {
    const char* name;
    const char* cell;
    const char* want;  // empty: refused
};
void PrintTo(const NumberRow& row, std::ostream* out) { *out << row.cell; }
class NumberInCell : public testing::TestWithParam<NumberRow> {};
TEST_P(NumberInCell, HasAllItsDigitsOrIsRefused) {
    const auto number = number_in_cell(cell_text(GetParam().cell));
    EXPECT_EQ(number ? *number : std::string{}, GetParam().want);
}
INSTANTIATE_TEST_SUITE_P(, NumberInCell,
                         testing::Values(NumberRow{"plain", "4000900000000001", "4000900000000001"},
                                         NumberRow{"in_groups", "4000 9000 0000 0001", "4000900000000001"},
                                         NumberRow{"full_width", "４０００９０００００００００ ０１", "4000900000000001"},
                                         NumberRow{"hard_spaces",
                                                   "\xC2\xA0"
                                                   "4000900000000001\xE2\x80\x8B",
                                                   "4000900000000001"},
                                         NumberRow{"direction_marks",
                                                   "\xE2\x80\xAA"
                                                   "4000900000000001\xE2\x80\xAC",
                                                   "4000900000000001"},
                                         NumberRow{"empty_fraction", "4000900000000001.0", "4000900000000001"},
                                         NumberRow{"longer_empty_fraction", "4000900000000001.00", "4000900000000001"},
                                         NumberRow{"real_fraction_stays", "4000.5", "4000.5"},
                                         NumberRow{"apostrophe", "'0123456789012345", "0123456789012345"},
                                         NumberRow{"formula_of_text", "=\"0123456789012345\"", "0123456789012345"},
                                         NumberRow{"formula_with_blanks", " =\" 0123 \" ", "0123"},
                                         NumberRow{"all_digits_kept", "4.000900000000001E+15", "4000900000000001"},
                                         NumberRow{"more_digits_than_needed", "4.0009000000000010e+15", "4000900000000001"},
                                         NumberRow{"digits_lost", "4.00E+15", ""},
                                         NumberRow{"fifteen_digits_kept", "4.00090000000000E+15", ""},
                                         NumberRow{"no_point", "4E+15", ""},
                                         NumberRow{"nineteen_digits_lost", "3.10492000000000E+18", ""},
                                         NumberRow{"not_a_whole_number", "4.25E+1", "4.25E+1"},
                                         NumberRow{"letter_stays", "a00000001", "A00000001"},
                                         NumberRow{"letter_e_is_no_exponent", "1E00000012", "1E00000012"}),
                         [](const auto& test) { return std::string(test.param.name); });

class Spreadsheet : public LedgerTest {
protected:
    ImportReport import(const std::string& csv) {
        auto report = import_csv(ledger_->local(), csv, policy_);
        if (!report) ADD_FAILURE() << report.error().detail;
        return report ? *std::move(report) : ImportReport{};
    }
    std::string reason(const std::string& csv) {
        const auto report = import(csv);
        EXPECT_EQ(*ledger_->count_cases(), 0U);
        return report.bad.size() == 1 ? report.bad[0].reason : "not one reason but " + std::to_string(report.bad.size());
    }
    std::unique_ptr<SqliteLedger> ledger_ = open();
};

const std::string sheet_header = "编号,姓名,身份证号码,敬老卡卡号,收取时间,状态\n";
std::string sheet_row(const std::string& card, const std::string& id = id_a, const std::string& key = "K001") {
    return key + ",测试甲," + id + ',' + card + ",2026-11-01,待领取\n";
}
std::string with_delimiter(std::string csv, char delimiter) {
    std::ranges::replace(csv, ',', delimiter);
    return csv;
}

TEST_F(Spreadsheet, DelimiterIsFoundByItself) {
    for (const char delimiter : {';', '\t', ','}) {
        const auto report = import(with_delimiter(sheet_header + sheet_row("4000900000000001"), delimiter));
        EXPECT_EQ(report.rows, 1U);
        EXPECT_TRUE(report.bad.empty()) << delimiter;
    }
}

TEST_F(Spreadsheet, DelimiterMayBeNamedInALineOfItsOwn) {
    const auto csv = "sep=;\r\n" + with_delimiter(sheet_header + sheet_row("4000900000000001") + "bad\n", ';');
    const auto report = import(csv);
    ASSERT_EQ(report.bad.size(), 1U);
    EXPECT_EQ(report.bad[0].line, 4U);
}

TEST_F(Spreadsheet, OtherDelimitersMayStandWithinQuotes) {
    EXPECT_EQ(import("\"编号\";姓名;身份证号码;敬老卡卡号;收取时间;状态;\"备注\"\nK001;测试甲;;4000900000000001;"
                     "2026-11-01;待领取;\"a;b,c\"\n")
                  .added,
              1U);
}

TEST_F(Spreadsheet, HeaderMayBeBrokenIntoLines) {
    EXPECT_EQ(import("编号,姓名,身份证号码,\"敬老卡\n卡号\",收取　时间,状态\n" + sheet_row("4000900000000001")).added, 1U);
}

TEST_F(Spreadsheet, DamagedFieldsAreFoundByTheTrueNumber) {
    EXPECT_EQ(import(sheet_header + sheet_row("\"=\"\"4000900000000001\"\"\"", std::string("'") + id_a)).added, 1U);
    EXPECT_EQ(ledger_->find(ByCard{*CardNumber::parse("4000900000000001")})->size(), 1U);
    EXPECT_EQ(ledger_->find(ByResidentId{id_a})->size(), 1U);
}

TEST_F(Spreadsheet, LostZerosAreExplained) {
    EXPECT_NE(reason(sheet_header + sheet_row("9000000000001")).find("dropped zeros at its front"), std::string::npos);
}

TEST_F(Spreadsheet, RoundedIdIsExplained) {
    EXPECT_NE(reason(sheet_header + sheet_row("4000900000000001", "500106195001011000")).find("last three digits 000"),
              std::string::npos);
}

TEST_F(Spreadsheet, KeyThatBecameANumberIsRefused) {
    EXPECT_NE(reason(sheet_header + sheet_row("4000900000000001", id_a, "1234.0")).find("made a number"), std::string::npos);
    EXPECT_NE(reason(sheet_header + sheet_row("4000900000000001", id_a, "1.2E+11")).find("made a number"),
              std::string::npos);
}

TEST_F(Spreadsheet, ErrorMarkIsNoValue) {
    EXPECT_NE(reason(sheet_header + sheet_row("#N/A")).find("error mark"), std::string::npos);
    EXPECT_NE(reason(sheet_header + sheet_row("########")).find("error mark"), std::string::npos);
}

TEST_F(Spreadsheet, FileWhoseCardsAllEndInZeroWasRounded) {
    std::string csv = sheet_header;
    for (int number = 1; number <= 9; ++number)
        csv += sheet_row("400090000000" + std::to_string(100 + number) + "0", {}, "K00" + std::to_string(number));
    EXPECT_NE(reason(csv).find("rounded"), std::string::npos);
    csv.replace(csv.find("1090,2026"), 4, "1091");
    EXPECT_EQ(import(csv).added, 9U);
}

struct OtherFile {
    const char* name;
    std::string bytes;
    const char* words;
};
void PrintTo(const OtherFile& file, std::ostream* out) { *out << file.name; }
class NoCsv : public Spreadsheet, public testing::WithParamInterface<OtherFile> {};
TEST_P(NoCsv, IsToldInOneSentence) { EXPECT_NE(reason(GetParam().bytes).find(GetParam().words), std::string::npos); }
INSTANTIATE_TEST_SUITE_P(
    , NoCsv,
    testing::Values(OtherFile{"xlsx", std::string("PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\n\r\"x", 20),
                              "save the table as .xlsx or CSV"},
                    OtherFile{"xls", std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\n", 11), "old kind"},
                    OtherFile{"web_page", "\n <table border=\"1\"><tr><td>编号</td></tr></table>", "web page"},
                    OtherFile{"zeros", std::string("ab\0cd\n", 6), "no text"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace ledger_test
