#include "tests/support/headless.h"

#include <algorithm>
#include <stdexcept>

namespace support {
namespace {

using namespace screens;
using What = PointerEvent::What;

std::string place(const Box& box) {
    const auto text = [](float v) { return std::to_string(static_cast<int>(v)); };
    return " at " + text(box.x) + "," + text(box.y) + " " + text(box.w) + "x" + text(box.h);
}

void check_targets(const Frame& frame, std::vector<std::string>& problems) {
    const float least = frame.theme.min_target_mm * frame.px_per_mm * frame.base_scale - 1;
    const float gap = frame.theme.min_gap_mm * frame.px_per_mm * frame.base_scale - 1;
    std::vector<const Target*> seen;
    for (const auto& target : frame.targets) {
        if (target.covered) continue;
        const auto name = "\"" + target.label + "\"" + place(target.box);
        if (!frame.screen.contains(target.box)) problems.push_back(name + " is off the screen");
        if (target.box.w < least || target.box.h < least) problems.push_back(name + " is too small for a finger");
        for (const Target* other : seen) {
            if (target.box.overlaps(other->box)) {
                problems.push_back(name + " lies over \"" + other->label + "\"");
            } else if (target.box.gap_to(other->box) < gap) {
                problems.push_back(name + " is too close to \"" + other->label + "\"");
            }
        }
        seen.push_back(&target);
    }
}

void check_texts(const Frame& frame, std::vector<std::string>& problems) {
    std::vector<const Shown*> seen;
    for (const auto& text : frame.shown) {
        if (text.covered || text.text.empty()) continue;
        const auto name = "text \"" + text.text + "\"" + place(text.box);
        if (!frame.screen.contains(text.box, 2)) problems.push_back(name + " is off the screen");
        for (const Shown* other : seen) {
            if (text.box.inset(3).overlaps(other->box.inset(3)))
                problems.push_back(name + " lies over \"" + other->text + "\"");
        }
        for (const auto& target : frame.targets) {
            const bool apart = !target.box.overlaps(text.box.inset(2));
            if (!target.covered && !apart && !target.box.contains(text.box, 3)) {
                problems.push_back(name + " sticks out of button \"" + target.label + "\"");
            }
        }
        seen.push_back(&text);
    }
}

}  // namespace

Headless::Headless(PixelSize size, const kiosk::Words& words, Draw draw, float px_per_mm)
    : size_(size), words_(words), draw_(std::move(draw)), stage_(size, px_per_mm) {
    show();
}

void Headless::show() {
    int passes = 0;
    do {
        stage_.pass({page_, words_, now_, appearance_}, draw_);
        if (++passes > 200) throw std::runtime_error("the page does not settle");
    } while (!stage_.settled());
}

void Headless::turn_page(std::size_t page) {
    page_ = page;
    show();
}

void Headless::speak(const kiosk::Words& words) {
    words_ = words;
    show();
}

void Headless::wear(const kiosk::Appearance& appearance) {
    appearance_ = appearance;
    show();
}

void Headless::start(const kiosk::Words& words, const kiosk::Appearance& appearance) {
    words_ = words;
    appearance_ = appearance;
    turn_page(++started_);
}

void Headless::touch(What what, Point at, std::int64_t finger) {
    now_ += std::chrono::milliseconds(1);
    stage_.pointer({finger, what, at, now_});
    show();
}

void Headless::tap(std::string_view label) {
    const Target found = target(label);
    if (!found.enabled || found.covered) throw std::runtime_error("cannot be pressed: " + std::string(label));
    now_ += Fingers::bounce;  // a person needs longer than that to find the next button
    touch(What::down, found.box.centre());
    touch(What::up, found.box.centre());
}

const Target& Headless::target(std::string_view label) const {
    const auto& targets = frame().targets;
    // the one on top: an overlay is drawn last
    const auto found = std::find_if(targets.rbegin(), targets.rend(), [&](const Target& t) { return t.label == label; });
    if (found != targets.rend()) return *found;
    std::string there;
    for (const auto& t : targets) there += " \"" + t.label + "\"";
    throw std::runtime_error("no button \"" + std::string(label) + "\"; there are" + there);
}

bool Headless::shows(std::string_view words) const {
    const auto& shown = frame().shown;
    return std::any_of(shown.begin(), shown.end(),
                       [&](const Shown& s) { return !s.covered && s.text.find(words) != std::string::npos; });
}

std::vector<std::string> Headless::layout_problems() const {
    std::vector<std::string> problems;
    if (!frame().fits()) problems.emplace_back("something needs more room than there is, even at the smallest scale");
    check_targets(frame(), problems);
    check_texts(frame(), problems);
    return problems;
}

Image Headless::pixels() {
    Bitmap bitmap(size_);
    stage_.paint(bitmap.canvas());
    Image image{size_.width, size_.height, bitmap.pixels()};
    return image;
}

}  // namespace support
