#include <gtest/gtest.h>

#include <regex>

#include "hw/card/identify.h"
#include "kiosk/base/overloaded.h"
#include "kiosk/paper/qr.h"
#include "tests/support/hall.h"
#include "tests/support/platform.h"
#include "tests/support/process_memory.h"
#include "tests/support/serial_gun.h"

// What stays of a person in the memory of a real kiosk when the visit is over: what a core file or a stolen running machine
// would give away.
namespace {

using namespace kiosk;
using support::count_in_memory;
using support::RealHall;

using Secrets = std::vector<std::string>;

// A card of the demo with another number: the demo's are mostly zeros, and those lie everywhere.
hw::SimulatedCard card_of_somebody(const std::string& name) {
    const auto text = support::read_file(KIOSK_SOURCE_DIR "/assets/cards/" + name + ".card");
    const std::regex zeros("00 00 00 00 (..) 20");
    return *hw::SimulatedCard::parse(std::regex_replace(text, zeros, "93 58 26 47 $1 20"), name);
}

// Everything that the card tells of its holder.
Secrets secrets_of(hw::SimulatedCard simulated) {
    struct Channel final : hw::CardChannel {
        explicit Channel(hw::SimulatedCard& simulated) : card(simulated) {}
        hw::Bytes atr() const override { return card.atr(); }
        Result<hw::Bytes> transmit(hw::ByteView apdu) override { return card.transmit(apdu); }
        hw::SimulatedCard& card;
    } channel(simulated);
    const auto found = hw::identify(channel).card;
    Secrets secrets;
    const auto add = [&](const TransitCard& transit) {
        secrets.push_back(transit.number.digits());
        if (transit.second) secrets.push_back(transit.second->digits());
    };
    if (!found) return secrets;
    if (const auto* transit = std::get_if<TransitCard>(&*found)) add(*transit);
    if (const auto* social = std::get_if<SocialCard>(&*found)) {
        secrets.push_back(social->number);
        if (social->transit) add(*social->transit);
        if (social->holder) secrets.insert(secrets.end(), {social->holder->id_number, social->holder->name});
    }
    return secrets;
}

std::vector<std::string> patterns_of(const Secrets& secrets) {
    std::vector<std::string> patterns;
    for (const auto& secret : secrets) {
        if (secret.size() < 6) continue;  // two characters of a name may lie anywhere
        const auto ways = support::ways_to_keep(secret);
        patterns.insert(patterns.end(), ways.begin(), ways.end());
    }
    return patterns;
}

void lay_on(RealHall& hall, const hw::SimulatedCard& laid) {
    const auto told = hall.log().size();
    hall.reader.insert(laid);
    ASSERT_TRUE(support::wait_until([&] {
        const auto log = hall.log();
        return log.find("-> showing_", told) != std::string::npos ||
               log.find("-> card_came_back", told) != std::string::npos;
    })) << hall.log();
}

// No other card after it: that one's answers would lie where those of the first lay.
void go_home(RealHall& hall) {
    const Phase any = ShowingVerdict{};  // the button is at the same place on every page
    hall.press(any, "返回");
    ASSERT_TRUE(hall.shows(Home{})) << hall.log();
}

class MemoryAfterAVisit : public testing::TestWithParam<const char*> {};

TEST_P(MemoryAfterAVisit, HoldsNothingThatTheCardTold) {
    const auto patterns = patterns_of(secrets_of(card_of_somebody(GetParam())));
    ASSERT_FALSE(patterns.empty());
    RealHall hall;
    hall.open();
    lay_on(hall, card_of_somebody(GetParam()));
    hall.reader.pull();
    go_home(hall);
    EXPECT_EQ(count_in_memory(hall.pid(), patterns), 0);
    EXPECT_GT(count_in_memory(hall.pid(), {hall.rules().name}), 0) << "the search finds what is there";
}

INSTANTIATE_TEST_SUITE_P(, MemoryAfterAVisit,
                         testing::Values("old-02", "old-07", "county", "city-union", "dual", "new-senior",
                                         "tunion-elsewhere", "social-1", "social-2", "social-3"),
                         [](const auto& test) {
                             std::string name = test.param;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

// The end of its number stays, for the line on the paper.
TEST(MemoryBetweenTwoCards, HoldsNothingElseThatTheFirstOneTold) {
    const auto patterns = patterns_of(secrets_of(card_of_somebody("old-07")));
    ASSERT_FALSE(patterns.empty());
    RealHall hall;
    hall.open();
    lay_on(hall, card_of_somebody("old-07"));
    hall.reader.pull();
    const auto last4 = secrets_of(card_of_somebody("old-07")).front().substr(12);
    const Phase answer = ShowingVerdict{{Verdict::upgradable, last4}, Purpose::where_is_my_card};
    ASSERT_TRUE(hall.shows(answer)) << hall.log();
    hall.press(answer, "还有一张卡");
    auto next = hall.state_of(PresentCard{});
    next.errand = {{.last4 = last4, .verdict = Verdict::upgradable}};
    ASSERT_TRUE(hall.shows(next)) << hall.log();
    EXPECT_EQ(count_in_memory(hall.pid(), patterns), 0);
    EXPECT_GT(count_in_memory(hall.pid(), {hall.rules().name}), 0) << "the search finds what is there";
}

TEST(MemoryAfterTyping, HoldsNothingThatWasTyped) {
    RealHall hall;
    hall.open();
    const auto id_tail = support::ways_to_keep_text("010008");  // in BCD three bytes, which lie everywhere
    const int before = count_in_memory(hall.pid(), id_tail);
    hall.press(Home{}, "我的卡退回来了");
    const Phase prompt = PresentCard{Purpose::card_came_back, {}};
    ASSERT_TRUE(hall.shows(prompt));
    hall.press(prompt, "没带卡？输号码");
    Typing typed{Purpose::card_came_back, {}, {}, {}};
    ASSERT_TRUE(hall.shows(typed));
    for (const char key : std::string("0100080002")) {
        hall.glass.key(std::string(1, key));
        (typed.id_tail6.size() < 6 ? typed.id_tail6 : typed.card_last4) += key;
        ASSERT_TRUE(hall.shows(typed));
    }
    EXPECT_GT(count_in_memory(hall.pid(), id_tail), before) << "the search finds what is there";
    hall.press(typed, "查我的卡");
    ASSERT_TRUE(hall.shows(CardCameBack{hall.found(support::returned_case), {}}));
    go_home(hall);
    EXPECT_EQ(count_in_memory(hall.pid(), id_tail), before);
}

// Codes that nobody knows, as a phone or a paper may carry them: the kiosk says so. A short text lies where a string itself
// lies, a long one elsewhere.
class MemoryAfterACode : public testing::TestWithParam<const char*> {
protected:
    void expect_nothing_left_in(RealHall& hall) {
        ASSERT_TRUE(hall.shows(ShowingCodeAnswer{CodeAnswer::opaque})) << hall.log();
        go_home(hall);
        EXPECT_EQ(count_in_memory(hall.pid(), patterns_of({GetParam()})), 0);
    }
};

TEST_P(MemoryAfterACode, HoldsNothingOfWhatASerialScannerSent) {
    support::SerialGun gun;
    RealHall hall;
    hall.use_scanner(gun.keys(), false);
    hall.open();
    ASSERT_TRUE(gun.read(GetParam()));
    expect_nothing_left_in(hall);
}

TEST_P(MemoryAfterACode, HoldsNothingOfWhatAScannerTyped) {
    RealHall hall;
    hall.use_scanner("wedge = true", false);
    hall.open();
    hall.glass.move(5, 5);  // without a window manager the keyboard follows the pointer
    hall.glass.type(std::string(GetParam()) + "\n");
    expect_nothing_left_in(hall);
}

TEST_P(MemoryAfterACode, HoldsNothingOfWhatACameraSaw) {
    RealHall hall;
    ASSERT_TRUE(write_qr_png(*qr_modules(GetParam()), hall.file("code.png")));
    hall.use_scanner("camera = 'multifilesrc location=" + hall.file("code.png") +
                         " loop=true caps=image/png,framerate=20/1 ! pngdec'\nformats = ['qr', 'data_matrix']",
                     true);
    hall.open();
    hall.press(Home{}, "我有带码的纸条");
    expect_nothing_left_in(hall);
}

INSTANTIATE_TEST_SUITE_P(, MemoryAfterACode, testing::Values("made up 571964", "made up: 13800571964 and 62170038104759"),
                         [](const auto& test) { return std::string(test.index == 0 ? "short" : "long"); });

TEST(MemoryAfterAPhone, HoldsNeitherItsCodeNorWhatThePlatformSaidOfIt) {
    const std::string code = "opaque words of a phone 4093 5826", number = "110105194912310046";  // made up
    const support::TestPlatform platform("answers", R"({"name":"nobody 7718","resident_id":")" + number + "\"}");
    support::SerialGun gun;
    RealHall hall;
    const auto where = platform.address();
    hall.use_scanner(gun.keys() + "\n[resolver]\nurl = '" + where.url + "'\nca_file = '" + where.ca_file + "'", false);
    hall.open();
    ASSERT_TRUE(gun.read(code));
    ASSERT_TRUE(hall.shows(ShowingCodeAnswer{CodeAnswer::no_card})) << hall.log();
    ASSERT_EQ(platform.codes(), std::vector<std::string>{code});
    go_home(hall);
    EXPECT_EQ(count_in_memory(hall.pid(), patterns_of({code, number, "nobody 7718"})), 0);
}

}  // namespace
