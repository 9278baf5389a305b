#include "kiosk/card/eligibility.h"

#include <gtest/gtest.h>

#include <ostream>

namespace kiosk {
namespace {

const std::vector<Issuer> issuers{{"4000", Issuer::Kind::central, {"主城", "central"}},
                                  {"40000099", Issuer::Kind::outlying, {"远郊", "outlying"}},
                                  {"31049200", Issuer::Kind::tunion, {"宜居畅通卡", "city card"}}};

TransitCard transit(const char* number, std::optional<Passenger> passenger = std::nullopt) {
    return {.number = *CardNumber::parse(number),
            .second = {},
            .city = {},
            .passenger = passenger,
            .valid_from = {},
            .valid_until = {}};
}
TransitCard with_second(TransitCard card, const char* second) {
    card.second = CardNumber::parse(second);
    return card;
}
SocialCard social(std::optional<TransitCard> ride) {
    return {.generation = 3, .area = "500000", .number = "A00000001", .expires = {}, .holder = {}, .transit = ride};
}

struct Row {
    const char* name;
    Card card;
    Verdict verdict;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }
class Judge : public testing::TestWithParam<Row> {};

TEST_P(Judge, SaysWhatTheHallCanSay) { EXPECT_EQ(judge(GetParam().card, issuers), GetParam().verdict); }

INSTANTIATE_TEST_SUITE_P(
    , Judge,
    testing::Values(Row{"old_central", transit("4000000000000001"), Verdict::upgradable},
                    Row{"outlying_by_the_longer_prefix", transit("4000009900000001"), Verdict::outlying_county},
                    Row{"sixteen_of_another_city", transit("3100000000000001"), Verdict::not_elderly},
                    Row{"sixteen_that_looks_like_tunion", transit("3104920000000001"), Verdict::not_elderly},
                    Row{"new_senior", transit("3104920000000000001", Passenger::senior), Verdict::already_new},
                    Row{"new_kind_unknown", transit("3104920000000000001"), Verdict::already_new},
                    Row{"new_ordinary", transit("3104920000000000001", Passenger::ordinary), Verdict::not_elderly},
                    Row{"new_student", transit("3104920000000000001", Passenger::student), Verdict::not_elderly},
                    Row{"senior_of_another_city", transit("3105170000000000001", Passenger::senior), Verdict::not_elderly},
                    Row{"nineteen_judged_before_sixteen", with_second(transit("3104920000000000001"), "4000000000000001"),
                        Verdict::already_new},
                    Row{"social_that_rides", social(transit("3104920000000000001")), Verdict::social_serves},
                    Row{"social_of_another_city", social(transit("3105170000000000001")), Verdict::not_elderly},
                    Row{"social_without_ride", social(std::nullopt), Verdict::social_without_ride},
                    Row{"storage", StorageCard{"Mifare Classic 1K"}, Verdict::old_unreadable},
                    Row{"resident_id", ResidentIdCard{}, Verdict::resident_id}, Row{"bank", BankCard{}, Verdict::bank},
                    Row{"blocked", BlockedCard{}, Verdict::blocked}, Row{"unknown", UnknownCard{}, Verdict::unknown}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(IssuerOf, TakesTheLongestPrefix) {
    EXPECT_EQ(issuer_of(*CardNumber::parse("4000009900000001"), issuers), &issuers[1]);
    EXPECT_EQ(issuer_of(*CardNumber::parse("4000009800000001"), issuers), &issuers[0]);
    EXPECT_EQ(issuer_of(*CardNumber::parse("5000009800000001"), issuers), nullptr);
}

}  // namespace
}  // namespace kiosk
