#include "screens/widgets/paint.h"

#include <algorithm>
#include <cmath>

#include "screens/widgets/widgets.h"

namespace screens {
namespace {

ImDrawList& list() { return *ImGui::GetWindowDrawList(); }
ImVec2 top_left(Box b) { return {b.x, b.y}; }
ImVec2 bottom_right(Box b) { return {b.right(), b.bottom()}; }

}  // namespace

void fill(Box where, Colour colour, float radius) {
    if (where.w <= 0 || where.h <= 0) return;
    list().AddRectFilled(top_left(where), bottom_right(where), pack(colour),
                         std::min(radius, std::min(where.w, where.h) / 2));
}

void outline(Box where, Colour edge, Colour inside, float thickness, float radius) {
    const float half = thickness / 2;
    const bool too_thin = where.w <= 2 * thickness || where.h <= 2 * thickness;
    if (too_thin || thickness <= 0 || edge == inside) return fill(where, too_thin ? edge : inside, radius);
    fill({where.x + half, where.y + half, where.w - thickness, where.h - thickness}, inside, std::max(0.0F, radius - half));
    list().PathRect({where.x + half, where.y + half}, {where.right() - half, where.bottom() - half},
                    std::max(0.0F, radius - half));
    list().PathStroke(pack(edge), ImDrawFlags_Closed, thickness);
}

void focus_ring(const Frame& frame, Box around) {
    const float width = frame.px_per_mm * frame.base_scale * 1.2F;  // also where the page itself is drawn smaller
    const auto ring = [&](float distance, Colour colour) {
        const Box box{around.x - distance, around.y - distance, around.w + 2 * distance, around.h + 2 * distance};
        list().PathRect(top_left(box), bottom_right(box), frame.mm(frame.theme.radius_mm));
        list().PathStroke(pack(colour), ImDrawFlags_Closed, width);
    };
    ring(width * 1.5F, frame.theme.colours.ink);
    ring(width * 0.5F, frame.theme.colours.warning);
}

void fill_circle(Point centre, float radius, Colour colour) {
    list().AddCircleFilled({centre.x, centre.y}, radius, pack(colour));
}

void stroke(Point from, Point to, Colour colour, float thickness) {
    list().AddLine({from.x, from.y}, {to.x, to.y}, pack(colour), thickness);
}

void put_run(Frame& frame, const TextRun& run, Point at, Colour colour, std::string_view text) {
    const float x = std::round(at.x), y = std::round(at.y);
    frame.shown.push_back(
        {std::string(text), {x, y, static_cast<float>(run.width), static_cast<float>(run.height)}, frame.covered});
    if (!run.coverage.bytes) return;
    const ImVec2 from{x + static_cast<float>(run.ink_x), y + static_cast<float>(run.ink_y)};
    const ImVec2 to{from.x + static_cast<float>(run.coverage.width), from.y + static_cast<float>(run.coverage.height)};
    // Dear ImGui's texture ids are not const; nothing writes through this one.
    list().AddImage(const_cast<Texture*>(&run.coverage), from, to, {0, 0}, {1, 1}, pack(colour));
}

void put_texture(const Texture& texture, Point at) {
    const ImVec2 from{at.x, at.y};
    const ImVec2 to{at.x + static_cast<float>(texture.width), at.y + static_cast<float>(texture.height)};
    list().AddRectFilled(from, to, IM_COL32(0, 0, 0, 255));
    list().AddImage(const_cast<Texture*>(&texture), from, to);  // as above
}

TextStyle style_for(const Frame& frame, Size size, Weight weight, Align align, float wrap_px) {
    return {.size_px = frame.text_px(size),
            .weight = weight,
            .align = align,
            .language = frame.tr.language(),
            .wrap_px = static_cast<int>(wrap_px)};
}

float optical_lift(float size_px) { return std::round(size_px * 0.056F); }

}  // namespace screens
