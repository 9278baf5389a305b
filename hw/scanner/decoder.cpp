#include "hw/scanner/decoder.h"

#include <algorithm>
#include <cmath>

#define ZX_USE_UTF8 1  // before the headers; without it text is std::wstring
#include <ReadBarcode.h>

namespace hw {
namespace {

using kiosk::CodeObstacle;

constexpr int work_per_frame = 200'000;       // pixels of clues that are read beside the frame itself
constexpr int work_per_guess = 60'000;        // likewise, where little speaks for a code
constexpr std::size_t specks_of_noise = 100;  // squares that were found: then ZXing's own pass takes long and reads nothing
constexpr int turns = 3;                      // frames after which the ways of reading begin again
constexpr double most_enlarged = 150'000;     // pixels of a part that is read by itself
constexpr int patch = 400, patch_rim = 80;    // pixels of a straightened code
constexpr int held_still = 16;                // pixels that a code moves from frame to frame, at most
constexpr double far_module = 2.2;            // pixels: a code that is not read at less is too far away
constexpr int steady_frames = 4;              // that an obstacle must stand before it is told

// How a part that may be a code is read, that which helps most first.
struct Way {
    double module;       // pixels that it is enlarged to
    bool straight;       // laid straight and averaged over the last frames, where three corners are known
    bool sharp, binary;  // by our own threshold instead of ZXing's
    bool stretch;        // contrast
};
constexpr std::array<Way, 6> ways{{{5, true, false, true, false},
                                   {3.5, false, true, true, false},
                                   {3.5, false, true, false, false},
                                   {9, false, true, true, false},
                                   {5, false, false, true, false},
                                   {5, false, false, false, true}}};

ZXing::BarcodeFormats formats_of(const std::vector<std::string>& names) {
    using ZXing::BarcodeFormat;
    ZXing::BarcodeFormats formats;
    for (const std::string& name : names) {
        if (name == "qr") formats |= BarcodeFormat::QRCode;
        if (name == "micro_qr") formats |= BarcodeFormat::MicroQRCode;
        if (name == "data_matrix") formats |= BarcodeFormat::DataMatrix;
        if (name == "aztec") formats |= BarcodeFormat::Aztec;
        if (name == "linear") formats |= BarcodeFormat::LinearCodes;
    }
    return formats;
}

// Noise makes squares, too, but not three that many lines cross.
bool strong(const Finder& f) { return f.lines >= std::max(2.0, 0.35 * f.module); }
bool sure(const Corners& c) { return std::all_of(c.begin(), c.end(), strong); }

Point middle(const Corners& c) { return {static_cast<int>((c[1].x + c[2].x) / 2), static_cast<int>((c[1].y + c[2].y) / 2)}; }

// A square so large that the code cannot be whole. Our threshold sees such large ones in a small picture only.
bool too_near(GreyView frame) {
    constexpr int factor = 4;
    const Grey half = halved(frame), small = halved(half.view());
    for (const Finder& f : find_finders(binarised(small.view(), false)))
        if (strong(f) && f.module * factor * 21 > std::min(frame.width, frame.height)) return true;
    return false;
}

template <class Map>
void map_corners(std::vector<SeenCode>& codes, Map map) {
    for (SeenCode& code : codes)
        for (Point& corner : code.corners) corner = map(corner);
}

void add(std::vector<SeenCode>& all, std::vector<SeenCode> more) {
    for (SeenCode& code : more) {
        const bool known = std::any_of(all.begin(), all.end(), [&](const SeenCode& c) { return c.bytes == code.bytes; });
        if (!known) all.push_back(std::move(code));
    }
}

}  // namespace

struct Decoder::Clue {
    Box part;
    double module = 0;
    bool inverted = false;
    std::optional<Corners> corners;
    std::size_t rank = 0;  // the surest first

