#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/moment.h"
#include "kiosk/visit/event.h"

namespace hw {

// What all scanners have in common: they tell news only, and codes only while one is wanted. Any thread.
class Teller {
public:
    explicit Teller(kiosk::EventSink sink) : sink_(std::move(sink)) {}

    void want(bool wanted);
    bool wanted() const;
    void ready() { state(std::nullopt); }
    void failed(kiosk::Fault fault) { state(fault); }
    void code(const std::string& bytes);
    void obstacle(std::optional<kiosk::CodeObstacle> obstacle, kiosk::Steady now);

private:
    void state(std::optional<kiosk::Fault> fault);

    const kiosk::EventSink sink_;
    mutable std::mutex mutex_;
    bool wanted_ = false;
    std::vector<std::string> codes_;  // told since want(true)
    std::optional<std::optional<kiosk::Fault>> state_;
    std::optional<kiosk::CodeObstacle> obstacle_;
    std::optional<kiosk::Steady> obstacle_told_;
};

}  // namespace hw
