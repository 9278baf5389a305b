// `kioskctl card` on a real pcscd with a simulated card.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/card_events.h"
#include "tests/support/pcscd.h"
#include "tests/support/process.h"

namespace kiosk {
namespace {

using Json = nlohmann::json;

class KioskctlCard : public testing::Test {
protected:
    void SetUp() override {
        daemon_.start();
        reader_.plug();
    }
    void lay_down(const std::string& card) { reader_.insert(support::card(card)); }
    support::Finished card(std::vector<std::string> options) const {
        std::vector<std::string> command = {KIOSK_BINARY_DIR "/kioskctl", "--config", "/dev/null", "card"};
        command.insert(command.end(), options.begin(), options.end());
        return support::run(std::move(command), daemon_.environment());
    }

    support::Pcscd daemon_;
    support::SimReader reader_{daemon_};
};

TEST_F(KioskctlCard, SaysWhatLiesOnTheReaderWithItsNumberMasked) {
    lay_down("old-02");
    const auto said = card({"--json"});
    ASSERT_EQ(said.code, 0) << said.err;
    const auto facts = Json::parse(said.out);
    EXPECT_EQ(facts["kind"], "transit");
    EXPECT_EQ(facts["number"], "4000********0002");
    EXPECT_EQ(facts["digits"], 16);
    EXPECT_EQ(facts["verdict"], "old central-city elderly card, can be upgraded");
    EXPECT_EQ(said.out.find("4000000000000002"), std::string::npos);
}

TEST_F(KioskctlCard, SaysTheWholeNumberOnlyWhenAsked) {
    lay_down("old-02");
    const auto said = card({"--full"});
    ASSERT_EQ(said.code, 0) << said.err;
    EXPECT_NE(said.out.find("4000000000000002"), std::string::npos) << said.out;
}

TEST_F(KioskctlCard, SaysWhereACardOfAnotherCityIsFrom) {
    lay_down("tunion-elsewhere");
    const auto said = card({"--json"});
    ASSERT_EQ(said.code, 0) << said.err;
    const auto facts = Json::parse(said.out);
    EXPECT_EQ(facts["verdict"], "transit card of another place");
    EXPECT_EQ(facts["place"], "Beijing");
}

TEST_F(KioskctlCard, KnowsTheApplicationsOfTheIssuersFile) {
    lay_down("shenzhen");
    const auto said = card({"--json"});
    ASSERT_EQ(said.code, 0) << said.err;
    const auto facts = Json::parse(said.out);
    EXPECT_EQ(facts["kind"], "other_scheme");
    EXPECT_EQ(facts["place"], "Shenzhen");
}

TEST_F(KioskctlCard, ThatNobodyPutsDownIsNotWaitedForLonger) {
    const auto said = card({"--wait", "1"});
    EXPECT_EQ(said.code, 1);
    EXPECT_EQ(said.err, "kioskctl: no card was put on the reader within 1 s\n");
}

}  // namespace
}  // namespace kiosk
