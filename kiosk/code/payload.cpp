#include "kiosk/code/payload.h"

#include <sodium.h>

#include <algorithm>

#include "kiosk/base/overloaded.h"

namespace kiosk {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t head_size = 9;
constexpr std::size_t ticket_size = 7;
constexpr int last_number = 999;

std::uint16_t day_number(Date day) {
    return static_cast<std::uint16_t>(std::chrono::sys_days{day}.time_since_epoch().count());
}
Date day_at(std::span<const std::uint8_t> bytes, std::size_t at) {
    return Date{std::chrono::sys_days{std::chrono::days{bytes[at] * 256 + bytes[at + 1]}}};
}

void append(Bytes& bytes, std::uint16_t number) {
    bytes.push_back(static_cast<std::uint8_t>(number >> 8U));
    bytes.push_back(static_cast<std::uint8_t>(number & 0xFFU));
}
void append(Bytes& bytes, std::string_view text) { bytes.insert(bytes.end(), text.begin(), text.end()); }

std::optional<OwnCode> parse_ticket(std::span<const std::uint8_t> body) {
    if (body.size() != ticket_size) return std::nullopt;
    TicketCode code;
    std::copy_n(body.begin(), code.hall.size(), code.hall.begin());
    code.terminal = static_cast<char>(body[4]);
    code.number = body[5] * 256 + body[6];
    if (code.terminal < 'A' || code.terminal > 'Z' || code.number < 1 || code.number > last_number) return std::nullopt;
    return code;
}

std::optional<OwnCode> parse_code(std::uint8_t kind, std::span<const std::uint8_t> body) {
    if (kind == 1) return parse_ticket(body);
    if (body.empty() || body.size() > longest_identifier) return std::nullopt;
    std::string identifier(body.begin(), body.end());
    switch (kind) {
        case 2:
            return SlipCode{std::move(identifier)};
        case 3:
            return ReceiptCode{std::move(identifier)};
        case 4:
            return BagCode{std::move(identifier)};
        default:
            return std::nullopt;
    }
}

}  // namespace

HallId hall_id(std::string_view name) {
    std::array<std::uint8_t, crypto_generichash_BYTES> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(name.data()), name.size(), nullptr,
                       0);
    HallId id{};
    std::copy_n(hash.begin(), id.size(), id.begin());
    return id;
}

Bytes to_bytes(const Payload& payload) {
    Bytes bytes;
    bytes.push_back(static_cast<std::uint8_t>(payload.code.index() + 1));
    bytes.insert(bytes.end(), payload.key.begin(), payload.key.end());
    append(bytes, day_number(payload.terms.issued));
    append(bytes, day_number(payload.terms.last_day));
    std::visit(overloaded{
                   [&](const TicketCode& ticket) {
                       bytes.insert(bytes.end(), ticket.hall.begin(), ticket.hall.end());
                       bytes.push_back(static_cast<std::uint8_t>(ticket.terminal));
                       append(bytes, static_cast<std::uint16_t>(ticket.number));
                   },
                   [&](const SlipCode& slip) { append(bytes, slip.case_key); },
                   [&](const ReceiptCode& receipt) { append(bytes, receipt.case_key); },
                   [&](const BagCode& bag) { append(bytes, bag.bag); },
               },
               payload.code);
    return bytes;
}

std::optional<Payload> parse_payload(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < head_size) return std::nullopt;
    auto code = parse_code(bytes[0], bytes.subspan(head_size));
    if (!code) return std::nullopt;
    Payload payload{*std::move(code), {day_at(bytes, 5), day_at(bytes, 7)}, {}};
    std::copy_n(bytes.begin() + 1, payload.key.size(), payload.key.begin());
    if (payload.terms.last_day < payload.terms.issued) return std::nullopt;
    return payload;
}

}  // namespace kiosk
