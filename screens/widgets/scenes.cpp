#include <algorithm>
#include <cmath>

#include "screens/widgets/paint.h"
#include "screens/widgets/widgets.h"

namespace screens {
namespace {

using kiosk::Station;
using Mark = kiosk::JourneyStop::Mark;

struct Knot {  // one station's circle
    Point centre;
    float radius = 0;
};

void draw_knot(Frame& frame, const Station& station, const Knot& knot) {
    const auto& c = frame.theme.colours;
    const float edge = frame.mm(1);
    const auto icon_box = [&](float part) {
        const float side = std::round(knot.radius * part);
        return Box{knot.centre.x - side / 2, knot.centre.y - side / 2, side, side};
    };
    switch (station.mark) {
        case Mark::done:
            fill_circle(knot.centre, knot.radius, c.accent);
            return draw_icon(Icon::check, icon_box(1.15F), c.on_accent, c.accent);
        case Mark::here:
            fill_circle(knot.centre, knot.radius + 3 * edge, c.accent);
            fill_circle(knot.centre, knot.radius + 1.5F * edge, c.warning);
            fill_circle(knot.centre, knot.radius, c.accent);
            return draw_icon(station.icon == Icon::none ? Icon::card : station.icon, icon_box(1.2F), c.on_accent, c.accent);
        case Mark::to_come:
            fill_circle(knot.centre, knot.radius, c.muted);
            fill_circle(knot.centre, knot.radius - edge * 0.8F, c.page);
            return draw_icon(station.icon, icon_box(1.05F), c.muted, c.page);
    }
}

// What has been travelled is thick and full, what is to come is a row of dots.
void draw_link(Frame& frame, const Knot& from, const Knot& to, bool travelled) {
    const auto& c = frame.theme.colours;
    if (travelled) return stroke(from.centre, to.centre, c.accent, frame.mm(3));
    const float dx = to.centre.x - from.centre.x, dy = to.centre.y - from.centre.y;
    const float length = std::max(dx, dy), step = frame.mm(4);
    for (float at = from.radius + step; at < length - to.radius - step / 2; at += step) {
        fill_circle({from.centre.x + dx * at / length, from.centre.y + dy * at / length}, frame.mm(0.8F), c.muted);
    }
}

TextOptions label_options(const Station& station, Align align) {
    return {.weight = station.mark == Mark::here ? Weight::bold : Weight::regular, .align = align, .balance = true};
}

TextOptions when_options(const Frame& frame, Align align) {
    return {.size = Size::caption, .align = align, .colour = frame.theme.colours.muted};
}

void draw_links(Frame& frame, std::span<const Station> stations, const std::vector<Knot>& knots) {
    for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
        draw_link(frame, knots[i], knots[i + 1], stations[i + 1].mark != Mark::to_come);
    }
}

float words_height(Frame& frame, float width, const Station& station, Align align) {
    const float label = paragraph_height(frame, width, station.name, label_options(station, align));
    return station.day.empty() ? label : label + paragraph_height(frame, width, station.day, when_options(frame, align));
}

void put_words(Frame& frame, Box where, const Station& station, Align align) {
    const auto label = label_options(station, align);
    const float height = paragraph_height(frame, where.w, station.name, label);
    const auto [top, rest] = where.split_top(height);
    paragraph(frame, top, station.name, label);
    if (!station.day.empty()) paragraph(frame, rest, station.day, when_options(frame, align));
}

float highest_words(Frame& frame, float width, std::span<const Station> stations, Align align) {
    float highest = 0;
    for (const auto& station : stations) highest = std::max(highest, words_height(frame, width, station, align));
    return highest;
}

float knot_radius(const Frame& frame, Box row) { return std::min(frame.mm(13), row.h * 0.36F); }
float knot_width(const Frame& frame, Box row) { return 2 * knot_radius(frame, row) + frame.mm(8); }
Box words_beside_knot(const Frame& frame, Box row) {
    return row.split_left(knot_width(frame, row), frame.gap()).rest.split_right(frame.mm(4)).rest;
}

void way_down(Frame& frame, Box where, std::span<const Station> stations) {
    const auto rows = where.rows(static_cast<int>(stations.size()), 0);
    std::vector<Knot> knots;
    knots.reserve(rows.size());
    for (const auto& row : rows)
        knots.push_back({{row.x + knot_width(frame, row) / 2, std::round(row.centre().y)}, knot_radius(frame, rows[0])});
    for (std::size_t i = 0; i < stations.size(); ++i) {
        if (stations[i].mark != Mark::here) continue;
        fill(rows[i].inset(0, frame.mm(1)), frame.theme.colours.accent_soft, frame.mm(frame.theme.radius_mm));
    }
    draw_links(frame, stations, knots);
    for (std::size_t i = 0; i < stations.size(); ++i) {
        const Station& station = stations[i];
        if (station.focused) focus_ring(frame, rows[i].inset(frame.mm(3)));
        draw_knot(frame, station, knots[i]);
        const Box words = words_beside_knot(frame, rows[i]);
        const float height = words_height(frame, words.w, station, Align::left);
        frame.note_need(height, words.h);
        put_words(frame, words.centred(words.w, height), station, Align::left);
    }
}

float column_width(Box where, std::span<const Station> stations) {
    return std::floor(where.w / static_cast<float>(stations.size()));
}
float words_width(const Frame& frame, Box where, std::span<const Station> stations) {
    return column_width(where, stations) - frame.mm(2);
}
constexpr float air_mm = 4, least_radius_mm = 9;

void way_across(Frame& frame, Box where, std::span<const Station> stations) {
    const float air = frame.mm(air_mm);
    const float words = highest_words(frame, words_width(frame, where, stations), stations, Align::centre);
    // words before circles: these may shrink where it is tight
    const float radius = std::clamp((where.h - words - 3 * air) / 2, frame.mm(least_radius_mm),
                                    std::min(frame.mm(15), column_width(where, stations) * 0.3F));
    const float needed = 2 * radius + words + 3 * air;
    frame.note_need(needed, where.h);
    const auto columns = where.centred(where.w, needed).columns(static_cast<int>(stations.size()), 0);
    std::vector<Knot> knots;
    knots.reserve(columns.size());
    for (const auto& box : columns)
        knots.push_back({{std::round(box.centre().x), std::round(box.y + radius + air)}, radius});
    for (std::size_t i = 0; i < stations.size(); ++i) {
        if (stations[i].mark != Mark::here) continue;
        fill(columns[i].inset(frame.mm(1), 0), frame.theme.colours.accent_soft, frame.mm(frame.theme.radius_mm));
    }
    draw_links(frame, stations, knots);
    for (std::size_t i = 0; i < stations.size(); ++i) {
        if (stations[i].focused) focus_ring(frame, columns[i].inset(frame.mm(3)));
        draw_knot(frame, stations[i], knots[i]);
        put_words(frame, columns[i].inset(frame.mm(1), 0).split_top(2 * radius + 2 * air).rest, stations[i], Align::centre);
    }
}

bool goes_down(Box where) { return where.h >= where.w; }

void draw_plastic_card(const Frame& frame, Box where) {
    const auto& c = frame.theme.colours;
    const float u = where.w / 20;
    outline(where, c.accent, c.accent_soft, std::max(2.0F, u * 0.4F), u * 1.4F);
    fill({where.x + u * 0.2F, where.y + 2.6F * u, where.w - u * 0.4F, 2.4F * u}, c.accent);
    fill_circle({where.x + 4.2F * u, where.y + 8.4F * u}, 1.7F * u, c.accent);
    fill({where.x + 8 * u, where.y + 7.2F * u, 8.6F * u, u}, c.accent, u / 2);
    fill({where.x + 8 * u, where.y + 9.2F * u, 5.6F * u, u}, c.accent, u / 2);
}

}  // namespace

