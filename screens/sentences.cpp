#include "screens/sentences.h"

#include <algorithm>

namespace screens {
namespace {

using kiosk::Role;
using kiosk::Sentence;

// How many from the first on belong together.
std::size_t group_at(std::span<const Sentence> sentences) {
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
            return paragraph(flow, words.text, {.size = Size::label, .weight = Weight::bold});
        case Role::number:
            return huge_number(flow, words.text);
        case Role::field:
            return draw_fields(flow, sentences);
        case Role::notice:
        case Role::notice_more:
            return draw_notice(flow, sentences);
    }
}

}  // namespace

void draw_sentences(Flow& flow, std::span<const Sentence> sentences) {
    while (!sentences.empty()) {
        const auto group = sentences.first(group_at(sentences));
        const Box above = flow.rest();
        draw_group(flow, group);
        if (std::ranges::any_of(group, &Sentence::focused))
            focus_ring(flow.frame(), {above.x, above.y, above.w, flow.rest().y - flow.frame().gap() - above.y});
        sentences = sentences.subspan(group.size());
    }
}

}  // namespace screens
