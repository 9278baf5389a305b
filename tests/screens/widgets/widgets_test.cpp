#include "screens/widgets/widgets.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/screens/words.h"
#include "tests/support/golden.h"
#include "tests/support/headless.h"

namespace screens {
namespace {

using kiosk::Station;
using support::Headless;
using Mark = kiosk::JourneyStop::Mark;
using What = PointerEvent::What;

std::string joined(const std::vector<std::string>& lines) {
    std::string all;
    for (const auto& line : lines) all += line + "\n";
    return all;
}

// ---- sample pages that use every widget
const std::array<Station, 8> stations{{{"社区收卡", "9月20日", Mark::done, Icon::community},
                                       {"街道", "9月21日", Mark::done, Icon::building},
                                       {"区里", "9月22日", Mark::done, Icon::building},
                                       {"制卡中心", "9月24日", Mark::done, Icon::factory},
                                       {"回到区里", "9月26日", Mark::here, Icon::building},
                                       {"街道", "", Mark::to_come, Icon::building},
                                       {"社区", "", Mark::to_come, Icon::community},
                                       {"交到您手里", "", Mark::to_come, Icon::person}}};

void way_page(Frame& frame) {
    auto bar = standing(frame.tr, "示范服务点");
    bar.remark = "09:40";
    static_cast<void>(bars(frame, frame.screen, bar));
    Flow flow(frame, frame.area);
    heading(flow, Icon::card, "您的卡正在往社区送");
    const std::vector<Field> rows{{"姓名", "王＊泽"}, {"最晚哪天", "2025年9月30日"}};
    fields(flow, rows);
    const auto [button, rest] = flow.rest().split_bottom(frame.mm(38), frame.gap());
    way(frame, rest, stations);
    static_cast<void>(big_button(frame, button, "打印出来", {.tone = Tone::primary, .icon = Icon::printer}));
}

void reason_page(Frame& frame) {
    static_cast<void>(bars(frame, frame.screen, standing(frame.tr, "示范服务点")));
    Flow flow(frame, frame.area);
    heading(flow, "您的卡退回来了");
    banner(flow, "社保卡还没有照片，新卡做不出来。");
    const std::vector<std::string> bring{"旧的敬老卡", "身份证（要原件）"};
    steps(flow, bring);
    huge_number(flow, "A012");
    rule(flow);
    static_cast<void>(big_button(flow, "取优先号", {.tone = Tone::primary, .subtitle = "先叫您的号", .icon = Icon::ticket}));
    static_cast<void>(big_button(flow, "不用了", {.tone = Tone::danger, .enabled = false}));
}

void typing_page(Frame& frame) {
    static_cast<void>(bars(frame, frame.screen, standing(frame.tr, "示范服务点")));
    const auto parts = frame.portrait() ? frame.area.rows({1, 1.1F}, frame.gap()) : frame.area.columns(2, 3 * frame.gap());
    Flow flow(frame, parts[0]);
    heading(flow, "请输几个数字");
    typed_boxes(flow, {{"", "身份证号码最后 6 位"}, "12X", 6, true});
    typed_boxes(flow, {{"", "旧卡号最后 4 位"}, "", 4, false});
    static_cast<void>(keypad(frame, parts[1], {.erase = frame.tr.say("Erase"), .with_x = true}));
}

void card_page(Frame& frame) {
    auto bar = standing(frame.tr, "示范服务点");
    bar.back.reset();
    static_cast<void>(bars(frame, frame.screen, bar));
    Flow flow(frame, frame.area);
    heading(flow, "请把卡平放在读卡器上");
    paragraph(flow, "敬老卡、社保卡都行。");
    const auto [dots, picture] = flow.rest().split_bottom(frame.mm(24));
    card_scene(frame, picture, kiosk::Scene::lay_card);
    progress_dots(frame, dots, 1);
}

void over_page(Frame& frame) {
    frame.covered = true;
    typing_page(frame);
    Flow flow(frame, overlay(frame, frame.mm(120)));
    heading(flow, Icon::clock, "您还在吗？");
    paragraph(flow, "再过 30 秒就清掉，别人看不到您的内容。");
    huge_number(frame, flow.take(frame.mm(50)), "30");
    static_cast<void>(big_button(flow, "我还在，再等等", {.tone = Tone::primary}));
}

struct Sample {
    const char* name;
    void (*draw)(Frame&);
    PixelSize size;
};
void PrintTo(const Sample& row, std::ostream* out) { *out << row.name; }

class SamplePage : public testing::TestWithParam<Sample> {};

TEST_P(SamplePage, CanBePressedAndRead) {
    Headless glass(GetParam().size, chinese, GetParam().draw);
    EXPECT_TRUE(glass.layout_problems().empty()) << joined(glass.layout_problems());
}

TEST_P(SamplePage, LooksAsItDid) {
    Headless glass(GetParam().size, chinese, GetParam().draw);
    const auto outcome = support::compare_golden(glass.pixels(), std::string("widgets_") + GetParam().name);
    EXPECT_TRUE(outcome.matches) << outcome.why;
}

constexpr PixelSize tall{1080, 1920}, wide{1920, 1080}, low{1024, 768};
INSTANTIATE_TEST_SUITE_P(, SamplePage,
                         testing::Values(Sample{"way_tall", way_page, tall}, Sample{"way_wide", way_page, wide},
                                         Sample{"way_small", way_page, low}, Sample{"reason_tall", reason_page, tall},
                                         Sample{"reason_wide", reason_page, wide}, Sample{"reason_small", reason_page, low},
                                         Sample{"typing_tall", typing_page, tall}, Sample{"typing_wide", typing_page, wide},
                                         Sample{"typing_small", typing_page, low}, Sample{"card_tall", card_page, tall},
                                         Sample{"card_wide", card_page, wide}, Sample{"over_tall", over_page, tall},
                                         Sample{"over_wide", over_page, wide}, Sample{"over_small", over_page, low}),
                         [](const auto& test) { return std::string(test.param.name); });

// ---- sizes
TEST(Sizes, AreMillimetresOnALargeScreen) {
    Headless glass({1080, 1920}, chinese, way_page);
    const Frame& frame = glass.frame();
    EXPECT_EQ(frame.base_scale, 1);
    EXPECT_GE(frame.text_px(Size::body), 12 * 3.2F);
    for (const auto& target : frame.targets) EXPECT_GE(target.box.h, 20 * 3.2F - 1) << target.label;
}

TEST(Sizes, BarsStayWhereTheyAreOnAPageThatShrinks) {
    std::string words = "短";
    Headless glass({1080, 1920}, chinese, [&](Frame& frame) {
        static_cast<void>(bars(frame, frame.screen, standing(frame.tr, "示范服务点")));
        Flow flow(frame, frame.area);
        paragraph(flow, words);
    });
    const Box staff = glass.target("Call staff").box;
    for (int i = 0; i < 400; ++i) words += "很长的一段话，";
    glass.turn_page(2);
    ASSERT_LT(glass.frame().scale, 0.9F);
    EXPECT_EQ(glass.target("Call staff").box, staff);
}

TEST(Sizes, HugeNumberNeverLeavesItsBox) {
    Box box;
    Headless glass({1080, 1920}, chinese, [&](Frame& frame) {
        box = frame.screen.centred(500, 300);
        huge_number(frame, box, "A123456789");
    });
    EXPECT_TRUE(box.contains(glass.frame().shown.at(0).box, 3));
}

// ---- theme
struct Pair {
    const char* name;
    Colour Palette::*text;
    Colour Palette::*ground;
};
void PrintTo(const Pair& row, std::ostream* out) { *out << row.name; }
class Contrast : public testing::TestWithParam<Pair> {};

TEST_P(Contrast, IsAtLeastTenToOneInEveryLook) {
    for (const Look look : {Look::usual, Look::black_on_white, Look::white_on_black, Look::soft}) {
        const Palette colours = make_theme({.look = look}).colours;
        EXPECT_GE(contrast(colours.*GetParam().text, colours.*GetParam().ground), 10);
    }
}

INSTANTIATE_TEST_SUITE_P(, Contrast,
                         testing::Values(Pair{"ink_on_page", &Palette::ink, &Palette::page},
                                         Pair{"ink_on_card", &Palette::ink, &Palette::card},
                                         Pair{"ink_on_warning", &Palette::ink, &Palette::warning},
                                         Pair{"ink_on_accent_soft", &Palette::ink, &Palette::accent_soft},
                                         Pair{"muted_on_page", &Palette::muted, &Palette::page},
                                         Pair{"muted_on_card", &Palette::muted, &Palette::card},
                                         Pair{"muted_on_accent_soft", &Palette::muted, &Palette::accent_soft},
                                         Pair{"muted_on_disabled", &Palette::muted, &Palette::disabled},
                                         Pair{"accent_on_page", &Palette::accent, &Palette::page},
                                         Pair{"accent_on_card", &Palette::accent, &Palette::card},
                                         Pair{"on_accent", &Palette::on_accent, &Palette::accent},
                                         Pair{"on_pressed", &Palette::on_accent, &Palette::pressed},
                                         Pair{"on_danger", &Palette::on_danger, &Palette::danger}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(ContrastFormula, IsWcags) {
    EXPECT_NEAR(contrast({0, 0, 0}, {255, 255, 255}), 21, 0.001);
    EXPECT_NEAR(contrast({0x77, 0x77, 0x77}, {255, 255, 255}), 4.48, 0.01);
}

// ---- what is pressed
TEST(Bars, SayWhatWasPressed) {
    Asked asked;
    Headless glass({1080, 1920}, english, [&](Frame& frame) {
        if (auto press = bars(frame, frame.screen, standing(frame.tr, "Hall"))) asked = std::move(press);
    });
    glass.tap("Back");
    EXPECT_EQ(asked, kiosk::Intent{kiosk::GoBack{}});
    glass.tap("Call staff");
    EXPECT_EQ(asked, kiosk::Intent{kiosk::CallStaff{}});
    glass.tap("中文");
    EXPECT_EQ(asked, kiosk::Intent{kiosk::SwitchLanguage{kiosk::Language::english}});
}

TEST(Overlay, NothingBelowItCanBePressed) {
    std::vector<std::string> pressed;
    Headless glass({1080, 1920}, english, [&](Frame& frame) {
        frame.covered = true;
        if (big_button(frame, frame.screen.inset(10), "page")) pressed.emplace_back("page");
        const Box room = overlay(frame, frame.mm(200));
        if (big_button(frame, room.split_bottom(frame.mm(40)).part, "stay")) pressed.emplace_back("stay");
    });
    EXPECT_THROW(glass.tap("page"), std::runtime_error);
    glass.touch(What::down, {540, 100});
    glass.touch(What::up, {540, 100});
    glass.touch(What::down, {540, 960});
    glass.touch(What::up, {540, 960});
    EXPECT_EQ(std::count(pressed.begin(), pressed.end(), "page"), 0);
    pressed.clear();
    glass.tap("stay");
    EXPECT_EQ(pressed, std::vector<std::string>{"stay"});
}

TEST(Overlay, DoesNotMoveThePageBelow) {
    bool over = false;
    Headless glass({1024, 768}, chinese, [&](Frame& frame) {
        frame.covered = over;
        static_cast<void>(big_button(frame, frame.screen.inset(frame.mm(20)), "page"));
        if (!over) return;
        Flow flow(frame, overlay(frame, frame.mm(40)));
        for (int i = 0; i < 12; ++i) paragraph(flow, "很长的一段话");
    });
    const Box before = glass.target("page").box;
    over = true;
    glass.show();
    EXPECT_EQ(glass.target("page").box, before);
    EXPECT_TRUE(glass.layout_problems().empty()) << joined(glass.layout_problems());
}

TEST(OverlayDeathTest, RefusesAPageThatCanStillBePressed) {
    const auto careless = [](Frame& frame) {
        static_cast<void>(big_button(frame, frame.screen.inset(10), "page"));
        static_cast<void>(overlay(frame, 300));
    };
    EXPECT_DEATH(Headless({1080, 1920}, english, careless), "covered");
}

class KeypadTest : public testing::Test {
protected:
    std::string typed;
    kiosk::Keys options{.erase = {"", "Erase"}, .with_x = true};
    Headless glass{{1080, 1920}, english, [this](Frame& frame) {
                       if (const auto key = keypad(frame, frame.screen.inset(80), options)) typed.push_back(*key);
                   }};
};

TEST_F(KeypadTest, TypesWhatIsTapped) {
    for (const char* label : {"1", "9", "0", "X", "Erase"}) glass.tap(label);
    EXPECT_EQ(typed, "190X\b");
}

TEST_F(KeypadTest, WithoutXThereIsNone) {
    options.with_x = false;
    glass.show();
    EXPECT_THROW(static_cast<void>(glass.target("X")), std::runtime_error);
}

TEST_F(KeypadTest, FullOneOnlyErases) {
    options.enabled = false;
    glass.show();
    EXPECT_THROW(glass.tap("4"), std::runtime_error);
    glass.tap("Erase");
    EXPECT_EQ(typed, "\b");
}

TEST(Button, SameLabelTwiceIsTwoButtons) {
    int first = 0, second = 0;
    Headless glass({1080, 1920}, english, [&](Frame& frame) {
        const auto rows = frame.screen.inset(50).rows(2, 50);
        first += big_button(frame, rows[0], "Take") ? 1 : 0;
        second += big_button(frame, rows[1], "Take") ? 1 : 0;
    });
    glass.tap("Take");  // the last one
    EXPECT_EQ(first, 0);
    EXPECT_EQ(second, 1);
}

TEST(Button, LongLabelBreaksAndStaysInside) {
    Headless glass({1024, 768}, english, [&](Frame& frame) {
        Flow flow(frame, frame.screen.inset(30));
        static_cast<void>(big_button(flow, "Take a priority ticket because your card came back from the card maker",
                                     {.subtitle = "You are called before the others", .icon = Icon::ticket}));
    });
    EXPECT_TRUE(glass.layout_problems().empty()) << joined(glass.layout_problems());
}

}  // namespace
}  // namespace screens
