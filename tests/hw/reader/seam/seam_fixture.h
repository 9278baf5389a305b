#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "hw/reader/reader.h"
#include "tests/hw/reader/seam/scripted_pcsc.h"
#include "tests/support/card_events.h"
#include "tests/support/process.h"

namespace hw {

using scripted::Call;
using std::chrono::milliseconds;
using support::card;
using Lines = std::vector<std::string>;

inline const std::string usb = "Kiosk Test Reader (A1) 00 00";
inline const Lines well{"ready", "inserted", "identified transit 0001"};

class PcscSeam : public testing::Test {
protected:
    PcscSeam() {
        scripted::start_anew();
        scripted::daemon().add_reader(usb);
        scripted::daemon().insert(usb, card("old-01"));
    }
    void open(const std::string& name = {}) { reader = open_pcsc_reader(name, events.sink(), {}, std::chrono::seconds(2)); }

    // Whatever went before: another card is read.
    void expect_recovery() {
        scripted::daemon().heal();
        scripted::daemon().pull(usb);
        scripted::daemon().insert(usb, card("old-02"));
        std::string line;
        while (line != "identified transit 0002") {
            line = events.next(milliseconds(8000));
            ASSERT_NE(line, "nothing");
        }
        reader.reset();
        EXPECT_TRUE(support::wait_until([&] { return support::count_threads() <= threads; })) << "a thread is left";
    }

    int threads = support::count_threads();
    support::CardEvents events;
    std::unique_ptr<Reader> reader;
};

inline Lines failed(const std::string& fault) { return {"ready", "inserted", "card failed " + fault}; }
inline constexpr auto row_name = [](const auto& test) { return std::string(test.param.mishap); };

}  // namespace hw
