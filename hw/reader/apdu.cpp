#include "hw/reader/apdu.h"

#include <algorithm>

namespace hw {
namespace {

constexpr int most_responses = 16;  // GET RESPONSE in a row: 4 KiB, more than any file here

bool has_data(ByteView apdu) { return apdu.size() > 5; }
std::size_t end_of_data(ByteView apdu) { return std::size_t{5} + apdu[4]; }

// The same command with another Le; nullopt: without any.
Bytes with_le(Bytes apdu, std::optional<std::uint8_t> le) {
    apdu.resize(has_data(apdu) ? end_of_data(apdu) : 4);
    if (le) apdu.push_back(*le);
    return apdu;
}

// What to ask after 6700 "wrong length": for everything, or, after a SELECT, for nothing.
std::optional<Bytes> with_looser_le(const Bytes& apdu) {
    if (has_data(apdu)) return apdu.size() > end_of_data(apdu) ? std::optional(with_le(apdu, {})) : std::nullopt;
    return apdu.size() == 5 && apdu[4] != 0 ? std::optional(with_le(apdu, 0)) : std::nullopt;
}

}  // namespace

Bytes select_name(ByteView name) {
    Bytes apdu(5 + name.size() + 1, 0x00);
    apdu[1] = 0xA4;
    apdu[2] = 0x04;
    apdu[4] = static_cast<std::uint8_t>(name.size());
    std::ranges::copy(name, apdu.begin() + 5);
    return apdu;
}

Bytes select_file(std::uint8_t p1, std::uint16_t file) {
    return {0x00, 0xA4, p1, 0x00, 0x02, static_cast<std::uint8_t>(file >> 8), static_cast<std::uint8_t>(file & 0xFF)};
}

Bytes read_binary(int sfi, std::uint8_t le) { return {0x00, 0xB0, static_cast<std::uint8_t>(0x80 | sfi), 0x00, le}; }

Bytes read_record(std::uint8_t p1, std::uint8_t p2, std::uint8_t le) { return {0x00, 0xB2, p1, p2, le}; }

bool only_reads(ByteView apdu) {
    if (apdu.size() < 4 || apdu[0] != 0x00) return false;
    switch (apdu[1]) {
        case 0xA4:  // SELECT: data of 1 to 16 bytes, perhaps Le
            return apdu.size() >= 6 && apdu[4] >= 1 && apdu[4] <= 16 &&
                   (apdu.size() == end_of_data(apdu) || apdu.size() == end_of_data(apdu) + 1);
        case 0xB0:
        case 0xB2:
        case 0xC0:
            return apdu.size() == 5;  // Le and no data
        default:
            return false;
    }
}

Reply Dialogue::send(Bytes apdu) {
    Reply reply = exchange(apdu);
    if (reply.sw == 0x6700) {
        if (const auto looser = with_looser_le(apdu)) reply = exchange(*looser);
    }
    if (reply.sw >> 8 == 0x6C) reply = exchange(with_le(apdu, static_cast<std::uint8_t>(reply.sw & 0xFF)));
    for (int i = 0; i < most_responses && reply.sw >> 8 == 0x61; ++i) {
        const Reply more = exchange(Bytes{0x00, 0xC0, 0x00, 0x00, static_cast<std::uint8_t>(reply.sw & 0xFF)});
        reply.data.insert(reply.data.end(), more.data.begin(), more.data.end());
        reply.sw = more.sw;
    }
    return reply;
}

Reply Dialogue::exchange(ByteView apdu) {
    if (failure_) return {};
    if (!only_reads(apdu)) return fail({kiosk::Fault::refused, "APDU that is no reading: INS " + to_hex(part(apdu, 1, 1))});
    ++apdus_;
    auto answer = card_.transmit(apdu);
    if (!answer) return fail(answer.error());
    if (answer->size() < 2) return fail({kiosk::Fault::card_unresponsive, "reply without a status word"});
    Reply reply{.data = *std::move(answer), .sw = 0};
    const std::size_t end = reply.data.size();
    reply.sw = static_cast<std::uint16_t>(reply.data[end - 2] << 8 | reply.data[end - 1]);
    reply.data.resize(end - 2);
    return reply;
}

Reply Dialogue::fail(kiosk::Error why) {
    failure_ = std::move(why);
    return {};
}

}  // namespace hw
