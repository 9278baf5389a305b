#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "hw/reader/reader.h"
#include "tests/support/card_events.h"
#include "tests/support/pcscd.h"

namespace hw {

using support::card;
using Lines = std::vector<std::string>;

// The driver against the real pcscd.
class PcscReader : public testing::Test {
protected:
    PcscReader() { daemon.serve_this_process(); }

    // With one reader plugged in, ready.
    void open(std::chrono::milliseconds silence = usual_silence) {
        daemon.start();
        usb.plug();
        reader = open_pcsc_reader("", events.sink(), {}, silence);
        ASSERT_EQ(events.next(), "ready");
    }
    void insert_old_card() {
        usb.insert(card("old-01"));
        EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
    }
    // One that is still at its first answer for 2.5 s.
    void insert_slow_card() {
        usb.insert(*SimulatedCard::parse("atr = 3B 80 80 01 01\ndelay_ms = 2500\n", "slow"));
        EXPECT_EQ(events.next(), "inserted");
        ASSERT_TRUE(support::wait_until([this] { return usb.apdus() == 1; }));
    }
    // What is reported of a daemon that has just been started: it is up before it has opened the reader.
    std::string next_when_started() {
        auto line = events.next();
        return line == "failed reader_absent" ? events.next() : line;
    }

    support::Pcscd daemon;
    support::SimReader usb{daemon};
    support::CardEvents events;
    std::unique_ptr<Reader> reader;
};

}  // namespace hw
