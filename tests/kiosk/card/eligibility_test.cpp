#include "kiosk/card/eligibility.h"

#include <gtest/gtest.h>

#include <ostream>

#include "tests/kiosk/card/samples.h"

namespace kiosk {
namespace {

TransitCard with_second(TransitCard card, const char* second) {
    card.second = CardNumber::parse(second);
    return card;
}
SocialCard social(std::optional<TransitCard> ride) {
    return {.generation = 3, .area = "500000", .number = "A00000001", .expires = {}, .holder = {}, .transit = ride};
}

TransitCard valid(TransitCard card, std::optional<Date> from, std::optional<Date> until) {
    card.valid_from = from;
    card.valid_until = until;
    return card;
}
TransitCard in_city(TransitCard card, const char* city) {
    card.city = city;
    return card;
}
SocialCard of_area(SocialCard card, const char* area) {
    card.area = area;
    return card;
}
SocialCard of_generation(int generation) {
    SocialCard card = social(std::nullopt);
    card.generation = generation;
    return card;
}
SocialCard until(SocialCard card, Date day) {
    card.expires = day;
    return card;
}

Date day(int year, unsigned month, unsigned of_month) {
    return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{of_month}};
}
const Date today = day(2026, 11, 20);

Directory directory() {
    Origin home{.name = {"重庆", "Chongqing"}};
    home.t_union = {"6900"};
    home.city_union = {"4000"};
    home.areas = {"50"};
    Origin beijing{.name = {"北京", "Beijing"}};
    beijing.numbers_19 = {"31051700"};
    beijing.city_union = {"1000"};
    beijing.areas = {"11"};
    return {{home, beijing}};
}

struct Row {
    const char* name;
    Card card;
    Verdict verdict;
    const char* place = "";
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }
class Judge : public testing::TestWithParam<Row> {};

TEST_P(Judge, SaysWhatTheHallCanSay) {
    const Directory known = directory();
    const auto [verdict, place] = judge(GetParam().card, {issuers, "50", known, today});
    EXPECT_EQ(name(verdict), name(GetParam().verdict));
    EXPECT_EQ(place.en, GetParam().place);
}

const auto row_name = [](const auto& test) { return std::string(test.param.name); };
const auto old_card = transit("4000000000000001");
const auto new_card = transit("3104920000000000001");
const auto beijing_card = transit("3105170000000000001", Passenger::senior);

INSTANTIATE_TEST_SUITE_P(
    OldCards, Judge,
    testing::Values(
        Row{"central", old_card, Verdict::upgradable},
        Row{"outlying_by_the_longer_prefix", transit("4000009900000001"), Verdict::outlying_county},
        Row{"of_another_city_by_its_code", in_city(transit("1000000000000001"), "1000"), Verdict::elsewhere, "Beijing"},
        Row{"of_a_city_not_listed", in_city(transit("3100000000000001"), "3100"), Verdict::elsewhere},
        Row{"of_this_city_but_no_issuer", in_city(transit("4100000000000001"), "4000"), Verdict::unknown},
        Row{"sixteen_that_look_like_nineteen", transit("3105170000000001"), Verdict::elsewhere},
        Row{"ended_yesterday", valid(old_card, day(2012, 5, 6), day(2026, 11, 19)), Verdict::expired},
        Row{"ends_today", valid(old_card, day(2012, 5, 6), today), Verdict::upgradable},
        Row{"end_without_begin", valid(old_card, {}, day(2020, 1, 1)), Verdict::expired},
        Row{"ends_before_it_begins", valid(old_card, day(2020, 1, 2), day(2020, 1, 1)), Verdict::upgradable},
        Row{"ends_before_there_were_cards", valid(old_card, {}, day(1970, 1, 1)), Verdict::upgradable},
        Row{"begins_before_there_were_cards", valid(old_card, day(1901, 1, 1), day(2020, 1, 1)), Verdict::upgradable}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    NewCards, Judge,
    testing::Values(Row{"senior", transit("3104920000000000001", Passenger::senior), Verdict::already_new},
                    Row{"for_whom_is_unknown", new_card, Verdict::new_unclear},
                    Row{"ordinary", transit("3104920000000000001", Passenger::ordinary), Verdict::ordinary},
                    Row{"student", transit("3104920000000000001", Passenger::student), Verdict::student},
                    Row{"military", transit("3104920000000000001", Passenger::military), Verdict::military},
                    Row{"test", transit("3104920000000000001", Passenger::test), Verdict::test},
                    Row{"expired", valid(new_card, day(2010, 1, 1), day(2020, 1, 1)), Verdict::expired},
                    Row{"of_another_city", beijing_card, Verdict::elsewhere, "Beijing"},
                    Row{"of_another_city_and_expired", valid(beijing_card, day(2010, 1, 1), day(2020, 1, 1)),
                        Verdict::elsewhere, "Beijing"},
                    Row{"number_goes_before_the_code", in_city(beijing_card, "6900"), Verdict::elsewhere, "Beijing"},
                    Row{"of_this_city_but_no_issuer", in_city(transit("3104929900000000001"), "6900"), Verdict::unknown},
                    Row{"nineteen_judged_before_sixteen", with_second(new_card, "4000000000000001"), Verdict::new_unclear}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    SocialCards, Judge,
    testing::Values(
        Row{"that_rides", social(transit("3104920000000000001", Passenger::senior)), Verdict::social_serves},
        Row{"that_rides_for_whom_is_unknown", social(new_card), Verdict::new_unclear},
        Row{"that_rides_as_anybody", social(transit("3104920000000000001", Passenger::ordinary)), Verdict::social_third},
        Row{"that_rides_elsewhere", social(beijing_card), Verdict::social_third},
        Row{"whose_ride_is_over", social(valid(new_card, day(2010, 1, 1), day(2020, 1, 1))), Verdict::social_third},
        Row{"first", of_generation(1), Verdict::social_first}, Row{"second", of_generation(2), Verdict::social_second},
        Row{"third", of_generation(3), Verdict::social_third},
        Row{"of_another_province", of_area(social({}), "110000"), Verdict::social_elsewhere, "Beijing"},
        Row{"of_no_province", of_area(social({}), "990000"), Verdict::social_third},
        Row{"without_area", of_area(social({}), ""), Verdict::social_third},
        Row{"expired", until(social(new_card), day(2020, 1, 6)), Verdict::social_expired},
        Row{"ends_before_there_were_cards", until(social({}), day(1912, 1, 1)), Verdict::social_third}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    OtherCards, Judge,
    testing::Values(Row{"storage", StorageCard{"Mifare Classic 1K"}, Verdict::old_unreadable},
                    Row{"other_scheme", ElsewhereCard{{"深圳", "Shenzhen"}}, Verdict::elsewhere, "Shenzhen"},
                    Row{"scheme_of_this_city", ElsewhereCard{{"重庆", "Chongqing"}}, Verdict::unknown},
                    Row{"numberless", NumberlessCard{}, Verdict::numberless},
                    Row{"numberless_of_another_city", NumberlessCard{"1000"}, Verdict::elsewhere, "Beijing"},
                    Row{"numberless_of_this_city", NumberlessCard{"4000"}, Verdict::old_unreadable},
                    Row{"numberless_of_no_city", NumberlessCard{"9999"}, Verdict::numberless},
                    Row{"phone", Phone{}, Verdict::phone}, Row{"resident_id", ResidentIdCard{}, Verdict::resident_id},
                    Row{"bank", BankCard{}, Verdict::bank}, Row{"blocked", BlockedCard{}, Verdict::blocked},
                    Row{"unknown", UnknownCard{}, Verdict::unknown}),
    row_name);

TEST(Judge, TakesSocialCardsOfEveryAreaWhereThePolicyNamesNone) {
    const Directory known = directory();
    EXPECT_EQ(judge(of_area(social({}), "110000"), {issuers, "", known, today}).verdict, Verdict::social_third);
}

TEST(IssuerOf, TakesTheLongestPrefix) {
    EXPECT_EQ(issuer_of(*CardNumber::parse("4000009900000001"), issuers), &issuers[1]);
    EXPECT_EQ(issuer_of(*CardNumber::parse("4000009800000001"), issuers), &issuers[0]);
    EXPECT_EQ(issuer_of(*CardNumber::parse("5000009800000001"), issuers), nullptr);
}

}  // namespace
}  // namespace kiosk
