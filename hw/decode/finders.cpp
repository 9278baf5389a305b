#include "hw/decode/finders.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <numbers>
#include <optional>
#include <span>

namespace hw {
namespace {

constexpr std::size_t most = 240;          // finders that are looked at: more is a wall of tiles
constexpr std::size_t most_near = 10;      // that may be of one code with another
constexpr std::size_t most_clear = 5;      // farther ones, likewise
constexpr std::size_t most_corners = 600;  // likewise, of codes
constexpr std::size_t most_specks = 1000;
constexpr std::size_t recent = 128;   // in noise every line finds some, and only the last lines' may be the same
constexpr double open_module = 2.5;   // smaller ones beside other things are taken for noise
constexpr double most_uneven = 4.5;   // times as large as another of the same code, that is tilted
constexpr double unclear_is_far = 8;  // times the distance of a finder without any ring that is added to its own
constexpr double least_clear = 0.56;
using Runs = std::array<int, 5>;

// Wet ink makes dark runs wider and light ones narrower, but not the way from edge to edge of the same kind.
double module_of_edges(const Runs& runs) {
    const int all = runs[0] + runs[1] + runs[2] + runs[3] + runs[4], slack = 6 * all + 60;  // times 100
    const auto near = [&](int pair, int modules) { return std::abs(100 * pair - modules * all * 100 / 7) <= slack; };
    if (!near(runs[0] + runs[1], 2) || !near(runs[3] + runs[4], 2)) return 0;
    if (!near(runs[1] + runs[2], 4) || !near(runs[2] + runs[3], 4)) return 0;
    return 7 * runs[2] < 2 * all || 14 * runs[0] < all || 14 * runs[4] < all ? 0 : all / 7.0;
}

// Pixels a module, from 1 : 1 : 3 : 1 : 1, each with half a module of blur; 0: it is none. Without a quiet zone one outer
// run goes on into what lies beside the code.
double module_of(const Runs& runs) {
    const int inner = runs[1] + runs[2] + runs[3];
    if (runs[2] <= runs[1] || runs[2] <= runs[3] || inner < 7) return 0;  // most are none
    // A module is inner / 5, and may be off by 0.55 of it and 0.6: all of it times 100, as noise brings many of these.
    const int slack = 11 * inner + 60;
    const auto near = [&](int run) { return std::abs(100 * run - 20 * inner) <= slack; };
    if (!near(runs[1]) || !near(runs[3]) || std::abs(100 * runs[2] - 60 * inner) > 2 * slack) return module_of_edges(runs);
    const bool first = near(runs[0]), last = near(runs[4]);
    if (first && last) return (inner + runs[0] + runs[4]) / 7.0;
    if (const double module = module_of_edges(runs); module > 0) return module;
    const bool open = (first || last) && 100 * std::min(runs[0], runs[4]) >= 20 * inner - slack;
    return open && inner >= 5 * open_module ? inner / 5.0 : 0;
}

struct Upright {
    double module = 0;
    int middle = 0;    // row of the core's
    bool cut = false;  // by the frame's edge
};
std::optional<Upright> vertical(const Grey& binary, int x, int y, int limit) {
    const std::uint8_t core = binary.row(y)[x];
    const auto run = [&](int& from, int step, std::uint8_t colour) {
        int length = 0;
        for (; from >= 0 && from < binary.height && binary.row(from)[x] == colour && length <= limit; from += step) ++length;
        return length;
    };
    const auto other = static_cast<std::uint8_t>(255 - core);
    int up = y - 1, down = y;
    Runs runs{};
    runs[2] = run(up, -1, core);
    const int upper = runs[2];
    if (up >= 0) runs[1] = run(up, -1, other);
    const bool cut_above = up < 0;
    runs[0] = run(up, -1, core);
    runs[2] += run(down, 1, core);
    runs[3] = run(down, 1, other);
    const bool cut_below = down >= binary.height;
    runs[4] = run(down, 1, core);
    if (cut_above != cut_below) {  // what the frame's edge cuts off is as long as on the other side
        const int light = runs[cut_above ? 3 : 1], dark = runs[cut_above ? 4 : 0];
        const double half = module_of({dark, light, 3 * light, light, dark});
        if (half == 0 || runs[2] > 4 * half) return std::nullopt;
        const double middle = cut_above ? y - upper + runs[2] - 1.5 * half : y - upper + 1.5 * half;
        return Upright{half, static_cast<int>(middle), true};
    }
    const double module = module_of(runs);
    if (module == 0) return std::nullopt;
    return Upright{module, y - upper + runs[2] / 2};
}

// A disc within the core, of which the middle may be outside, is all of its colour, however the code is turned. Noise has
// its pattern on two lines only.
bool full_core(const Grey& binary, int x, int y, double module, std::uint8_t colour) {
    const int reach = std::max(1, static_cast<int>(module * 1.3));
    int all = 0, good = 0;
    const int step = std::max(1, reach / 4);
    for (int dy = -reach; dy <= reach; dy += step) {
        for (int dx = -reach; dx <= reach; dx += step) {
            const int px = x + dx, py = y + dy;
            if (dx * dx + dy * dy > reach * reach || px < 0 || py < 0 || px >= binary.width || py >= binary.height) continue;
            ++all;
            good += binary.row(py)[px] == colour ? 1 : 0;
        }
    }
    return good * 100 >= all * 80;
}

// Of its light ring and the dark one around that, how much is so, whatever way the square is turned. Strokes of writing have
// the core, and seldom the rings.
double clearness(const Grey& binary, double x, double y, double wide, double high, std::uint8_t colour) {
    constexpr int around = 16;
    static const auto directions = [] {
        std::array<std::pair<double, double>, around> all;
        for (int i = 0; i < around; ++i) {
            const double angle = 2 * std::numbers::pi * (i + 0.5) / around;
            all[static_cast<std::size_t>(i)] = {std::cos(angle), std::sin(angle)};
        }
        return all;
    }();
    double best = 0;
    for (const double smaller : {1.0, 0.85, 0.72}) {  // lines across a turned square are longer
        int all = 0, good = 0;
        for (const auto& [radius, is_core] : {std::pair{2.25, false}, std::pair{3.35, true}}) {
            for (const auto& [right, below] : directions) {
                const int px = static_cast<int>(x + 0.5 + radius * smaller * wide * right);
                const int py = static_cast<int>(y + 0.5 + radius * smaller * high * below);
                if (px < 0 || py < 0 || px >= binary.width || py >= binary.height) continue;
                ++all;
                good += (binary.row(py)[px] == colour) == is_core ? 1 : 0;
            }
        }
        if (all > 0) best = std::max(best, static_cast<double>(good) / all);
    }
    return best;
}

std::optional<Finder> confirm(const Grey& binary, const Runs& across, double wide, int end, int y) {
    const int centre = end - across[4] - across[3] - across[2] / 2 - 1;
    const auto down = vertical(binary, centre, y, static_cast<int>(7 * wide) + 1);
    if (!down) return std::nullopt;
    const double high = down->module;
    if (wide > 1.8 * high || high > 1.8 * wide) return std::nullopt;
    // This line may cross the core's edge: its middle is where the runs up and down say.
    const std::uint8_t colour = binary.row(y)[centre];
    if (!full_core(binary, centre, down->middle, (wide + high) / 2, colour)) return std::nullopt;
    const double clear = clearness(binary, centre, down->middle, wide, high, colour);
    if (clear < least_clear) return std::nullopt;
    const double cy = down->cut ? down->middle : y;
    return Finder{static_cast<double>(centre), cy, (wide + high) / 2, colour != 0, 1, clear};
}

void note(std::vector<Finder>& found, const Finder& now) {
    for (std::size_t i = found.size() > recent ? found.size() - recent : 0; i < found.size(); ++i) {
        Finder& old = found[i];
        const double reach = 2.5 * std::max(old.module, now.module);
        if (old.inverted != now.inverted || std::abs(old.x - now.x) > reach || std::abs(old.y - now.y) > reach) continue;
        const double n = old.lines++;
        const auto mean = [n](double before, double one) { return (before * n + one) / (n + 1); };
        old.x = mean(old.x, now.x), old.y = mean(old.y, now.y);
        old.module = mean(old.module, now.module), old.clear = std::max(old.clear, now.clear);
        return;
    }
    found.push_back(now);
}

// Where runs begin, the picture's rim included: eight pixels at once, for most are like the one before.
std::span<const int> find_edges(const std::uint8_t* row, int width, std::vector<int>& room) {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t ones = 0x0101010101010101;
    room.resize(static_cast<std::size_t>(width) + 2);
    int *end = room.data(), x = 1;
    *end++ = 0;
    for (; x + 8 <= width; x += 8) {
        std::uint64_t these = 0, before = 0;
        std::memcpy(&these, row + x, 8);
        std::memcpy(&before, row + x - 1, 8);
        for (std::uint64_t differ = (these ^ before) & ones; differ != 0; differ &= differ - 1)
            *end++ = x + std::countr_zero(differ) / 8;
    }
    for (; x < width; ++x)
        if (row[x] != row[x - 1]) *end++ = x;
    *end++ = width;
    return {room.data(), end};
}

void search_row(const Grey& binary, int y, std::vector<int>& room, std::vector<Finder>& found) {
    const auto edges = find_edges(binary.row(y), binary.width, room);
    for (std::size_t i = 5; i < edges.size(); ++i) {
        const int* e = &edges[i - 5];
        const int before = e[2] - e[1], core = e[3] - e[2], after = e[4] - e[3];
        if (static_cast<int>(core <= before) + static_cast<int>(core <= after) + static_cast<int>(e[4] - e[1] < 7) != 0)
            continue;  // most are none
        const Runs runs{e[1] - e[0], before, core, after, e[5] - e[4]};
        const double module = module_of(runs);
        if (module == 0) continue;
        if (const auto finder = confirm(binary, runs, module, e[5], y)) note(found, *finder);
    }
}

double unevenness(const Corners& c) {
    const auto [small, big] = std::minmax({c[0].module, c[1].module, c[2].module});
    return big / small;
}

// -1: not corners of one code. Otherwise how far from ideal.
double misfit(const Corners& c) {
    const double module = c[0].module, uneven = unevenness(c);
    if (uneven > most_uneven) return -1;
    const double x = (c[1].x + c[2].x) / 2, y = (c[1].y + c[2].y) / 2;
    const auto far = distances(c);  // all moved as near as the first, towards the code's middle, it is not tilted any more
    const double ax = (c[1].x - x) * far[1] - c[0].x + x, ay = (c[1].y - y) * far[1] - c[0].y + y;
    const double bx = (c[2].x - x) * far[2] - c[0].x + x, by = (c[2].y - y) * far[2] - c[0].y + y;
    const double la = std::hypot(ax, ay), lb = std::hypot(bx, by);
    const double shortest = std::min(la, lb), longest = std::max(la, lb);
    const double cosine = std::abs(ax * bx + ay * by) / (la * lb);
    if (shortest < 10 * module || longest > 175 * module || longest > 1.7 * shortest) return -1;
    return cosine > 0.45 ? -1 : longest / shortest - 1 + cosine + 0.3 * (uneven - 1);
}

// Of what was crossed by few lines for its size, and has no clear rings, as noise and the inside of large codes have it: 0
// to 1.5.
double faintness(const Corners& c) {
    double sum = 0;
    for (const Finder& f : c) sum += (std::max(0.0, 1 - f.lines / (0.8 * f.module)) + 1 - f.clear) / 3;
    return sum;
}

// The nearest that may be of the same code, and the clear ones farther away: a large code has many things within it that
// look like its squares.
std::vector<Finder> neighbours(std::span<const Finder> finders, const Finder& of) {
    struct Other {
        double away;
        Finder finder;
    };
    std::vector<Other> all;
    for (const Finder& f : finders) {
        const double away = std::hypot(f.x - of.x, f.y - of.y) / std::max(f.module, of.module);
        const bool fits =
            f.inverted == of.inverted && f.module < most_uneven * of.module && of.module < most_uneven * f.module;
        if (fits && away > 5 && away < 175) all.push_back({away, f});
    }
    const auto nearest_first = [&all](std::size_t from, std::size_t count, const auto& distance) {
        const auto begin = all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), from));
        const auto middle = all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), from + count));
        std::partial_sort(begin, middle, all.end(),
                          [&](const Other& a, const Other& b) { return distance(a) < distance(b); });
    };
    nearest_first(0, most_near, [](const Other& o) { return o.away; });
    nearest_first(most_near, most_clear,
                  [](const Other& o) { return o.away * (1 + unclear_is_far * (1 - o.finder.clear)); });
    std::vector<Finder> near;
    for (const Other& other : all)
        if (near.size() < most_near + most_clear) near.push_back(other.finder);
    return near;
}

}  // namespace

