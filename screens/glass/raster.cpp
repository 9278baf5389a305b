#include "screens/glass/raster.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cwchar>

#include "screens/glass/shares.h"

// Integer arithmetic only from the vertices on: pixel centres are sampled, an edge belongs to the triangle on its right
// or below it, so triangles that share an edge neither overlap nor leave a gap.
namespace screens {
namespace {

using i64 = std::int64_t;
constexpr int sub_bits = 8;  // 1/256 pixel
constexpr i64 one = 1 << sub_bits, half = one / 2;

[[noreturn]] void refuse(const char* what) {
    std::fprintf(stderr, "rasterise: cannot draw %s\n", what);
    std::abort();
}

struct Vertex {
    i64 x = 0, y = 0;  // 1/256 pixel
    int alpha = 0;
};

struct Clip {
    int left = 0, top = 0, right = 0, bottom = 0;  // right and bottom are outside
};

std::uint32_t rgb_of(ImU32 c) {
    const auto part = [c](int shift) { return (c >> shift) & 255U; };
    return part(IM_COL32_R_SHIFT) << 16U | part(IM_COL32_G_SHIFT) << 8U | part(IM_COL32_B_SHIFT);
}
int alpha_of(ImU32 c) { return static_cast<int>((c >> IM_COL32_A_SHIFT) & 255U); }

// Two channels at once; rounds to nearest.
std::uint32_t mix_lanes(std::uint32_t under, std::uint32_t over, std::uint32_t alpha) {
    const std::uint32_t sum = under * (255U - alpha) + over * alpha + 0x800080U;
    return (sum + ((sum >> 8U) & 0xFF00FFU)) >> 8U & 0xFF00FFU;
}
std::uint32_t mix(std::uint32_t under, std::uint32_t over, std::uint32_t alpha) {
    return mix_lanes(under & 0xFF00FFU, over & 0xFF00FFU, alpha) | mix_lanes(under >> 8U & 0xFFU, over >> 8U & 0xFFU, alpha)
                                                                       << 8U;
}

// The C library has the fastest loop for long rows, whatever this file is compiled with.
void fill_opaque(std::uint32_t* pixels, int count, std::uint32_t rgb) {
    if (count < 24) {
        for (int i = 0; i < count; ++i) pixels[i] = rgb;
        return;
    }
    static_assert(sizeof(wchar_t) == sizeof *pixels);
    std::wmemset(reinterpret_cast<wchar_t*>(pixels), static_cast<wchar_t>(rgb), static_cast<std::size_t>(count));
}

void fill_span(std::uint32_t* pixels, int count, std::uint32_t rgb, int alpha) {
    if (alpha == 255) {
        fill_opaque(pixels, count, rgb);
    } else if (alpha > 0) {
        const auto a = static_cast<std::uint32_t>(alpha);
        for (int i = 0; i < count; ++i) pixels[i] = mix(pixels[i], rgb, a);
    }
}

// Text: most of it is empty, and most of the rest is full, so eight pixels at a time are looked at.
void blend_row(std::uint32_t* row, const std::uint8_t* coverage, int count, std::uint32_t rgb, std::uint32_t alpha) {
    for (int x = 0; x < count;) {
        std::uint64_t next8 = 1;
        if (x + 8 <= count) std::memcpy(&next8, coverage + x, 8);
        if (next8 == 0 || (next8 == ~std::uint64_t{0} && alpha == 255)) {
            if (next8 != 0) std::fill_n(row + x, 8, rgb);
            x += 8;
            continue;
        }
        for (const int end = std::min(x + 8, count); x < end; ++x) {
            const std::uint32_t covered = coverage[x];
            if (covered == 0) continue;
            const std::uint32_t a = alpha == 255 ? covered : (covered * alpha + 127) / 255;
            row[x] = a == 255 ? rgb : mix(row[x], rgb, a);
        }
    }
}

i64 floor_div(i64 a, i64 b) { return a / b - ((a % b != 0) && ((a < 0) != (b < 0)) ? 1 : 0); }
i64 ceil_div(i64 a, i64 b) { return -floor_div(-a, b); }
int first_centre(i64 at) { return static_cast<int>(ceil_div(at - half, one)); }  // of a pixel at or after it

// Where an edge going down crosses the centres of one row after the other: the first pixel at or right of it.
class Edge {
public:
    Edge(const Vertex& top, const Vertex& bottom, int first_row) {
        const i64 dx = bottom.x - top.x, dy = bottom.y - top.y;
        divisor_ = one * dy;
        const i64 at = (top.x - half) * dy + (first_row * one + half - top.y) * dx;
        quotient_ = ceil_div(at, divisor_);
        rest_ = quotient_ * divisor_ - at;  // 0 up to divisor - 1
        step_ = floor_div(one * dx, divisor_);
        step_rest_ = one * dx - step_ * divisor_;
    }
    int pixel() const { return static_cast<int>(quotient_); }
    void next_row() {
        quotient_ += step_;
        rest_ -= step_rest_;
        if (rest_ >= 0) return;
        rest_ += divisor_;
        ++quotient_;
    }

private:
    i64 divisor_ = 1, quotient_ = 0, rest_ = 0, step_ = 0, step_rest_ = 0;
};

// Alpha as a plane over the triangle, in 1 / 2^24. Products may wrap around; over the triangle their sum does not.
class Slope {
public:
    Slope(const std::array<Vertex, 3>& v, i64 area) : origin_(v[0]) {
        const int a1 = v[1].alpha - v[0].alpha, a2 = v[2].alpha - v[0].alpha;
        along_x_ = scaled(a1 * (v[2].y - v[0].y) - a2 * (v[1].y - v[0].y), area);
        along_y_ = scaled(a2 * (v[1].x - v[0].x) - a1 * (v[2].x - v[0].x), area);
        start_ = (static_cast<u64>(origin_.alpha) << fraction) + (u64{1} << (fraction - 1));
    }
    void fill(std::uint32_t* row, int from, int to, int y, std::uint32_t rgb) const {
        const auto beyond = [](int pixel, i64 origin) { return static_cast<u64>(pixel * one + half - origin); };
        u64 alpha = start_ + along_x_ * beyond(from, origin_.x) + along_y_ * beyond(y, origin_.y);
        for (int x = from; x < to; ++x, alpha += along_x_ * one) {
            const auto a = static_cast<std::uint32_t>(std::clamp<i64>(static_cast<i64>(alpha) >> fraction, 0, 255));
            row[x] = mix(row[x], rgb, a);
        }
    }

private:
    using u64 = std::uint64_t;
    static constexpr int fraction = 24;
    static u64 scaled(i64 rise, i64 area) { return static_cast<u64>(rise * (i64{1} << fraction) / area); }

