#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "hw/decode/finders.h"
#include "hw/decode/modules.h"
#include "hw/decode/pixels.h"

namespace hw {

struct Point {
    int x = 0, y = 0;
    bool operator==(const Point&) const = default;
};
struct SeenCode {
    std::string bytes;             // as coded: an ECI or a character set changes nothing
    std::array<Point, 4> corners;  // in the frame
};

// What one frame shows of QR codes.
struct QrSight {
    std::vector<SeenCode> codes;    // different ones
    std::vector<Finder> finders;    // at a first look
    std::vector<Corners> corners;   // likewise, the likeliest first
    std::optional<Corners> unread;  // where what is a code best, but says nothing, has its corners
    long work = 0;                  // points of light that were looked at
};

// Searches frames, one after the other, for QR codes: squares at a first look and, in turn, in a smaller, smoothed or
// sharpened frame, and between three that fit each other the modules, one by one, even of a code that is tilted, bent,
// mirrored or cut off by the frame's edge; averaged over the last frames, and their blur undone. What does not fit into one
// frame's time is done with the next. Pure: the same frames give the same answers.
class QrSearch {
public:
    static constexpr int turns = 5;  // frames that take all ways, if each gets the work that it needs

    // `most_work` points of light are looked at, or a few more, besides the first look.
    QrSight look(GreyView frame, long most_work);
    void forget();  // what former frames showed

private:
    struct Way;  // of looking at a frame
    static const std::array<Way, turns> ways;
    struct Effort;  // of one frame
    struct Progress {
        std::size_t next = 0;  // corners to be tried
        bool bend = false;     // these were already tried as if flat
    };
    struct Held {  // what seems to be a code, as it would lie if it was flat, and bent
        ModuleMean flat, bent;
    };

    void try_all(Effort& effort, const std::vector<Corners>& corners, Progress& progress);
    void try_way(Effort& effort, const Way& way);
    bool try_corners(Effort& effort, const Corners& three, bool& bend);
    bool try_lattice(Effort& effort, const Lattice& lattice, ModuleMean& mean);

    Grey binary_, smaller_, smallest_, filtered_, turned_;  // room that every frame uses
    int turn_ = 0;                                          // whose ways it is
    Progress first_, way_;
    std::vector<SeenCode> found_;  // since the first corners were tried
    std::array<Held, 6> held_{};
    std::size_t next_held_ = 0;  // the one to give up for another
};

}  // namespace hw
