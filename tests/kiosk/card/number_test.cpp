#include "kiosk/card/number.h"

#include <gtest/gtest.h>

#include <ostream>

namespace kiosk {
namespace {

struct NumberRow {
    const char* name;
    const char* text;
    const char* digits;  // "": refused
};
void PrintTo(const NumberRow& row, std::ostream* out) { *out << row.text; }
class ReadCardNumber : public testing::TestWithParam<NumberRow> {};

TEST_P(ReadCardNumber, AcceptsSixteenDigitsAndTUnion) {
    const auto number = CardNumber::parse(GetParam().text);
    EXPECT_EQ(number ? number->digits() : "", GetParam().digits);
}

INSTANTIATE_TEST_SUITE_P(, ReadCardNumber,
                         testing::Values(NumberRow{"sixteen", "4000000000000001", "4000000000000001"},
                                         NumberRow{"groups", "4000 0000 0000 0001", "4000000000000001"},
                                         NumberRow{"full_width", "４０００００００００００００１７", "4000000000000017"},
                                         NumberRow{"tunion", "3104920000000000001", "3104920000000000001"},
                                         NumberRow{"nineteen_but_not_three", "4104920000000000001", ""},
                                         NumberRow{"fifteen", "400000000000001", ""},
                                         NumberRow{"seventeen", "40000000000000011", ""},
                                         NumberRow{"letter", "400000000000000A", ""},
                                         NumberRow{"sign", "-400000000000001", ""},
                                         NumberRow{"chinese_numeral", "400000000000000一", ""},
                                         NumberRow{"all_zero", "0000000000000000", ""}, NumberRow{"empty", "", ""}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(CardNumber, TellsItsKindAndItsEnd) {
    EXPECT_TRUE(CardNumber::parse("3104920000000000017")->is_tunion());
    EXPECT_FALSE(CardNumber::parse("4000000000000017")->is_tunion());
    EXPECT_EQ(CardNumber::parse("4000000000000017")->last4(), "0017");
}

struct IdRow {
    const char* name;
    const char* text;
    const char* id;      // "": refused
    const char* detail;  // then: part of why
};
void PrintTo(const IdRow& row, std::ostream* out) { *out << row.text; }
class ReadResidentId : public testing::TestWithParam<IdRow> {};

TEST_P(ReadResidentId, IsStrictAndSaysWhy) {
    const IdRow& row = GetParam();
    const auto id = ResidentId::parse(row.text);
    EXPECT_EQ(id ? id->text() : "", row.id);
    if (id) return;
    EXPECT_EQ(id.error().fault, Fault::malformed);
    EXPECT_NE(id.error().detail.find(row.detail), std::string::npos) << id.error().detail;
    const bool repeats = *row.text != '\0' && id.error().detail.find(row.text) != std::string::npos;
    EXPECT_FALSE(repeats) << "personal data in an error";
}

INSTANTIATE_TEST_SUITE_P(
    , ReadResidentId,
    testing::Values(IdRow{"digit", "500103199003071239", "500103199003071239", ""},
                    IdRow{"capital_x", "11010519491231002X", "11010519491231002X", ""},
                    IdRow{"small_x", "11010519491231002x", "11010519491231002X", ""},
                    IdRow{"full_width_x", "11010519491231002Ｘ", "11010519491231002X", ""},
                    IdRow{"full_width_digits", "５００１０３１９９００３０７１２３９", "500103199003071239", ""},
                    IdRow{"leap_day", "500101200002290018", "", "check character"},
                    IdRow{"wrong_check", "500103199003071238", "", "check character"},
                    IdRow{"swapped_digits", "500103199003072139", "", "check character"},
                    IdRow{"no_such_day", "500103199002301239", "", "birth date"},
                    IdRow{"no_leap_day", "500103199102291239", "", "birth date"},
                    IdRow{"month_13", "500103199013071239", "", "birth date"},
                    IdRow{"year_0", "500103000003071239", "", "birth date"},
                    IdRow{"area_0", "000103199003071239", "", "area"}, IdRow{"fifteen", "500103900307123", "", "15 digits"},
                    IdRow{"seventeen", "50010319900307123", "", "17 characters"},
                    IdRow{"letter_inside", "5001031990030712A9", "", "digits"},
                    IdRow{"x_inside", "50010319900307X239", "", "digits"},
                    IdRow{"y_at_the_end", "50010319900307123Y", "", "digit or X"},
                    IdRow{"malformed_utf8", "\xFF\xFF\xFF\xFF", "", "4 characters"}, IdRow{"empty", "", "", "0 characters"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(ResidentId, TellsBirthDateAndTail) {
    const auto id = ResidentId::parse("11010519491231002X");
    ASSERT_TRUE(id);
    EXPECT_EQ(iso(id->born()), "1949-12-31");
    EXPECT_EQ(id->tail6(), "31002X");
}

struct MaskRow {
    const char* name;
    const char* text;
    const char* masked;
};
void PrintTo(const MaskRow& row, std::ostream* out) { *out << row.text; }
class MaskName : public testing::TestWithParam<MaskRow> {};
class MaskId : public testing::TestWithParam<MaskRow> {};

TEST_P(MaskName, LeavesFirstAndLast) { EXPECT_EQ(mask_name(GetParam().text), GetParam().masked); }
TEST_P(MaskId, LeavesFourAtEachEnd) { EXPECT_EQ(mask_id(GetParam().text), GetParam().masked); }

INSTANTIATE_TEST_SUITE_P(
    , MaskName,
    testing::Values(MaskRow{"one", "王", "＊"}, MaskRow{"two", "王泽", "王＊"}, MaskRow{"three", "王小泽", "王＊泽"},
                    MaskRow{"four", "欧阳小泽", "欧＊＊泽"}, MaskRow{"minority", "阿卜杜·买买提", "阿＊＊·＊＊提"},
                    MaskRow{"four_byte_last", "王小𠅤", "王＊𠅤"}, MaskRow{"four_byte_hidden", "王𰻞泽", "王＊泽"},
                    MaskRow{"four_byte_alone", "𠅤", "＊"}, MaskRow{"variation_selector", "王葛\U000E0100", "王＊"},
                    MaskRow{"shown_with_its_selector", "王小葛\U000E0100", "王＊葛\U000E0100"},
                    MaskRow{"latin", "Ann Lee", "A＊＊＊＊＊e"}, MaskRow{"malformed", "\xE7", "＊"},
                    MaskRow{"empty", "", ""}),
    [](const auto& test) { return std::string(test.param.name); });
INSTANTIATE_TEST_SUITE_P(, MaskId,
                         testing::Values(MaskRow{"eighteen", "500103199003071239", "5001**********1239"},
                                         MaskRow{"with_x", "11010519491231002X", "1101**********002X"},
                                         MaskRow{"fifteen", "500103900307123", "5001*******7123"},
                                         MaskRow{"too_short", "50010319903", "***********"},
                                         MaskRow{"not_ascii", "护照护照", "****"}, MaskRow{"empty", "", ""}),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace kiosk
