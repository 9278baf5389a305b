#include "hw/scanner/fake_scanner.h"

namespace hw {

FakeScanner::FakeScanner(ScannerSink sink)
    : reporter_(std::move(sink)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

FakeScanner::~FakeScanner() = default;

template <class Change>
void FakeScanner::change(Change how) {
    {
        const std::lock_guard lock(mutex_);
        how(scene_);
        scenes_.push_back(scene_);
    }
    changed_.notify_all();
}

void FakeScanner::want(std::optional<int> asker) {
    reporter_.want(asker);
    change([&](Scene& scene) { scene.wanted = asker; });
}

std::optional<Grey> FakeScanner::preview() const {
    const std::lock_guard lock(mutex_);
    if (!scene_.wanted || !scene_.plugged) return std::nullopt;
    return scene_.picture;
}

void FakeScanner::hold_up(std::string bytes) {
    change([&](Scene& scene) {
        scene.code = std::move(bytes);
        scene.obstacle.reset();
    });
}

void FakeScanner::hold_up_badly(kiosk::CodeObstacle obstacle) {
    change([&](Scene& scene) {
        scene.code.clear();
        scene.obstacle = obstacle;
    });
}

void FakeScanner::take_away() {
    change([](Scene& scene) {
        scene.code.clear();
        scene.obstacle.reset();
    });
}

void FakeScanner::show(Grey picture) {
    change([&](Scene& scene) { scene.picture = std::move(picture); });
}

void FakeScanner::unplug() {
    change([](Scene& scene) { scene.plugged = false; });
}

void FakeScanner::replug() {
    change([](Scene& scene) { scene.plugged = true; });
}

void FakeScanner::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [this] { return !scenes_.empty(); })) {
        const Scene scene = std::move(scenes_.front());
        scenes_.pop_front();
        lock.unlock();
        report(scene);
        lock.lock();
    }
}

void FakeScanner::report(const Scene& scene) {
    if (!scene.wanted) return;  // a camera that is closed knows nothing
    if (!scene.plugged) return reporter_.failed(kiosk::Fault::scanner_absent);
    reporter_.ready();
    if (!scene.code.empty()) reporter_.code(scene.code, scene.wanted);
    reporter_.obstacle(scene.obstacle, std::chrono::steady_clock::now());
}

}  // namespace hw
