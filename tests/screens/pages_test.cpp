#include "tests/support/pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "tests/support/golden.h"

// Every page, as a person stands before it: all on the screen, large enough, nothing over anything, in both languages.
namespace screens {
namespace {

using namespace kiosk;
using support::HeadlessKiosk;

struct Glass {
    const char* name;
    PixelSize size;
};
constexpr Glass portrait{"portrait", {1080, 1920}};
constexpr Glass landscape{"landscape", {1920, 1080}};
constexpr Glass small{"small", {1024, 768}};

HeadlessKiosk at(const State& state, PixelSize size, Language language = Language::chinese) {
    State shown = state;
    shown.language = language;
    return {support::Hall::shipped(), size, shown};
}

class EveryPage : public testing::TestWithParam<samples::NamedState> {};

TEST_P(EveryPage, LooksAsItWasApproved) {
    const auto picture = support::compare_golden(at(GetParam().state, portrait.size).pixels(), "page_" + GetParam().name);
    EXPECT_TRUE(picture.matches) << picture.why;
}

TEST_P(EveryPage, SpeaksEnglishWhenAsked) {
    auto kiosk = at(GetParam().state, portrait.size);
    const auto& state = GetParam().state;
    if (state.staff_call || state.wipe_at || state.menu != Menu::none || state.slips > 0)
        return;  // the switch lies under an overlay
    kiosk.tap("English");
    EXPECT_EQ(kiosk.state().language, Language::english);
    EXPECT_NO_THROW(kiosk.glass().target("中文"));
}

INSTANTIATE_TEST_SUITE_P(, EveryPage, testing::ValuesIn(support::gallery()),
                         [](const auto& test) { return test.param.name; });

// The wide glass and the other language, of the pages that matter most.
struct Approved {
    const char* page;
    Glass glass;
    Language language;
};
void PrintTo(const Approved& row, std::ostream* out) { *out << row.page; }
class OtherGlass : public testing::TestWithParam<Approved> {};

TEST_P(OtherGlass, LooksAsItWasApproved) {
    const auto& [page, glass, language] = GetParam();
    const auto all = support::gallery();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& state) { return state.name == GetParam().page; });
    ASSERT_NE(found, all.end());
    const auto name = std::string("page_") + page + '_' + glass.name + (language == Language::english ? "_english" : "");
    const auto picture = support::compare_golden(at(found->state, glass.size, language).pixels(), name);
    EXPECT_TRUE(picture.matches) << picture.why;
}

std::vector<Approved> other_glass() {
    std::vector<Approved> rows;
    for (const char* page : {"home", "typing", "showing_case", "card_came_back", "showing_ticket", "still_there"}) {
        rows.push_back({page, landscape, Language::chinese});
        rows.push_back({page, portrait, Language::english});
    }
    for (const char* page : {"home", "case_late", "ticket_without_paper"}) rows.push_back({page, small, Language::chinese});
    return rows;
}
INSTANTIATE_TEST_SUITE_P(, OtherGlass, testing::ValuesIn(other_glass()), [](const auto& test) {
    return std::string(test.param.page) + '_' + test.param.glass.name +
           (test.param.language == Language::english ? "_english" : "");
});

// ---- as a person wants it
struct Wanted {
    const char* name;
    Appearance appearance;
};
constexpr Wanted wanted[] = {
    {"large", {TextSize::large, Look::usual, false}},          {"largest", {TextSize::largest, Look::usual, false}},
    {"black", {TextSize::large, Look::white_on_black, false}}, {"white", {TextSize::standard, Look::black_on_white, false}},
    {"soft", {TextSize::standard, Look::soft, false}},         {"low", {TextSize::standard, Look::usual, true}},
};

class OtherLook : public testing::TestWithParam<std::tuple<const char*, Wanted>> {};
void PrintTo(const Wanted& row, std::ostream* out) { *out << row.name; }

TEST_P(OtherLook, LooksAsItWasApproved) {
    const auto& [page, want] = GetParam();
    const auto all = support::gallery();
    const auto found = std::ranges::find(all, page, &samples::NamedState::name);
    ASSERT_NE(found, all.end());
    State state = found->state;
    state.appearance = want.appearance;
    state.has_voice = true;
    const auto name = std::string("page_") + page + '_' + want.name;
    const auto picture = support::compare_golden(at(state, portrait.size).pixels(), name);
    EXPECT_TRUE(picture.matches) << picture.why;
}

