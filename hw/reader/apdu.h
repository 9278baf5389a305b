#pragma once

#include <optional>

#include "hw/reader/card_channel.h"

namespace hw {

// Commands of ISO 7816-4 as bytes. The `le` of 0 asks for all there is.
Bytes select_name(ByteView name);                                      // 00 A4 04 00
Bytes select_file(std::uint8_t p1, std::uint16_t file);                // 00 A4 P1 00, no answer data wanted
Bytes read_binary(int sfi, std::uint8_t le);                           // 00 B0, from the file's start
Bytes read_record(std::uint8_t p1, std::uint8_t p2, std::uint8_t le);  // 00 B2

// A card belongs to its holder. True for SELECT, READ BINARY, READ RECORD and GET RESPONSE without secure messaging, well
// formed and nothing more: no VERIFY, no key, no write can pass, whatever the code around it asks for.
bool only_reads(ByteView apdu);

// sw 0: the card did not answer.
struct Reply {
    Bytes data;
    std::uint16_t sw = 0;
    bool ok() const { return sw == 0x9000; }
    bool all_there_was() const { return sw == 0x9000 || sw == 0x6282; }  // 6282: the file ended before Le
};

// The only way to a card: every command of every application goes through send(), which lets only reads pass.
// After the first failure of the channel nothing more is sent, and every reply is empty: applications need not care.
class Dialogue {
public:
    explicit Dialogue(CardChannel& card) : card_(card) {}

    // Follows 61xx (GET RESPONSE) and 6Cxx (wrong Le), and asks once more without an exact Le after 6700.
    Reply send(Bytes apdu);

    Bytes atr() const { return card_.atr(); }
    int apdus() const { return apdus_; }  // that went over the channel, repetitions included
    const std::optional<kiosk::Error>& failure() const { return failure_; }

private:
    Reply exchange(ByteView apdu);
    Reply fail(kiosk::Error why);

    CardChannel& card_;
    int apdus_ = 0;
    std::optional<kiosk::Error> failure_;
};

}  // namespace hw