    Vertex origin_;
    u64 along_x_, along_y_;  // for 1/256 pixel
    u64 start_;
};

void fill_triangle(const Canvas& canvas, const Clip& clip, std::array<Vertex, 3> v, std::uint32_t rgb) {
    const i64 area = (v[1].x - v[0].x) * (v[2].y - v[0].y) - (v[2].x - v[0].x) * (v[1].y - v[0].y);
    if (area == 0) return;
    const bool flat = v[0].alpha == v[1].alpha && v[1].alpha == v[2].alpha;
    if (flat && v[0].alpha == 0) return;
    const auto [highest, lowest] = std::minmax({v[0].y, v[1].y, v[2].y});
    if (first_centre(highest) == first_centre(lowest)) return;
    const Slope slope(v, area);
    std::sort(v.begin(), v.end(), [](const Vertex& a, const Vertex& b) { return a.y != b.y ? a.y < b.y : a.x < b.x; });
    const i64 bend = (v[1].x - v[0].x) * (v[2].y - v[0].y) - (v[2].x - v[0].x) * (v[1].y - v[0].y);
    const auto halves = [&](const Vertex& top, const Vertex& bottom) {
        const int from = std::max(first_centre(top.y), clip.top), to = std::min(first_centre(bottom.y), clip.bottom);
        if (from >= to) return;
        const Edge longest(v[0], v[2], from), other(top, bottom, from);
        Edge left = bend > 0 ? longest : other, right = bend > 0 ? other : longest;
        for (int y = from; y < to; ++y, left.next_row(), right.next_row()) {
            const int x0 = std::max(left.pixel(), clip.left), x1 = std::min(right.pixel(), clip.right);
            if (x0 >= x1) continue;
            std::uint32_t* row = canvas.pixels + static_cast<std::ptrdiff_t>(y) * canvas.stride;
            if (flat) {
                fill_span(row + x0, x1 - x0, rgb, v[0].alpha);
            } else {
                slope.fill(row, x0, x1, y, rgb);
            }
        }
    };
    halves(v[0], v[1]);
    halves(v[1], v[2]);
}

// The rows that a polygon without dents covers, from its edges: Dear ImGui cuts one into a fan of thin triangles, which
// would be many short spans for each row.
class Polygon {
public:
    void begin(const Clip& clip, i64 top, i64 bottom) {
        clip_ = clip;
        first_ = std::max(first_centre(top), clip_.top);
        const int end = std::min(first_centre(bottom), clip_.bottom);
        rows_.assign(static_cast<std::size_t>(std::max(0, end - first_)), {clip_.right, clip_.left});
    }
    void edge(const Vertex& from, const Vertex& to) {
        const bool down = from.y < to.y;
        const Vertex &top = down ? from : to, &bottom = down ? to : from;
        const int start = std::max(first_centre(top.y), clip_.top), end = std::min(first_centre(bottom.y), clip_.bottom);
        if (start >= end) return;
        Edge walk(top, bottom, start);
        for (int y = start; y < end; ++y, walk.next_row()) {
            auto& row = rows_[static_cast<std::size_t>(y - first_)];
            row.left = std::min(row.left, walk.pixel());
            row.right = std::max(row.right, walk.pixel());
        }
    }
    void fill(const Canvas& canvas, std::uint32_t rgb, int alpha) const {
        int y = first_;
        for (const auto& row : rows_) {
            const int left = std::max(row.left, clip_.left), right = std::min(row.right, clip_.right);
            if (left < right)
                fill_span(canvas.pixels + static_cast<std::ptrdiff_t>(y) * canvas.stride + left, right - left, rgb, alpha);
            ++y;
        }
    }

private:
    struct Row {
        int left = 0, right = 0;
    };
    Clip clip_;
    int first_ = 0;
    std::vector<Row> rows_;
};

void fill_rectangle(const Canvas& canvas, const Clip& clip, const Vertex& a, const Vertex& b, std::uint32_t rgb) {
    const int left = std::max(first_centre(a.x), clip.left), right = std::min(first_centre(b.x), clip.right);
    const int top = std::max(first_centre(a.y), clip.top), bottom = std::min(first_centre(b.y), clip.bottom);
    for (int y = top; y < bottom && left < right; ++y) {
        fill_span(canvas.pixels + static_cast<std::ptrdiff_t>(y) * canvas.stride + left, right - left, rgb, a.alpha);
    }
}

// A corner that is farther away than any screen is wide is moved there: a window may have any size, and the loop goes on.
i64 to_fixed(float corner) {
    constexpr float farthest = 65536;
    const float value = std::isnan(corner) ? 0 : std::clamp(corner, -farthest, farthest);
    constexpr i64 above_zero = i64{1} << 32;  // so that cutting off rounds down; exact in a double
    // NOLINTNEXTLINE(bugprone-incorrect-roundings): exact here, and lround is a call
    return static_cast<i64>(static_cast<double>(value) * one + above_zero + 0.5) - above_zero;
}

// One draw command: its indices, its vertices.
struct Batch {
    const Canvas& canvas;
    const std::vector<Clip>& clips;  // one for each band that is drawn
    const ImDrawVert* vertices;
    const ImDrawIdx* indices;
    unsigned count;

