#include "kiosk/card/use.h"

#include <gtest/gtest.h>

namespace kiosk {
namespace {

const std::vector<Issuer> issuers = {{"4000", Issuer::Kind::central, {"旧", "old"}},
                                     {"4000990", Issuer::Kind::outlying, {"县", "county"}},
                                     {"31049200", Issuer::Kind::tunion, {"新", "new"}}};

Card transit(std::string_view number, std::optional<Passenger> passenger = {}) {
    return TransitCard{.number = *CardNumber::parse(number),
                       .second = {},
                       .city = {},
                       .passenger = passenger,
                       .valid_from = {},
                       .valid_until = {}};
}

TEST(CardUse, IsToldByKindAndIssuer) {
    EXPECT_EQ(use_of(SocialCard{}, issuers), CardUse::social);
    EXPECT_EQ(use_of(transit("3104920000000000001"), issuers), CardUse::new_elderly);
    EXPECT_EQ(use_of(transit("3104920000000000001", Passenger::senior), issuers), CardUse::new_elderly);
    EXPECT_EQ(use_of(transit("3104920000000000001", Passenger::student), issuers), CardUse::other);
    EXPECT_EQ(use_of(transit("4000000000000001"), issuers), CardUse::old_elderly);
    EXPECT_EQ(use_of(transit("4000990000000001"), issuers), CardUse::old_elderly);
    EXPECT_EQ(use_of(transit("3104999900000000001"), issuers), CardUse::other) << "another city's";
    EXPECT_EQ(use_of(BankCard{}, issuers), CardUse::other);
    EXPECT_EQ(use_of(UnknownCard{}, issuers), CardUse::other);
}

TEST(CardUse, HasANameThatReadsBack) {
    for (int use = 0; use < card_uses; ++use) {
        EXPECT_EQ(parse_card_use(name(static_cast<CardUse>(use))), static_cast<CardUse>(use));
    }
    EXPECT_EQ(parse_card_use("purple"), std::nullopt);
}

}  // namespace
}  // namespace kiosk