void way(Frame& frame, Box where, std::span<const Station> stations) {
    if (stations.empty()) return;
    goes_down(where) ? way_down(frame, where, stations) : way_across(frame, where, stations);
}

float way_height(Frame& frame, Box where, std::span<const Station> stations) {
    if (stations.empty()) return 0;
    if (!goes_down(where)) {
        const float words = highest_words(frame, words_width(frame, where, stations), stations, Align::centre);
        return 2 * frame.mm(least_radius_mm) + words + 3 * frame.mm(air_mm);
    }
    const Box row = where.rows(static_cast<int>(stations.size()), 0).front();
    return highest_words(frame, words_beside_knot(frame, row).w, stations, Align::left) *
           static_cast<float>(stations.size());
}

void card_scene(Frame& frame, Box where, kiosk::Scene scene) {
    const auto& c = frame.theme.colours;
    const float side = std::floor(std::min(where.w * 0.8F, where.h));
    const Box square = where.centred(side, side);
    const float u = side / 24;
    const Box reader{square.x + u, square.y + 17 * u, 22 * u, 6 * u};
    fill({reader.x, reader.y, reader.w, reader.h}, c.muted, 1.6F * u);
    fill({reader.x + 2.4F * u, reader.y + 1.2F * u, reader.w - 4.8F * u, 0.7F * u}, c.warning, 0.3F * u);
    const bool lies = scene == kiosk::Scene::keep_card;
    const Box card{square.x + 5 * u, square.y + (lies ? 7.6F : 1) * u, 14 * u, 8.8F * u};
    draw_plastic_card(frame, card);
    if (lies) {
        const Point badge{card.right(), card.y};
        fill_circle(badge, 2.8F * u, c.page);
        fill_circle(badge, 2.4F * u, c.accent);
        return draw_icon(Icon::clock, {badge.x - 1.5F * u, badge.y - 1.5F * u, 3 * u, 3 * u}, c.on_accent, c.accent);
    }
    const Icon arrow = scene == kiosk::Scene::lay_card ? Icon::arrow_down : Icon::arrow_up;
    draw_icon(arrow, {square.x + 9.2F * u, square.y + 10.8F * u, 5.6F * u, 5.6F * u}, c.accent, c.page);
}