INSTANTIATE_TEST_SUITE_P(, OtherLook,
                         testing::Combine(testing::Values("home", "card_came_back", "showing_case", "showing_ticket"),
                                          testing::ValuesIn(wanted)),
                         [](const auto& test) {
                             return std::string(std::get<0>(test.param)) + '_' + std::get<1>(test.param).name;
                         });

// ---- what is pressed
struct Press {
    const char* page;
    const char* label;  // English
    const char* leads_to;
};
void PrintTo(const Press& row, std::ostream* out) { *out << row.page << ": " << row.label; }
class PageButton : public testing::TestWithParam<Press> {};

TEST_P(PageButton, LeadsWhereItSays) {
    const auto all = support::gallery();
    const auto found = std::find_if(all.begin(), all.end(), [](const auto& page) { return page.name == GetParam().page; });
    ASSERT_NE(found, all.end());
    for (const auto& glass : {portrait, landscape, small}) {
        auto kiosk = at(found->state, glass.size, Language::english);
        ASSERT_NO_THROW(kiosk.tap(GetParam().label)) << glass.name;
        EXPECT_EQ(name(kiosk.state().phase), GetParam().leads_to) << glass.name;
    }
}

INSTANTIATE_TEST_SUITE_P(
    , PageButton,
    testing::Values(
        Press{"home", "Where is my card?", "present_card"}, Press{"home", "My card came back", "present_card"},
        Press{"home", "Can my card be upgraded?", "present_card"}, Press{"home", "I need the counter", "choosing_service"},
        Press{"home", "I want to ask", "choosing_help"}, Press{"showing_case", "Another card", "present_card"},
        Press{"showing_ticket", "Another card", "present_card"}, Press{"errand_case", "That was all", "showing_errand"},
        Press{"errand_case", "Back", "showing_errand"}, Press{"errand_next_card", "That was all", "showing_errand"},
        Press{"showing_errand", "Print it for me", "showing_errand"},
        Press{"showing_errand", "Take a ticket for the card that came back", "issuing_ticket"},
        Press{"errand_full", "Take one ticket for the 2 cards that came back", "issuing_ticket"},
        Press{"errand_ticket", "That was all", "showing_errand"}, Press{"showing_errand", "Another card", "present_card"},
        Press{"showing_errand", "I am done", "home"},
        Press{"choosing_help", "How do I get the new card?", "showing_new_card"},
        Press{"choosing_help", "Doctor and health insurance", "showing_scenarios"}, Press{"choosing_help", "Back", "home"},
        Press{"showing_new_card", "Back", "choosing_help"},
        Press{"showing_scenarios", "Print it for me", "showing_scenarios"}, Press{"showing_scenarios", "I am done", "home"},
        Press{"present_card", "No card? Type numbers", "typing"}, Press{"present_card", "Back", "home"},
        Press{"home_with_camera", "I have a code", "present_code"},
        Press{"present_card_with_camera", "I have a code", "present_code"},
        Press{"present_code", "I need the counter", "choosing_service"}, Press{"present_code", "Back", "home"},
        Press{"typing", "Find my card", "looking_up"}, Press{"typing", "Erase", "typing"},
        Press{"typing", "Back", "present_card"}, Press{"showing_case", "Print it for me", "showing_case"},
        Press{"showing_case", "I am done", "home"}, Press{"card_came_back", "Take a priority ticket", "issuing_ticket"},
        Press{"card_came_back", "See its way", "showing_case"}, Press{"card_came_back", "Print it for me", "card_came_back"},
        Press{"card_came_back", "Back", "home"}, Press{"showing_verdict", "I need the counter", "choosing_service"},
        Press{"showing_verdict", "I am done", "home"}, Press{"verdict_unknown", "Type the numbers", "typing"},
        Press{"verdict_phone", "I need the counter", "choosing_service"}, Press{"choosing_service", "Back", "home"},
        Press{"ticket_printed", "Print it again", "showing_ticket"}, Press{"ticket_printed", "I am done", "home"},
        Press{"another_ticket", "Yes, for another person", "issuing_ticket"},
        Press{"another_ticket", "No, I have mine", "home"}, Press{"another_ticket_later", "I am done", "home"},
        Press{"no_ticket_today", "I am done", "home"}, Press{"out_of_order", "I am done", "home"},
        Press{"still_there", "I need more time", "card_came_back"}, Press{"still_there", "I am done", "home"},
        Press{"staff_called", "I need no help any more", "card_came_back"}),
    [](const auto& test) { return "Press" + std::to_string(test.index); });

