#include <gtest/gtest.h>

#include <ostream>

#include "hw/reader/bcd.h"
#include "hw/reader/storage_card.h"
#include "hw/reader/text_field.h"
#include "hw/reader/tlv.h"

namespace hw {
namespace {

struct Row {
    const char* name;
    const char* bytes;
    const char* value;  // "-": none
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.bytes; }
const auto row_name = [](const auto& test) { return std::string(test.param.name); };

class Bcd : public testing::TestWithParam<Row> {};
TEST_P(Bcd, ReadsDigitsUpToThePadding) {
    EXPECT_EQ(bcd_digits(*from_hex(GetParam().bytes)).value_or("-"), GetParam().value);
}
INSTANTIATE_TEST_SUITE_P(, Bcd,
                         testing::Values(Row{"plain", "4000 0001", "40000001"}, Row{"padded", "1234 5FFF", "12345"},
                                         Row{"all_padding", "FFFF", ""}, Row{"digit_after_padding", "12F3", "-"},
                                         Row{"letter", "12A3", "-"}, Row{"empty", "", ""},
                                         Row{"odd_count", "12345F", "12345"}, Row{"padding_before", "F123", "-"},
                                         Row{"padding_in_the_middle", "12FF34", "-"}, Row{"ascii_digits", "3132", "3132"}),
                         row_name);

class BcdDate : public testing::TestWithParam<Row> {};
TEST_P(BcdDate, IsADayThatExists) {
    const auto date = bcd_date(*from_hex(GetParam().bytes));
    EXPECT_EQ(date ? kiosk::iso(*date) : "-", GetParam().value);
}
INSTANTIATE_TEST_SUITE_P(
    , BcdDate,
    testing::Values(Row{"day", "20140506", "2014-05-06"}, Row{"far", "20991231", "2099-12-31"}, Row{"zero", "00000000", "-"},
                    Row{"ff", "FFFFFFFF", "-"}, Row{"ascii_year_of_a_test_card", "32303132", "-"},
                    Row{"month_13", "20141301", "-"}, Row{"no_leap_day", "20230229", "-"}, Row{"short", "201405", "-"},
                    Row{"leap_day", "20240229", "2024-02-29"}, Row{"month_0", "20140006", "-"},
                    Row{"day_0", "20140500", "-"}, Row{"day_31_of_june", "20140631", "-"}, Row{"padded", "201405FF", "-"},
                    Row{"long", "2014050600", "-"}, Row{"long_and_padded", "20140506FF", "-"},
                    Row{"before_all_holders", "18991231", "-"}, Row{"first_day", "19000101", "1900-01-01"},
                    Row{"last_day", "21991231", "2199-12-31"}, Row{"beyond", "22000101", "-"},
                    Row{"letters", "2014AB06", "-"}),
    row_name);

class GbkField : public testing::TestWithParam<Row> {};
TEST_P(GbkField, IsDecodedUpToThePadding) { EXPECT_EQ(gbk_field(*from_hex(GetParam().bytes)), GetParam().value); }
INSTANTIATE_TEST_SUITE_P(
    , GbkField,
    testing::Values(Row{"zeros_behind", "D5C5C8FD 0000", "张三"}, Row{"ff_behind", "D5C5C8FD FFFF", "张三"},
                    Row{"spaces_behind", "D5C5C8FD 2020", "张三"}, Row{"wide_spaces_around", "A1A1D5C5C8FDA1A1", "张三"},
                    Row{"gbk_only", "E9462020", "镕"}, Row{"four_bytes", "D5C5 95328236", "张𠀀"}, Row{"cut", "D5C5C8", ""},
                    Row{"ascii", "416E6E", "Ann"}, Row{"blank", "0000", ""}, Row{"empty", "", ""},
                    Row{"four_bytes_cut_to_three", "D5C5 953282", ""}, Row{"four_bytes_cut_to_two", "D5C5 9532", ""},
                    Row{"four_bytes_beside_padding", "95328236 FF", "𠀀"}, Row{"cut_before_padding", "D5C5C8 0000", ""},
                    Row{"not_a_second_byte", "D57F", ""}, Row{"name_behind_padding", "00 D5C5", ""},
                    Row{"dot_of_a_long_name", "B0A2A1A4C2F2", "阿·买"}, Row{"only_spaces", "2020A1A1", ""}),
    row_name);

class AsciiField : public testing::TestWithParam<Row> {};
TEST_P(AsciiField, IsWhatStandsBeforeThePadding) { EXPECT_EQ(ascii_field(*from_hex(GetParam().bytes)), GetParam().value); }
INSTANTIATE_TEST_SUITE_P(, AsciiField,
                         testing::Values(Row{"version", "332E3030", "3.00"}, Row{"zero_behind", "322E3000", "2.0"},
                                         Row{"ff_behind", "322E30FF", "2.0"}, Row{"spaces_around", "20413120", "A1"},
                                         Row{"control_character", "41071B", ""}, Row{"chinese", "D5C5", ""},
                                         Row{"blank", "00000000", ""}, Row{"empty", "", ""}),
                         row_name);

class FindTlv : public testing::TestWithParam<Row> {};
TEST_P(FindTlv, FindsTheProprietaryDataOfAnFci) {
    const Bytes bytes = *from_hex(GetParam().bytes);
    const auto value = find_tlv(bytes, 0x9F0C);
    EXPECT_EQ(value ? to_hex(*value) : "-", GetParam().value);
}
INSTANTIATE_TEST_SUITE_P(
    , FindTlv,
    testing::Values(Row{"nested", "6F08 8401AA A503 9F0C00", ""}, Row{"value", "6F0A 8401AA A505 9F0C02 1234", "1234"},
                    Row{"padding_between", "0000 6F09 0000 A505 9F0C02 1234", "1234"},
                    Row{"long_length", "9F0C8102 1234", "1234"}, Row{"longer_length", "9F0C820002 1234", "1234"},
                    Row{"runs_over", "9F0C20 1234", "1234"}, Row{"parent_too_short", "6F04 9F0C02 1234", "12"},
                    Row{"indefinite_length", "9F0C80 1234", "-"}, Row{"huge_length", "9F0C84FFFFFFFF 1234", "-"},
                    Row{"tag_cut", "9F", "-"}, Row{"length_cut", "9F0C", "-"}, Row{"other", "8404 9F0C0112", "-"},
                    Row{"length_of_three_bytes", "9F0C83000002 1234", "-"}, Row{"length_cut_in_the_middle", "9F0C8200", "-"},
                    Row{"ff_between", "FFFF 9F0C02 1234", "1234"}, Row{"first_of_two", "6F0A 9F0C0112 9F0C0134", "12"},
                    Row{"behind_an_empty_object", "8400 A500 9F0C0112", "12"},
                    Row{"behind_a_template_cut_short", "6F02 A520 9F0C0112", "12"}, Row{"only_padding", "0000FFFF", "-"},
                    Row{"endless_tag", "9F8F8F8F8F8F", "-"},
                    Row{"nested_too_deep", "6F166F146F126F106F0E6F0C6F0A6F086F066F04 9F0C0112", "-"}, Row{"empty", "", "-"}),
    row_name);

class Storage : public testing::TestWithParam<Row> {};
TEST_P(Storage, IsKnownByTheReadersAtr) {
    const auto atr = parse_storage_atr(*from_hex(GetParam().bytes));
    EXPECT_EQ(atr ? atr->chip() : "-", GetParam().value);
}
INSTANTIATE_TEST_SUITE_P(
    , Storage,
    testing::Values(Row{"classic_1k", "3B8F8001804F0CA000000306 03 0001 00000000 6A", "Mifare Classic 1K"},
                    Row{"classic_4k", "3B8F8001804F0CA000000306 03 0002 00000000 69", "Mifare Classic 4K"},
                    Row{"ultralight", "3B8F8001804F0CA000000306 03 0003 00000000 68", "Mifare Ultralight"},
                    Row{"nameless", "3B8F8001804F0CA000000306 03 0000 00000000 6B", "ISO 14443 type A 0000"},
                    Row{"type_b", "3B8F8001804F0CA000000306 07 0000 00000000 6F", "ISO 14443 type B 0000"},
                    Row{"vicinity", "3B8F8001804F0CA000000306 0A 0000 00000000 62", "ISO 15693 0000"},
                    Row{"felica", "3B8F8001804F0CA000000306 11 003B 00000000 42", "FeliCa"},
                    Row{"processor_card", "3B888001008154 4C96868451 55", "-"},
                    Row{"cut", "3B8F8001804F0CA000000306 03", "-"}),
    row_name);

TEST(StorageAtr, ProcessorThatTheReaderDidNotWakeIsWorthAsking) {
    EXPECT_TRUE(parse_storage_atr(*from_hex("3B8F8001804F0CA00000030603FF20000000009D"))->may_have_processor());
    EXPECT_FALSE(parse_storage_atr(*from_hex("3B8F8001804F0CA00000030603FF88000000009D"))->may_have_processor());
}

}  // namespace
}  // namespace hw
