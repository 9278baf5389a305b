#include "hw/scanner/decoder.h"

#include <algorithm>
#include <cmath>

#define ZX_USE_UTF8 1  // before the headers; without it text is std::wstring
#include <ReadBarcode.h>

namespace hw {
namespace {

using kiosk::CodeObstacle;

constexpr int held_still = 16;      // pixels that a code moves from frame to frame, at most
constexpr double far_module = 2.2;  // pixels: a code that is not read at less is too far away
// What was seen of modules is printed as if it was blurred a little, in glare, noisy, blurred much, and very much.
constexpr std::array<std::pair<int, int>, 5> printings{{{9, 2}, {5, 2}, {9, 0}, {9, 8}, {9, 30}}};
constexpr int most_shown = 2;                 // codes in a frame whose modules are printed: it takes long
constexpr std::size_t specks_of_noise = 100;  // squares that were found
constexpr int steady_frames = 4;              // that an obstacle must stand before it is told

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
    for (const Finder& f : find_finders(binarised(small.view()), 3))
        if (strong(f) && f.module * factor * 21 > std::min(frame.width, frame.height)) return true;
    return false;
}

template <class Map>
void map_corners(std::vector<SeenCode>& codes, Map map) {
    for (SeenCode& code : codes)
        for (Point& corner : code.corners) corner = map(corner);
}

std::array<Point, 4> corners_of(const Lattice& lattice) {
    const auto corner = [&](int u, int v) {
        const Perspective& from = lattice.from;
        const double distance = std::max(from.nearest, from.distance(u, v));
        return Point{static_cast<int>(from.picture_x(u, v, distance)), static_cast<int>(from.picture_y(u, v, distance))};
    };
    const int end = lattice.size;
    return {corner(0, 0), corner(end, 0), corner(end, end), corner(0, end)};
}

void add(std::vector<SeenCode>& all, std::vector<SeenCode> more) {
    for (SeenCode& code : more) {
        const bool known = std::any_of(all.begin(), all.end(), [&](const SeenCode& c) { return c.bytes == code.bytes; });
        if (!known) all.push_back(std::move(code));
    }
}

}  // namespace

// How a frame is searched for squares besides as it is.
struct Decoder::Way {
    int halved;  // so often, for large modules
    enum class Filter { none, smooth, sharp } filter;
    int around;  // of the threshold: a small one for blurred and small modules
    int row_step;
    bool edges;  // also what the left or right edge cuts
};
const std::array<std::vector<Decoder::Way>, 3> Decoder::ways{
    {{{0, Way::Filter::none, 1, 1, false}},    // small ones
     {{0, Way::Filter::smooth, 3, 3, false}},  // noisy and faint ones
     {{1, Way::Filter::sharp, 3, 2, false}, {1, Way::Filter::none, 3, 2, true}, {2, Way::Filter::none, 3, 1, true}}}};

Decoder::Decoder(const std::vector<std::string>& formats) {
    for (const auto format : formats_of(formats)) formats_ |= static_cast<std::uint32_t>(format);
    constexpr auto qr = static_cast<std::uint32_t>(ZXing::BarcodeFormat::QRCode);
    qr_ = (formats_ & qr) != 0;
    qr_only_ = formats_ == qr;
}

void Decoder::forget() {
    turn_ = stayed_ = next_mean_ = seen_for_ = 0;
    means_ = {};
    last_seen_.reset();
    told_.reset();
    last_place_.reset();
    near_ = false;
}

Decoder::Codes Decoder::read(GreyView picture, bool thorough) const {
    if (picture.width < 16 || picture.height < 16 || formats_ == 0) return {};
    const ZXing::ImageView image(picture.pixels, picture.width, picture.height, ZXing::ImageFormat::Lum, picture.stride);
    ZXing::BarcodeFormats formats;
    for (std::uint32_t bit = 1; bit != 0; bit <<= 1)
        if ((formats_ & bit) != 0) formats |= static_cast<ZXing::BarcodeFormat>(bit);
    const auto hints = ZXing::DecodeHints()
                           .setFormats(formats)
                           .setTryHarder(thorough && !qr_only_)
                           .setTryRotate(thorough && !qr_only_)
                           .setTryDownscale(false)
                           .setMaxNumberOfSymbols(4)
                           .setBinarizer(ZXing::Binarizer::BoolCast);
    Codes codes;
    for (const ZXing::Result& result : ZXing::ReadBarcodes(image, hints)) {
        if (!result.isValid() || result.bytes().empty()) continue;
        SeenCode code{{result.bytes().begin(), result.bytes().end()}, {}};
        for (std::size_t i = 0; i < 4; ++i) code.corners[i] = {result.position()[i].x, result.position()[i].y};
        add(codes, {std::move(code)});
    }
    return codes;
}

