#include "screens/sentences.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace screens {
namespace {

using kiosk::Role;
using kiosk::Sentence;

// How many from the first on belong together; what matters most with the first that is said of it.
std::size_t group_at(std::span<const Sentence> sentences) {
    if (sentences.size() > 1 && sentences[0].role == Role::advice && sentences[1].role == Role::text) return 2;
    const auto goes_on = [role = sentences.front().role](const Sentence& next) {
        return next.role == Role::notice_more || (role == Role::field && next.role == Role::field);
    };
    const auto rest = sentences.subspan(1);
    return 1 + static_cast<std::size_t>(std::ranges::find_if_not(rest, goes_on) - rest.begin());
}

void draw_fields(Flow& flow, std::span<const Sentence> sentences) {
    std::vector<Field> rows;
    for (const auto& sentence : sentences) rows.push_back({sentence.words.text, sentence.value});
    fields(flow, rows);
}

void draw_notice(Flow& flow, std::span<const Sentence> sentences) {
    std::string text;
    for (const auto& sentence : sentences) text += (text.empty() ? "" : "\n") + sentence.words.text;
    banner(flow, text, sentences.front().icon);
}

void draw_group(Flow& flow, std::span<const Sentence> sentences) {
    const auto& words = sentences.front().words;
    const auto icon = sentences.front().icon;
    switch (sentences.front().role) {
        case Role::title:
            return icon == Icon::none ? heading(flow, words.text) : heading(flow, icon, words.text);
        case Role::text:
            return paragraph(flow, words.text);
        case Role::advice:
        case Role::assurance:
            paragraph(flow, words.text, {.size = Size::label, .weight = Weight::bold});
            for (const auto& more : sentences.subspan(1)) paragraph(flow, more.words.text);
            return;
        case Role::number:
            return huge_number(flow, words.text);
        case Role::field:
            return draw_fields(flow, sentences);
        case Role::notice:
        case Role::notice_more:
            return draw_notice(flow, sentences);
    }
}

using Group = std::span<const Sentence>;
using Part = std::vector<Group>;

std::vector<Group> groups_of(std::span<const Sentence> sentences) {
    std::vector<Group> groups;
    while (!sentences.empty()) {
        groups.push_back(sentences.first(group_at(sentences)));
        sentences = sentences.subspan(groups.back().size());
    }
    return groups;
}

float height_of(Frame& frame, Box box, Group group) { return sentences_height(frame, box.w, group) + frame.gap(); }

// What went wrong, what becomes of the paper, and what stays true all the same is seen before anything is turned: below the
// title where there is room for it, else above. A page says last what has happened last, so that comes first of several.
// The keypad and the voice go through a page in its own order.
void put_urgent_first(Frame& frame, Box box, std::vector<Group>& groups) {
    const auto role = [](Group group) { return group.front().role; };
    const auto headed = std::ranges::find_if_not(
        groups, [](Role first) { return first == Role::title || first == Role::number; }, role);
    const auto urgent = std::stable_partition(
        headed, groups.end(), [&](Group group) { return role(group) == Role::notice || role(group) == Role::assurance; });
    std::reverse(headed, urgent);
    const auto notice = std::find_if(headed, urgent, [&](Group group) { return role(group) == Role::notice; });
    const auto end = notice == urgent ? urgent : std::next(notice);
    float needed = -frame.gap();
    for (auto group = groups.begin(); group != end; ++group) needed += height_of(frame, box, *group);
    if (needed > box.h) std::rotate(groups.begin(), headed, urgent);
}

// What belongs together is torn apart where even alone it is higher than the box.
std::vector<Group> torn_to_fit(Frame& frame, Box box, const std::vector<Group>& groups) {
    std::vector<Group> torn;
    for (const auto& group : groups) {
        const auto size = sentences_height(frame, box.w, group) > box.h ? 1 : group.size();
        for (std::size_t i = 0; i < group.size(); i += size) torn.push_back(group.subspan(i, size));
    }
    return torn;
}

// Greedily, so that a part is the same however often it is asked for. A group that is higher than the box is a part alone.
std::vector<Part> parts_of(Frame& frame, Box box, const std::vector<Group>& groups) {
    std::vector<Part> parts(1);
    float used = -frame.gap();
    for (const auto& group : groups) {
        const float height = height_of(frame, box, group);
        if (!parts.back().empty() && used + height > box.h) {
            parts.emplace_back();
            used = -frame.gap();
        }
        used += height;
        parts.back().push_back(group);
    }
    return parts;
}

// Where the keypad stands is seen.
std::size_t part_shown(const std::vector<Part>& parts, std::size_t count, int wanted) {
    for (std::size_t i = 0; i < parts.size(); ++i)
        for (const auto& group : parts[i])
            if (std::ranges::any_of(group, &Sentence::focused)) return i;
    return std::min(static_cast<std::size_t>(std::max(wanted, 0)), count - 1);
}

}  // namespace

