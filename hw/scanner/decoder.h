#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "hw/scanner/finders.h"
#include "hw/scanner/modules.h"
#include "hw/scanner/pixels.h"
#include "kiosk/visit/event.h"

namespace hw {

struct Point {
    int x = 0, y = 0;
    bool operator==(const Point&) const = default;
};
struct SeenCode {
    std::string bytes;             // as coded: an ECI or a character set changes nothing
    std::array<Point, 4> corners;  // in the frame
};
struct Sight {
    std::vector<SeenCode> codes;  // different ones
    std::optional<kiosk::CodeObstacle> obstacle;
};

// Reads the codes of a camera's frames, one after the other. Each frame is read as it is. Where it shows the squares of a QR
// code, if need be smoothed, sharpened or smaller, the code's modules are taken one by one, even when it is tilted or the
// frame's edge cuts some off, averaged over the last frames, and their blur is undone. What does not fit into one frame's
// time is tried with the next one. Pure: the same frames give the same answers. One thread.
class Decoder {
public:
    // `formats`: of the configuration: qr micro_qr data_matrix aztec linear; others are ignored.
    explicit Decoder(const std::vector<std::string>& formats = {"qr"});

    Sight look(GreyView frame);  // grey, up to 4096 by 4096
    void forget();               // what former frames showed

private:
    struct Way;  // of looking at a frame
    static const std::array<std::vector<Way>, 3> ways;
    using Codes = std::vector<SeenCode>;

    Codes read(GreyView picture, bool thorough) const;
    Codes try_ways(GreyView frame, bool noisy);
    Codes try_way(GreyView frame, GreyView shown, const Way& way);
    Codes by_modules(GreyView frame, const std::vector<Corners>& corners);
    std::optional<kiosk::CodeObstacle> obstacle(GreyView frame, const std::vector<Finder>& finders,
                                                const std::vector<Corners>& corners);
    std::optional<kiosk::CodeObstacle> steady(std::optional<kiosk::CodeObstacle> seen);

    std::uint32_t formats_ = 0;
    bool qr_ = false, qr_only_ = false;
    int shown_ = 0;                      // codes whose modules the last frame showed
    int stayed_ = 0;                     // frames that showed some
    int turn_ = 0;                       // whose ways it is
    std::array<ModuleMean, 2> means_{};  // of what seem to be codes
    int next_mean_ = 0;                  // the one to give up for another
    std::optional<kiosk::CodeObstacle> last_seen_, told_;
    int seen_for_ = 0;                 // frames
    std::optional<Point> last_place_;  // of what looked like a code
    bool near_ = false;
};

}  // namespace hw
