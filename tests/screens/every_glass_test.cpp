#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <tuple>

#include "tests/support/legible.h"
#include "tests/support/pages.h"

// Every page on every screen, in every size and language: what is read is as large as the person wants it, what is pressed
// is large enough for a finger, nothing is cut or lies over anything; and all of it by the pixels that are drawn, in every
// look.
namespace screens {
namespace {

using namespace kiosk;
using support::HeadlessKiosk;

// The least height in mm of the main text that any page has: on the screens that the layouts are made for it is what was
// chosen. On smaller ones it is that in proportion to the screen, but for some pages in English; most pages have more.
struct Panel {
    const char* name;
    PixelSize size;
    float px_per_mm;
    float standard_mm, large_mm, largest_mm, low_mm;
};
constexpr Panel panels[] = {
    {"tall_27_inch", {1080, 1920}, 3.2F, 12.5F, 15, 18.1F, 12.5F},
    {"wide_27_inch", {1920, 1080}, 3.2F, 12.5F, 15, 18.1F, 12.5F},
    {"tall_21_inch", {1080, 1920}, 4.03F, 10, 13.6F, 12.3F, 11.3F},
    {"wide_21_inch", {1920, 1080}, 4.03F, 10, 13, 14.3F, 10.4F},
    {"tall_15_inch", {768, 1366}, 3.95F, 7.1F, 10, 10.1F, 8},
    {"square_15_inch", {1024, 768}, 3.36F, 7.2F, 7.5F, 7.8F, 7.2F},
};
void PrintTo(const Panel& glass, std::ostream* out) { *out << glass.name; }

struct Worn {
    const char* name;
    TextSize text;
    bool low;
};
constexpr Worn worn[] = {{"standard", TextSize::standard, false},
                         {"large", TextSize::large, false},
                         {"largest", TextSize::largest, false},
                         {"low", TextSize::standard, true}};

float least_main_text(const Panel& glass, const Worn& wear) {
    if (wear.low) return glass.low_mm;
    const float least[] = {glass.standard_mm, glass.large_mm, glass.largest_mm};
    return least[static_cast<std::size_t>(wear.text)];
}

// What is measured of all pages.
struct Least {
    float text_mm = std::numeric_limits<float>::max(), letters_mm = text_mm, target_mm = text_mm, gap_mm = text_mm;
    double contrast = 21;
    int smaller = 0;    // pages whose main text is smaller than was chosen
    float highest = 1;  // of the targets, as a part of the screen's height from above

    void take(const Frame& frame) {
        const bool over = frame.in_overlay;
        const float scale = over ? frame.overlay_fit.scale : frame.scale;
        text_mm = std::min(text_mm, frame.theme.text_mm(Size::body) * scale);
        if (scale < 0.995F) ++smaller;
        for (const auto& target : frame.targets) take(frame, target);
    }
    void take(const Frame& frame, const Target& target) {
        if (target.covered) return;
        target_mm = std::min({target_mm, target.box.w / frame.px_per_mm, target.box.h / frame.px_per_mm});
        highest = std::min(highest, target.box.y / frame.screen.h);
        for (const auto& other : frame.targets)
            if (&other != &target && !other.covered)
                gap_mm = std::min(gap_mm, target.box.gap_to(other.box) / frame.px_per_mm);
    }
    void take(const support::Legibility& legible) {
        contrast = std::min(contrast, legible.contrast);
        letters_mm = std::min(letters_mm, legible.letters_mm);
    }
};

// Colours move nothing, so a run looks at each page's pixels in one size and look by turns; with this in the environment in
// all.
bool every_pixel() { return std::getenv("KIOSK_EVERY_PIXEL") != nullptr; }

// What went wrong last and what becomes of the paper is not on a part that has to be turned to. Within reach on a small
// screen there may be room for one only: then for what stays true all the same.
void expect_told_at_once(const HeadlessKiosk& kiosk) {
    const auto& hall = support::Hall::shipped();
    const auto page = page_of(kiosk.state(), {hall.policy, hall.faults, {hall.words, kiosk.state().language}, hall.name});
    if (page.over || page.curtain) return;
    const Sentence *notice = nullptr, *assurance = nullptr;
    for (const auto& sentence : page.sentences) {
        if (sentence.role == Role::notice) notice = &sentence;
        if (sentence.role == Role::assurance) assurance = &sentence;
    }
    EXPECT_TRUE(!assurance || kiosk.glass().shows(assurance->words.text)) << assurance->words.text;
    if (!notice || (assurance && kiosk.state().appearance.low)) return;
    EXPECT_TRUE(kiosk.glass().shows(notice->words.text)) << notice->words.text;
}

class EveryGlass : public testing::TestWithParam<std::tuple<Panel, Language>> {
protected:
    void look(HeadlessKiosk& kiosk, State state, const Worn& wear, std::size_t page);

