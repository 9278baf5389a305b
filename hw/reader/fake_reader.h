#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "hw/card/simulated_card.h"
#include "hw/reader/reader.h"
#include "kiosk/card/directory.h"

namespace hw {

// A reader without hardware that plays simulated cards, for the demo and for tests. It reports the same events in the same
// order as the PC/SC driver, and identifies cards by the same code. Any thread may call it; nothing waits for the card.
class FakeReader final : public Reader {
public:
    // Plugged in, without a card.
    explicit FakeReader(ReaderSink sink, std::vector<kiosk::CityApplication> other_cities = {});
    ~FakeReader() override;

    void insert(SimulatedCard card);  // takes the place of the one that lies there
    void pull();
    void unplug();  // the card stays where it is
    void replug();

private:
    struct Scene {  // how things are
        bool plugged = true;
        std::optional<SimulatedCard> card;
        int card_serial = 0;  // counts insertions
    };
    class Line;

    void run(std::stop_token stop);
    void show(const Scene& scene, std::stop_token stop);
    void read(const Scene& scene, std::stop_token stop);
    template <class Change>
    void change(Change how);

    ReaderSink sink_;
    std::vector<kiosk::CityApplication> other_cities_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    Scene scene_;
    int changes_ = 0;
    // of the reader's own thread
    std::optional<bool> reported_plugged_;
    int reported_card_ = 0;  // the serial of the card that was reported; 0: none
    std::jthread thread_;
};

}  // namespace hw
