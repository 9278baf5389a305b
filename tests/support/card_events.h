#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "hw/card/simulated_card.h"
#include "hw/reader/reader_event.h"
#include "kiosk/base/mailbox.h"

namespace support {

// A card file of assets/cards/, or of tests/hw/card/cards/. A file that cannot be read is a test that cannot run: throws.
hw::SimulatedCard card(const std::string& name);

// What a reader reports, as short lines to compare: "ready", "failed reader_absent", "inserted", "identified transit 0001",
// "card failed card_removed_early", "removed".
std::string describe(const hw::ReaderEvent& event);
std::string describe(const kiosk::Card& card);

// Takes what a reader reports, from its thread, and gives it to the test in its order.
class CardEvents {
public:
    hw::ReaderSink sink();  // valid as long as this
    // The next event; "nothing" when none comes in time.
    std::string next(std::chrono::milliseconds at_most = std::chrono::seconds(20));
    std::vector<std::string> next(std::size_t count);
    bool quiet(std::chrono::milliseconds during);  // nothing comes

private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<std::string> events_;
};

}  // namespace support