void camera_scene(Frame& frame, Box where, Preview* preview, std::string_view not_yet) {
    constexpr float shape = 16.0F / 9;
    frame.note_need(frame.mm(60), where.h);
    const float width = std::floor(std::min(where.w, where.h * shape)), height = std::floor(width / shape);
    if (height < 16) return;
    Box shown = where.centred(width, height);
    shown.x = std::round(shown.x);
    shown.y = std::round(where.y);
    const auto& c = frame.theme.colours;
    if (!preview || preview->empty()) {
        fill(shown, c.ink);
        centred_text(frame, shown.inset(frame.mm(4)), not_yet, {.colour = c.page});
        return;
    }
    put_texture(preview->fitted({static_cast<int>(width), static_cast<int>(height)}), {shown.x, shown.y});
    const float side = std::floor(height * 0.8F), arm = std::floor(side / 4), thick = frame.mm(2.5F);
    const Box aim = shown.centred(side, side);
    for (const float x : {aim.x, aim.right() - thick})
        for (const float y : {aim.y, aim.bottom() - arm}) fill({x, y, thick, arm}, c.warning);
    for (const float x : {aim.x, aim.right() - arm})
        for (const float y : {aim.y, aim.bottom() - thick}) fill({x, y, arm, thick}, c.warning);
}

void progress_dots(Frame& frame, Box where, int step) {
    const float radius = std::min(frame.mm(5), where.h / 2), pitch = radius * 4;
    for (int i = 0; i < 3; ++i) {
        const Point centre{where.centre().x + pitch * static_cast<float>(i - 1), where.centre().y};
        fill_circle(centre, radius, frame.theme.colours.accent);
        if (i != ((step % 3) + 3) % 3) fill_circle(centre, radius - frame.mm(1), frame.theme.colours.page);
    }
}

}  // namespace screens