    int cost() const {
        const double side = ways[0].module / module;
        return static_cast<int>(std::min(most_enlarged, part.width() * side * part.height() * side));
    }
};

Decoder::Decoder(const std::vector<std::string>& formats) {
    for (const auto format : formats_of(formats)) formats_ |= static_cast<std::uint32_t>(format);
    qr_ = (formats_ & static_cast<std::uint32_t>(ZXing::BarcodeFormat::QRCode)) != 0;
}

void Decoder::forget() {
    turn_ = attempt_ = seen_for_ = 0;
    means_ = {};
    last_seen_.reset();
    told_.reset();
    last_place_.reset();
    near_ = false;
}

Decoder::Codes Decoder::read(GreyView picture, bool binary, bool thorough) const {
    if (picture.width < 16 || picture.height < 16 || formats_ == 0) return {};
    const ZXing::ImageView image(picture.pixels, picture.width, picture.height, ZXing::ImageFormat::Lum, picture.stride);
    ZXing::BarcodeFormats formats;
    for (std::uint32_t bit = 1; bit != 0; bit <<= 1)
        if ((formats_ & bit) != 0) formats |= static_cast<ZXing::BarcodeFormat>(bit);
    const auto hints = ZXing::DecodeHints()
                           .setFormats(formats)
                           .setTryHarder(thorough)
                           .setTryRotate(thorough)
                           .setTryDownscale(false)
                           .setMaxNumberOfSymbols(4)
                           .setBinarizer(binary ? ZXing::Binarizer::BoolCast : ZXing::Binarizer::LocalAverage);
    Codes codes;
    for (const ZXing::Result& result : ZXing::ReadBarcodes(image, hints)) {
        if (!result.isValid() || result.bytes().empty()) continue;
        SeenCode code{{result.bytes().begin(), result.bytes().end()}, {}};
        for (std::size_t i = 0; i < 4; ++i) code.corners[i] = {result.position()[i].x, result.position()[i].y};
        add(codes, {std::move(code)});
    }
    return codes;
}

// Black and white as we make it is read in a third of the time that ZXing's own pass takes. What is not read then is tried
// in one other way a frame, so that none takes long; which one follows from what the frame shows and whose turn it is.
Sight Decoder::look(GreyView frame) {
    const int turn = turn_++;
    const Grey binary = binarised(frame, false);
    Sight sight{read(binary.view(), true, false), {}};
    if (sight.codes.empty()) {
        const std::vector<Finder> finders = qr_ ? find_finders(binary) : std::vector<Finder>{};
        std::vector<Corners> corners = find_corners(finders);
        std::stable_partition(corners.begin(), corners.end(), sure);
        sight.codes = try_other_way(frame, finders, corners, turn);
        if (sight.codes.empty()) sight.obstacle = obstacle(frame, finders, corners, turn);
    }
    if (sight.codes.size() > 1) sight.obstacle = CodeObstacle::several;
    sight.obstacle = steady(sight.obstacle);
    return sight;
}

Decoder::Codes Decoder::try_other_way(GreyView frame, const std::vector<Finder>& finders,
                                      const std::vector<Corners>& corners, int turn) {
    const bool noisy = finders.size() > specks_of_noise;
    const bool likely = !corners.empty() && sure(corners[0]);
    const int step = turn % turns;
    if (step == 0) return noisy ? try_all(frame, 0) : read(frame, false, likely && alike(corners[0]));
    const bool guess = step == 2 && !finders.empty() && strong(finders[0]);
    Codes codes;
    if (step == 1 || (!likely && !guess)) codes = try_all(frame, (turns - 1) * turn / turns);
    if (codes.empty() && (likely || guess))
        codes = try_clues(frame, finders, corners, likely && !noisy ? work_per_frame : work_per_guess);
    return codes;
}

Decoder::Codes Decoder::try_clues(GreyView frame, const std::vector<Finder>& finders, const std::vector<Corners>& corners,
                                  int budget) {
    const std::vector<Clue> where = clues(frame, finders, corners);
    Codes codes;
    for (int i = 0, work = 0; i < static_cast<int>(ways.size()) && work < budget && codes.empty(); ++i) {
        const int attempt = attempt_++;
        for (const Clue& clue : where) {
            work += clue.cost() + 20'000;
            add(codes, try_clue(frame, clue, attempt));
        }
        if (where.empty()) break;
    }
    return codes;
}

// The whole frame in another way, a cheap one: half or a quarter as large, which is less noise, or inverted.
Decoder::Codes Decoder::try_all(GreyView frame, int attempt) const {
    const bool quarter = attempt % 4 == 3, inverted = attempt % 4 == 1;
    Grey small = halved(frame);
    if (quarter) small = halved(small.view());
    const int factor = quarter ? 4 : 2;
    Codes codes = read(binarised(small.view(), inverted).view(), true, false);
    map_corners(codes, [&](Point p) { return Point{p.x * factor, p.y * factor}; });
    return codes;
}

std::vector<Decoder::Clue> Decoder::clues(GreyView frame, const std::vector<Finder>& finders,
                                          const std::vector<Corners>& corners) const {
    std::vector<Clue> found;
    const auto around = [](double left, double top, double right, double bottom, double rim) {
        return Box{static_cast<int>(left - rim), static_cast<int>(top - rim), static_cast<int>(right + rim),
                   static_cast<int>(bottom + rim)};
    };
    for (const Corners& c : corners) {
        if (found.size() == means_.size()) break;
        const double x4 = c[1].x + c[2].x - c[0].x, y4 = c[1].y + c[2].y - c[0].y;  // the corner without a finder
        const auto [left, right] = std::minmax({c[0].x, c[1].x, c[2].x, x4});
        const auto [top, bottom] = std::minmax({c[0].y, c[1].y, c[2].y, y4});
        const double module = (c[0].module + c[1].module + c[2].module) / 3;
        found.push_back({around(left, top, right, bottom, 12 * module), module, c[0].inverted, c, found.size()});
    }
    if (!found.empty() || finders.empty()) return found;
    // One or two squares: the others are blurred, in glare, or outside.
    const Finder& f = finders.front();
    const double reach = 45 * f.module;
    Box part = around(f.x, f.y, f.x, f.y, reach);
    part = {std::max(part.left, -20), std::max(part.top, -20), std::min(part.right, frame.width + 20),
            std::min(part.bottom, frame.height + 20)};
    found.push_back({part, f.module, f.inverted, std::nullopt, 0});
    return found;
}

Decoder::Codes Decoder::try_clue(GreyView frame, const Clue& clue, int attempt) {
    const Way& way = ways[static_cast<std::size_t>(attempt) % ways.size()];
    if (way.straight && clue.corners) return straightened(frame, clue);
    const double area = static_cast<double>(clue.part.width()) * clue.part.height();
    const double scale = std::min(way.module / clue.module, std::sqrt(most_enlarged / area));
    Grey part = scaled(frame, clue.part, scale);
    if (clue.inverted) invert(part);
    if (way.sharp) part = sharpened(part);
    if (way.stretch) stretch(part);
    Codes codes = read(way.binary ? binarised(part.view(), false).view() : part.view(), way.binary, true);
    map_corners(codes, [&](Point p) {
        return Point{clue.part.left + static_cast<int>(p.x / scale), clue.part.top + static_cast<int>(p.y / scale)};
    });
    return codes;
}

// A quiet zone for a code that has none: its squares say where it ends, 3.5 modules from their middles.
void Decoder::clear_rim(Grey& straight, const Corners& c) {
    const auto far = distances(c);
    const auto rim = [&](std::size_t to) {
        const double length = std::hypot(c[to].x - c[0].x, c[to].y - c[0].y) * far[to];
        return patch_rim - static_cast<int>(3.7 * c[0].module / length * (patch - 2 * patch_rim));
    };
    const int left = rim(1), top = rim(2);
    for (int y = 0; y < patch; ++y)
        for (int x = 0; x < patch; ++x)
            if (x < left || y < top || x >= patch - left || y >= patch - top) straight.row(y)[x] = 230;
}

// The code's three squares at the same places, one as large as the other: so it can be averaged, and is not tilted any more.
Perspective Decoder::laid(const Corners& c) {
    constexpr double side = patch - 2 * patch_rim;
    const auto far = distances(c);
    const double dx = (far[1] - 1) / side, xx = (c[1].x * far[1] - c[0].x) / side, yx = (c[1].y * far[1] - c[0].y) / side;
    const double dy = (far[2] - 1) / side, xy = (c[2].x * far[2] - c[0].x) / side, yy = (c[2].y * far[2] - c[0].y) / side;
    const auto start = [](double corner, double by_x, double by_y) { return corner - (by_x + by_y) * patch_rim; };
    return {xx, xy, start(c[0].x, xx, xy), yx, yy, start(c[0].y, yx, yy), dx, dy, start(1, dx, dy)};
}

void Decoder::Mean::add(const Grey& now, const Finder& corner) {
    const bool moved = std::hypot(corner.x - x, corner.y - y) > held_still;
    x = corner.x, y = corner.y;
    frames = moved ? 1 : std::min(frames + 1, 6);
    if (frames == 1) picture = now;
    for (std::size_t i = 0; i < now.pixels.size(); ++i) {
        std::uint8_t& pixel = picture.pixels[i];
        pixel = static_cast<std::uint8_t>(pixel + (now.pixels[i] - pixel) / frames);
    }
}

Decoder::Codes Decoder::straightened(GreyView frame, const Clue& clue) {
    const Perspective from = laid(*clue.corners);
    Grey now = warped(frame, from, patch, patch, 255);
    if (clue.inverted) invert(now);
    clear_rim(now, *clue.corners);
    Mean& mean = means_[clue.rank];
    mean.add(now, clue.corners->front());
    Codes codes = read(mean.picture.view(), false, true);
    map_corners(codes, [&](Point p) {
        const double distance = std::max(from.nearest, from.distance(p.x, p.y));
        return Point{static_cast<int>((from.xx * p.x + from.xy * p.y + from.x0) / distance),
                     static_cast<int>((from.yx * p.x + from.yy * p.y + from.y0) / distance)};
    });
    return codes;
}

// What stands in the way of a code that is seen, but not read.
std::optional<CodeObstacle> Decoder::obstacle(GreyView frame, const std::vector<Finder>& finders,
                                              const std::vector<Corners>& corners, int turn) {
    if (turn % turns == 1) near_ = (corners.empty() || !sure(corners[0])) && too_near(frame);
    const std::optional<Point> place = corners.empty() ? std::nullopt : std::optional{middle(corners[0])};
    const bool stays =
        place && last_place_ && std::abs(place->x - last_place_->x) + std::abs(place->y - last_place_->y) < held_still;
    last_place_ = place;
    if (stays && alike(corners[0])) {
        const double module = (corners[0][0].module + corners[0][1].module + corners[0][2].module) / 3;
        if (module < far_module) return CodeObstacle::too_far;
        if (std::all_of(corners[0].begin(), corners[0].end(), strong)) return CodeObstacle::damaged;
    }
    if (near_) return CodeObstacle::too_near;
    for (const Finder& f : finders)
        if (strong(f) && std::min({f.x, f.y, frame.width - f.x, frame.height - f.y}) < 20 * f.module && f.module > 3)
            return CodeObstacle::cut_off;
    if (brightness(frame, 99) < 50) return CodeObstacle::too_dark;
    return std::nullopt;
}

std::optional<CodeObstacle> Decoder::steady(std::optional<CodeObstacle> seen) {
    seen_for_ = seen == last_seen_ ? seen_for_ + 1 : 1;
    last_seen_ = seen;
    if (seen_for_ >= steady_frames) told_ = seen;
    return told_;
}

}  // namespace hw
