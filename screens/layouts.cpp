#include "screens/layouts.h"

#include <algorithm>
#include <numeric>

#include "screens/sentences.h"

namespace screens {
namespace {

using kiosk::Choice;
using kiosk::Page;
using kiosk::Role;
using kiosk::Scene;
using kiosk::Sentence;

Asked ask_in(Frame& frame, const std::vector<Box>& places, const std::vector<Choice>& choices) {
    Asked asked;
    const bool large = frame.theme.text_scale > 1;  // a page with large words is better than one that is smaller as a whole
    for (std::size_t i = 0; i < choices.size(); ++i)
        ask(frame, places[i], choices[i], asked, {.shrink = large || choices[i].minor});
    return asked;
}

// A place for each choice, all of one height; minor ones share a row where it is wide enough.
std::vector<Box> places_of(const Frame& frame, const std::vector<Box>& rows, const std::vector<Choice>& choices, bool wide) {
    if (!wide) return rows;
    std::vector<Box> places;
    std::size_t row = 0;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (choices[i].minor && i + 1 < choices.size() && choices[i + 1].minor) {
            const auto pair = rows[row++].columns(2, frame.gap());
            places.insert(places.end(), pair.begin(), pair.end());
            ++i;
        } else {
            places.push_back(rows[row++]);
        }
    }
    return places;
}

// What most people came for gets half as much again.
std::vector<float> weights_of(const std::vector<Choice>& choices, bool wide) {
    std::vector<float> weights;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        weights.push_back(choices[i].likely ? 1.5F : 1.0F);
        if (wide && choices[i].minor && i + 1 < choices.size() && choices[i + 1].minor) ++i;
    }
    return weights;
}

int rows_of(const std::vector<Choice>& choices) { return static_cast<int>(weights_of(choices, true).size()); }

// Words on one side, what can be pressed on the other: below one another on a tall screen, side by side on a wide one.
struct Halves {
    Box words;
    std::vector<Box> rows;
};
Halves halves(const Frame& frame, const std::vector<float>& weights) {
    const float gap = frame.gap(), rows = std::accumulate(weights.begin(), weights.end(), 0.0F);
    const float height = frame.mm(44) * rows + gap * static_cast<float>(weights.size() - 1);
    if (frame.portrait()) {
        const auto split = frame.area.split_bottom(height, 2 * gap);
        return {split.rest, split.part.rows(weights, gap)};
    }
    const auto split = frame.area.split_right(frame.area.w * 0.4F, 3 * gap);
    return {split.rest, split.part.split_bottom(height).part.rows(weights, gap)};
}

// All choices in one row below the page.
Split above_one_row(const Frame& frame) {
    return frame.area.split_bottom(frame.target_px(frame.portrait() ? 38 : 32), frame.gap());
}

Asked ask_in_row(Frame& frame, Box row, const std::vector<Choice>& choices) {
    return ask_in(frame, row.columns(static_cast<int>(choices.size()), frame.gap()), choices);
}

void draw_scene(Frame& frame, Box where, const Page& page, Preview* preview) {
    if (page.scene == Scene::camera)
        camera_scene(frame, where, preview, page.scene_words.text);
    else if (page.scene != Scene::none)
        card_scene(frame, where, page.scene);
}

}  // namespace

// With larger letters the picture goes first.
Asked draw_menu(Frame& frame, const Page& page) {
    const float gap = frame.gap();
    const bool picture = frame.theme.text_scale <= 1;
    const float above = std::max(sentences_height(frame, frame.area.w, page.sentences), picture ? frame.area.h * 0.42F : 0);
    const auto [words, buttons] =
        frame.portrait() ? frame.area.split_top(above, 2 * gap) : frame.area.split_left(frame.area.w * 0.42F, 3 * gap);
    Flow flow(frame, words);
    draw_sentences(flow, page.sentences);
    if (picture || !frame.portrait()) draw_scene(frame, flow.rest(), page, nullptr);
    const auto rows = buttons.rows(rows_of(page.choices), gap);
    return ask_in(frame, places_of(frame, rows, page.choices, true), page.choices);
}

Asked draw_answer(Frame& frame, const Page& page, Preview* preview) {
    const bool wide = frame.portrait();
    const auto [above, rows] = halves(frame, weights_of(page.choices, wide));
    Box words = above;
    if (page.scene != Scene::none) {
        const auto [top, rest] =
            above.split_top(std::min(sentences_height(frame, above.w, page.sentences), above.h * 0.6F), frame.gap());
        words = top;
        draw_scene(frame, rest, page, preview);
    }
    Asked asked = draw_words(frame, words, page, page.sentences);
    if (auto chosen = ask_in(frame, places_of(frame, rows, page.choices, wide), page.choices)) asked = std::move(chosen);
    return asked;
}

