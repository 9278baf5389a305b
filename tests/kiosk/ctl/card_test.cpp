// `kioskctl card` on a real pcscd with a simulated card.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

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

// Cards as makers and public programs have them, which were once told wrong.
struct FieldRow {
    const char* card;
    std::vector<std::string> says, never = {};
};
void PrintTo(const FieldRow& row, std::ostream* out) { *out << row.card; }
class KioskctlFieldCard : public KioskctlCard, public testing::WithParamInterface<FieldRow> {};

TEST_P(KioskctlFieldCard, IsSaidForWhatItIs) {
    lay_down(GetParam().card);
    const auto said = card({"--json", "--full"});
    ASSERT_EQ(said.code, 0) << said.err;
    const auto facts = Json::parse(said.out).dump();
    for (const auto& words : GetParam().says) EXPECT_NE(facts.find(words), std::string::npos) << words << " in " << facts;
    for (const auto& words : GetParam().never) EXPECT_EQ(facts.find(words), std::string::npos) << words << " in " << facts;
}

INSTANTIATE_TEST_SUITE_P(, KioskctlFieldCard,
                         testing::Values(FieldRow{"city-union-shanghai", {"Shanghai"}, {"school", "numberless"}},
                                         FieldRow{"city-union-shanghai-file", {"Shanghai"}, {"school", "numberless"}},
                                         FieldRow{"old-by-file", {"4000123456789017", "can be upgraded"}},
                                         FieldRow{"old-by-file-strict", {"\"kind\":\"transit\"", "can be upgraded"}},
                                         FieldRow{"hangzhou-by-file", {"Hangzhou"}, {"unknown"}},
                                         FieldRow{"social-3-check-letter", {"C1234567X", "\"generation\":3"}},
                                         FieldRow{"social-3-letters", {"C1234567X", "\"generation\":3"}},
                                         FieldRow{"bank-contact", {"bank card"}, {"unknown"}},
                                         FieldRow{"bank-contact-closed", {"bank card"}, {"unknown"}}),
                         [](const auto& test) {
                             std::string name = test.param.card;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

TEST_F(KioskctlCard, ThatNobodyPutsDownIsNotWaitedForLonger) {
    const auto said = card({"--wait", "1"});
    EXPECT_EQ(said.code, 1);
    EXPECT_EQ(said.err, "kioskctl: no card was put on the reader within 1 s\n");
}

}  // namespace
}  // namespace kiosk
