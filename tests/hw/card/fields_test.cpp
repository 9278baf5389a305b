#include <gtest/gtest.h>

#include <ostream>

#include "hw/card/bcd.h"
#include "hw/card/storage_card.h"
#include "hw/card/text_field.h"
#include "hw/card/tlv.h"

namespace hw {
namespace {

struct FieldRow {
    const char* name;
    const char* bytes;
    const char* value;  // "-": none
};
void PrintTo(const FieldRow& row, std::ostream* out) { *out << row.bytes; }
const auto row_name = [](const auto& test) { return std::string(test.param.name); };

class Bcd : public testing::TestWithParam<FieldRow> {};
TEST_P(Bcd, ReadsDigitsUpToThePadding) {
    EXPECT_EQ(bcd_digits(*from_hex(GetParam().bytes)).value_or("-"), GetParam().value);
}
INSTANTIATE_TEST_SUITE_P(, Bcd,
                         testing::Values(FieldRow{"plain", "4000 0001", "40000001"},
                                         FieldRow{"padded", "1234 5FFF", "12345"}, FieldRow{"all_padding", "FFFF", ""},
                                         FieldRow{"digit_after_padding", "12F3", "-"}, FieldRow{"letter", "12A3", "-"},
                                         FieldRow{"empty", "", ""}, FieldRow{"odd_count", "12345F", "12345"},
                                         FieldRow{"padding_before", "F123", "-"},
                                         FieldRow{"padding_in_the_middle", "12FF34", "-"},
                                         FieldRow{"ascii_digits", "3132", "3132"}),
                         row_name);

class BcdDate : public testing::TestWithParam<FieldRow> {};
TEST_P(BcdDate, IsADayThatExists) {
    const auto date = bcd_date(*from_hex(GetParam().bytes));
    EXPECT_EQ(date ? kiosk::iso(*date) : "-", GetParam().value);
}
INSTANTIATE_TEST_SUITE_P(
    , BcdDate,
    testing::Values(FieldRow{"day", "20140506", "2014-05-06"}, FieldRow{"far", "20991231", "2099-12-31"},
                    FieldRow{"zero", "00000000", "-"}, FieldRow{"ff", "FFFFFFFF", "-"},
                    FieldRow{"ascii_year_of_a_test_card", "32303132", "-"}, FieldRow{"month_13", "20141301", "-"},
                    FieldRow{"no_leap_day", "20230229", "-"}, FieldRow{"short", "201405", "-"},
                    FieldRow{"leap_day", "20240229", "2024-02-29"}, FieldRow{"month_0", "20140006", "-"},
                    FieldRow{"day_0", "20140500", "-"}, FieldRow{"day_31_of_june", "20140631", "-"},
                    FieldRow{"padded", "201405FF", "-"}, FieldRow{"long", "2014050600", "-"},
                    FieldRow{"long_and_padded", "20140506FF", "-"}, FieldRow{"before_all_holders", "18991231", "-"},
                    FieldRow{"first_day", "19000101", "1900-01-01"}, FieldRow{"last_day", "21991231", "2199-12-31"},
                    FieldRow{"beyond", "22000101", "-"}, FieldRow{"letters", "2014AB06", "-"}),
    row_name);

class GbkField : public testing::TestWithParam<FieldRow> {};
TEST_P(GbkField, IsDecodedUpToThePadding) { EXPECT_EQ(name_field(*from_hex(GetParam().bytes)), GetParam().value); }
INSTANTIATE_TEST_SUITE_P(
    , GbkField,
    testing::Values(FieldRow{"zeros_behind", "D5C5C8FD 0000", "张三"}, FieldRow{"ff_behind", "D5C5C8FD FFFF", "张三"},
                    FieldRow{"spaces_behind", "D5C5C8FD 2020", "张三"},
                    FieldRow{"wide_spaces_around", "A1A1D5C5C8FDA1A1", "张三"}, FieldRow{"gbk_only", "E9462020", "镕"},
                    FieldRow{"four_bytes", "D5C5 95328236", "张𠀀"}, FieldRow{"cut", "D5C5C8", ""},
                    FieldRow{"ascii", "416E6E", "Ann"}, FieldRow{"blank", "0000", ""}, FieldRow{"empty", "", ""},
                    FieldRow{"four_bytes_cut_to_three", "D5C5 953282", ""},
                    FieldRow{"four_bytes_cut_to_two", "D5C5 9532", ""},
                    FieldRow{"four_bytes_beside_padding", "95328236 FF", "𠀀"},
                    FieldRow{"cut_before_padding", "D5C5C8 0000", ""}, FieldRow{"not_a_second_byte", "D57F", ""},
                    FieldRow{"name_behind_padding", "00 D5C5", ""}, FieldRow{"dot_of_a_long_name", "B0A2A1A4C2F2", "阿·买"},
                    FieldRow{"only_spaces", "2020A1A1", ""}),
    row_name);

class AsciiField : public testing::TestWithParam<FieldRow> {};
TEST_P(AsciiField, IsWhatStandsBeforeThePadding) { EXPECT_EQ(ascii_field(*from_hex(GetParam().bytes)), GetParam().value); }
INSTANTIATE_TEST_SUITE_P(, AsciiField,
                         testing::Values(FieldRow{"version", "332E3030", "3.00"}, FieldRow{"zero_behind", "322E3000", "2.0"},
                                         FieldRow{"ff_behind", "322E30FF", "2.0"},
                                         FieldRow{"spaces_around", "20413120", "A1"},
                                         FieldRow{"control_character", "41071B", ""}, FieldRow{"chinese", "D5C5", ""},
                                         FieldRow{"blank", "00000000", ""}, FieldRow{"empty", "", ""}),
                         row_name);

class FindTlv : public testing::TestWithParam<FieldRow> {};
TEST_P(FindTlv, FindsTheProprietaryDataOfAnFci) {
    const Bytes bytes = *from_hex(GetParam().bytes);
    const auto value = find_tlv(bytes, 0x9F0C);
    EXPECT_EQ(value ? to_hex(*value) : "-", GetParam().value);
}
INSTANTIATE_TEST_SUITE_P(
    , FindTlv,
    testing::Values(
        FieldRow{"nested", "6F08 8401AA A503 9F0C00", ""}, FieldRow{"value", "6F0A 8401AA A505 9F0C02 1234", "1234"},
        FieldRow{"padding_between", "0000 6F09 0000 A505 9F0C02 1234", "1234"},
        FieldRow{"long_length", "9F0C8102 1234", "1234"}, FieldRow{"longer_length", "9F0C820002 1234", "1234"},
        FieldRow{"runs_over", "9F0C20 1234", "1234"}, FieldRow{"parent_too_short", "6F04 9F0C02 1234", "12"},
        FieldRow{"indefinite_length", "9F0C80 1234", "-"}, FieldRow{"huge_length", "9F0C84FFFFFFFF 1234", "-"},
        FieldRow{"tag_cut", "9F", "-"}, FieldRow{"length_cut", "9F0C", "-"}, FieldRow{"other", "8404 9F0C0112", "-"},
        FieldRow{"length_of_three_bytes", "9F0C83000002 1234", "-"}, FieldRow{"length_cut_in_the_middle", "9F0C8200", "-"},
        FieldRow{"ff_between", "FFFF 9F0C02 1234", "1234"}, FieldRow{"first_of_two", "6F0A 9F0C0112 9F0C0134", "12"},
        FieldRow{"behind_an_empty_object", "8400 A500 9F0C0112", "12"},
        FieldRow{"behind_a_template_cut_short", "6F02 A520 9F0C0112", "12"}, FieldRow{"only_padding", "0000FFFF", "-"},
        FieldRow{"endless_tag", "9F8F8F8F8F8F", "-"},
        FieldRow{"nested_too_deep", "6F166F146F126F106F0E6F0C6F0A6F086F066F04 9F0C0112", "-"}, FieldRow{"empty", "", "-"}),
    row_name);

class Storage : public testing::TestWithParam<FieldRow> {};
TEST_P(Storage, IsKnownByTheReadersAtr) {
    const auto atr = parse_storage_atr(*from_hex(GetParam().bytes));
    EXPECT_EQ(atr ? atr->chip() : "-", GetParam().value);
}
INSTANTIATE_TEST_SUITE_P(
    , Storage,
    testing::Values(FieldRow{"classic_1k", "3B8F8001804F0CA000000306 03 0001 00000000 6A", "Mifare Classic 1K"},
                    FieldRow{"classic_4k", "3B8F8001804F0CA000000306 03 0002 00000000 69", "Mifare Classic 4K"},
                    FieldRow{"ultralight", "3B8F8001804F0CA000000306 03 0003 00000000 68", "Mifare Ultralight"},
                    FieldRow{"nameless", "3B8F8001804F0CA000000306 03 0000 00000000 6B", "ISO 14443 type A 0000"},
                    FieldRow{"type_b", "3B8F8001804F0CA000000306 07 0000 00000000 6F", "ISO 14443 type B 0000"},
                    FieldRow{"vicinity", "3B8F8001804F0CA000000306 0A 0000 00000000 62", "ISO 15693 0000"},
                    FieldRow{"felica", "3B8F8001804F0CA000000306 11 003B 00000000 42", "FeliCa"},
                    FieldRow{"processor_card", "3B888001008154 4C96868451 55", "-"},
                    FieldRow{"cut", "3B8F8001804F0CA000000306 03", "-"}),
    row_name);

TEST(StorageAtr, ProcessorThatTheReaderDidNotWakeIsWorthAsking) {
    EXPECT_TRUE(parse_storage_atr(*from_hex("3B8F8001804F0CA00000030603FF20000000009D"))->may_have_processor());
    EXPECT_FALSE(parse_storage_atr(*from_hex("3B8F8001804F0CA00000030603FF88000000009D"))->may_have_processor());
}

}  // namespace
}  // namespace hw
