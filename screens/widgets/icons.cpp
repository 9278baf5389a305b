#include "screens/widgets/icons.h"

#include <imgui.h>

#include <algorithm>
#include <initializer_list>

#include "screens/widgets/paint.h"

// Drawn on a square of 24 by 24 units: simple and bold, to be told apart from two metres.
namespace screens {
namespace {

constexpr float pi = 3.14159265F;

class Pen {
public:
    Pen(Box where, Colour colour, Colour behind) : colour_(colour), behind_(behind) {
        const float side = std::min(where.w, where.h);
        unit_ = side / 24;
        left_ = where.x + (where.w - side) / 2;
        top_ = where.y + (where.h - side) / 2;
    }
    Pen cut() const {  // draws what looks cut out
        Pen other = *this;
        std::swap(other.colour_, other.behind_);
        return other;
    }
    void line(std::initializer_list<Point> points, float width = 2.2F) const {
        for (const auto* p = points.begin(); p + 1 < points.end(); ++p)
            list().AddLine(at(p[0]), at(p[1]), ink(), width * unit_);
        for (const auto& p : points) disc(p, width / 2);
    }
    void disc(Point centre, float radius) const { list().AddCircleFilled(at(centre), radius * unit_, ink()); }
    void ring(Point centre, float radius, float width = 2.2F) const {
        disc(centre, radius + width / 2);
        cut().disc(centre, radius - width / 2);
    }
    void bar(float x, float y, float w, float h, float radius = 0) const {
        list().AddRectFilled(at({x, y}), at({x + w, y + h}), ink(), radius * unit_);
    }
    void frame(float x, float y, float w, float h, float radius, float width = 2.2F) const {
        bar(x, y, w, h, radius);
        cut().bar(x + width, y + width, w - 2 * width, h - 2 * width, std::max(0.0F, radius - width));
    }
    void shape(std::initializer_list<Point> corners) const {  // convex, clockwise
        for (const auto& corner : corners) list().PathLineTo(at(corner));
        list().PathFillConvex(ink());
    }
    // Of a circle; 0 is right, a quarter turn is down.
    void arc(Point centre, float radius, float from, float to, float width = 2.2F) const {
        list().PathArcTo(at(centre), radius * unit_, from, to, 24);
        list().PathStroke(ink(), 0, width * unit_);
    }

private:
    static ImDrawList& list() { return *ImGui::GetWindowDrawList(); }
    ImVec2 at(Point p) const { return {left_ + p.x * unit_, top_ + p.y * unit_}; }
    ImU32 ink() const { return pack(colour_); }