float sentences_height(Frame& frame, float width_px, std::span<const Sentence> sentences) {
    return measure(frame, width_px, [&](Flow& flow) { draw_sentences(flow, sentences); }) - frame.gap();
}

Asked draw_in_parts(Frame& frame, Box where, const kiosk::Page& page, std::span<const Sentence> sentences,
                    const DrawRest& rest) {
    const auto [row, box] = where.split_bottom(frame.target_px(26), frame.gap());
    auto groups = groups_of(sentences);
    put_urgent_first(frame, box, groups);
    const auto parts = parts_of(frame, box, torn_to_fit(frame, box, groups));
    const auto count = parts.size() + (rest ? 1 : 0);
    const auto shown = part_shown(parts, count, page.part);
    const bool last = shown + 1 == count;
    Flow flow(frame, box);
    if (shown == parts.size())
        rest(box);
    else
        for (const auto& group : parts[shown]) draw_sentences(flow, group);
    Asked asked;
    kiosk::Choice turn{.words = last ? page.from_start : page.more,
                       .intent = kiosk::TurnToPart{last ? 0 : static_cast<int>(shown) + 1},
                       .icon = last ? Icon::arrow_up : Icon::arrow_down};
    turn.words.text += "  " + std::to_string(shown + 1) + "/" + std::to_string(count);
    ask(frame, row, turn, asked, {.size = Size::body, .shrink = true});
    return asked;
}

Asked draw_words(Frame& frame, Box where, const kiosk::Page& page, std::span<const Sentence> sentences) {
    constexpr float most = 1.9F, step = 0.94F, hardly = 1.03F;
    if (sentences.empty()) return std::nullopt;
    const float needed = sentences_height(frame, where.w, sentences);
    if (needed > where.h) return draw_in_parts(frame, where, page, sentences);
    // letters that grow take more lines too, so the height grows by the square
    frame.text_growth = std::min(most, std::sqrt(where.h / needed));
    float height = sentences_height(frame, where.w, sentences);
    if (height < where.h && frame.text_growth < most) {  // what does not grow, such as a ticket's number, left room
        frame.text_growth = std::min(most, frame.text_growth * where.h / height);
        height = sentences_height(frame, where.w, sentences);
    }
    while (height > where.h && frame.text_growth > hardly) {
        frame.text_growth *= step;
        height = sentences_height(frame, where.w, sentences);
    }
    if (frame.text_growth <= hardly) frame.text_growth = 1;
    Flow flow(frame, where);
    draw_sentences(flow, sentences);
    frame.text_growth = 1;
    return std::nullopt;
}

void draw_sentences(Flow& flow, std::span<const Sentence> sentences) {
    for (const auto& group : groups_of(sentences)) {
        const Box above = flow.rest();
        draw_group(flow, group);
        if (std::ranges::any_of(group, &Sentence::focused))
            focus_ring(flow.frame(), {above.x, above.y, above.w, flow.rest().y - flow.frame().gap() - above.y});
    }
}

}  // namespace screens
