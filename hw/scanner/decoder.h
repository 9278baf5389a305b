#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "hw/scanner/finders.h"
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

// Reads the codes of a camera's frames, one after the other. Each frame is read as it is; where it shows parts of a QR code,
// these are also read enlarged, sharpened, inverted, laid straight, even when they are tilted, and averaged over the last
// frames. What does not fit into one frame's time is tried with the next one. Pure: the same frames give the same answers.
// One thread.
class Decoder {
public:
    // `formats`: of the configuration: qr micro_qr data_matrix aztec linear; others are ignored.
    explicit Decoder(const std::vector<std::string>& formats = {"qr"});

    Sight look(GreyView frame);  // grey, up to 4096 by 4096
    void forget();               // what former frames showed

private:
    struct Clue;   // where a code seems to be
    struct Mean {  // of what was laid straight
        Grey picture;
        int frames = 0;
        double x = 0, y = 0;  // where its first corner was in the last frame
        void add(const Grey& now, const Finder& corner);
    };
    using Codes = std::vector<SeenCode>;

    Codes read(GreyView picture, bool binary, bool thorough) const;
    Codes try_clue(GreyView frame, const Clue& clue, int attempt);
    Codes try_all(GreyView frame, int attempt) const;
    Codes try_other_way(GreyView frame, const std::vector<Finder>& finders, const std::vector<Corners>& corners, int turn);
    Codes try_clues(GreyView frame, const std::vector<Finder>& finders, const std::vector<Corners>& corners, int budget);
    static void clear_rim(Grey& straight, const Corners& corners);
    static Perspective laid(const Corners& corners);
    Codes straightened(GreyView frame, const Clue& clue);
    std::vector<Clue> clues(GreyView frame, const std::vector<Finder>& finders, const std::vector<Corners>& corners) const;
    std::optional<kiosk::CodeObstacle> obstacle(GreyView frame, const std::vector<Finder>& finders,
                                                const std::vector<Corners>& corners, int turn);
    std::optional<kiosk::CodeObstacle> steady(std::optional<kiosk::CodeObstacle> seen);

    std::uint32_t formats_ = 0;
    bool qr_ = false;
    int turn_ = 0;                 // which attempt comes first
    int attempt_ = 0;              // likewise, at clues
    std::array<Mean, 2> means_{};  // of the clues, the surest first
    std::optional<kiosk::CodeObstacle> last_seen_, told_;
    int seen_for_ = 0;                 // frames
    std::optional<Point> last_place_;  // of what looked like a code
    bool near_ = false;
};

}  // namespace hw
