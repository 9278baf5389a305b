#include "hw/reader/foreign_card.h"

#include <algorithm>
#include <array>

#include "hw/reader/application.h"
#include "hw/reader/bcd.h"
#include "hw/reader/tlv.h"

namespace hw {
namespace {

constexpr std::string_view payment_environment = "2PAY.SYS.DDF01";
constexpr std::string_view beijing = "1000";  // its city code, with which its numbers begin
constexpr int beijing_card_data = 0x04;       // SFI in the master file
constexpr std::array<std::uint8_t, 5> tunion_scheme{0xA0, 0x00, 0x00, 0x06, 0x32};

// As readers show the second generation: application data of ATQB, and under a name of its own.
const std::array<std::string_view, 2> resident_id_atrs{"3B888001D10386050080800058", "3B868001804F03F001003A"};

}  // namespace

bool is_bank_card(Dialogue& card) {
    const Bytes name(payment_environment.begin(), payment_environment.end());
    const Reply reply = card.send(select_name(name));
    const auto answering = find_tlv(reply.data, 0x84);
    if (!reply.ok() || !answering || as_text(*answering) != payment_environment) return false;
    const auto scheme = find_tlv(reply.data, 0x4F);
    return scheme && scheme->size() >= 5 && !std::ranges::equal(part(*scheme, 0, 5), tunion_scheme);
}

bool is_resident_id_atr(ByteView atr) { return std::ranges::find(resident_id_atrs, to_hex(atr)) != resident_id_atrs.end(); }

bool has_resident_id_file(Dialogue& card) {
    const Reply reply = card.send(select_file(0x00, 0x6002));
    return reply.ok() && reply.data.empty();
}

std::optional<kiosk::ElsewhereCard> find_city_application(Dialogue& card, std::span<const kiosk::CityApplication> known) {
    for (const auto& application : known) {
        const Bytes name(application.name.begin(), application.name.end());
        const Selection selection = select_application(card, name);
        if (!selection.selected()) continue;
        const auto answering = find_tlv(selection.fci, 0x84);
        if (!answering || std::ranges::equal(*answering, name)) return kiosk::ElsewhereCard{application.place};
    }
    return std::nullopt;
}

std::optional<kiosk::TransitCard> read_beijing(Dialogue& card) {
    const Reply reply = card.send(read_binary(beijing_card_data, 0x20));
    const auto digits = bcd_digits(part(reply.data, 0, 8));
    if (!reply.all_there_was() || !digits || !digits->starts_with(beijing)) return std::nullopt;
    const auto number = kiosk::CardNumber::parse(*digits);
    const auto from = bcd_date(part(reply.data, 24, 4)), until = bcd_date(part(reply.data, 28, 4));
    if (!number || !from || !until || *until <= *from) return std::nullopt;  // another file
    return kiosk::TransitCard{.number = *number,
                              .second = {},
                              .city = std::string(beijing),
                              .passenger = {},
                              .valid_from = from,
                              .valid_until = until};
}

}  // namespace hw