// From the first row that is painted to the last.
Rows repaint(Stage& stage, Bitmap& glass) {
    Rows painted;
    stage.repaint(glass.canvas(), [&painted](const std::vector<Rows>& rows) {
        painted = {painted.bottom == 0 ? rows.front().top : painted.top, rows.back().bottom};
    });
    return painted;
}

// Draws page after page on one glass, as the loop does.
class Glasses {
public:
    Rows turn_to(const State& state) {
        const auto& hall = support::Hall::shipped();
        const Words words(hall.words, state.language);
        do {
            stage_.pass({state.phase.index(), words, state.now.steady}, [&](Frame& frame) {
                draw_page(frame, page_of(state, {hall.policy, hall.faults, words, hall.name}));
            });
        } while (!stage_.settled());
        const Rows changed = repaint(stage_, repainted);
        stage_.paint(fresh.canvas());
        return changed;
    }
    void resize() { stage_.resize(portrait.size, 3.2F); }

    Bitmap repainted{portrait.size}, fresh{portrait.size};

private:
    Stage stage_{portrait.size, 3.2F};
};

TEST(Pages, RepaintingWhatChangedLeavesThePixelsOfAWholePicture) {
    Glasses glass;
    for (const auto& [name, state] : support::gallery()) {
        glass.turn_to(state);
        EXPECT_TRUE(glass.repainted == glass.fresh) << name;
    }
}

// A window manager, a broken driver or a jester may ask for any size; it is drawn, and the next one as well.
TEST(Pages, AreDrawnInAWindowOfAnySize) {
    const auto& hall = support::Hall::shipped();
    Stage stage(portrait.size, 3.2F);
    for (const PixelSize size :
         std::vector<PixelSize>{{30000, 3}, {3, 30000}, {1, 1}, {32767, 32767}, {0, 0}, {20000, 1080}, {640, 10}}) {
        stage.resize(size, 3.2F);
        for (const char* page : {"home", "typing", "showing_case", "showing_ticket", "still_there", "present_code"}) {
            const auto all = support::gallery();
            const auto& state =
                std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == page; })->state;
            const Words words(hall.words, state.language);
            do {
                stage.pass({state.phase.index(), words, state.now.steady}, [&](Frame& frame) {
                    draw_page(frame, page_of(state, {hall.policy, hall.faults, words, hall.name}));
                });
            } while (!stage.settled());
            Bitmap glass({std::min(size.width, 2000), std::min(size.height, 2000)});
            stage.paint(glass.canvas());
        }
    }
}

TEST(Pages, OnlyTheLineThatChangesIsPaintedAgain) {
    Glasses glass;
    State state = samples::ready();
    state.phase = Typing{};
    EXPECT_EQ(glass.turn_to(state), (Rows{0, portrait.size.height}));
    EXPECT_EQ(glass.turn_to(state), Rows{}) << "nothing has changed";
    std::get<Typing>(state.phase).id_tail6 = "0";
    const auto digit = glass.turn_to(state);
    EXPECT_GT(digit.height(), 0);
    EXPECT_LT(digit.height(), portrait.size.height / 4);
    glass.resize();
    EXPECT_EQ(glass.turn_to(state), (Rows{0, portrait.size.height})) << "the window's pixels are new ones";
}

TEST(Pages, EveryServiceOfThePolicyCanBeChosenButTheReturnedCardsOwn) {
    State state = samples::ready();
    state.phase = ChoosingService{};
    const auto& hall = support::Hall::shipped();
    for (const auto& service : hall.policy.services) {
        auto kiosk = at(state, portrait.size);
        if (service.id == hall.policy.priority_service) {
            EXPECT_ANY_THROW(kiosk.tap(service.name.zh));
            continue;
        }
        kiosk.tap(service.name.zh);
        EXPECT_EQ(std::get<IssueTicket>(kiosk.effects.at(0)).request.service, service.id);
    }
}

