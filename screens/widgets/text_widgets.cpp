#include <algorithm>
#include <cmath>

#include "screens/widgets/paint.h"
#include "screens/widgets/widgets.h"

namespace screens {
namespace {

const TextRun& lay_out(Frame& frame, float width_px, std::string_view text, const TextOptions& options) {
    auto style = style_for(frame, options.size, options.weight, options.align, std::max(1.0F, width_px));
    style.balance = options.balance;
    return frame.text.run(text, style);
}

float as_float(int pixels) { return static_cast<float>(pixels); }

Colour colour_of(const Frame& frame, const TextOptions& options) { return options.colour.value_or(frame.theme.colours.ink); }

}  // namespace

Box Flow::take(float height_px) {
    frame_.note_need(wanted_ + height_px, given_);
    wanted_ += height_px + gap_;
    const Box strip{rest_.x, rest_.y, rest_.w, height_px};  // whole even where it does not fit: one complaint is enough
    rest_ = rest_.split_top(height_px, gap_).rest;
    return strip;
}

void Flow::skip(float height_px) {
    wanted_ += height_px;
    rest_ = rest_.split_top(height_px).rest;
}

float measure(Frame& frame, float width_px, const std::function<void(Flow&)>& draw) {
    constexpr float endless = 1e6F;
    const auto fit = frame.page_fit, overlay_fit = frame.overlay_fit;
    const auto shown = frame.shown.size(), targets = frame.targets.size();
    ImGui::GetWindowDrawList()->PushClipRect({0, 0}, {0, 0});
    Flow flow(frame, {0, 0, width_px, endless});
    draw(flow);
    ImGui::GetWindowDrawList()->PopClipRect();
    frame.page_fit = fit;
    frame.overlay_fit = overlay_fit;
    frame.shown.resize(shown);
    frame.targets.resize(targets);
    return flow.used();
}

float paragraph_height(Frame& frame, float width_px, std::string_view text, const TextOptions& options) {
    return as_float(lay_out(frame, width_px, text, options).height);
}

float paragraph(Frame& frame, Box where, std::string_view text, const TextOptions& options) {
    const TextRun& run = lay_out(frame, where.w, text, options);
    frame.note_need(as_float(run.height), where.h);
    frame.note_need(as_float(run.width), where.w);
    put_run(frame, run, {where.x, where.y}, colour_of(frame, options), text);
    return as_float(run.height);
}

void paragraph(Flow& flow, std::string_view text, const TextOptions& options) {
    const float height = paragraph_height(flow.frame(), flow.width(), text, options);
    paragraph(flow.frame(), flow.take(height), text, options);
}

void centred_text(Frame& frame, Box where, std::string_view text, const TextOptions& options) {
    TextOptions centred = options;
    centred.align = Align::centre;
    const TextRun& run = lay_out(frame, where.w, text, centred);
    frame.note_need(as_float(run.height), where.h);
    const float y = where.y + (where.h - as_float(run.height)) / 2 - optical_lift(frame.text_px(options.size));
    put_run(frame, run, {where.x, y}, colour_of(frame, options), text);
}

void heading(Flow& flow, std::string_view text) {
    paragraph(flow, text, {.size = Size::title, .weight = Weight::bold, .balance = true});
}

void heading(Flow& flow, Icon icon, std::string_view text) {
    Frame& frame = flow.frame();
    const TextOptions options{.size = Size::title, .weight = Weight::bold, .balance = true};
    const float side = std::round(frame.text_px(Size::title) * 1.5F);
    const float width = flow.width() - side - frame.gap();
    const float height = std::max(side, paragraph_height(frame, width, text, options));
    const auto [left, right] = flow.take(height).split_left(side, frame.gap());
    const auto& colours = frame.theme.colours;
    draw_icon(icon, left.split_top(side).part, colours.accent, frame.in_overlay ? colours.card : colours.page);
    const float text_height = paragraph_height(frame, right.w, text, options);
    paragraph(frame, right.centred(right.w, text_height), text, options);
}

void huge_number(Frame& frame, Box where, std::string_view text) {
    TextStyle style = style_for(frame, Size::huge, Weight::bold, Align::left, 0);
    const TextRun* run = &frame.text.run(text, style);
    const float fit = std::min(where.w / as_float(std::max(1, run->width)), where.h / as_float(std::max(1, run->height)));
    if (fit < 1) {
        style.size_px = std::max(1.0F, std::floor(style.size_px * fit * 0.98F));
        run = &frame.text.run(text, style);
    }
    const Point corner{where.x + (where.w - as_float(run->width)) / 2,
                       where.y + (where.h - as_float(run->height)) / 2 - optical_lift(style.size_px)};
    put_run(frame, *run, corner, frame.theme.colours.ink, text);
}

void huge_number(Flow& flow, std::string_view text) {
    const Frame& frame = flow.frame();
    const float line = 1.25F, least = frame.text_px(Size::number) * line;
    const float height = std::clamp(flow.rest().h, least, std::max(least, frame.text_px(Size::huge) * line));
    huge_number(flow.frame(), flow.take(std::round(height)), text);
}

void field(Flow& flow, std::string_view label, std::string_view value) {
    const Field row{std::string(label), std::string(value)};
    fields(flow, {&row, 1});
}

void fields(Flow& flow, std::span<const Field> rows) {
    Frame& frame = flow.frame();
    const TextOptions label_options{.colour = frame.theme.colours.muted};
    const TextOptions value_options{.weight = Weight::bold};
    float label_width = 0;
    for (const auto& row : rows) {
        const auto style = style_for(frame, Size::body, Weight::regular, Align::left, 0);
        label_width = std::max(label_width, as_float(frame.text.run(row.label, style).width));
    }
    label_width = std::min(label_width, std::floor(flow.width() * 0.45F));
    for (const auto& row : rows) {
        const float value_width = flow.width() - label_width - frame.gap();
        const float height = std::max(paragraph_height(frame, label_width, row.label, label_options),
                                      paragraph_height(frame, value_width, row.value, value_options));
        const auto [left, right] = flow.take(height).split_left(label_width, frame.gap());
        paragraph(frame, left, row.label, label_options);
        paragraph(frame, right, row.value, value_options);
    }
}

void steps(Flow& flow, std::span<const std::string> texts) {
    Frame& frame = flow.frame();
    const float side = std::round(frame.text_px(Size::body) * 1.45F);
    int number = 1;
    for (const auto& text : texts) {
        const float width = flow.width() - side - frame.gap();
        const float height = std::max(side, paragraph_height(frame, width, text));
        const auto [left, right] = flow.take(height).split_left(side, frame.gap());
        const Box circle = left.split_top(side).part;
        fill_circle(circle.centre(), side / 2, frame.theme.colours.accent);
        centred_text(frame, circle, std::to_string(number++),
                     {.size = Size::caption, .weight = Weight::bold, .colour = frame.theme.colours.on_accent});
        const float lines = paragraph_height(frame, right.w, text);
        paragraph(frame, lines < side ? right.centred(right.w, lines) : right, text);
    }
}

Box panel(Frame& frame, Box where, Surface surface) {
    const auto& colours = frame.theme.colours;
    const Colour inside = surface == Surface::card      ? colours.card
                          : surface == Surface::warning ? colours.warning
                                                        : colours.accent_soft;
    const Colour edge = surface == Surface::card ? colours.line : surface == Surface::warning ? colours.ink : colours.accent;
    outline(where, edge, inside, std::max(1.0F, frame.mm(surface == Surface::card ? 0.4F : 0.8F)),
            frame.mm(frame.theme.radius_mm));
    return where.inset(panel_padding(frame));
}

float panel_padding(const Frame& frame) { return frame.mm(7); }

void banner(Flow& flow, std::string_view text, Icon icon) {
    Frame& frame = flow.frame();
    const float padding = panel_padding(frame), side = std::round(frame.text_px(Size::body) * 1.4F);
    const TextOptions options{.weight = Weight::bold};
    const float width = flow.width() - 2 * padding - side - frame.gap();
    const float lines = paragraph_height(frame, width, text, options);
    const Box inside = panel(frame, flow.take(std::max(side, lines) + 2 * padding), Surface::warning);
    const auto [left, right] = inside.split_left(side, frame.gap());
    draw_icon(icon, left, frame.theme.colours.ink, frame.theme.colours.warning);
    paragraph(frame, right.centred(right.w, lines), text, options);
}

void rule(Flow& flow) {
    const Box strip = flow.take(flow.frame().mm(0.5F));
    fill(strip, flow.frame().theme.colours.line);
}

}  // namespace screens
