#include "kiosk/policy/directory_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "kiosk/policy/policy.h"
#include "tests/support/process.h"

namespace kiosk {
namespace {

const std::string shipped_file = KIOSK_SOURCE_DIR "/assets/issuers.toml";

const std::string sample = R"(places = [
    { name = { zh = "甲", en = "A" }, numbers_19 = ["31040001", "310400021"], t_union = ["0001"] },
    { name = { zh = "乙", en = "B" }, numbers_16 = ["2600"], city_union = ["2600"], areas = ["99", "9801"] },
    { name = { zh = "丙", en = "C" }, applications = ["PAY.C", "0xB0C4c3C500"] },
]
)";

TEST(DirectoryFile, IsReadAsItStands) {
    const auto directory = parse_directory(sample, "a.toml");
    ASSERT_TRUE(directory) << directory.error().detail;
    Origin a{.name = {"甲", "A"}}, b{.name = {"乙", "B"}}, c{.name = {"丙", "C"}};
    a.numbers_19 = {"31040001", "310400021"};
    a.t_union = {"0001"};
    b.numbers_16 = {"2600"};
    b.city_union = {"2600"};
    b.areas = {"99", "9801"};
    c.applications = {"PAY.C", std::string("\xB0\xC4\xC3\xC5\x00", 5)};
    EXPECT_EQ(*directory, (Directory{{a, b, c}}));
}

struct DirectoryMistake {
    const char* name;
    const char* written;  // in the sample
    const char* instead;
    const char* complaint;  // behind "a.toml:"
};
void PrintTo(const DirectoryMistake& row, std::ostream* out) { *out << row.name; }
class MistakenDirectory : public testing::TestWithParam<DirectoryMistake> {};

TEST_P(MistakenDirectory, IsRefusedWithItsPlaceAndWhatWasExpected) {
    std::string text = sample;
    const std::size_t at = text.find(GetParam().written);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string_view(GetParam().written).size(), GetParam().instead);
    const auto directory = parse_directory(text, "a.toml");
    ASSERT_FALSE(directory);
    EXPECT_EQ(directory.error().fault, Fault::malformed);
    EXPECT_EQ(directory.error().detail, std::string("a.toml:") + GetParam().complaint);
}

constexpr auto nineteen = "2: 'numbers_19' must be a list of 8 to 19 digits in quotes, the first of them 3";
constexpr auto four = "3: 'city_union' must be a list of 4 digits in quotes";
constexpr auto application =
    "4: 'applications' must be a list of names of 5 to 16 characters, or 0x and 10 to 32 hexadecimal digits";

