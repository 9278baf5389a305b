#include "kiosk/card/use.h"

#include <gtest/gtest.h>

#include "tests/kiosk/card/samples.h"

namespace kiosk {
namespace {

TEST(CardUse, IsToldByKindAndIssuer) {
    EXPECT_EQ(use_of(SocialCard{}, issuers), CardUse::social);
    EXPECT_EQ(use_of(transit("3104920000000000001"), issuers), CardUse::new_elderly);
    EXPECT_EQ(use_of(transit("3104920000000000001", Passenger::senior), issuers), CardUse::new_elderly);
    EXPECT_EQ(use_of(transit("3104920000000000001", Passenger::student), issuers), CardUse::other);
    EXPECT_EQ(use_of(transit("4000000000000001"), issuers), CardUse::old_elderly);
    EXPECT_EQ(use_of(transit("4000009900000001"), issuers), CardUse::old_elderly);
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
