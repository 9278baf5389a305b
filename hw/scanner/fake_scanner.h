#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "hw/scanner/scanner.h"
#include "hw/scanner/scanner_reporter.h"

namespace hw {

// A camera without hardware, for the demo and for tests: it reports what the real one would, on its own thread. Any thread
// may call it. What is held up while nothing is wanted is seen as soon as something is.
class FakeScanner final : public Scanner {
public:
    explicit FakeScanner(ScannerSink sink);
    ~FakeScanner() override;

    void want(std::optional<int> asker) override;
    std::optional<Grey> preview() const override;

    void hold_up(std::string bytes);
    void hold_up_badly(kiosk::CodeObstacle obstacle);
    void take_away();
    void show(Grey picture);  // for the preview
    void unplug();
    void replug();

private:
    struct Scene {
        bool plugged = true;
        std::optional<int> wanted;
        std::string code;
        std::optional<kiosk::CodeObstacle> obstacle;
        Grey picture{160, 90, 128};
    };
    template <class Change>
    void change(Change how);
    void run(const std::stop_token& stop);
    void report(const Scene& scene);

    ScannerReporter reporter_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<Scene> scenes_;  // not reported yet
    Scene scene_;
    std::jthread thread_;  // last: it uses all the others
};

}  // namespace hw