INSTANTIATE_TEST_SUITE_P(
    , MistakenDirectory,
    testing::Values(
        DirectoryMistake{"no_toml", "places = [", "places = {",
                         "1: Error while parsing inline table: expected key or closing '}', saw '\\n'"},
        DirectoryMistake{"places_gone", "places", "cities",
                         "1: the file of issuers lacks 'places', at least one [[places]]"},
        DirectoryMistake{"place_is_no_table", "places = [", "places = [ 3,",
                         "1: 'places' must be tables, each headed [[places]]"},
        DirectoryMistake{
            "unknown_key", "t_union", "t_onion",
            "2: unknown key 't_onion' in [[places]]; known are applications, areas, city_union, name, numbers_16, "
            "numbers_19, t_union"},
        DirectoryMistake{"name_gone", R"(name = { zh = "甲", en = "A" }, )", "",
                         "2: [[places]] lacks 'name', { zh = \"…\", en = \"…\" }, neither of them empty"},
        DirectoryMistake{"name_in_one_language", R"(, en = "A")", "", "2: 'name' lacks 'en', a text in quotes"},
        DirectoryMistake{"number_alone", R"(["0001"])", R"("0001")",
                         "2: 't_union' must be a list of texts such as [\"a\", \"b\"]"},
        DirectoryMistake{"number_without_quotes", R"("31040001")", "31040001",
                         "2: 'numbers_19' must be a list of texts such as [\"a\", \"b\"]"},
        DirectoryMistake{"issuer_of_seven_digits", "31040001", "3104000", nineteen},
        DirectoryMistake{"issuer_of_another_scheme", "31040001", "62040001", nineteen},
        DirectoryMistake{"issuer_longer_than_a_number", "31040001", "31040001000000000000", nineteen},
        DirectoryMistake{"issuer_with_letter", "31040001", "3104000I", nineteen},
        DirectoryMistake{"issuer_twice", "310400021", "31040001",
                         "2: 'numbers_19' must be unique, but '31040001' is there twice"},
        DirectoryMistake{"sixteen_too_short", R"(numbers_16 = ["2600"])", R"(numbers_16 = ["260"])",
                         "3: 'numbers_16' must be a list of 4 to 16 digits in quotes"},
        DirectoryMistake{"city_of_three_digits", R"(city_union = ["2600"])", R"(city_union = ["260"])", four},
        DirectoryMistake{"city_of_five_digits", R"(city_union = ["2600"])", R"(city_union = ["26000"])", four},
        DirectoryMistake{"city_in_wide_digits", R"(city_union = ["2600"])", R"(city_union = ["２６００"])", four},
        DirectoryMistake{"area_of_three_digits", "9801", "980", "3: 'areas' must be a list of 2, 4 or 6 digits in quotes"},
        DirectoryMistake{"area_in_two_places", "t_union", R"(areas = ["99"], t_union)",
                         "3: 'areas' must be unique, but '99' is there twice"},
        DirectoryMistake{"application_too_short", "PAY.C", "PAYC", application},
        DirectoryMistake{"application_too_long", "PAY.C", "PAY.C000000000000", application},
        DirectoryMistake{"application_in_chinese", "PAY.C", "澳门通钱包", application},
        DirectoryMistake{"application_with_space", "PAY.C", "PAY C", application},
        DirectoryMistake{"application_of_half_a_byte", "0xB0C4c3C500", "0xB0C4c3C50", application},
        DirectoryMistake{"application_not_hexadecimal", "0xB0C4c3C500", "0xB0C4c3C5ZZ", application},
        DirectoryMistake{"application_with_sign", "0xB0C4c3C500", "0xB0C4c3C5-1", application},
        DirectoryMistake{"application_empty", "0xB0C4c3C500", "0x", application},
        DirectoryMistake{"not_utf8", "PAY.C", "\xBE\xB4", "4: Encountered invalid utf-8 sequence"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(DirectoryFile, ThatIsNotThereIsNamed) {
    EXPECT_EQ(load_directory("/nowhere/issuers.toml").error(),
              (Error{Fault::not_found, "/nowhere/issuers.toml: cannot be read: No such file or directory"}));
}

// ---- the file that comes with the program

Directory shipped() {
    auto directory = load_directory(shipped_file);
    EXPECT_TRUE(directory) << directory.error().detail;
    return directory ? *std::move(directory) : Directory{};
}

struct Known {
    const char* name;
    const char* number;
    const char* city;
    const char* place;
};
void PrintTo(const Known& row, std::ostream* out) { *out << row.name; }
class ShippedDirectory : public testing::TestWithParam<Known> {};

TEST_P(ShippedDirectory, KnowsWhereACardIsFrom) {
    const Directory directory = shipped();
    const Origin* origin = directory.of({*CardNumber::parse(GetParam().number), {}, GetParam().city, {}, {}, {}});
    EXPECT_EQ(origin ? origin->name.zh : "-", GetParam().place);
}

INSTANTIATE_TEST_SUITE_P(, ShippedDirectory,
                         testing::Values(Known{"beijing", "3105170000000000001", "1000", "北京"},
                                         Known{"shanghai", "3104770000000000001", "2900", "上海"},
                                         Known{"guangzhou", "3104870300000000001", "5810", "广州"},
                                         Known{"chengdu_by_its_city_code", "3104999900000000001", "6510", "成都"},
                                         Known{"chongqing", "3104920000000000001", "6900", "重庆"},
                                         Known{"meishan_not_wanzhou", "3104781700000000001", "6670", "眉山"},
                                         Known{"issuer_of_a_whole_province", "3105070300000000001", "5030", "-"},
                                         Known{"hangzhou_sixteen", "3100000000000017", "3100", "杭州"},
                                         Known{"shanghai_sixteen", "2000000000000017", "2000", "上海"},
                                         Known{"chongqing_sixteen", "4000000000000017", "4000", "重庆"},
                                         Known{"nobody", "9900000000000017", "9900", "-"}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(ShippedIssuers, KnowsEveryProvinceOfTheMainlandByItsSocialCards) {
    const Directory directory = shipped();
    for (const char* area : {"11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
                             "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"})
        EXPECT_TRUE(directory.of_area(std::string(area) + "0101")) << area;
    EXPECT_FALSE(directory.of_area("990101"));
}

TEST(ShippedIssuers, KnowsTheApplicationsOfOtherCities) {
    const auto applications = shipped().applications();
    for (const char* city : {"Shenzhen", "Wuhan", "Guangdong", "Macau", "Suzhou (Jiangsu)"}) {
        const auto of_city = [&](const CityApplication& one) { return one.place.en == city; };
        EXPECT_TRUE(std::ranges::any_of(applications, of_city)) << city;
    }
}

// What the policy calls its own must not be somebody else's.
TEST(ShippedIssuers, AgreesWithThePolicyWhoseTheCardsAre) {
    const auto policy = load_policy(KIOSK_SOURCE_DIR "/assets/policy/shapingba.toml");
    ASSERT_TRUE(policy) << policy.error().detail;
    for (const Issuer& issuer : policy->issuers) {
        const std::size_t length = issuer.kind == Issuer::Kind::tunion ? 19 : 16;
        const auto number = CardNumber::parse(issuer.prefix + std::string(length - issuer.prefix.size(), '1'));
        const Origin* origin = policy->directory.of({*number, {}, "", {}, {}, {}});
        ASSERT_TRUE(origin) << issuer.prefix;
        EXPECT_EQ(origin, policy->directory.of_area(policy->social_area)) << issuer.prefix;
    }
}

}  // namespace
}  // namespace kiosk
