#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "hw/card/card_channel.h"
#include "kiosk/base/moment.h"

namespace hw {

// Commands of ISO 7816-4 as bytes. The `le` of 0 asks for all there is.
Bytes select_name(ByteView name);                                      // 00 A4 04 00
Bytes select_file(std::uint8_t p1, std::uint16_t file);                // 00 A4 P1 00, without Le
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

// How long any card is listened to, be it broken or made to keep a reader busy. The longest honest one, a social card that
// refuses every way but the last in a T=0 slot, takes fewer than half of the commands; a visit waits no longer than 10 s.
namespace dialogue_limit {
inline constexpr int commands = 128;
inline constexpr std::chrono::seconds time{8};
inline constexpr int responses = 16;           // GET RESPONSE in a row
inline constexpr std::size_t answer = 0x1000;  // bytes: more than any file that is read here
}  // namespace dialogue_limit

// The only way to a card: every command of every application goes through send(), which lets only reads pass.
// After the first failure nothing more is sent, and every reply is empty: applications need not care. Failures are those of
// the channel, and card_endless: the card went beyond a dialogue_limit.
class Dialogue {
public:
    using Clock = kiosk::Steady (*)();
    explicit Dialogue(
        CardChannel& card, Clock now = [] { return std::chrono::steady_clock::now(); })
        : card_(card), now_(now), begin_(now()) {}

    // Follows 61xx and 9Fxx (GET RESPONSE) and 6Cxx (wrong Le), and asks once more with the other kind of Le after 6700.
    Reply send(const Bytes& apdu);

    Bytes atr() const { return card_.atr(); }
    int apdus() const { return apdus_; }  // that went over the channel, repetitions included
    const std::optional<kiosk::Error>& failure() const { return failure_; }

private:
    Reply with_fitting_le(const Bytes& apdu);
    Reply exchange(ByteView apdu);
    Reply fail(kiosk::Error why);
    Reply endless(const std::string& how);

    CardChannel& card_;
    Clock now_;
    kiosk::Steady begin_;
    int apdus_ = 0;
    std::optional<kiosk::Error> failure_;
};

}  // namespace hw