// What is not read as it is, is looked at in other ways, so few a frame that none takes long. One that shows a code stays
// until the code is read.
Sight Decoder::look(GreyView frame) {
    const Grey binary = binarised(frame);
    const std::vector<Finder> finders = qr_ ? find_finders(binary, 3) : std::vector<Finder>{};
    std::vector<Corners> corners = find_corners(finders);
    std::stable_partition(corners.begin(), corners.end(), sure);
    const bool noisy = finders.size() > specks_of_noise, likely = !noisy && !corners.empty() && sure(corners[0]);
    Sight sight;
    if (!qr_only_ || likely || turn_ % 3 == 1) sight.codes = read(binary.view(), false);
    shown_ = 0;
    if (sight.codes.empty()) sight.codes = by_modules(frame, corners);
    if (sight.codes.empty()) sight.codes = try_ways(frame, noisy);
    if (sight.codes.empty()) sight.obstacle = obstacle(frame, finders, corners);
    if (sight.codes.size() > 1) sight.obstacle = CodeObstacle::several;
    sight.obstacle = steady(sight.obstacle);
    if (shown_ == 0 || ++stayed_ % 3 == 0) ++turn_;
    return sight;
}

Decoder::Codes Decoder::try_ways(GreyView frame, bool noisy) {
    Codes codes;
    std::vector<Grey> smaller;
    const std::size_t turn = static_cast<std::size_t>(turn_) % ways.size();
    for (const Way& way : ways[noisy && turn == 0 ? 1 : turn]) {  // noise is full of small squares
        const auto halvings = static_cast<std::size_t>(way.halved);
        while (smaller.size() < halvings) smaller.push_back(halved(smaller.empty() ? frame : smaller.back().view()));
        if (codes.empty()) codes = try_way(frame, halvings == 0 ? frame : smaller[halvings - 1].view(), way);
    }
    return codes;
}

Decoder::Codes Decoder::try_way(GreyView frame, GreyView shown, const Way& way) {
    const auto filtered = [&](const Grey& picture) { return binarised(picture.view(), way.around); };
    const Grey binary = way.filter == Way::Filter::sharp    ? filtered(sharpened(shown))
                        : way.filter == Way::Filter::smooth ? filtered(smoothed(shown))
                                                            : binarised(shown, way.around);
    const int factor = 1 << way.halved;
    if (way.edges) {
        Codes codes = read(binary.view(), true);
        map_corners(codes, [&](Point p) { return Point{p.x * factor, p.y * factor}; });
        if (!codes.empty() || !qr_) return codes;
    }
    std::vector<Finder> finders = find_finders(binary, way.row_step);
    if (way.edges) {
        for (Finder f : find_finders(transposed(binary), way.row_step)) {
            std::swap(f.x, f.y);
            const bool known = std::any_of(finders.begin(), finders.end(), [&](const Finder& other) {
                return std::hypot(other.x - f.x, other.y - f.y) < 2 * f.module;
            });
            if (!known) finders.push_back(f);
        }
    }
    for (Finder& f : finders) f.x *= factor, f.y *= factor, f.module *= factor;
    return by_modules(frame, find_corners(finders));
}

// As its three squares say where each of its modules is: no matter how small, tilted or noisy, and with parts cut off.
Decoder::Codes Decoder::by_modules(GreyView frame, const std::vector<Corners>& corners) {
    Codes codes;
    for (const Corners& three : corners) {
        if (shown_ == most_shown) break;
        const auto lattice = find_lattice(frame, three);
        if (!lattice) continue;
        auto mean = std::find_if(means_.begin(), means_.end(), [&](const ModuleMean& m) { return m.of_same(*lattice); });
        if (mean == means_.end()) mean = means_.begin() + next_mean_++ % 2;
        mean->add(frame, *lattice);
        ++shown_;
        for (const auto& [window, undone] : printings) {
            Codes one = read(mean->printed(window, undone).view(), false);
            if (one.empty()) continue;
            one[0].corners = corners_of(*lattice);
            add(codes, {std::move(one[0])});
            break;
        }
        if (!codes.empty()) break;
    }
    return codes;
}

// What stands in the way of a code that is seen, but not read.
std::optional<CodeObstacle> Decoder::obstacle(GreyView frame, const std::vector<Finder>& finders,
                                              const std::vector<Corners>& corners) {
    if (turn_ % 3 == 1) near_ = (corners.empty() || !sure(corners[0])) && too_near(frame);
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