Asked draw_list(Frame& frame, const Page& page) {
    const int columns = frame.portrait() ? 1 : 2;
    const int rows = std::max((static_cast<int>(page.choices.size()) + columns - 1) / columns, 1);
    const float least = (frame.mm(40) + frame.gap()) * static_cast<float>(rows);
    const float height =
        std::min(sentences_height(frame, frame.area.w, page.sentences), std::max(frame.area.h - least, frame.mm(60)));
    const auto [words, rest] = frame.area.split_top(height, frame.gap());
    Asked asked = draw_words(frame, words, page, page.sentences);
    if (auto chosen = ask_in(frame, rest.grid(columns, rows, frame.gap()), page.choices)) asked = std::move(chosen);
    return asked;
}

// Where large words leave no room for the way it is a part of its own.
Asked draw_way(Frame& frame, const Page& page) {
    const auto [row, above] = above_one_row(frame);
    const auto draw = [&](Box where) {
        // a way from top to bottom has room for its words; `way` draws it so where the box is taller than wide
        way(frame, frame.portrait() ? where.split_left(std::min(where.w, where.h * 0.99F)).part : where, page.way);
    };
    const float needed = sentences_height(frame, above.w, page.sentences);
    Asked asked;
    if (frame.theme.text_scale > 1 && needed > above.h * 0.4F) {
        asked = draw_in_parts(frame, above, page, page.sentences, draw);
    } else {
        const auto [words, rest] = above.split_top(std::min(needed, above.h * 0.45F), frame.gap());
        asked = draw_words(frame, words, page, page.sentences);
        draw(rest);
    }
    if (auto chosen = ask_in_row(frame, row, page.choices)) asked = std::move(chosen);
    return asked;
}

// On a wide screen the number stands beside what is said of it.
Asked draw_ticket(Frame& frame, const Page& page) {
    const auto [row, above] = above_one_row(frame);
    Asked asked;
    if (frame.portrait()) {
        asked = draw_words(frame, above, page, page.sentences);
    } else {
        const auto of_number = [](const Sentence& sentence) {
            return sentence.role == Role::title || sentence.role == Role::number || sentence.role == Role::assurance;
        };
        auto sentences = page.sentences;
        const auto others = std::stable_partition(sentences.begin(), sentences.end(), of_number);
        const auto columns = above.columns(2, 3 * frame.gap());
        Flow left(frame, columns[0]);
        draw_sentences(left, {sentences.begin(), others});
        asked = draw_words(frame, columns[1], page, {others, sentences.end()});
    }
    if (auto chosen = ask_in_row(frame, row, page.choices)) asked = std::move(chosen);
    return asked;
}

Asked draw_typing(Frame& frame, const Page& page) {
    const float gap = frame.gap();
    const float part = frame.theme.text_scale > 1 ? 0.52F : 0.45F;
    const auto [words, keys] = frame.portrait() ? frame.area.split_top(frame.area.h * part, gap)
                                                : frame.area.split_left(frame.area.w * 0.5F, 3 * gap);
    Flow flow(frame, words);
    draw_sentences(flow, page.sentences);
    for (const auto& entry : page.entries) typed_boxes(flow, entry);
    const auto [button, pad] = keys.split_bottom(frame.mm(36), gap);
    Asked asked;
    if (const auto key = keypad(frame, pad, *page.keys))
        asked = *key == erase ? kiosk::Intent{kiosk::EraseCharacter{}} : kiosk::Intent{kiosk::TypeCharacter{*key}};
    if (auto chosen = ask_in_row(frame, button, page.choices)) asked = std::move(chosen);
    return asked;
}

Asked draw_waiting(Frame& frame, const Page& page) {
    Flow flow(frame, frame.area);
    draw_sentences(flow, page.sentences);
    if (!page.progress) {
        draw_scene(frame, flow.rest(), page, nullptr);
    } else if (page.scene == Scene::none) {
        progress_dots(frame, flow.rest().split_top(frame.mm(60)).part, *page.progress);
    } else {
        const auto [dots, scene] = flow.rest().split_bottom(frame.mm(24), frame.gap());
        draw_scene(frame, scene, page, nullptr);
        progress_dots(frame, dots, *page.progress);
    }
    return std::nullopt;
}

Asked draw_dialog(Frame& frame, const kiosk::Dialog& dialog) {
    const bool large_icon = dialog.icon != Icon::none;
    const auto room = overlay(frame, frame.mm(large_icon ? 210 : 180));
    const int rows = rows_of(dialog.choices);
    const auto [buttons, rest] =
        room.split_bottom(frame.mm(36) * static_cast<float>(rows) + frame.gap() * static_cast<float>(rows - 1), frame.gap());
    Box words = rest;
    if (large_icon) {
        const auto split = rest.split_top(frame.mm(70), frame.gap());
        draw_icon(dialog.icon, split.part, frame.theme.colours.danger, frame.theme.colours.card);
        words = split.rest;
    }
    Flow flow(frame, words);
    draw_sentences(flow, dialog.sentences);
    return ask_in(frame, places_of(frame, buttons.rows(rows, frame.gap()), dialog.choices, true), dialog.choices);
}

}  // namespace screens