std::vector<Finder> find_finders(const Grey& binary, int row_step) {
    std::vector<Finder> found;
    std::vector<int> room;
    for (int y = 1; y < binary.height && found.size() < most_specks; y += row_step) search_row(binary, y, room, found);
    // The core is three modules high, so many lines cross it; noise on flat paper is met by one.
    std::erase_if(
        found, [&](const Finder& f) { return f.lines < std::max(f.module < 1.8 ? 1.0 : 2.0, 1.05 * f.module / row_step); });
    std::sort(found.begin(), found.end(), [](const Finder& a, const Finder& b) { return a.lines > b.lines; });
    return found;
}

std::vector<Corners> find_corners(const std::vector<Finder>& finders) {
    struct Rated {
        double misfit;
        Corners corners;
    };
    std::vector<Rated> all;
    const std::span few = std::span(finders).first(std::min(finders.size(), most));
    for (const Finder& angle : few) {
        const std::vector<Finder> near = neighbours(few, angle);
        for (std::size_t j = 0; j < near.size(); ++j) {
            for (std::size_t k = j + 1; k < near.size(); ++k) {
                const Finder &a = near[j], &b = near[k];
                const bool clockwise = (a.x - angle.x) * (b.y - angle.y) - (a.y - angle.y) * (b.x - angle.x) > 0;
                const Corners c = clockwise ? Corners{angle, a, b} : Corners{angle, b, a};
                const double off = misfit(c);
                if (off >= 0) all.push_back({off + faintness(c), c});
            }
        }
    }
    std::sort(all.begin(), all.end(), [](const Rated& a, const Rated& b) { return a.misfit < b.misfit; });
    std::vector<Corners> corners;
    for (const Rated& one : all)
        if (corners.size() < most_corners) corners.push_back(one.corners);
    return corners;
}

bool strong(const Finder& f) { return f.lines >= std::max(2.0, 0.35 * f.module); }
bool sure(const Corners& c) { return std::all_of(c.begin(), c.end(), strong); }

bool alike(const Corners& c) { return unevenness(c) < 1.35; }

// A module's area shrinks with the third power of the distance: once for each direction, and once for the slant.
std::array<double, 3> distances(const Corners& c) {
    if (alike(c)) return {1, 1, 1};
    const auto far = [&](const Finder& f) { return std::pow(c[0].module / f.module, 2.0 / 3); };
    return {1, far(c[1]), far(c[2])};
}

}  // namespace hw
