#include "hw/reader/city_union.h"

#include "hw/reader/bcd.h"
#include "hw/reader/tlv.h"

namespace hw {
namespace {

constexpr int union_data = 0x15;  // SFI in the application
constexpr int card_data = 0x05;   // SFI in the master file
constexpr std::uint16_t master_file = 0x3F00;
constexpr std::string_view chongqing = "4000";

// 84 75 is the scheme's own issuer code; without it the bytes behind are somebody else's.
bool of_the_scheme(ByteView file) { return to_hex(part(file, 0, 2)) == "8475"; }

std::optional<kiosk::CardNumber> union_number(ByteView file) {
    const auto digits = bcd_digits(part(file, 12, 8));
    return digits ? kiosk::CardNumber::parse(*digits) : std::nullopt;
}

std::string city_of(ByteView file) { return bcd_digits(part(file, 2, 2)).value_or(""); }

std::optional<kiosk::TransitCard> parse_standard(ByteView file) {
    const auto number = union_number(file);
    if (!of_the_scheme(file) || !number) return std::nullopt;
    return kiosk::TransitCard{.number = *number,
                              .second = {},
                              .city = city_of(file),
                              .passenger = {},
                              .valid_from = bcd_date(part(file, 20, 4)),
                              .valid_until = bcd_date(part(file, 24, 4))};
}

}  // namespace

std::optional<kiosk::TransitCard> read_chongqing_master_file(Dialogue& card) {
    if (!card.send(select_file(0x00, master_file)).ok()) return std::nullopt;
    const Reply reply = card.send(read_binary(card_data, 0x30));
    const auto number = union_number(reply.data);
    if (!reply.all_there_was() || !of_the_scheme(reply.data) || !number) return std::nullopt;
    return kiosk::TransitCard{
        .number = *number, .second = {}, .city = city_of(reply.data), .passenger = {}, .valid_from = {}, .valid_until = {}};
}

std::optional<kiosk::TransitCard> read_city_union(Dialogue& card, ByteView fci) {
    const auto inside = find_tlv(fci, 0x9F0C);
    Bytes file = inside ? Bytes(inside->begin(), inside->end()) : Bytes{};
    if (file.size() < 28) {
        Reply reply = card.send(read_binary(union_data, 0x00));
        if (!reply.all_there_was()) return std::nullopt;
        file = std::move(reply.data);
    }
    if (of_the_scheme(file) || city_of(file) != chongqing) return parse_standard(file);
    auto found = read_chongqing_master_file(card);
    if (!found) return std::nullopt;
    found->valid_from = bcd_date(part(file, 4, 4));
    found->valid_until = bcd_date(part(file, 8, 4));
    return found;
}

}  // namespace hw