    const ImDrawVert& at(unsigned i) const { return vertices[indices[i]]; }
    Vertex fixed(unsigned i) const { return {to_fixed(at(i).pos.x), to_fixed(at(i).pos.y), alpha_of(at(i).col)}; }

    // Dear ImGui's rectangle: corners a b c, a c d, clockwise from the top left, all alike.
    bool rectangle_at(unsigned i) const {
        if (i + 6 > count || indices[i] != indices[i + 3] || indices[i + 2] != indices[i + 4]) return false;
        const auto &a = at(i), &b = at(i + 1), &c = at(i + 2), &d = at(i + 5);
        return a.pos.y == b.pos.y && b.pos.x == c.pos.x && c.pos.y == d.pos.y && d.pos.x == a.pos.x && a.pos.x <= c.pos.x &&
               a.pos.y <= c.pos.y && a.col == b.col && b.col == c.col && c.col == d.col;
    }
    // How many triangles from `i` on are a fan around their first corner, all of one colour.
    unsigned fan_at(unsigned i) const {
        unsigned n = 1;
        for (unsigned k = i + 3; k + 3 <= count && indices[k] == indices[i] && indices[k + 1] == indices[k - 1]; k += 3) ++n;
        const ImU32 colour = at(i).col;
        for (unsigned k = i; k < i + 3 * n; ++k) {
            if (at(k).col != colour) return 1;
        }
        return n;
    }
    // Most of a page is outside most bands, and this is cheap beside drawing nothing.
    template <class Draw>
    void in_each_band(unsigned first, unsigned corners, Draw draw) const {
        float top = at(first).pos.y, bottom = top;
        for (unsigned i = first + 1; i < first + corners; ++i) {
            top = std::min(top, at(i).pos.y);
            bottom = std::max(bottom, at(i).pos.y);
        }
        for (const Clip& clip : clips) {
            if (bottom >= static_cast<float>(clip.top) && top <= static_cast<float>(clip.bottom)) draw(clip);
        }
    }
    void draw_fan(unsigned first, unsigned triangles, const Clip& clip, Polygon& polygon) const;
    void draw_shapes() const;
    void draw_images(const Texture& texture) const;
    void draw_image(unsigned first, const Clip& clip, const Texture& texture) const;
};

void Batch::draw_fan(unsigned first, unsigned triangles, const Clip& clip, Polygon& polygon) const {
    // Corner 0 is the fan's own; the others are the second corner of each triangle and the third of the last.
    const auto corner = [&](unsigned n) {
        return n == 0 ? fixed(first) : n <= triangles ? fixed(first + 3 * (n - 1) + 1) : fixed(first + 3 * triangles - 1);
    };
    i64 top = corner(0).y, bottom = top;
    for (unsigned n = 1; n < triangles + 2; ++n) {
        top = std::min(top, corner(n).y);
        bottom = std::max(bottom, corner(n).y);
    }
    polygon.begin(clip, top, bottom);
    for (unsigned n = 0; n < triangles + 2; ++n) polygon.edge(corner(n), corner((n + 1) % (triangles + 2)));
    polygon.fill(canvas, rgb_of(at(first).col), alpha_of(at(first).col));
}

void Batch::draw_shapes() const {
    Polygon polygon;
    const auto same_uv = [](const ImVec2& s, const ImVec2& t) { return s.x == t.x && s.y == t.y; };
    for (unsigned i = 0; i + 3 <= count;) {
        const auto &a = at(i), &b = at(i + 1), &c = at(i + 2);
        if (!same_uv(a.uv, b.uv) || !same_uv(b.uv, c.uv)) refuse("Dear ImGui's own text or lines");
        if (rectangle_at(i)) {
            in_each_band(i, 6,
                         [&](const Clip& clip) { fill_rectangle(canvas, clip, fixed(i), fixed(i + 2), rgb_of(a.col)); });
            i += 6;
        } else if (const unsigned triangles = fan_at(i); triangles > 2) {
            in_each_band(i, 3 * triangles, [&](const Clip& clip) { draw_fan(i, triangles, clip, polygon); });
            i += 3 * triangles;
        } else {
            if (rgb_of(a.col) != rgb_of(b.col) || rgb_of(b.col) != rgb_of(c.col)) refuse("a gradient of colours");
            in_each_band(i, 3, [&](const Clip& clip) {
                fill_triangle(canvas, clip, {fixed(i), fixed(i + 1), fixed(i + 2)}, rgb_of(a.col));
            });
            i += 3;
        }
    }
}

void Batch::draw_images(const Texture& texture) const {
    for (unsigned i = 0; i < count; i += 6) {
        if (!rectangle_at(i)) refuse("an image that is turned or bent");
        in_each_band(i, 6, [&](const Clip& clip) { draw_image(i, clip, texture); });
    }
}

void Batch::draw_image(unsigned first, const Clip& clip, const Texture& texture) const {
    const auto &a = at(first), &c = at(first + 2);
    const int x0 = static_cast<int>(std::lround(a.pos.x)), y0 = static_cast<int>(std::lround(a.pos.y));
    if (static_cast<float>(x0) != a.pos.x || static_cast<float>(y0) != a.pos.y) refuse("an image between pixels");
    if (c.pos.x - a.pos.x != static_cast<float>(texture.width) || c.pos.y - a.pos.y != static_cast<float>(texture.height) ||
        a.uv.x != 0 || a.uv.y != 0 || c.uv.x != 1 || c.uv.y != 1) {
        refuse("an image that is scaled or cut");
    }
    const int left = std::max(x0, clip.left), right = std::min(x0 + texture.width, clip.right);
    const int top = std::max(y0, clip.top), bottom = std::min(y0 + texture.height, clip.bottom);
    const std::uint32_t rgb = rgb_of(a.col), alpha = static_cast<std::uint32_t>(alpha_of(a.col));
    for (int y = top; y < bottom; ++y) {
        const std::uint8_t* from = texture.bytes + static_cast<std::ptrdiff_t>(y - y0) * texture.stride + (left - x0);
        std::uint32_t* row = canvas.pixels + static_cast<std::ptrdiff_t>(y) * canvas.stride + left;
        blend_row(row, from, right - left, rgb, alpha);
    }
}

Clip clip_of(const ImDrawCmd& command, const Canvas& canvas, const Rows& band) {
    const auto& rect = command.ClipRect;
    const auto at = [](float v, int low, int high) { return std::clamp(static_cast<int>(v), low, high); };
    return {at(rect.x, 0, canvas.width), at(rect.y, band.top, band.bottom), at(rect.z, 0, canvas.width),
            at(rect.w, band.top, band.bottom)};
}

void rasterise_bands(const ImDrawData& lists, Colour background, const Canvas& canvas, const std::vector<Rows>& bands) {
    const std::uint32_t empty = rgb_of(IM_COL32(background.r, background.g, background.b, 255));
    for (const Rows& band : bands) {
        for (int y = band.top; y < band.bottom; ++y)
            fill_opaque(canvas.pixels + static_cast<std::ptrdiff_t>(y) * canvas.stride, canvas.width, empty);
    }
    std::vector<Clip> clips;
    for (int n = 0; n < lists.CmdListsCount; ++n) {
        const ImDrawList& list = *lists.CmdLists[n];
        for (const ImDrawCmd& command : list.CmdBuffer) {
            if (command.UserCallback) refuse("a callback");
            const auto* texture = static_cast<const Texture*>(command.GetTexID());
            if (!texture) refuse("a command without a texture");
            clips.clear();
            for (const Rows& band : bands) clips.push_back(clip_of(command, canvas, band));
            const Batch batch{canvas, clips, list.VtxBuffer.Data + command.VtxOffset,
                              list.IdxBuffer.Data + command.IdxOffset, command.ElemCount};
            texture->bytes ? batch.draw_images(*texture) : batch.draw_shapes();
        }
    }
}

}  // namespace

void rasterise(const ImDrawData& lists, Colour background, const Canvas& canvas) {
    rasterise(lists, background, canvas, {{0, canvas.height}});
}

void rasterise(const ImDrawData& lists, Colour background, const Canvas& canvas, const std::vector<Rows>& rows,
               const RowsTaker& drawn) {
    if (lists.DisplayPos.x != 0 || lists.DisplayPos.y != 0) refuse("a screen that does not begin at 0, 0");
    constexpr int share = 500'000;  // pixels; drawing them takes ten times what starting a thread does
    const auto draw = [&](const std::vector<Rows>& some) { rasterise_bands(lists, background, canvas, some); };
    in_shares(rows, share / std::max(1, canvas.width), draw, drawn);
}

}  // namespace screens
