#include "hw/card/tunion.h"

#include "hw/card/application.h"
#include "hw/card/bcd.h"
#include "hw/card/tlv.h"

namespace hw {
namespace {

constexpr int tunion_data = 0x15;      // SFI
constexpr int management_data = 0x17;  // SFI
constexpr std::size_t public_size = 30;
constexpr std::size_t end_of_number = 20;

// Application serial, ten bytes: one leading zero, then the number; or the number, then a padding F.
std::optional<kiosk::CardNumber> application_serial(ByteView file) {
    const auto digits = bcd_digits(part(file, 10, 10));
    if (!digits) return std::nullopt;
    const bool zero_first = digits->size() == 20 && digits->front() == '0';
    const auto number = kiosk::CardNumber::parse(std::string_view(*digits).substr(zero_first ? 1 : 0));
    return number && number->is_tunion() ? number : std::nullopt;
}

std::optional<kiosk::TransitCard> parse(ByteView file) {
    if (file.size() < end_of_number) return std::nullopt;
    const auto number = application_serial(file);
    if (!number) return std::nullopt;
    return kiosk::TransitCard{.number = *number,
                              .second = {},
                              .city = bcd_digits(part(file, 2, 2)).value_or(""),
                              .passenger = {},
                              .valid_from = bcd_date(part(file, 20, 4)),
                              .valid_until = bcd_date(part(file, 24, 4))};
}

}  // namespace

std::optional<kiosk::TransitCard> read_tunion(Dialogue& card, ByteView fci) {
    if (const auto inside = find_tlv(fci, 0x9F0C)) {
        if (auto found = parse(*inside)) return found;
    }
    const Reply reply = read_file(card, tunion_data, public_size);
    return reply.all_there_was() ? parse(reply.data) : std::nullopt;
}

std::optional<kiosk::Passenger> read_passenger(Dialogue& card) {
    const Reply reply = read_file(card, management_data, 11);
    const bool china = to_hex(part(reply.data, 0, 4)) == "00000156";
    if (!reply.all_there_was() || !china || reply.data.size() < 11) return std::nullopt;
    switch (reply.data[10]) {
        case 1:
            return kiosk::Passenger::ordinary;
        case 2:
            return kiosk::Passenger::student;
        case 3:
            return kiosk::Passenger::senior;
        case 4:
            return kiosk::Passenger::test;
        case 5:
            return kiosk::Passenger::military;
        default:
            return std::nullopt;
    }
}

}  // namespace hw
