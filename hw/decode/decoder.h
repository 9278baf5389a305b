#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "hw/decode/code_helper.h"
#include "hw/decode/pixels.h"
#include "hw/decode/qr_search.h"
#include "kiosk/base/code_obstacle.h"

namespace hw {

struct Sight {
    std::vector<SeenCode> codes;  // different ones
    std::optional<kiosk::CodeObstacle> obstacle;
};

// Reads the codes of a camera's frames, one after the other. QR codes are ours (see QrSearch): what does not fit into one
// frame's time is done with the next, and the same frames give the same answers. Other codes are left to a helper, whose
// answer may come with a later frame. One thread.
class Decoder {
public:
    // `formats`: of the configuration: qr micro_qr data_matrix aztec linear; others are ignored.
    explicit Decoder(const std::vector<std::string>& formats = {"qr"});

    Sight look(GreyView frame);    // grey, up to 4096 by 4096
    Sight search(GreyView frame);  // likewise, to the end, however long it takes: for a picture that is alone
    void forget();                 // what former frames showed

private:
    Sight look(GreyView frame, long most_work, std::chrono::milliseconds patience);
    bool too_near(GreyView frame);
    std::optional<kiosk::CodeObstacle> obstacle(GreyView frame, const QrSight& seen);
    std::optional<kiosk::CodeObstacle> steady(std::optional<kiosk::CodeObstacle> seen);

    const bool qr_;
    QrSearch search_;
    CodeHelper helper_;
    int frames_ = 0;
    std::optional<kiosk::CodeObstacle> last_seen_, reported_;
    int seen_for_ = 0;                 // frames
    std::optional<Point> last_place_;  // of what looked like a code
    bool near_ = false;
    Grey half_, small_;  // room that every frame uses
};

}  // namespace hw
