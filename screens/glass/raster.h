#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "screens/glass/bitmap.h"
#include "screens/glass/theme.h"

struct ImDrawData;

namespace screens {

// How much of each pixel a shape covers, 0 to 255. An ImTextureID of our draw lists points to one of these, which must
// live until the list is rasterised. `bytes` null: the shape covers all (Dear ImGui's white pixel).
struct Texture {
    const std::uint8_t* bytes = nullptr;
    int width = 0, height = 0, stride = 0;
    std::uint64_t serial = 0;  // another picture has another one, even at the same address
};

// Some rows of a canvas.
struct Rows {
    int top = 0, bottom = 0;  // bottom is outside
    int height() const { return bottom - top; }
    bool operator==(const Rows&) const = default;
};
using RowsTaker = std::function<void(const std::vector<Rows>&)>;

// Fills the canvas with `background` and draws the lists over it, on the CPU, in integer arithmetic: the same input gives
// the same pixels with every compiler. Draws triangles of one colour whose alpha may differ from corner to corner (Dear
// ImGui's way of smoothing edges) and coverage textures one pixel to one pixel. Anything else is a mistake in a widget
// and ends the process with a message. Any thread.
void rasterise(const ImDrawData& lists, Colour background, const Canvas& canvas);
// Only these rows of it; they must not overlap. `drawn` gets those that are done, some at a time, on this thread.
void rasterise(const ImDrawData& lists, Colour background, const Canvas& canvas, const std::vector<Rows>& rows,
               const RowsTaker& drawn = {});

}  // namespace screens
