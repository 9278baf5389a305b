#include "hw/card/identify.h"

#include <gtest/gtest.h>

#include <ostream>

#include "hw/card/simulated_card.h"
#include "tests/support/card_events.h"

namespace hw {
namespace {

std::string outcome(const Identified& found) {
    return found.card ? support::describe(*found.card) : support::describe(hw::CardFailed{found.card.error().fault});
}

// ---- what exactly was read

template <class T>
T read_as(const char* file) {
    SimulatedCard card = support::card(file);
    return std::get<T>(*identify(card).card);
}

TEST(Identify, OldCardOfChongqingHasItsNumberInTheMasterFile) {
    const auto card = read_as<kiosk::TransitCard>("old-01");
    EXPECT_EQ(card.number.digits(), "4000000000000001");
    EXPECT_EQ(card.city, "4000");
    EXPECT_EQ(kiosk::iso(card.valid_from.value()), "2012-05-06");
    EXPECT_EQ(kiosk::iso(card.valid_until.value()), "2099-12-31");
    EXPECT_EQ(card.passenger, std::nullopt);
}

TEST(Identify, TUnionTellsForWhomItIs) {
    const auto card = read_as<kiosk::TransitCard>("new-senior");
    EXPECT_EQ(card.number.digits(), "3104920000000000001");
    EXPECT_EQ(card.city, "6900");
    EXPECT_EQ(card.passenger, kiosk::Passenger::senior);
    EXPECT_EQ(kiosk::iso(card.valid_until.value()), "2033-01-01");
}

TEST(Identify, SecondGenerationTellsItsHolder) {
    const auto card = read_as<kiosk::SocialCard>("social-2");
    ASSERT_TRUE(card.holder);
    EXPECT_EQ(card.holder->name, "张三");
    EXPECT_EQ(card.holder->id_number.size(), 18U);
    EXPECT_EQ(card.area, "500000");
    EXPECT_EQ(card.number, "A00000002");
    EXPECT_EQ(kiosk::iso(card.expires.value()), "2034-01-06");
}

TEST(Identify, SocialCardMayHaveLettersInItsNumberAndInItsHolders) {
    EXPECT_EQ(read_as<kiosk::SocialCard>("social-letters").number, "C1234567X");
    EXPECT_EQ(read_as<kiosk::SocialCard>("social-3-letters").number, "C1234567X");
    EXPECT_EQ(read_as<kiosk::SocialCard>("social-digits").number, "123456785");
    EXPECT_EQ(read_as<kiosk::SocialCard>("social-foreigner").holder->id_number, "XXA1A000000000000Z");
    EXPECT_EQ(read_as<kiosk::SocialCard>("social-foreigner").holder->name, "TEST PERSON");
}

TEST(Identify, SocialCardTellsTheSameWhicheverWayItsRecordsAreRead) {
    for (const char* file : {"social-all-records", "social-any-length", "social-no-version", "social-two-ways"}) {
        const auto card = read_as<kiosk::SocialCard>(file);
        ASSERT_TRUE(card.holder) << file;
        EXPECT_EQ(card.holder->id_number, "500103195203071230") << file;
        EXPECT_EQ(card.holder->name, "张三") << file;
    }
    EXPECT_EQ(kiosk::iso(read_as<kiosk::SocialCard>("social-all-records").expires.value()), "2034-01-06");
    EXPECT_EQ(read_as<kiosk::SocialCard>("social-utf8-name").holder->name, "张三");
}

TEST(Identify, ChongqingCardThatSelectsByFileOnlyTellsAllThatOthersTell) {
    const auto card = read_as<kiosk::TransitCard>("old-by-file");
    EXPECT_EQ(card.number.digits(), "4000123456789017");
    EXPECT_EQ(card.city, "4000");
    EXPECT_EQ(kiosk::iso(card.valid_from.value()), "2016-01-05");
    EXPECT_EQ(kiosk::iso(card.valid_until.value()), "2099-12-31");
}

TEST(Identify, TUnionNumberMayBePaddedBehind) {
    EXPECT_EQ(read_as<kiosk::TransitCard>("tunion-number-padded").number.digits(), "3104920000000000075");
}

TEST(Identify, ThirdGenerationProtectsItsHolder) {
    const auto card = read_as<kiosk::SocialCard>("social-3");
    EXPECT_FALSE(card.holder);
    ASSERT_TRUE(card.transit);
    EXPECT_EQ(card.transit->number.digits(), "3104920000000000004");
}

// ---- cards that are not by the book

struct TextRow {
    const char* name;
    const char* script;  // after the ATR
    const char* outcome;
};
void PrintTo(const TextRow& row, std::ostream* out) { *out << row.name; }
class IdentifyOddCard : public testing::TestWithParam<TextRow> {};

TEST_P(IdentifyOddCard, TellsOnlyWhatIsCertain) {
    auto card = SimulatedCard::parse(std::string("atr = 3B 80 80 01 01\n") + GetParam().script, GetParam().name);
    ASSERT_TRUE(card) << card.error().detail;
    EXPECT_EQ(outcome(identify(*card)), GetParam().outcome);
}

#define TUNION "00 A4 04 00 08 A0 00 00 06 32 01 01 05 * -> "
#define CITY "00 A4 04 00 09 A0 00 00 00 03 86 98 07 01 * -> "
#define SOCIAL "00 A4 04 00 0F 73 78 31 2E 73 68 2E C9 E7 BB E1 B1 A3 D5 CF * -> "
#define TUNION_FILE "01 65 69 00 FF FF FF FF 02 01 03 10 49 20 00 00 00 00 00 17 20 23 01 01 20 33 01 01 00 00"

INSTANTIATE_TEST_SUITE_P(
    TUnion, IdentifyOddCard,
    testing::Values(
        TextRow{"number_only_in_the_file", "default -> 6A 82\n" TUNION "6F 00 90 00\n00 B0 95 00 1E -> " TUNION_FILE "90 00",
                "transit 0017"},
        TextRow{"no_answer_data_at_all", "default -> 6A 82\n" TUNION "90 00\n00 B0 95 00 1E -> " TUNION_FILE "90 00",
                "transit 0017"},
        TextRow{"zeros_behind_the_template",
                "default -> 6A 82\n" TUNION "6F 38 84 08 A0 00 00 06 32 01 01 05 A5 25 9F 08 01 02 9F 0C 1E " TUNION_FILE
                "00*7 90 00",
                "transit 0017"},
        TextRow{"label_before_and_longer_value",
                "default -> 6A 82\n" TUNION "6F 31 A5 2F 50 08 \"MOT_T_EP\" 87 01 01 9F 0C 1F " TUNION_FILE "00 90 00",
                "transit 0017"},
        TextRow{"length_beyond_the_answer", "default -> 6A 82\n" TUNION "6F 7F A5 7F 9F 0C 7F " TUNION_FILE "90 00",
                "transit 0017"},
        TextRow{"wrong_le",
                "default -> 6A 82\n" TUNION "90 00\n00 B0 95 00 1E -> 6C 20\n00 B0 95 00 20 -> " TUNION_FILE "00 00 90 00",
                "transit 0017"},
        TextRow{"wrong_length_until_all_is_asked_for",
                "default -> 6A 82\n" TUNION "90 00\n00 B0 95 00 1E -> 67 00\n00 B0 95 00 00 -> " TUNION_FILE "90 00",
                "transit 0017"},
        TextRow{"answer_in_two_pieces",
                "default -> 6A 82\n" TUNION "61 2A\n00 C0 00 00 2A -> 6F 28 84 08 A0 00 00 06 32 01 01 05 A5 1C 61 0C\n"
                "00 C0 00 00 0C -> 50 01 41 90 00\n00 B0 95 00 1E -> " TUNION_FILE "90 00",
                "transit 0017"},
        TextRow{"file_ends_before_le", "default -> 6A 82\n" TUNION "90 00\n00 B0 95 00 1E -> " TUNION_FILE "62 82",
                "transit 0017"},
        TextRow{"file_too_short", "default -> 6A 82\n" TUNION "90 00\n00 B0 95 00 1E -> 01 65 69 00 90 00", "unknown"},
        TextRow{"number_of_ff",
                "default -> 6A 82\n" TUNION "90 00\n00 B0 95 00 1E -> 01 65 69 00 FF*4 02 01 FF*10 FF*10 90 00", "unknown"},
        TextRow{"number_of_sixteen_digits",
                "default -> 6A 82\n" TUNION "90 00\n00 B0 95 00 1E -> 01 65 69 00 FF*4 02 01 49 20 12 34 56 78 90 12 FF FF "
                "20 23 01 01 20 33 01 01 00 00 90 00",
                "unknown"},
        TextRow{"number_not_decimal",
                "default -> 6A 82\n" TUNION "90 00\n00 B0 95 00 1E -> 01 65 69 00 FF*4 02 01 03 1A 49 20 00*6 00*10 90 00",
                "unknown"},
        TextRow{"number_not_of_the_scheme",
                "default -> 6A 82\n" TUNION "90 00\n00 B0 95 00 1E -> 01 65 69 00 FF*4 02 01 04 10 49 20 00*6 00*10 90 00",
                "unknown"},
        TextRow{"cancelled", "default -> 6A 82\n" TUNION "62 83", "blocked"},
        TextRow{"locked_for_good", "default -> 6A 82\n" TUNION "93 03", "blocked"},
        TextRow{"locked_alone", "default -> 6A 82\n" TUNION "6A 81", "blocked"},
        TextRow{"no_application_is_known", "default -> 6A 81", "unknown"},
        TextRow{"endless_more_data", "default -> 61 10", "card failed card_endless"},
        TextRow{"endless_wrong_le", "default -> 6C 10", "unknown"},
        TextRow{"status_word_cut", "default -> 90", "card failed card_unresponsive"},
        TextRow{"empty_answers", "default -> ", "card failed card_unresponsive"}),
    [](const auto& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    CityUnion, IdentifyOddCard,
    testing::Values(
        TextRow{
            "standard_in_the_file",
            "default -> 6A 82\n" CITY
            "90 00\n00 B0 95 00 00 -> 84 75 31 00 00*6 31 00 31 00 00 00 00 00 00 17 20 14 06 14 20 64 06 14 00 00 90 00",
            "transit 0017"},
        TextRow{
            "standard_layout_in_chongqing",
            "default -> 6A 82\n" CITY
            "90 00\n00 B0 95 00 00 -> 84 75 40 00 00*6 40 00 40 00 00 00 00 00 00 17 20 14 06 14 20 64 06 14 00 00 90 00",
            "transit 0017"},
        TextRow{"chongqing_whose_application_stays_closed",
                "default -> 6A 82\n" CITY "90 00\n00 B0 95 * -> 69 82\n00 A4 00 00 02 3F 00 * -> 90 00\n"
                "00 B0 85 * -> 84 75 40 00*3 FF FF 01 00 40 00 40 00*6 21 00*28 90 00",
                "transit 0021"},
        TextRow{"file_of_records",
                "default -> 6A 82\n" CITY "90 00\n00 B0 95 * -> 69 81\n"
                "00 B2 01 AC * -> 84 75 31 00 00*6 31 00 31 00*6 22 20 14 06 14 20 64 06 14 00 00 90 00",
                "transit 0022"},
        TextRow{"select_without_answer_data",
                "default -> 6A 86\n00 A4 04 0C 09 A0 00 00 00 03 86 98 07 01 * -> 90 00\n"
                "00 B0 95 * -> 84 75 31 00 00*6 31 00 31 00*6 23 20 14 06 14 20 64 06 14 00 00 90 00",
                "transit 0023"},
        TextRow{
            "another_scheme_under_the_same_name",
            "default -> 6A 82\n" CITY
            "90 00\n00 B0 95 00 00 -> 11 11 31 00 00*6 31 00 31 00 00 00 00 00 00 17 20 14 06 14 20 64 06 14 00 00 90 00",
            "numberless of 3100"},
        TextRow{"chongqing_without_number",
                "default -> 6A 82\n" CITY "90 00\n00 B0 95 00 00 -> 00 01 40 00 20 12 05 06 20 99 12 31 00*20 90 00\n"
                "00 A4 00 00 02 3F 00 * -> 90 00\n00 B0 85 00 * -> 84 75 40 00 00 00 FF FF 01 00 40 00 00*36 90 00",
                "numberless of 4000"},
        TextRow{"chongqing_master_file_closed",
                "default -> 6A 82\n" CITY "90 00\n00 B0 95 00 00 -> 00 01 40 00 20 12 05 06 20 99 12 31 00*20 90 00",
                "numberless of 4000"},
        TextRow{"in_a_phone",
                "default -> 6A 82\n00 A4 04 00 0C 43 51 51 50 41 59 2E 53 59 53 33 31 * -> 90 00\n00 A4 00 00 02 3F 00 * -> "
                "90 00\n"
                "00 B0 85 00 * -> 84 75 40 00 00 00 FF FF 01 00 40 00 40 00 00 00 00 00 00 19 00*28 90 00",
                "transit 0019"}),
    [](const auto& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Social, IdentifyOddCard,
    testing::Values(
        TextRow{"records_only_after_select",
                "default -> 6A 86\n" SOCIAL "90 00\n00 A4 02 00 02 EF 05 -> 90 00\n00 B2 03 00 * -> 03 04 \"2.00\" 90 00\n"
                "00 B2 07 00 * -> 07 09 \"A00000009\" 90 00",
                "social 2 0009 protected"},
        TextRow{"records_only_by_number",
                "default -> 6A 83\n" SOCIAL
                "90 00\n00 B2 03 2C * -> 03 04 \"1.00\" 90 00\n00 B2 07 2C * -> 07 09 \"A00000009\" 90 00\n"
                "00 B2 01 34 * -> 08 12 \"500103195203071230\" 90 00\n00 B2 02 34 * -> 09 1E D5 C5 C8 FD 00*26 90 00",
                "social 1 0009 open"},
        TextRow{"third_generation_left_open",
                "default -> 6A 82\n" SOCIAL
                "90 00\n00 B2 03 28 * -> 03 04 \"3.00\" 90 00\n00 B2 08 30 * -> 08 12 \"500103195203071230\" 90 00",
                "social 3  open"},
        TextRow{"holder_left_blank",
                "default -> 6A 82\n" SOCIAL
                "90 00\n00 B2 03 28 * -> 03 04 \"3.00\" 90 00\n00 B2 08 30 * -> 08 12 20*18 90 00",
                "social 3  protected"},
        TextRow{"version_empty", "default -> 6A 82\n" SOCIAL "90 00\n00 B2 03 28 * -> 03 04 00*4 90 00",
                "social 1  protected"},
        TextRow{"version_of_one_digit", "default -> 6A 82\n" SOCIAL "90 00\n00 B2 03 28 * -> 03 04 \"2\" 00*3 90 00",
                "social 2  protected"},
        TextRow{"number_in_small_letters",
                "default -> 6A 82\n" SOCIAL
                "90 00\n00 B2 03 28 * -> 03 04 \"3.00\" 90 00\n00 B2 07 28 * -> 07 09 \"c1234567x\" 90 00",
                "social 3 567X protected"},
        TextRow{"number_padded_with_blanks",
                "default -> 6A 82\n" SOCIAL
                "90 00\n00 B2 03 28 * -> 03 04 \"3.00\" 90 00\n00 B2 07 28 * -> 07 0C \"C1234567X   \" 90 00",
                "social 3 567X protected"},
        TextRow{"number_of_ff",
                "default -> 6A 82\n" SOCIAL
                "90 00\n00 B2 03 28 * -> 03 04 \"3.00\" 90 00\n00 B2 07 28 * -> 07 09 FF*9 90 00",
                "social 3  protected"},
        TextRow{"number_of_zeros",
                "default -> 6A 82\n" SOCIAL
                "90 00\n00 B2 03 28 * -> 03 04 \"3.00\" 90 00\n00 B2 07 28 * -> 07 09 \"000000000\" 90 00",
                "social 3  protected"},
        TextRow{"number_of_other_signs",
                "default -> 6A 82\n" SOCIAL
                "90 00\n00 B2 03 28 * -> 03 04 \"3.00\" 90 00\n00 B2 07 28 * -> 07 09 \"C1234-67X\" 90 00",
                "social 3  protected"},
        TextRow{"third_generation_without_a_version",
                "default -> 6A 82\n" SOCIAL
                "6F 0A A5 08 88 01 1E 9F 0C 03 86 01 03 90 00\n00 B2 07 28 * -> 07 09 \"C1234567X\" 90 00",
                "social 3 567X protected"},
        TextRow{"version_of_the_future", "default -> 6A 82\n" SOCIAL "90 00\n00 B2 03 28 * -> 03 04 \"4.00\" 90 00",
                "unknown"},
        TextRow{"record_longer_than_the_answer", "default -> 6A 82\n" SOCIAL "90 00\n00 B2 03 28 * -> 03 7F \"3.00\" 90 00",
                "unknown"},
        TextRow{"another_record_than_asked", "default -> 6A 82\n" SOCIAL "90 00\n00 B2 ?? ?? * -> 01 04 \"3.00\" 90 00",
                "unknown"},
        TextRow{"cancelled", "default -> 6A 82\n" SOCIAL "62 83", "blocked"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Identify, NameWithARareCharacterIsWhole) {
    EXPECT_EQ(read_as<kiosk::SocialCard>("social-rare-name").holder->name, "张𠀀");
}

TEST(Identify, NameThatIsCutIsNone) {
    const auto card = read_as<kiosk::SocialCard>("social-name-cut");
    EXPECT_EQ(card.holder->name, "");
    EXPECT_EQ(card.holder->id_number, "500103195203071235");
}

TEST(Identify, DatesThatAreNoneAreUnknown) {
    EXPECT_FALSE(read_as<kiosk::SocialCard>("social-ascii-dates").expires);
    EXPECT_FALSE(read_as<kiosk::SocialCard>("social-dates-ff").expires);
    EXPECT_FALSE(read_as<kiosk::TransitCard>("tunion-impossible-dates").valid_until);
}

TEST(Identify, BeijingsOldCardHasItsNumberInTheMasterFile) {
    const auto card = read_as<kiosk::TransitCard>("beijing-old");
    EXPECT_EQ(card.number.digits(), "1000000000000001");
    EXPECT_EQ(card.city, "1000");
    EXPECT_EQ(kiosk::iso(card.valid_until.value()), "2040-05-01");
}

TEST(Identify, SocialCardThatRidesTellsForWhom) {
    EXPECT_EQ(read_as<kiosk::SocialCard>("social-3").transit->passenger, kiosk::Passenger::senior);
    EXPECT_EQ(read_as<kiosk::SocialCard>("social-ordinary").transit->passenger, kiosk::Passenger::ordinary);
}

TEST(Identify, CardThatSaysYesToEveryNameIsOfNoCity) {
    auto card = SimulatedCard::parse("atr = 3B 80 80 01 01\ndefault -> 90 00\n", "yes");
    const std::vector<kiosk::CityApplication> cities{{"PAY.SZT", {"深圳", "Shenzhen"}}};
    EXPECT_EQ(outcome(identify(*card, cities)), "unknown");
}

TEST(Identify, ApplicationThatAnswersUnderAnotherNameIsNotIt) {
    auto card = SimulatedCard::parse(
        "atr = 3B 80 80 01 01\ndefault -> 6A 82\n"
        "00 A4 04 00 07 50 41 59 2E 53 5A 54 * -> 6F 09 84 07 \"PAY.ABC\" 90 00\n",
        "other");
    const std::vector<kiosk::CityApplication> cities{{"PAY.SZT", {"深圳", "Shenzhen"}}};
    EXPECT_EQ(outcome(identify(*card, cities)), "phone");
}

TEST(Identify, CardWhoseHolderHasALongNameTellsAllOfIt) {
    auto card = SimulatedCard::parse(
        "atr = 3B 80 80 01 01\ndefault -> 6A 82\n" SOCIAL
        "90 00\n00 B2 03 28 * -> 03 04 \"2.00\" 90 00\n00 B2 08 30 * -> 08 12 \"500103195203071230\" 90 00\n"
        "00 B2 09 30 * -> 09 1E \"A\" D5 C5 D5 C5 D5 C5 D5 C5 D5 C5 D5 C5 D5 C5 D5 C5 D5 C5 D5 C5 D5 C5 D5 C5 D5 C5 D5 C5 "
        "C8 90 00\n"
        "00 B2 4E 30 * -> 4E 14 FD 00*19 90 00",
        "long");
    ASSERT_TRUE(card) << card.error().detail;
    const auto found = identify(*card);
    EXPECT_EQ(std::get<kiosk::SocialCard>(*found.card).holder->name, "A张张张张张张张张张张张张张张三");
}

}  // namespace
}  // namespace hw