TEST(Pages, KeypadTypesBothNumbersAndFindsTheCard) {
    State state = samples::ready();
    state.phase = Typing{};
    auto kiosk = at(state, portrait.size);
    for (const char* key : {"0", "1", "0", "0", "0", "X", "0", "0", "0", "2"}) kiosk.tap(key);
    kiosk.tap("查我的卡");
    EXPECT_EQ(std::get<LookUp>(kiosk.effects.at(0)).by, std::vector<CaseQuery>{(ByTyping{"01000X", "0002"})});
}

TEST(Pages, DemosButtonsCanBePressedWhateverLiesOverThePage) {
    State state = samples::ready();
    state.staff_call = StaffCall{};
    const auto& hall = support::Hall::shipped();
    const Words tr(hall.words, Language::chinese);
    std::optional<DemoPress> pressed;
    support::Headless glass(portrait.size, tr, [&](Frame& frame) {
        auto page = page_of(state, {hall.policy, hall.faults, tr, hall.name});
        page.demo = {"a 老卡", "b 老卡"};
        if (auto press = draw_page(frame, page, nullptr)) pressed = std::get<DemoPress>(*press);
    });
    glass.tap("b 老卡");
    ASSERT_TRUE(pressed);
    EXPECT_EQ(pressed->button, 1U);
}

TEST(Pages, NothingUnderAnOverlayCanBePressed) {
    State state = samples::ready();
    state.phase = CardCameBack{samples::came_back(), {}};
    state.staff_call = StaffCall{};
    auto kiosk = at(state, portrait.size);
    EXPECT_ANY_THROW(kiosk.tap("拿优先号"));
    EXPECT_TRUE(kiosk.effects.empty());
}

TEST(Pages, NameOfRareCharactersIsShownAsItIs) {
    State state = samples::ready();
    auto found = samples::on_its_way();
    found.masked_name = "𠅤＊䶮";
    state.phase = ShowingCase{found, {}};
    EXPECT_TRUE(at(state, portrait.size).glass().shows("𠅤＊䶮"));
}

// ---- the camera's picture
std::vector<std::uint8_t> bright_on_the_left(int width, int height) {
    std::vector<std::uint8_t> grey;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            grey.push_back(x < width / 4 ? 220 : static_cast<std::uint8_t>(30 + 60 * y / height));
    return grey;
}

HeadlessKiosk holding_a_code_up(PixelSize size) {
    State state = samples::ready();
    state.phase = PresentCode{};
    return at(state, size);
}

TEST(Pages, CameraIsAMirrorWithAFrameToAimAt) {
    for (const auto& glass : {portrait, landscape, small}) {
        auto kiosk = holding_a_code_up(glass.size);
        kiosk.see(320, 180, bright_on_the_left(320, 180));
        const auto picture = support::compare_golden(kiosk.pixels(), "page_present_code_preview_" + std::string(glass.name));
        EXPECT_TRUE(picture.matches) << picture.why;
    }
}

TEST(Pages, NewPictureOfTheCameraPaintsItsOwnRowsOnly) {
    const auto& hall = support::Hall::shipped();
    const Words words(hall.words, Language::chinese);
    State state = samples::ready();
    state.phase = PresentCode{};
    Preview preview;
    Stage stage{portrait.size, 3.2F};
    Bitmap glass{portrait.size};
    const auto show = [&] {
        do {
            stage.pass({1, words, state.now.steady}, [&](Frame& frame) {
                draw_page(frame, page_of(state, {hall.policy, hall.faults, words, hall.name}), &preview);
            });
        } while (!stage.settled());
        return repaint(stage, glass);
    };
    preview.see(320, 180, bright_on_the_left(320, 180));
    show();
    EXPECT_EQ(show(), Rows{}) << "the same picture is not painted again";
    preview.see(320, 180, std::vector<std::uint8_t>(std::size_t{320} * 180, 90));
    const Rows rows = show();
    EXPECT_GT(rows.height(), 0);
    EXPECT_LT(rows.height(), portrait.size.height / 2);
}

}  // namespace
}  // namespace screens
