#include <algorithm>
#include <cmath>

#include "screens/widgets/paint.h"
#include "screens/widgets/widgets.h"

namespace screens {
namespace {

struct Skin {
    Colour fill, edge, text;
};

Skin skin_of(const Palette& c, const ButtonOptions& options, bool down) {
    if (!options.enabled) return {c.disabled, c.line, c.muted};
    switch (options.tone) {
        case Tone::primary:
            return down ? Skin{c.pressed, c.pressed, c.on_accent} : Skin{c.accent, c.accent, c.on_accent};
        case Tone::danger:
            return down ? Skin{c.ink, c.ink, c.on_danger} : Skin{c.danger, c.danger, c.on_danger};
        case Tone::secondary:
            return down ? Skin{c.accent, c.accent, c.on_accent} : Skin{c.card, c.accent, c.accent};
        case Tone::quiet:
            return down ? Skin{c.accent, c.accent, c.on_accent} : Skin{c.page, c.page, c.accent};
    }
    return {c.card, c.accent, c.accent};
}

bool is_held(const Frame& frame, Box where) {
    return !frame.covered && std::any_of(frame.held.begin(), frame.held.end(),
                                         [&](const Tap& tap) { return where.contains(tap.down) && where.contains(tap.up); });
}

int same_label_before(const Frame& frame, std::string_view label) {
    return static_cast<int>(std::count_if(frame.targets.begin(), frame.targets.end(),
                                          [&](const Target& target) { return target.label == label; }));
}

bool press_area(Frame& frame, Box where, std::string_view label, bool enabled) {
    const int nth = same_label_before(frame, label);
    frame.targets.push_back({std::string(label), where, enabled, frame.covered});
    if (!enabled || frame.covered || where.w < 1 || where.h < 1) return false;
    ImGui::SetCursorScreenPos({where.x, where.y});
    ImGui::PushID(label.data(), label.data() + label.size());
    ImGui::PushID(nth);
    const bool pressed = ImGui::InvisibleButton("button", {where.w, where.h});
    ImGui::PopID();
    ImGui::PopID();
    return pressed;
}

struct Label {
    std::string_view text = {};
    TextOptions options = {};
    float width = 0, height = 0;
};

Label make_label(Frame& frame, float width, std::string_view text, const TextOptions& options) {
    if (text.empty()) return {};
    auto style = style_for(frame, options.size, options.weight, options.align, std::max(1.0F, width));
    style.balance = options.balance;
    const TextRun& run = frame.text.run(text, style);
    return {text, options, static_cast<float>(run.width), static_cast<float>(run.height)};
}

// Label over subtitle, in the middle of the height.
void draw_labels(Frame& frame, Box where, const Label& label, const Label& subtitle) {
    const float total = label.height + subtitle.height;
    frame.note_need(total, where.h);
    float y = where.y + std::floor((where.h - total) / 2) - optical_lift(frame.text_px(label.options.size));
    for (const Label& part : {label, subtitle}) {
        if (part.text.empty()) continue;
        paragraph(frame, {where.x, y, where.w, part.height}, part.text, part.options);
        y += part.height;
    }
}

struct Parts {
    Box icon, words;
    Align align = Align::centre;
};

float side_padding(const Frame& frame) { return frame.mm(6); }
float icon_side(const Frame& frame, Size size) { return std::round(frame.text_px(size) * 1.7F); }

Parts arrange(const Frame& frame, Box where, Icon icon, Size size) {
    const Box inside = where.inset(side_padding(frame), frame.mm(2));
    if (icon == Icon::none) return {{}, inside, Align::centre};
    if (where.h > where.w * 0.72F) {
        const float side = std::floor(std::min(inside.h * 0.42F, inside.w * 0.6F));
        const auto [top, rest] = inside.split_top(std::floor(inside.h * 0.54F));
        return {top.split_bottom(side).part, rest, Align::centre};
    }
    const float roomy = std::min(where.h * 0.5F, icon_side(frame, size) * 1.6F);  // a high box gets a larger picture
    const float side = std::round(std::min(inside.h, std::max(roomy, icon_side(frame, size))));
    const float air = side_padding(frame) * (where.h > 2.5F * side ? 2.0F : 1.0F);
    const auto [left, rest] = inside.split_left(side + air - side_padding(frame), air);
    return {left.split_right(side).part.centred(side, side), rest, Align::left};
}

struct ButtonWords {
    Parts parts;
    Label label, subtitle;
    bool fit = false;
};

ButtonWords set_words(Frame& frame, Box where, std::string_view text, const ButtonOptions& options, Size size,
                      Colour colour) {
    ButtonWords words{.parts = arrange(frame, where, options.icon, size), .label = {}, .subtitle = {}};
    const Box room = words.parts.words;
    const Size small = size == Size::caption ? Size::caption : Size::body;
    words.label =
        make_label(frame, room.w, text,
                   {.size = size, .weight = Weight::bold, .align = words.parts.align, .colour = colour, .balance = true});
    words.subtitle =
        make_label(frame, room.w, options.subtitle, {.size = small, .align = words.parts.align, .colour = colour});
    words.fit =
        words.label.height + words.subtitle.height <= room.h && std::max(words.label.width, words.subtitle.width) <= room.w;
    return words;
}

Size next_smaller(Size size) { return size == Size::title ? Size::label : size == Size::label ? Size::body : Size::caption; }

// One size larger in a high box; smaller and smaller where the button may shrink, and without its second line at last.
ButtonWords fit_words(Frame& frame, Box where, std::string_view text, ButtonOptions options, Colour colour) {
    Size size = options.size;
    const bool roomy = size == Size::label && where.h >= frame.mm(50);
    if (roomy) size = Size::title;
    ButtonWords words = set_words(frame, where, text, options, size, colour);
    while (!words.fit && size != Size::caption && (options.shrink || size == Size::title)) {
        size = next_smaller(size);
        words = set_words(frame, where, text, options, size, colour);
    }
    if (words.fit || !options.shrink || options.subtitle.empty()) return words;
    options.subtitle = {};
    return fit_words(frame, where, text, options, colour);
}

}  // namespace

bool big_button(Frame& frame, Box where, std::string_view label, const ButtonOptions& options) {
    const bool pressed = press_area(frame, where, label, options.enabled);
    if (options.focused) focus_ring(frame, where);
    const bool down = options.enabled && is_held(frame, where);
    const auto skin = skin_of(frame.theme.colours, options, down);
    outline(where, skin.edge, skin.fill, frame.mm(options.tone == Tone::quiet ? 0 : 0.9F), frame.mm(frame.theme.radius_mm));
    const ButtonWords words = fit_words(frame, where, label, options, skin.text);
    draw_icon(options.icon, words.parts.icon, skin.text, skin.fill);
    draw_labels(frame, words.parts.words, words.label, words.subtitle);
    return pressed;
}

void ask(Frame& frame, Box where, const kiosk::Choice& choice, Asked& asked, ButtonOptions options) {
    options.tone = choice.likely ? Tone::primary : Tone::secondary;
    options.subtitle = choice.second.text;
    options.icon = choice.icon;
    options.enabled = choice.enabled;
    options.focused = choice.focused;
    if (big_button(frame, where, choice.words.text, options)) asked = choice.intent;
}

float big_button_height(Frame& frame, float width_px, std::string_view label, const ButtonOptions& options) {
    const Box wide{0, 0, width_px, frame.mm(34)};
    const ButtonWords words = set_words(frame, wide, label, options, options.size, {});
    const float icon = options.icon == Icon::none ? 0 : icon_side(frame, options.size);
    return std::max({wide.h, words.label.height + words.subtitle.height + frame.mm(12), icon + frame.mm(8)});
}

Asked curtain(Frame& frame, const kiosk::Choice& choice) {
    frame.scale = frame.base_scale;  // whatever page lies behind it
    fill(frame.screen, {0, 0, 0});
    const bool pressed = press_area(frame, frame.screen, choice.words.text, choice.enabled);
    const float margin = frame.mm(frame.theme.margin_mm);
    centred_text(frame, frame.screen.inset(margin), choice.words.text,
                 {.size = Size::caption, .colour = Colour{140, 140, 140}});
    return pressed ? Asked{choice.intent} : Asked{};
}

bool big_button(Flow& flow, std::string_view label, const ButtonOptions& options) {
    const float height = big_button_height(flow.frame(), flow.width(), label, options);
    return big_button(flow.frame(), flow.take(height), label, options);
}

std::optional<char> keypad(Frame& frame, Box where, const kiosk::Keys& keys) {
    std::optional<char> answer;
    const bool low = where.h < where.w / 3;
    const auto cells = where.grid(low ? 6 : 3, low ? 2 : 4, frame.mm(4));
    constexpr std::string_view order = "123456789X0\b";
    for (std::size_t i = 0; i < order.size(); ++i) {
        const char character = order[i];
        const bool erases = character == erase;
        if (character == 'X' && !keys.with_x) continue;
        const std::string_view label = erases ? std::string_view(keys.erase.text) : order.substr(i, 1);
        const ButtonOptions key{
            .enabled = erases || keys.enabled, .size = erases ? Size::body : Size::title, .shrink = true};
        if (big_button(frame, cells[i], label, key)) answer = character;
    }
    return answer;
}

void typed_boxes(Flow& flow, const kiosk::Entry& entry) {
    Frame& frame = flow.frame();
    const auto& colours = frame.theme.colours;
    paragraph(flow, entry.label.text, {.weight = entry.active ? Weight::bold : Weight::regular});
    const float gap = frame.mm(3);
    const float side = std::min(
        frame.mm(32), (flow.width() - gap * static_cast<float>(entry.length - 1)) / static_cast<float>(entry.length));
    Box row = flow.take(frame.mm(34));
    if (entry.focused) focus_ring(frame, row);
    for (int i = 0; i < entry.length; ++i) {
        const auto [cell, rest] = row.split_left(std::floor(side), gap);
        row = rest;
        const bool next = entry.active && static_cast<std::size_t>(i) == entry.typed.size();
        outline(cell, next ? colours.accent : colours.line, next ? colours.accent_soft : colours.card,
                frame.mm(next ? 1.6F : 0.7F), frame.mm(3));
        if (static_cast<std::size_t>(i) < entry.typed.size()) {
            centred_text(frame, cell, entry.typed.substr(static_cast<std::size_t>(i), 1),
                         {.size = frame.theme.text_scale > 1 ? Size::body : Size::title, .weight = Weight::bold});
        }
    }
}

}  // namespace screens
