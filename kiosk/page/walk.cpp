#include "kiosk/page/walk.h"

#include <algorithm>
#include <vector>

#include "kiosk/base/overloaded.h"

namespace kiosk {
namespace {

template <class Part, class Visit>
void each(Part& part, const Visit& visit) {
    for (auto& sentence : part.sentences)
        if (!sentence.words.empty()) visit(sentence);
}

// In the order in which a page is read.
template <class AnyPage, class Visit>
void each_stop(AnyPage& page, const Visit& visit) {
    if (page.over) {
        each(*page.over, visit);
        for (auto& choice : page.over->choices) visit(choice);
        return;
    }
    each(page, visit);
    for (auto& entry : page.entries) visit(entry);
    for (auto& station : page.way) visit(station);
    for (auto& choice : page.choices) visit(choice);
    auto& standing = page.standing;
    if (standing.back) visit(*standing.back);
    visit(standing.appearance);
    if (standing.voice) visit(*standing.voice);
    visit(standing.language);
    visit(standing.reach);
    visit(standing.call_staff);
}

std::vector<Stop> stops_of(const Page& page) {
    std::vector<Stop> stops;
    each_stop(page, [&](const auto& stop) { stops.emplace_back(stop); });
    return stops;
}

std::string title_of(const Page& page) {
    const auto& sentences = page.over ? page.over->sentences : page.sentences;
    return sentences.empty() ? std::string{} : (page.over ? "over " : "") + sentences.front().words.id;
}

// The same place, whatever is filled into it now.
bool same(const Stop& one, const Stop& other) {
    return std::visit(
        overloaded{[](const Sentence& a, const Sentence& b) { return a.role == b.role && a.words.id == b.words.id; },
                   [](const Entry& a, const Entry& b) { return a.label.id == b.label.id; },
                   [](const Station& a, const Station& b) { return a.name == b.name; },
                   [](const Choice& a, const Choice& b) { return a.intent == b.intent; },
                   [](const auto&, const auto&) { return false; }},
        one, other);
}

// Where `here` is among them now: at its place if it stayed there, as two may look the same.
std::size_t find(const std::vector<Stop>& stops, const Stop& here, std::size_t place) {
    if (place < stops.size() && same(stops[place], here)) return place;
    const auto found = std::ranges::find_if(stops, [&](const Stop& stop) { return same(stop, here); });
    return static_cast<std::size_t>(found - stops.begin());
}

}  // namespace

std::optional<Stop> Walk::go(const Page& page, Step step) {
    const auto stops = stops_of(page);
    const auto end = stops.size();
    const auto at = here_ ? find(stops, *here_, place_) : end;
    if (step == Step::previous)
        place_ = at == 0 ? end : at - 1;
    else
        place_ = at == end ? 0 : at + 1;
    while (step == Step::next_choice && place_ < end && !std::holds_alternative<Choice>(stops[place_])) ++place_;
    here_ = place_ < end ? std::optional{stops[place_]} : std::nullopt;
    title_ = title_of(page);
    return here_;
}

void Walk::mark(Page& page) {
    if (!here_) return;
    const auto stops = stops_of(page);
    const auto at = title_ == title_of(page) ? find(stops, *here_, place_) : stops.size();
    if (at == stops.size()) return here_.reset();
    here_ = stops[at];
    place_ = at;
    std::size_t place = 0;
    each_stop(page, [&](auto& stop) { stop.focused = place++ == at; });
}

}  // namespace kiosk
