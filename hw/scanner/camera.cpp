#include <malloc.h>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "hw/decode/decoder.h"
#include "hw/scanner/pipeline.h"
#include "hw/scanner/scanner.h"
#include "hw/scanner/scanner_reporter.h"
#include "hw/scanner/scanner_trouble.h"
#include "kiosk/base/wipe.h"

namespace hw {
namespace {

using kiosk::Error;
using kiosk::Fault;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds look_up{50};  // how often a camera that gives no frame is left to see whether it is still wanted
constexpr int preview_width = 320;   // pixels, about

class Camera final : public Scanner {
public:
    Camera(std::string source, const std::vector<std::string>& formats, ScannerSink sink, CameraPatience patience,
           std::function<void()> on_preview)
        : source_(std::move(source)),
          patience_(patience),
          on_preview_(std::move(on_preview)),
          reporter_(std::move(sink)),
          decoder_(formats),
          thread_([this](const std::stop_token& stop) { run(stop); }) {}

    void want(std::optional<int> asker) override {
        reporter_.want(asker);
        {
            const std::lock_guard lock(mutex_);
            if (wanted_ != asker) preview_.reset();
            wanted_ = asker;
        }
        changed_.notify_all();
    }

    std::optional<Grey> preview() const override {
        const std::lock_guard lock(mutex_);
        return preview_;
    }

private:
    // ---- all of this on the camera's thread
    void run(const std::stop_token& stop) {
        milliseconds retry = patience_.first_retry;
        while (wait_until_wanted(stop)) {
            const auto failed = watch(stop, retry);
            malloc_trim(0);  // its frames: some MB that the heap would keep until the next code
            if (!failed) {
                retry = patience_.first_retry;
                continue;
            }
            drop_preview();
            reporter_.failed(failed->fault);
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, stop, retry, [this] { return !wanted_; });
            retry = wanted_ ? std::min(2 * retry, patience_.longest_retry) : patience_.first_retry;
        }
    }

    bool wait_until_wanted(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        return changed_.wait(lock, stop, [this] { return wanted_.has_value(); }) && !stop.stop_requested();
    }

    // Until nothing is wanted any more (nullopt), or the camera fails. `retry` starts anew with a camera that works.
    std::optional<Error> watch(const std::stop_token& stop, milliseconds& retry) {
        constexpr auto at_once = milliseconds(0);
        if (closed_.valid() && closed_.wait_for(at_once) != std::future_status::ready)
            return Error{Fault::scanner_silent, "the camera's driver hangs"};  // another try would only hang beside it
        const auto source = camera_source(source_);
        if (!source) return source.error();
        auto camera = open_pipeline(*source);
        if (!camera) return camera.error();
        closed_ = (*camera)->closed();
        std::optional<int> before;
        auto last_frame = Clock::now();
        while (!stop.stop_requested()) {
            const auto asker = reporter_.wanted();
            if (!asker) break;
            if (std::exchange(before, asker) != asker) decoder_.forget();
            const auto frame = (*camera)->next(look_up, [&](GreyView picture) { look(picture, *asker); });
            kiosk::wipe_stack();  // of a code
            if (!frame) return frame.error();
            if (*frame == Pipeline::Frame::came) {
                last_frame = Clock::now();
                retry = patience_.first_retry;
            } else if (Clock::now() - last_frame > patience_.silence) {
                return Error{Fault::scanner_silent, "the camera gives no frames"};
            }
        }
        decoder_.forget();
        return std::nullopt;
    }

    void drop_preview() {
        const std::lock_guard lock(mutex_);
        preview_.reset();
    }

    void look(GreyView frame, int asker) {
        reporter_.ready();
        Grey small = shrunk(frame, std::max(1, frame.width / preview_width));
        {
            const std::lock_guard lock(mutex_);
            if (asker != wanted_) return;  // a frame for the asker before
            preview_ = std::move(small);
        }
        if (on_preview_) on_preview_();
        const Sight sight = decoder_.look(frame);
        if (asker != reporter_.wanted()) return;
        if (sight.codes.size() == 1) reporter_.code(sight.codes[0].bytes, asker);
        reporter_.obstacle(sight.obstacle, Clock::now());
    }

    const std::string source_;
    const CameraPatience patience_;
    const std::function<void()> on_preview_;
    ScannerReporter reporter_;
    Decoder decoder_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::shared_future<void> closed_;  // of the pipeline before
    std::optional<int> wanted_;        // by whom
    std::optional<Grey> preview_;
    std::jthread thread_;  // last: it uses all the others
};

}  // namespace

std::unique_ptr<Scanner> open_camera(std::string source, const std::vector<std::string>& formats, ScannerSink sink,
                                     CameraPatience patience, std::function<void()> on_preview) {
    return std::make_unique<Camera>(std::move(source), formats, std::move(sink), patience, std::move(on_preview));
}

}  // namespace hw
