#pragma once

#include <vector>

// Places on the screen, in pixels from its top left corner. Pure: no Dear ImGui, no display.
namespace screens {

struct Point {
    float x = 0, y = 0;
    bool operator==(const Point&) const = default;
};

struct PixelSize {
    int width = 0, height = 0;
    bool operator==(const PixelSize&) const = default;
};

struct Box;
struct Split;  // what was cut off, and what is left

struct Box {
    float x = 0, y = 0, w = 0, h = 0;
    bool operator==(const Box&) const = default;

    float right() const { return x + w; }
    float bottom() const { return y + h; }
    Point centre() const { return {x + w / 2, y + h / 2}; }
    bool contains(Point p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
    bool contains(const Box& inner, float slack = 0.5F) const;
    bool overlaps(const Box& other) const;
    // The empty space between two boxes that do not overlap: the larger of the two axes' gaps; 0 if they touch or overlap.
    float gap_to(const Box& other) const;

    Box inset(float all) const { return inset(all, all); }
    Box inset(float horizontal, float vertical) const;  // never below zero size
    Box moved(float dx, float dy) const { return {x + dx, y + dy, w, h}; }
    // A box of that size in the middle of this one; no larger than this one.
    Box centred(float width, float height) const;

    // Cut a strip of that thickness off one side; `gap` is lost between the two. A strip thicker than the box is the box.
    Split split_top(float height, float gap = 0) const;
    Split split_bottom(float height, float gap = 0) const;
    Split split_left(float width, float gap = 0) const;
    Split split_right(float width, float gap = 0) const;

    // Equal parts on whole pixels, `gap` between them; the last one ends where the box ends.
    std::vector<Box> rows(int count, float gap) const;
    std::vector<Box> columns(int count, float gap) const;
    std::vector<Box> grid(int across, int down, float gap) const;  // row by row
    // Parts in proportion to `weights` (all above zero).
    std::vector<Box> rows(const std::vector<float>& weights, float gap) const;
    std::vector<Box> columns(const std::vector<float>& weights, float gap) const;
};

struct Split {
    Box part;  // the strip
    Box rest;
};

}  // namespace screens
