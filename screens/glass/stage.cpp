#include "screens/glass/stage.h"

#include <imgui.h>

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <deque>
#include <utility>

#include "kiosk/base/owned.h"
#include "screens/glass/changed_rows.h"

namespace screens {
namespace {

using Context = kiosk::Owned<ImGuiContext, ImGui::DestroyContext>;

// What one logic pass feeds to Dear ImGui.
struct Step {
    std::optional<Point> pointer = {};
    std::optional<bool> pressed = {};
};

constexpr Point nowhere{-FLT_MAX, -FLT_MAX};
constexpr float smallest_scale = 0.35F;

// Layout millimetres fit a 27-inch screen. On a smaller one the bars are as much smaller, and a page keeps its size as far
// as it fits.
float base_scale(PixelSize size, float px_per_mm) {
    const auto [low, high] = std::minmax(size.width, size.height);
    const float short_mm = static_cast<float>(low) / px_per_mm, long_mm = static_cast<float>(high) / px_per_mm;
    return std::clamp(std::min(short_mm / 337.5F, long_mm / 480), 0.2F, 2.0F);
}

// A window may have any size. What is smaller than any screen is drawn as the upper left of one, and what is larger than any
// only in part.
PixelSize drawable(PixelSize window) {
    constexpr int least = 240, most = 16384;
    return {std::clamp(window.width, least, most), std::clamp(window.height, least, most)};
}

void set_up(ImGuiIO& io) {
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.DeltaTime = 1.0F / 60;                               // we have no animation; a constant makes passes repeatable
    static constexpr ImWchar only_space[] = {' ', ' ', 0};  // NewFrame wants a font; nothing is written with it
    ImFontConfig config;
    config.GlyphRanges = only_space;
    io.Fonts->Flags |= ImFontAtlasFlags_NoBakedLines | ImFontAtlasFlags_NoMouseCursors;
    io.Fonts->AddFontDefault(&config);
    io.Fonts->Build();
}

void set_up(ImGuiStyle& style) {
    style.WindowPadding = {0, 0};
    style.WindowBorderSize = 0;
    style.WindowRounding = 0;
    style.AntiAliasedLinesUseTex = false;
}

void begin_window(const ImGuiIO& io) {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(io.DisplaySize);
    ImGui::Begin("page", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse |
                     ImGuiWindowFlags_NoBringToFrontOnFocus);
}

}  // namespace

struct Stage::Inside {
    Inside(PixelSize pixels, float per_mm)
        : size(drawable(pixels)),
          px_per_mm(per_mm),
          theme(make_theme({})),
          fingers(per_mm),
          context(ImGui::CreateContext()) {
        ImGui::SetCurrentContext(context.get());
        set_up(ImGui::GetIO());
        set_up(ImGui::GetStyle());
        ImGui::GetIO().Fonts->SetTexID(&white);
        rescale();
    }
    void rescale() {
        scale = std::max(1.0F, base_scale(size, px_per_mm));
        overlay = {.scale = scale};
        overflows_at = fits_at = 0;
    }
    void look(const Appearance& next);
    void turn_page(const Page& page);
    void next_input();
    bool slides_off(const Tap& path) const;
    void apply(const Step& step);
    Frame make_frame(kiosk::Steady now);
    float smallest() const { return smallest_scale * frame->base_scale; }
    float shrunk(float from, float overflow) const;
    bool fit_page();  // true: it is as large as it can be
    bool fit_overlay();

