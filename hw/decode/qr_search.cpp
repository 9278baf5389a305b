#include "hw/decode/qr_search.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "hw/decode/bend.h"
#include "hw/decode/lattice.h"

namespace hw {
namespace {

// What was seen of modules is taken as if it was blurred a little, in glare, noisy, blurred much, and very much.
constexpr std::array<std::pair<int, int>, 5> lights{{{9, 2}, {5, 2}, {9, 0}, {9, 8}, {9, 30}}};
constexpr long of_work_at_first = 4;          // this part of a frame's work is for pictures in which nothing is a code
constexpr std::size_t specks_of_noise = 200;  // squares that were found

std::array<Point, 4> corners_of(const Lattice& lattice) {
    const auto corner = [&](int u, int v) {
        const Perspective& from = lattice.from;
        const double distance = std::max(from.nearest, from.distance(u, v));
        return Point{static_cast<int>(from.picture_x(u, v, distance)), static_cast<int>(from.picture_y(u, v, distance))};
    };
    const int end = lattice.layout->size;
    return {corner(0, 0), corner(end, 0), corner(end, end), corner(0, end)};
}

// Clockwise ones, as ours are.
bool inside(const std::array<Point, 4>& corners, double x, double y) {
    for (std::size_t i = 0; i < 4; ++i) {
        const Point a = corners[i], b = corners[(i + 1) % 4];
        if ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) < 0) return false;
    }
    return true;
}

}  // namespace

// How a frame is searched for squares besides as it is.
struct QrSearch::Way {
    int halved;  // so often, for large modules
    enum class Filter { none, smooth, sharp } filter;
    int around;  // of the threshold: a small one for blurred and small modules
    int row_step;
    bool edges;  // also what the left or right edge cuts
};
const std::array<QrSearch::Way, QrSearch::turns> QrSearch::ways{{
    {0, Way::Filter::none, 1, 2, false},    // small ones
    {1, Way::Filter::sharp, 3, 2, false},   // blurred ones
    {0, Way::Filter::smooth, 3, 3, false},  // noisy and faint ones
    {1, Way::Filter::none, 3, 2, true},     // large ones
    {2, Way::Filter::none, 3, 1, true},     // very large ones
}};

struct QrSearch::Effort {
    GreyView frame;
    long left;     // points of light that may still be looked at
    long keep;     // of these, for what comes later
    long reserve;  // more of them, once there is something that looks like a code
    std::optional<Corners> unread{};
    double unread_fit = 0;

    bool spent() const { return left <= keep; }
};

QrSight QrSearch::look(GreyView frame, long most_work) {
    QrSight sight;
    binary_ = binarised(frame, 3, std::move(binary_));
    sight.finders = find_finders(binary_, 3);
    sight.corners = find_corners(sight.finders);
    std::stable_partition(sight.corners.begin(), sight.corners.end(), sure);
    const bool noisy = sight.finders.size() > specks_of_noise;
    const long at_first = noisy ? most_work : most_work / of_work_at_first;
    Effort effort{frame, at_first, at_first / 2, most_work - at_first};
    if (first_.next == 0) found_.clear();
    try_all(effort, sight.corners, first_);
    if (found_.empty() && effort.left > 0) {
        effort.keep = 0;
        auto turn = static_cast<std::size_t>(turn_) % ways.size();
        if (noisy && turn == 0) turn = 2;  // noise is full of small squares
        try_way(effort, ways[turn]);
        if (way_.next == 0) ++turn_;
    }
    sight.codes = found_;
    sight.unread = effort.unread;
    sight.work = most_work - effort.reserve - effort.left;
    return sight;
}

void QrSearch::forget() { *this = QrSearch(); }

void QrSearch::try_way(Effort& effort, const Way& way) {
    GreyView shown = effort.frame;
    if (way.halved > 0) shown = (smaller_ = halved(shown, std::move(smaller_))).view();
    if (way.halved > 1) shown = (smallest_ = halved(shown, std::move(smallest_))).view();
    if (way.filter == Way::Filter::sharp) shown = (filtered_ = sharpened(shown, std::move(filtered_))).view();
    if (way.filter == Way::Filter::smooth) shown = (filtered_ = smoothed(shown, std::move(filtered_))).view();
    binary_ = binarised(shown, way.around, std::move(binary_));
    std::vector<Finder> finders = find_finders(binary_, way.row_step);
    if (way.edges) {
        turned_ = transposed(binary_, std::move(turned_));
        for (Finder f : find_finders(turned_, way.row_step)) {
            std::swap(f.x, f.y);
            const bool known = std::any_of(finders.begin(), finders.end(), [&](const Finder& other) {
                return std::hypot(other.x - f.x, other.y - f.y) < 2 * f.module;
            });
            if (!known) finders.push_back(f);
        }
    }
    const int factor = 1 << way.halved;
    for (Finder& f : finders) f.x *= factor, f.y *= factor, f.module *= factor;
    try_all(effort, find_corners(finders), way_);
}

// From where the last frame's time was over.
void QrSearch::try_all(Effort& effort, const std::vector<Corners>& corners, Progress& progress) {
    for (; progress.next < corners.size(); ++progress.next) {
        if (effort.spent()) return;
        const Corners& three = corners[progress.next];
        const bool known = std::any_of(found_.begin(), found_.end(), [&](const SeenCode& code) {
            return std::any_of(three.begin(), three.end(), [&](const Finder& f) { return inside(code.corners, f.x, f.y); });
        });
        if (!known && !try_corners(effort, three, progress.bend)) return;
    }
    progress = {};
}

// As its three squares say where each of its modules is: no matter how small, tilted or noisy, and with parts cut off. To
// bend a large one takes a frame of its own: false if it must be tried again.
bool QrSearch::try_corners(Effort& effort, const Corners& three, bool& bend) {
    long work = 0;
    const auto lattice = find_lattice(effort.frame, three, work);
    effort.left -= work;
    if (!lattice) return true;
    effort.left += std::exchange(effort.reserve, 0);
    auto held = std::find_if(held_.begin(), held_.end(), [&](const Held& h) { return h.flat.of_same(*lattice); });
    if (held == held_.end()) held = held_.begin() + static_cast<std::ptrdiff_t>(next_held_++ % held_.size());
    if (!bend && try_lattice(effort, *lattice, held->flat)) return true;
    if (lattice->fit > effort.unread_fit) effort.unread_fit = lattice->fit, effort.unread = three;
    bend = !bend && effort.spent();
    if (bend) return false;
    work = 0;
    const Lattice better = bent(effort.frame, *lattice, work);
    effort.left -= work;
    if (try_lattice(effort, better, held->bent)) effort.unread.reset();
    return true;
}

bool QrSearch::try_lattice(Effort& effort, const Lattice& lattice, ModuleMean& mean) {
    long work = 0;
    mean.add(effort.frame, lattice, work);
    for (const auto& [window, undone] : lights) {
        if (work > effort.left && undone > 2) break;  // of a large one the best guesses are enough
        work += static_cast<long>(lattice.layout->modules.size()) * (window + 3 * undone) / 4;
        const auto text = read_symbol(*lattice.layout, mean.light(*lattice.layout, window, undone));
        if (!text) continue;
        const bool known = std::any_of(found_.begin(), found_.end(), [&](const SeenCode& c) { return c.bytes == *text; });
        if (!known) found_.push_back({*text, corners_of(lattice)});
        effort.left -= work;
        return true;
    }
    effort.left -= work;
    return false;
}

}  // namespace hw
