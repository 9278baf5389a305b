#include "hw/printer/media.h"

#include <algorithm>
#include <tuple>

namespace hw {
namespace {

using kiosk::PaperSize;
using kiosk::Pdf;

constexpr int same = 50;         // CUPS takes papers for the same that differ by less
constexpr int wider_roll = 300;  // to some drivers a roll of 80 mm is 82.5 mm

// How much longer the paper must be than what is printed on it.
int lost_length(const Medium& medium, const Pdf& wanted) {
    return std::max(0, medium.top - wanted.blank) + std::max(0, medium.bottom - wanted.blank);
}

// The paper of this medium that comes nearest.
Paper nearest(const Medium& medium, const Pdf& wanted) {
    const PaperSize size{
        std::clamp(wanted.page.width, medium.least.width, medium.most.width),
        std::clamp(wanted.page.length + lost_length(medium, wanted), medium.least.length, medium.most.length)};
    const auto beyond_blank = [&](int margin) { return margin > wanted.blank ? margin : 0; };
    return {{size, beyond_blank(medium.top), beyond_blank(medium.bottom)}, medium.is_custom()};
}

// Lower is better: one page on a roll, one on a sheet, several; then how much paper.
std::tuple<int, int, int> cost(const Medium& medium, const Pdf& wanted) {
    const PaperSize paper = nearest(medium, wanted).page.size;
    const bool roll = paper.width <= wanted.page.width + wider_roll;
    if (paper.length + same <= wanted.page.length + lost_length(medium, wanted))
        return {roll ? 2 : 3, -paper.length, paper.width};
    return {roll ? 0 : 1, paper.length, std::abs(paper.width - wanted.page.width)};
}

}  // namespace

std::optional<Paper> paper_for(const Pdf& wanted, const std::vector<Medium>& queue) {
    if (queue.empty()) return Paper{{wanted.page}};
    const Medium* best = nullptr;
    for (const auto& medium : queue) {
        if (nearest(medium, wanted).page.size.width + same <= wanted.ink_width) continue;
        if (!best || cost(medium, wanted) < cost(*best, wanted)) best = &medium;
    }
    if (!best) return std::nullopt;
    return nearest(*best, wanted);
}

bool prints_whole_width(const Pdf& wanted, const Paper& paper, const std::vector<Medium>& queue) {
    const int beside_ink = (paper.page.size.width - wanted.ink_width) / 2;
    return queue.empty() || std::any_of(queue.begin(), queue.end(), [&](const Medium& medium) {
               return nearest(medium, wanted) == paper && std::max(medium.left, medium.right) < beside_ink + same;
           });
}

}  // namespace hw
