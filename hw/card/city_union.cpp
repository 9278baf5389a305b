#include "hw/card/city_union.h"

#include "hw/card/application.h"
#include "hw/card/bcd.h"
#include "hw/card/tlv.h"

namespace hw {
namespace {

constexpr int union_data = 0x15;  // SFI in the application
constexpr int card_data = 0x05;   // SFI in the master file
constexpr std::uint16_t master_file = 0x3F00, application_file = 0x3F01;
constexpr std::string_view chongqing = "4000";

std::string city_of(ByteView file) { return bcd_digits(part(file, 2, 2)).value_or(""); }

// 84 75 is the scheme's own issuer code; without it the sixteen digits behind are somebody else's.
bool of_the_scheme(ByteView file) { return to_hex(part(file, 0, 2)) == "8475"; }

// 86 98 stands for it in Shanghai, whose cards hold a serial number in 12..15 and in 16..19, as an integer, the number that
// is printed on them. Other issuers' cards name their city twice.
bool names_its_city(ByteView file) {
    const std::string city = city_of(file);
    if (city.size() != 4 || city == "0000") return false;
    return of_the_scheme(file) || to_hex(part(file, 0, 2)) == "8698" || to_hex(part(file, 10, 2)) == city;
}

std::optional<kiosk::CardNumber> union_number(ByteView file) {
    const auto digits = bcd_digits(part(file, 12, 8));
    return digits && of_the_scheme(file) ? kiosk::CardNumber::parse(*digits) : std::nullopt;
}

std::optional<kiosk::TransitCard> parse_standard(ByteView file) {
    const auto number = union_number(file);
    if (!number) return std::nullopt;
    return kiosk::TransitCard{.number = *number,
                              .second = {},
                              .city = city_of(file),
                              .passenger = {},
                              .valid_from = bcd_date(part(file, 20, 4)),
                              .valid_until = bcd_date(part(file, 24, 4))};
}

}  // namespace

std::optional<kiosk::TransitCard> read_chongqing_master_file(Dialogue& card) {
    if (!select(card, select_file(0x00, master_file)).ok()) return std::nullopt;
    const Reply reply = read_file(card, card_data, 0x30);
    const auto number = union_number(reply.data);
    if (!reply.all_there_was() || !number) return std::nullopt;
    return kiosk::TransitCard{
        .number = *number, .second = {}, .city = city_of(reply.data), .passenger = {}, .valid_from = {}, .valid_until = {}};
}

CityUnion read_city_union(Dialogue& card, ByteView fci) {
    const auto inside = find_tlv(fci, 0x9F0C);
    Bytes file = inside ? Bytes(inside->begin(), inside->end()) : Bytes{};
    if (file.size() < 28) {
        Reply reply = read_file(card, union_data, 0x00);
        if (!reply.all_there_was()) return {read_chongqing_master_file(card), ""};
        file = std::move(reply.data);
    }
    const std::string city = city_of(file);
    if (of_the_scheme(file) || city != chongqing) return {parse_standard(file), names_its_city(file) ? city : ""};
    auto found = read_chongqing_master_file(card);
    if (found) {
        found->valid_from = bcd_date(part(file, 4, 4));
        found->valid_until = bcd_date(part(file, 8, 4));
    }
    return {std::move(found), city};
}

CityUnion read_city_union_by_file(Dialogue& card) {
    const bool has_master_file = select(card, select_file(0x00, master_file)).ok();  // some have the other only from here
    const Reply application = select(card, select_file(0x00, application_file));
    if (application.ok()) return read_city_union(card, application.data);
    return {has_master_file ? read_chongqing_master_file(card) : std::nullopt, ""};
}

}  // namespace hw
