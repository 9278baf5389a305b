#include "kiosk/card/directory.h"

#include <gtest/gtest.h>

#include <ostream>

namespace kiosk {
namespace {

Directory known() {
    Origin province{.name = {"浙江", "Zhejiang"}};
    province.areas = {"33"};
    Origin city{.name = {"杭州", "Hangzhou"}};
    city.numbers_19 = {"31048801"};
    city.numbers_16 = {"3100"};
    city.t_union = {"3310"};
    city.city_union = {"3100"};
    city.areas = {"3301"};
    city.applications = {"PAY.ONE", std::string("\xB0\x00\x01\x02\x03", 5)};
    Origin town{.name = {"临安", "Lin'an"}};
    town.numbers_19 = {"3104880155"};
    town.numbers_16 = {"310055"};
    return {{province, city, town}};
}

struct PlaceRow {
    const char* name;
    const char* number;
    const char* city;
    const char* origin;  // "-": not known
};
void PrintTo(const PlaceRow& row, std::ostream* out) { *out << row.name; }
class OriginOfNumber : public testing::TestWithParam<PlaceRow> {};

TEST_P(OriginOfNumber, IsItsLongestBeginningOrElseItsCode) {
    const Directory directory = known();
    const TransitCard card{*CardNumber::parse(GetParam().number), {}, GetParam().city, {}, {}, {}};
    const Origin* origin = directory.of(card);
    EXPECT_EQ(origin ? origin->name.en : "-", GetParam().origin);
}

INSTANTIATE_TEST_SUITE_P(, OriginOfNumber,
                         testing::Values(PlaceRow{"nineteen", "3104880100000000001", "", "Hangzhou"},
                                         PlaceRow{"nineteen_longer", "3104880155000000001", "", "Lin'an"},
                                         PlaceRow{"nineteen_by_code", "3104990000000000001", "3310", "Hangzhou"},
                                         PlaceRow{"nineteen_with_a_code_of_the_other_scheme", "3104990000000000001", "3100",
                                                  "-"},
                                         PlaceRow{"number_before_code", "3104880155000000001", "3310", "Lin'an"},
                                         PlaceRow{"sixteen", "3100000000000001", "", "Hangzhou"},
                                         PlaceRow{"sixteen_longer", "3100550000000001", "", "Lin'an"},
                                         PlaceRow{"sixteen_by_code", "2600000000000001", "3100", "Hangzhou"},
                                         PlaceRow{"sixteen_that_begin_like_nineteen", "3104880100000001", "", "-"},
                                         PlaceRow{"neither", "2600000000000001", "", "-"}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Directory, KnowsAnAreaByItsLongestBeginning) {
    const Directory directory = known();
    EXPECT_EQ(directory.of_area("330100")->name.en, "Hangzhou");
    EXPECT_EQ(directory.of_area("330200")->name.en, "Zhejiang");
    EXPECT_EQ(directory.of_area("510100"), nullptr);
    EXPECT_EQ(directory.of_area(""), nullptr);
}

TEST(Directory, ListsTheApplicationsWithTheirPlaces) {
    const std::vector<CityApplication> want{{"PAY.ONE", {"杭州", "Hangzhou"}},
                                            {std::string("\xB0\x00\x01\x02\x03", 5), {"杭州", "Hangzhou"}}};
    EXPECT_EQ(known().applications(), want);
}

}  // namespace
}  // namespace kiosk