    Colour colour_, behind_;
    float unit_ = 1, left_ = 0, top_ = 0;
};

void card(const Pen& pen, float y = 5) {
    pen.bar(2, y, 20, 14, 2.2F);
    pen.cut().bar(2, y + 3, 20, 2.4F);
    pen.cut().bar(4.6F, y + 9, 6, 2, 0.6F);
}

void card_on_reader(const Pen& pen) {
    pen.bar(4, 2, 16, 10, 1.8F);
    pen.cut().bar(4, 4.4F, 16, 2);
    pen.line({{12, 14}, {12, 18}}, 2);
    pen.line({{9.4F, 16}, {12, 18.6F}, {14.6F, 16}}, 2);
    pen.bar(2, 20, 20, 2.6F, 1.2F);
}

void came_back(const Pen& pen) {
    pen.bar(1.6F, 11, 15, 11, 2);
    pen.cut().bar(1.6F, 13.6F, 15, 2.2F);
    pen.line({{21, 17}, {21, 5.6F}, {8, 5.6F}}, 2.4F);
    pen.line({{11.6F, 2}, {8, 5.6F}, {11.6F, 9.2F}}, 2.4F);
}

void person(const Pen& pen) {
    pen.disc({12, 6.8F}, 4.6F);
    pen.bar(3.6F, 13, 16.8F, 9, 6);
    pen.bar(3.6F, 17, 16.8F, 5);
}

void counter(const Pen& pen) {
    pen.disc({12, 5.6F}, 3.8F);
    pen.bar(5.4F, 10.6F, 13.2F, 6, 4.4F);
    pen.bar(1.6F, 15.2F, 20.8F, 2.8F, 0.8F);
    pen.bar(3.2F, 18, 17.6F, 4.4F);
}

void upgrade(const Pen& pen) {
    pen.bar(1.6F, 8, 15, 11, 2);
    pen.cut().bar(1.6F, 10.6F, 15, 2.2F);
    pen.cut().disc({17.6F, 14.6F}, 7);
    pen.line({{17.6F, 21}, {17.6F, 9}}, 2.6F);
    pen.line({{13.4F, 12.6F}, {17.6F, 8.4F}, {21.8F, 12.6F}}, 2.6F);
}

void printer(const Pen& pen) {
    pen.frame(6, 1.6F, 12, 8, 1, 2);
    pen.bar(1.8F, 8, 20.4F, 9.4F, 2);
    pen.frame(6, 13, 12, 9.6F, 1, 2);
    pen.bar(8.6F, 16.4F, 6.8F, 1.4F);
    pen.bar(8.6F, 18.8F, 4.4F, 1.4F);
    pen.cut().disc({18.6F, 11}, 1.1F);
}

void ticket(const Pen& pen) {
    pen.bar(2, 5, 20, 14, 2);
    pen.cut().disc({2, 12}, 2.4F);
    pen.cut().disc({22, 12}, 2.4F);
    for (const float y : {7.0F, 11.0F, 15.0F}) pen.cut().bar(14.6F, y, 1.4F, 2);
    pen.cut().bar(6, 9.4F, 6, 1.8F);
    pen.cut().bar(6, 13, 4.4F, 1.8F);
}

void hand(const Pen& pen) {
    pen.line({{8, 13}, {8, 5.4F}}, 2.8F);
    pen.line({{11.2F, 12}, {11.2F, 3.2F}}, 2.8F);
    pen.line({{14.4F, 12}, {14.4F, 4}}, 2.8F);
    pen.line({{17.6F, 13}, {17.6F, 6.6F}}, 2.8F);
    pen.line({{4.2F, 12.6F}, {8.4F, 17.6F}}, 2.9F);
    pen.bar(6.6F, 11, 12.4F, 11, 4.6F);
}

void warning(const Pen& pen) {
    pen.line({{12, 3.4F}, {21.4F, 20}, {2.6F, 20}, {12, 3.4F}}, 2.6F);
    pen.shape({{12, 3.4F}, {21.4F, 20}, {2.6F, 20}});
    pen.cut().line({{12, 9.4F}, {12, 14.2F}}, 2.4F);
    pen.cut().disc({12, 17.6F}, 1.4F);
}

void question(const Pen& pen) {
    pen.disc({12, 12}, 10.6F);
    pen.cut().arc({12, 9.4F}, 3.2F, -pi, pi * 0.35F, 2.4F);
    pen.cut().line({{12, 13.6F}, {12, 14.8F}}, 2.4F);
    pen.cut().line({{13.5F, 12.2F}, {12, 13.6F}}, 2.4F);
    pen.cut().disc({12, 18}, 1.5F);
}

void clock(const Pen& pen) {
    pen.ring({12, 12}, 9.4F, 2.4F);
    pen.line({{12, 6.4F}, {12, 12}, {16, 14.4F}}, 2.2F);
}

void house(const Pen& pen, float x, float y, float s) {
    pen.shape({{x, y + 5.4F * s}, {x + 5.5F * s, y}, {x + 11 * s, y + 5.4F * s}});
    pen.bar(x + 1.2F * s, y + 5 * s, 8.6F * s, 7 * s);
    pen.cut().bar(x + 4.2F * s, y + 8 * s, 2.6F * s, 4 * s);
}

void building(const Pen& pen) {
    pen.bar(4.4F, 2, 15.2F, 20, 1);
    for (const float y : {5.0F, 9.2F, 13.4F}) {
        for (const float x : {7.0F, 10.9F, 14.8F}) pen.cut().bar(x, y, 2.2F, 2.2F);
    }
    pen.cut().bar(10.4F, 17.4F, 3.2F, 4.6F);
}

void factory(const Pen& pen) {
    pen.bar(17, 3, 3.4F, 12);
    pen.bar(2.4F, 13, 19.2F, 8.6F);
    pen.shape({{2.4F, 13.4F}, {2.4F, 8.4F}, {8.6F, 13.4F}});
    pen.shape({{8.6F, 13.4F}, {8.6F, 8.4F}, {14.8F, 13.4F}});
    for (const float x : {5.0F, 10.4F, 15.8F}) pen.cut().bar(x, 16, 2.8F, 2.8F);
}

void place(const Pen& pen) {
    pen.disc({12, 9.2F}, 7.4F);
    pen.shape({{5.4F, 12.6F}, {18.6F, 12.6F}, {12, 22.6F}});
    pen.cut().disc({12, 9.2F}, 2.9F);
}

void code(const Pen& pen) {
    for (const Point at : {Point{2, 2}, {14, 2}, {2, 14}}) {
        pen.frame(at.x, at.y, 8, 8, 1);
        pen.bar(at.x + 3, at.y + 3, 2, 2);
    }
    pen.bar(14, 14, 3, 3);
    pen.bar(19, 14, 3, 3);
    pen.bar(16.5F, 16.5F, 3, 3);
    pen.bar(14, 19, 3, 3);
    pen.bar(19, 19, 3, 3);
}

void keypad_icon(const Pen& pen) {
    for (const float y : {3.0F, 8.0F, 13.0F, 18.0F}) {
        for (const float x : {4.6F, 10.1F, 15.6F}) pen.bar(x, y, 3.8F, 3.4F, 0.9F);
    }
}

void bell(const Pen& pen) {
    pen.disc({12, 9.6F}, 6.4F);
    pen.bar(5.6F, 9.4F, 12.8F, 8);
    pen.bar(2.8F, 16.4F, 18.4F, 2.6F, 1.2F);
    pen.disc({12, 20.4F}, 2);
    pen.disc({12, 3}, 1.5F);
}

void globe(const Pen& pen) {
    pen.ring({12, 12}, 9.4F, 2);
    pen.line({{12, 3}, {12, 21}}, 1.8F);
    pen.line({{3, 12}, {21, 12}}, 1.8F);
    pen.arc({3.5F, 12}, 12, -0.62F, 0.62F, 1.8F);
    pen.arc({20.5F, 12}, 12, pi - 0.62F, pi + 0.62F, 1.8F);
}

// 字 as a sign would show it: a stroke under a roof.
void letter(const Pen& pen) {
    pen.line({{12, 1.6F}, {12, 4}}, 2.4F);
    pen.line({{3, 8.4F}, {3, 5}, {21, 5}, {21, 8.4F}}, 2.4F);
    pen.line({{7, 9.4F}, {16.4F, 9.4F}, {12.2F, 13}, {12.2F, 21.6F}, {9, 20.6F}}, 2.4F);
    pen.line({{3, 15}, {21, 15}}, 2.4F);
}

// An ear, and the sound that comes to it.
void ear(const Pen& pen) {
    pen.arc({9.4F, 9}, 6.4F, -pi, pi * 0.12F, 2.6F);
    pen.line({{3, 9}, {3, 10.5F}}, 2.6F);
    pen.line({{15.4F, 11}, {12.2F, 15}, {11.4F, 18.6F}}, 2.6F);
    pen.arc({8.2F, 18.4F}, 3.2F, 0, pi * 0.95F, 2.6F);
    pen.arc({9.4F, 9.4F}, 2.4F, -pi, pi * 0.4F, 2.2F);
    pen.arc({11, 10}, 9, -0.5F, 0.5F, 2);
    pen.arc({11, 10}, 12, -0.5F, 0.5F, 2);
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): a table, one line an icon
void draw_icon(Icon icon, Box where, Colour colour, Colour behind) {
    const Pen pen(where, colour, behind);
    switch (icon) {
        case Icon::none:
            return;
        case Icon::card:
            return card(pen);
        case Icon::card_on_reader:
            return card_on_reader(pen);
        case Icon::came_back:
            return came_back(pen);
        case Icon::counter:
            return counter(pen);
        case Icon::upgrade:
            return upgrade(pen);
        case Icon::printer:
            return printer(pen);
        case Icon::ticket:
            return ticket(pen);
        case Icon::hand:
            return hand(pen);
        case Icon::check:
            return pen.line({{4, 12.6F}, {9.6F, 18.2F}, {20, 6.6F}}, 3.4F);
        case Icon::cross:
            pen.line({{5, 5}, {19, 19}}, 3.4F);
            return pen.line({{19, 5}, {5, 19}}, 3.4F);
        case Icon::warning:
            return warning(pen);
        case Icon::question:
            return question(pen);
        case Icon::clock:
            return clock(pen);
        case Icon::person:
            return person(pen);
        case Icon::community:
            house(pen, 11, 3.2F, 1.1F);
            return house(pen, 1, 9.4F, 1.05F);
        case Icon::building:
            return building(pen);
        case Icon::factory:
            return factory(pen);
        case Icon::place:
            return place(pen);
        case Icon::code:
            return code(pen);
        case Icon::keypad:
            return keypad_icon(pen);
        case Icon::bell:
            return bell(pen);
        case Icon::globe:
            return globe(pen);
        case Icon::ear:
            return ear(pen);
        case Icon::letter:
            return letter(pen);
        case Icon::home:
            return house(pen, 1, 1.6F, 2);
        case Icon::arrow_left:
            pen.line({{20, 12}, {4.4F, 12}}, 3);
            return pen.line({{10.6F, 5.4F}, {4, 12}, {10.6F, 18.6F}}, 3);
        case Icon::arrow_right:
            pen.line({{4, 12}, {19.6F, 12}}, 3);
            return pen.line({{13.4F, 5.4F}, {20, 12}, {13.4F, 18.6F}}, 3);
        case Icon::arrow_up:
            pen.line({{12, 20}, {12, 4.4F}}, 3);
            return pen.line({{5.4F, 10.6F}, {12, 4}, {18.6F, 10.6F}}, 3);
        case Icon::arrow_down:
            pen.line({{12, 4}, {12, 19.6F}}, 3);
            return pen.line({{5.4F, 13.4F}, {12, 20}, {18.6F, 13.4F}}, 3);
    }
}

}  // namespace screens