    PixelSize size;
    float px_per_mm;
    Appearance appearance;
    Theme theme;
    Fingers fingers;
    TextEngine text;
    Texture white;  // no bytes: Dear ImGui's white pixel
    Context context;
    std::optional<std::size_t> page;
    std::optional<kiosk::Words> words;  // of the last pass
    std::optional<Frame> frame;
    float scale = 1;
    Frame::Fit overlay;
    ChangedRows changed;
    float overflows_at = 0, fits_at = 0;  // scales of this page that were tried; 0: none yet
    bool fitted = true;
    std::deque<PointerEvent> events;
    bool slipped = false;
    std::deque<Step> steps;
};

Stage::Stage(PixelSize size, float px_per_mm) : inside_(std::make_unique<Inside>(size, px_per_mm)) {}
Stage::~Stage() = default;

void Stage::resize(PixelSize size, float px_per_mm) {
    inside_->size = drawable(size);
    inside_->px_per_mm = px_per_mm;
    inside_->fingers = Fingers(px_per_mm);
    inside_->rescale();
    inside_->changed.forget();
}

void Stage::Inside::look(const Appearance& next) {
    if (next == appearance) return;
    appearance = next;
    theme = make_theme(next);
    changed.forget();
    rescale();
}

void Stage::pointer(const PointerEvent& event) { inside_->events.push_back(event); }

void Stage::Inside::turn_page(const Page& next) {
    const bool new_words = !words || words->language() != next.words.language();
    if (page == next.key && !new_words) return;
    rescale();
    if (page == next.key) return;
    if (page) fingers.page_changed(next.now);
    page = next.key;
    std::erase_if(steps, [](const Step& step) { return step.pressed == true; });
}

// Turns fingers into steps, one tap at a time: what follows a tap may belong to another page by then.
void Stage::Inside::next_input() {
    while (steps.empty() && !events.empty()) {
        const auto event = events.front();
        events.pop_front();
        const auto tap = fingers.take(event);
        if (const auto path = tap ? tap : fingers.take_strayed(); path && slides_off(*path)) {
            slipped = true;
            fingers.page_changed(event.when);  // neither this tap nor its bounce presses what is offered instead
            continue;
        }
        if (!tap) continue;
        steps.push_back({.pointer = tap->down});
        steps.push_back({.pressed = true});
        steps.push_back({.pointer = tap->up, .pressed = false});
        steps.push_back({.pointer = nowhere});
    }
}

// Nobody knows what a finger wanted that came down beside all buttons.
bool Stage::Inside::slides_off(const Tap& path) const {
    if (!frame) return false;
    return std::ranges::any_of(frame->targets, [&](const Target& target) {
        return target.enabled && !target.covered && target.box.contains(path.down) && !target.box.contains(path.up);
    });
}

void Stage::Inside::apply(const Step& step) {
    auto& io = ImGui::GetIO();
    if (step.pointer) io.MousePos = {step.pointer->x, step.pointer->y};
    if (step.pressed) io.MouseDown[0] = *step.pressed;
}

Frame Stage::Inside::make_frame(kiosk::Steady now) {
    Frame made{.tr = *words, .theme = theme, .text = text};
    made.screen = made.area = {0, 0, static_cast<float>(size.width), static_cast<float>(size.height)};
    made.px_per_mm = px_per_mm;
    made.base_scale = base_scale(size, px_per_mm);
    made.scale = scale;
    made.overlay_fit = overlay;
    made.held = fingers.held(now);
    return made;
}

// Text that is broken into lines takes less room by the square, so not all of the overflow is taken off at once.
float Stage::Inside::shrunk(float from, float overflow) const {
    return std::max(smallest(), from * std::clamp(std::pow(overflow, -0.7F), 0.8F, 0.98F));
}

// Shrinks a page until it fits, then comes back to within 3 % of the largest scale that does.
bool Stage::Inside::fit_page() {
    constexpr float close_enough = 1.03F;
    const float overflow = frame->page_fit.overflow;
    if (overflow > 1 && scale > smallest()) {
        overflows_at = scale;
        if (fits_at >= scale) fits_at = 0;  // the page itself has changed
        if (fits_at == 0)
            scale = shrunk(scale, overflow);
        else
            scale = overflows_at <= fits_at * close_enough ? fits_at : (fits_at + overflows_at) / 2;
        return false;
    }
    if (overflow > 1 || overflows_at <= scale * close_enough) {
        fits_at = overflows_at = 0;
        return true;
    }
    fits_at = scale;
    scale = (fits_at + overflows_at) / 2;
    return false;
}

// Goes one way only, so it ends: the overlay grows to a limit, then it shrinks.
bool Stage::Inside::fit_overlay() {
    const auto& over = frame->overlay_fit;
    if (over.overflow <= 1 || (over.at_limit && overlay.scale <= smallest())) return true;
    if (over.at_limit)
        overlay.scale = shrunk(overlay.scale, over.overflow);
    else
        overlay.growth *= 1.06F;
    return false;
}

void Stage::pass(const Page& page, const Draw& draw) {
    auto& in = *inside_;
    ImGui::SetCurrentContext(in.context.get());
    in.look(page.appearance);
    in.turn_page(page);
    in.words.emplace(page.words);
    in.next_input();
    if (!in.steps.empty()) {
        in.apply(in.steps.front());
        in.steps.pop_front();
    }
    auto& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(in.size.width), static_cast<float>(in.size.height)};
    in.text.begin_pass();
    ImGui::NewFrame();
    begin_window(io);
    in.frame.emplace(in.make_frame(page.now));
    draw(*in.frame);
    ImGui::End();
    ImGui::Render();
    const bool page_fitted = in.fit_page(), overlay_fitted = in.fit_overlay();
    in.fitted = page_fitted && overlay_fitted;
}

bool Stage::take_slip() { return std::exchange(inside_->slipped, false); }

bool Stage::settled() const { return inside_->steps.empty() && inside_->events.empty() && inside_->fitted; }

void Stage::paint(const Canvas& canvas) {
    ImGui::SetCurrentContext(inside_->context.get());
    rasterise(*ImGui::GetDrawData(), inside_->theme.colours.page, canvas);
}

void Stage::repaint(const Canvas& canvas, const RowsTaker& drawn) {
    ImGui::SetCurrentContext(inside_->context.get());
    const auto& lists = *ImGui::GetDrawData();
    const auto background = inside_->theme.colours.page;
    rasterise(lists, background, canvas, inside_->changed.next(lists, background, {canvas.width, canvas.height}), drawn);
}

const Frame& Stage::frame() const { return *inside_->frame; }

std::optional<kiosk::Steady> Stage::next_redraw(kiosk::Steady now) const { return inside_->fingers.next_expiry(now); }

TextEngine::Usage Stage::text_usage() const { return inside_->text.usage(); }

}  // namespace screens
