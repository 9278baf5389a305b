#pragma once

#include <imgui.h>

#include <string>
#include <string_view>

#include "screens/glass/frame.h"

// How widgets put things on the window that is being drawn. For widgets only; screens use widgets.h.
namespace screens {

inline ImU32 pack(Colour c) { return IM_COL32(c.r, c.g, c.b, c.a); }

void fill(Box where, Colour colour, float radius = 0);
void outline(Box where, Colour edge, Colour inside, float thickness, float radius = 0);
void fill_circle(Point centre, float radius, Colour colour);
void stroke(Point from, Point to, Colour colour, float thickness);

// The text box's top left corner goes to `at` (whole pixels). Noted as shown.
void put_run(Frame& frame, const TextRun& run, Point at, Colour colour, std::string_view text);

// A grey picture, white where the texture is 255; its top left corner goes to `at` (whole pixels).
void put_texture(const Texture& texture, Point at);

TextStyle style_for(const Frame& frame, Size size, Weight weight, Align align, float wrap_px);

// Chinese characters sit a little below the middle of their line's box.
float optical_lift(float size_px);

}  // namespace screens
