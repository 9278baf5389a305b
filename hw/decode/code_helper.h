#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hw/decode/pixels.h"
#include "hw/decode/qr_search.h"

namespace hw {

// Codes that are not QR codes, by ZXing in a process of its own: some pictures end that one, and none ends the kiosk. It is
// started with the first frame and again, at most a few times a second, when it has ended or hangs. One thread.
class CodeHelper {
public:
    // `formats`: of the configuration, see Decoder; "qr" and others that it does not know are ignored.
    explicit CodeHelper(const std::vector<std::string>& formats);
    ~CodeHelper();
    CodeHelper(const CodeHelper&) = delete;
    CodeHelper& operator=(const CodeHelper&) = delete;

    bool wanted() const { return formats_ != 0; }
    // Hands the frame over, if the helper is done with the one before, and waits for the answer at most so long. One that
    // comes later is given with the next frame.
    std::vector<SeenCode> look(GreyView frame, std::chrono::milliseconds patience);

    static std::string program();              // its path: beside the program that runs
    int starts() const { return starts_; }     // of it, so far
    pid_t process() const { return helper_; }  // -1: none

private:
    using Clock = std::chrono::steady_clock;

    bool start();
    void end();  // at once, whatever it does
    bool ask(GreyView frame);
    std::optional<std::vector<SeenCode>> answer(std::chrono::milliseconds patience);

    std::uint32_t formats_ = 0;
    int socket_ = -1, memory_ = -1;
    std::uint8_t* shared_ = nullptr;
    pid_t helper_ = -1;
    bool asked_ = false;
    Clock::time_point asked_at_, started_at_;
    int starts_ = 0;
};

}  // namespace hw
