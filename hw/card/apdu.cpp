#include "hw/card/apdu.h"

#include <algorithm>

namespace hw {
namespace {

bool has_data(ByteView apdu) { return apdu.size() > 5; }
std::size_t end_of_data(ByteView apdu) { return std::size_t{5} + apdu[4]; }

// The same command with another Le; nullopt: without any.
Bytes with_le(Bytes apdu, std::optional<std::uint8_t> le) {
    apdu.resize(has_data(apdu) ? end_of_data(apdu) : 4);
    if (le) apdu.push_back(*le);
    return apdu;
}

// What to ask after 6700 "wrong length": for everything, or, where a SELECT had done that, for nothing.
std::optional<Bytes> with_other_le(const Bytes& apdu) {
    const bool selects_with_le = has_data(apdu) && apdu.size() > end_of_data(apdu);
    if (selects_with_le) return with_le(apdu, {});
    return has_data(apdu) || apdu[4] != 0 ? std::optional(with_le(apdu, 0)) : std::nullopt;
}

// 61xx, and as cards of the age of GSM say it, 9Fxx.
bool has_more(const Reply& reply) { return reply.sw >> 8 == 0x61 || reply.sw >> 8 == 0x9F; }

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

Reply Dialogue::send(const Bytes& apdu) {
    Reply reply = with_fitting_le(apdu);
    for (int i = 0; has_more(reply); ++i) {
        if (i == dialogue_limit::responses) return endless("an answer in more than " + std::to_string(i) + " pieces");
        const Reply more = with_fitting_le(Bytes{0x00, 0xC0, 0x00, 0x00, static_cast<std::uint8_t>(reply.sw & 0xFF)});
        reply.data.insert(reply.data.end(), more.data.begin(), more.data.end());
        reply.sw = more.sw;
    }
    if (reply.data.size() <= dialogue_limit::answer) return reply;
    return endless("an answer of " + std::to_string(reply.data.size()) + " bytes");
}

Reply Dialogue::with_fitting_le(const Bytes& apdu) {
    Reply reply = exchange(apdu);
    if (reply.sw == 0x6700) {
        if (const auto other = with_other_le(apdu)) reply = exchange(*other);
    }
    if (reply.sw >> 8 == 0x6C) reply = exchange(with_le(apdu, static_cast<std::uint8_t>(reply.sw & 0xFF)));
    return reply;
}

Reply Dialogue::exchange(ByteView apdu) {
    if (failure_) return {};
    if (!only_reads(apdu)) return fail({kiosk::Fault::refused, "APDU that is no reading: INS " + to_hex(part(apdu, 1, 1))});
    if (apdus_ == dialogue_limit::commands) return endless("no end after " + std::to_string(apdus_) + " commands");
    if (now_() - begin_ > dialogue_limit::time)
        return endless("no end after " + std::to_string(dialogue_limit::time.count()) + " s");
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

Reply Dialogue::endless(const std::string& how) { return fail({kiosk::Fault::card_endless, how}); }

Reply Dialogue::fail(kiosk::Error why) {
    failure_ = std::move(why);
    return {};
}

}  // namespace hw
