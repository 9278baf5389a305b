#include "screens/layouts.h"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "screens/sentences.h"

namespace screens {
namespace {

using kiosk::Choice;
using kiosk::Page;
using kiosk::Role;
using kiosk::Scene;
using kiosk::Sentence;

// Words of buttons may get smaller on a page of large words: better than a page that is smaller as a whole.
Asked ask_in(Frame& frame, const std::vector<Box>& places, const std::vector<Choice>& choices, bool shrink = false) {
    Asked asked;
    const bool large = shrink || frame.theme.text_scale > 1 || frame.scale <= frame.base_scale;
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

// All choices in one row below the page; on a tall screen no more than two in a row.
Split above_choices(const Frame& frame, const std::vector<Choice>& choices) {
    const float row = frame.target_px(frame.portrait() ? 38 : 32);
    const bool two_rows = frame.portrait() && choices.size() > 2;
    return frame.area.split_bottom(two_rows ? 2 * row + frame.gap() : row, frame.gap());
}

Asked ask_below(Frame& frame, Box where, const std::vector<Choice>& choices) {
    if (!frame.portrait() || choices.size() <= 2)
        return ask_in(frame, where.columns(static_cast<int>(choices.size()), frame.gap()), choices);
    const auto rows = where.rows(2, frame.gap());
    auto places = rows[0].columns(2, frame.gap());
    const auto rest = rows[1].columns(static_cast<int>(choices.size()) - 2, frame.gap());
    places.insert(places.end(), rest.begin(), rest.end());
    return ask_in(frame, places, choices);
}

void draw_scene(Frame& frame, Box where, const Page& page, Preview* preview) {
    if (page.scene == Scene::camera)
        camera_scene(frame, where, preview, page.scene_words.text);
    else if (page.scene != Scene::none)
        card_scene(frame, where, page.scene);
}

// The picture has what the words leave. Words that come in parts stand below it: what turns them is at the bottom then.
Asked draw_words_and_scene(Frame& frame, Box where, const Page& page, Preview* preview) {
    if (page.scene == Scene::none) return draw_words(frame, where, page, page.sentences);
    const float needed = sentences_height(frame, where.w, page.sentences), most = where.h * 0.6F;
    const auto [words, rest] = needed > most ? where.split_bottom(most, frame.gap()) : where.split_top(needed, frame.gap());
    draw_scene(frame, rest, page, preview);
    return draw_words(frame, words, page, page.sentences);
}

// No larger than the person wants them, but in parts where they do not fit.
Asked draw_words_in(Frame& frame, Box where, const Page& page) {
    if (sentences_height(frame, where.w, page.sentences) > where.h) return draw_in_parts(frame, where, page, page.sentences);
    Flow flow(frame, where);
    draw_sentences(flow, page.sentences);
    return std::nullopt;
}

// Where the words leave too little room for the way it is a part of its own.
Asked draw_words_and_way(Frame& frame, Box where, const Page& page) {
    const auto place_in = [&](Box rest) {
        // a way from top to bottom has room for its words; `way` draws it so where the box is taller than wide
        return frame.portrait() ? rest.split_left(std::min(rest.w, rest.h * 0.99F)).part : rest;
    };
    const float needed = sentences_height(frame, where.w, page.sentences);
    const auto [words, rest] = where.split_top(needed, frame.gap());
    const Box place = place_in(rest);
    if (way_height(frame, place, page.way) > place.h)
        return draw_in_parts(frame, where, page, page.sentences, [&](Box part) { way(frame, place_in(part), page.way); });
    way(frame, place, page.way);
    return draw_words_in(frame, words, page);
}

void draw_entries(Flow& flow, std::span<const kiosk::Entry> entries) {
    for (const auto& entry : entries) typed_boxes(flow, entry);
}

float entries_height(Frame& frame, float width, std::span<const kiosk::Entry> entries) {
    return measure(frame, width, [&](Flow& flow) { draw_entries(flow, entries); });
}

// All of them, or where there is not room for more only what is being typed.
std::span<const kiosk::Entry> entries_within(Frame& frame, float width, float height, const Page& page) {
    const std::span<const kiosk::Entry> all = page.entries;
    if (entries_height(frame, width, all) <= height) return all;
    const auto active = std::ranges::find(all, true, &kiosk::Entry::active);
    return {active == all.end() ? std::prev(active) : active, 1};
}

// What is read and typed, without the keys.
Asked draw_typed(Frame& frame, Box where, const Page& page) {
    const float read = sentences_height(frame, where.w, page.sentences);
    if (!frame.portrait()) {
        const auto [words, rest] = where.split_left(where.w / 2, 2 * frame.gap());
        Flow flow(frame, rest);
        draw_entries(flow, page.entries);
        return draw_words_in(frame, words, page);
    }
    const auto entries = entries_within(frame, where.w, where.h - read, page);
    const float words = std::min(read, where.h - entries_height(frame, where.w, entries));
    const auto [above, below] = where.split_top(words, frame.gap());
    Flow flow(frame, below);
    draw_entries(flow, entries);
    return draw_words_in(frame, above, page);
}

Asked draw_keys(Frame& frame, Box where, const kiosk::Keys& keys) {
    const auto key = keypad(frame, where, keys);
    if (!key) return std::nullopt;
    return *key == erase ? kiosk::Intent{kiosk::EraseCharacter{}} : kiosk::Intent{kiosk::TypeCharacter{*key}};
}

// The keys give way to words, as far as fingers allow.
Asked draw_typing_tall(Frame& frame, const Page& page) {
    const float gap = frame.gap(), button = frame.target_px(34), usual = frame.area.h * 0.45F;
    const float needed =
        sentences_height(frame, frame.area.w, page.sentences) + gap + entries_height(frame, frame.area.w, page.entries);
    const float keys = 4 * frame.target_px(20) + 3 * frame.mm(4) + button + 2 * gap;
    const auto [top, touch] = frame.area.split_top(std::clamp(needed, usual, std::max(usual, frame.area.h - keys)), gap);
    Asked asked = draw_typed(frame, top, page);
    const auto [row, pad] = touch.split_bottom(button, gap);
    if (auto key = draw_keys(frame, pad, *page.keys)) asked = std::move(key);
    if (auto chosen = ask_below(frame, row, page.choices)) asked = std::move(chosen);
    return asked;
}

// A column each for what is read, what was typed and the keys.
Asked draw_typing_wide(Frame& frame, const Page& page) {
    const auto columns = frame.area.columns({36, 32, 32}, 2 * frame.gap());
    Asked asked = draw_words_in(frame, columns[0], page);
    const float least = frame.target_px(26), room = columns[1].h - frame.gap();
    const auto entries = entries_within(frame, columns[1].w, room - least, page);
    const float button = std::clamp(room - entries_height(frame, columns[1].w, entries), least, frame.target_px(36));
    const auto [row, typed] = columns[1].split_bottom(button, frame.gap());
    Flow flow(frame, typed);
    draw_entries(flow, entries);
    if (auto key = draw_keys(frame, columns[2], *page.keys)) asked = std::move(key);
    if (auto chosen = ask_below(frame, row, page.choices)) asked = std::move(chosen);
    return asked;
}

bool of_number(const Sentence& sentence) {
    return sentence.role == Role::title || sentence.role == Role::number || sentence.role == Role::assurance;
}

// As few columns as leave each row high enough.
std::vector<Box> cells_in(const Frame& frame, Box where, std::size_t count) {
    for (int columns = 1;; ++columns) {
        const int rows = std::max((static_cast<int>(count) + columns - 1) / columns, 1);
        const auto cells = where.grid(columns, rows, frame.gap());
        if (rows == 1 || cells.front().h >= frame.target_px(30)) return cells;
    }
}

}  // namespace

// With larger letters the picture goes first.
Asked draw_menu(Frame& frame, const Page& page) {
    const float gap = frame.gap();
    const bool picture = frame.theme.text_scale <= 1;
    const float needed = sentences_height(frame, frame.area.w, page.sentences);
    const auto [above, buttons] = frame.portrait()
                                      ? frame.area.split_top(std::max(needed, picture ? frame.area.h * 0.42F : 0), 2 * gap)
                                      : frame.area.split_left(frame.area.w * 0.42F, 3 * gap);
    const auto [words, rest] = above.split_top(sentences_height(frame, above.w, page.sentences), gap);
    Asked asked = draw_words_in(frame, words, page);
    if (picture || !frame.portrait()) draw_scene(frame, rest, page, nullptr);
    const auto rows = buttons.rows(rows_of(page.choices), gap);
    if (auto chosen = ask_in(frame, places_of(frame, rows, page.choices, true), page.choices)) asked = std::move(chosen);
    return asked;
}

Asked draw_answer(Frame& frame, const Page& page, Preview* preview) {
    const bool wide = frame.portrait();
    const auto [above, rows] = halves(frame, weights_of(page.choices, wide));
    Asked asked = draw_words_and_scene(frame, above, page, preview);
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

Asked draw_way(Frame& frame, const Page& page) {
    const auto [below, above] = above_choices(frame, page.choices);
    Asked asked = draw_words_and_way(frame, above, page);
    if (auto chosen = ask_below(frame, below, page.choices)) asked = std::move(chosen);
    return asked;
}

// On a wide screen the number stands beside what is said of it.
Asked draw_ticket(Frame& frame, const Page& page) {
    const auto [below, above] = above_choices(frame, page.choices);
    Asked asked;
    if (frame.portrait()) {
        asked = draw_words(frame, above, page, page.sentences);
    } else {
        const auto columns = above.columns(2, 3 * frame.gap());
        auto sentences = page.sentences;
        const auto others = std::stable_partition(sentences.begin(), sentences.end(), of_number);
        const auto assured = std::ranges::find(sentences.begin(), others, Role::assurance, &Sentence::role);
        Box left = columns[0];
        if (assured != others) left.h -= sentences_height(frame, left.w, {assured, others}) + frame.gap();
        Flow number(frame, left);
        draw_sentences(number, {sentences.begin(), assured});
        Flow assurance(frame, {left.x, number.rest().y, left.w, columns[0].bottom() - number.rest().y});
        draw_sentences(assurance, {assured, others});
        asked = draw_words(frame, columns[1], page, {others, sentences.end()});
    }
    if (auto chosen = ask_below(frame, below, page.choices)) asked = std::move(chosen);
    return asked;
}

Asked draw_typing(Frame& frame, const Page& page) {
    return frame.portrait() ? draw_typing_tall(frame, page) : draw_typing_wide(frame, page);
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

// The bottom of `reading` is within reach: there stands what turns to the next part of the words.
Asked draw_within_reach(Frame& frame, Box reading, const Page& page, Preview* preview) {
    Asked asked;
    if (page.layout == kiosk::Layout::waiting) {
        frame.area = reading;
        return draw_waiting(frame, page);
    }
    if (!page.entries.empty())
        asked = draw_typed(frame, reading, page);
    else if (!page.way.empty())
        asked = draw_words_and_way(frame, reading, page);
    else
        asked = draw_words_and_scene(frame, reading, page, preview);
    Box buttons = frame.area;
    if (page.keys) {
        const auto [keys, rest] = frame.portrait() ? buttons.split_top(buttons.h - frame.mm(36) - frame.gap(), frame.gap())
                                                   : buttons.split_left(buttons.w * 0.7F, 3 * frame.gap());
        if (auto key = draw_keys(frame, keys, *page.keys)) asked = std::move(key);
        buttons = rest;
    }
    if (auto chosen = ask_in(frame, cells_in(frame, buttons, page.choices.size()), page.choices, true))
        asked = std::move(chosen);
    return asked;
}

namespace {

// The likely choice has all of the lower half, or nearly so where all others have to be within reach too.
Asked draw_by_halves(Frame& frame, const kiosk::Dialog& dialog, bool low) {
    const auto halves = overlay(frame, frame.screen.h).rows(2, frame.gap());
    std::vector<Choice> others;
    std::ranges::copy_if(dialog.choices, std::back_inserter(others), [](const Choice& choice) { return !choice.likely; });
    const auto [row, rest] = halves[low ? 1 : 0].split_bottom(frame.mm(36), frame.gap());
    Flow flow(frame, low ? halves[0] : rest);
    draw_sentences(flow, dialog.sentences);
    Asked asked = ask_in(frame, row.columns(static_cast<int>(others.size()), frame.gap()), others, true);
    const auto likely = std::ranges::find_if(dialog.choices, &Choice::likely);
    ask(frame, low ? rest : halves[1], *likely, asked, {.size = Size::title, .shrink = true});
    return asked;
}

}  // namespace

Asked draw_dialog(Frame& frame, const kiosk::Dialog& dialog, bool low) {
    if (dialog.by_halves) return draw_by_halves(frame, dialog, low);
    const float gap = frame.gap(), half = frame.screen.centre().y;
    const bool large_icon = dialog.icon != Icon::none;
    const auto room = overlay(frame, low ? frame.screen.h : frame.mm(large_icon ? 210 : 180));
    const int rows = rows_of(dialog.choices);
    const float row = frame.mm(frame.portrait() ? 36 * frame.theme.text_scale : 36);
    const float buttons_height = row * static_cast<float>(rows) + gap * static_cast<float>(rows - 1);
    const auto [buttons, rest] = room.split_bottom(low ? room.bottom() - half : buttons_height, gap);
    Box words = rest;
    if (large_icon) {
        const float left = rest.h - gap - sentences_height(frame, rest.w, dialog.sentences);
        const auto split = low && !frame.portrait() ? rest.split_left(frame.mm(60), 2 * gap)
                                                    : rest.split_top(std::clamp(left, frame.mm(40), frame.mm(70)), gap);
        draw_icon(dialog.icon, split.part, frame.theme.colours.danger, frame.theme.colours.card);
        words = split.rest;
    }
    Flow flow(frame, words);
    draw_sentences(flow, dialog.sentences);
    const auto places = low ? cells_in(frame, buttons, dialog.choices.size())
                            : places_of(frame, buttons.rows(rows, gap), dialog.choices, true);
    return ask_in(frame, places, dialog.choices, low);
}

}  // namespace screens