    Least least_;
};

void EveryGlass::look(HeadlessKiosk& kiosk, State state, const Worn& wear, std::size_t page) {
    const auto& glass = std::get<0>(GetParam());
    state.language = std::get<1>(GetParam());
    state.has_voice = true;
    state.appearance = {wear.text, Look::usual, wear.low};
    kiosk.turn_to(state);
    const auto& frame = kiosk.glass().frame();
    expect_told_at_once(kiosk);
    for (const auto& problem : kiosk.glass().layout_problems()) ADD_FAILURE() << problem;
    for (const auto& target : frame.targets) {
        const bool reached = target.covered || target.box.y >= frame.screen.h / 2 - 1;
        EXPECT_TRUE(reached || !wear.low) << target.label << " is out of reach";
    }
    least_.take(frame);
    for (int look = 0; look < 4; ++look) {
        if (!every_pixel() && page % 16 != static_cast<std::size_t>(look) * 4 + static_cast<std::size_t>(&wear - worn))
            continue;
        state.appearance.look = static_cast<Look>(look);
        kiosk.turn_to(state);
        const auto legible = support::legibility_of(kiosk.pixels(), frame);
        EXPECT_GE(legible.contrast, 10) << "look " << look << ": " << legible.faintest;
        EXPECT_GE(legible.letters_mm, 0.68F * frame.theme.text_mm(Size::caption) * std::min(frame.scale, frame.base_scale))
            << "look " << look << ": " << legible.smallest;
        least_.take(legible);
    }
    EXPECT_GE(least_.text_mm, least_main_text(glass, wear) - 0.05F);
}

TEST_P(EveryGlass, HoldsEveryPageInEverySizeAndWithinReach) {
    const auto& [glass, language] = GetParam();
    const auto pages = support::gallery();
    HeadlessKiosk kiosk(support::Hall::shipped(), glass.size, pages.front().state, glass.px_per_mm);
    for (const auto& wear : worn) {
        least_ = {};
        for (std::size_t i = 0; i < pages.size(); ++i) {
            SCOPED_TRACE(fmt::format("{}, {}", pages[i].name, wear.name));
            look(kiosk, pages[i].state, wear, i);
        }
        fmt::print(
            "{:14} {:2} {:8}  text {:4.1f} mm, smaller on {:2} of {} pages; letters {:4.1f} mm; contrast {:4.1f}; "
            "targets {:4.1f} mm, {:3.1f} apart, from {:2.0f} % of the height\n",
            glass.name, language == Language::english ? "en" : "zh", wear.name, least_.text_mm, least_.smaller, pages.size(),
            least_.letters_mm, least_.contrast, least_.target_mm, least_.gap_mm, least_.highest * 100);
    }
}

INSTANTIATE_TEST_SUITE_P(, EveryGlass,
                         testing::Combine(testing::ValuesIn(panels), testing::Values(Language::chinese, Language::english)),
                         [](const auto& test) {
                             return std::string(std::get<0>(test.param).name) +
                                    (std::get<1>(test.param) == Language::english ? "_english" : "");
                         });

}  // namespace
}  // namespace screens
