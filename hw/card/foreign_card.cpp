#include "hw/card/foreign_card.h"

#include <algorithm>
#include <array>

#include "hw/card/application.h"
#include "hw/card/bcd.h"
#include "hw/card/tlv.h"

namespace hw {
namespace {

constexpr std::string_view payment_environment = "2PAY.SYS.DDF01", contact_payment_environment = "1PAY.SYS.DDF01";
constexpr std::array<std::uint8_t, 7> unionpay{0xA0, 0x00, 0x00, 0x03, 0x33, 0x01, 0x01};  // debit, credit and the like
constexpr std::string_view beijing = "1000";  // its city code, with which its numbers begin
constexpr int beijing_card_data = 0x04;       // SFI in the master file
constexpr std::array<std::uint8_t, 5> tunion_scheme{0xA0, 0x00, 0x00, 0x06, 0x32};

// As readers show the second generation: application data of ATQB, and under a name of its own.
const std::array<std::string_view, 2> resident_id_atrs{"3B888001D10386050080800058", "3B868001804F03F001003A"};

// PC/SC part 3: readers make these up.
bool is_contactless_atr(ByteView atr) {
    return atr.size() >= 4 && atr[0] == 0x3B && atr[1] >> 4 == 0x8 && atr[2] == 0x80 && atr[3] == 0x01;
}

// What the card says of itself under this name; empty if that is not its name.
Bytes answer_of(Dialogue& card, std::string_view environment) {
    const Bytes name(environment.begin(), environment.end());
    Selection selection = select_application(card, name);
    const auto answering = find_tlv(selection.fci, 0x84);
    return selection.selected() && answering && as_text(*answering) == environment ? std::move(selection.fci) : Bytes{};
}

// The first record of the file that a contact payment environment names (EMV book 1, 12.2.3).
Bytes directory_of(Dialogue& card, ByteView environment) {
    const auto sfi = find_tlv(environment, 0x88);
    if (!sfi || sfi->size() != 1 || sfi->front() < 1 || sfi->front() > 10) return {};
    return card.send(read_record(1, static_cast<std::uint8_t>(sfi->front() << 3 | 0x04), 0x00)).data;
}

bool lists_a_bank(ByteView entries) {
    const auto scheme = find_tlv(entries, 0x4F);
    return scheme && scheme->size() >= 5 && !std::ranges::equal(part(*scheme, 0, 5), tunion_scheme);
}

}  // namespace

bool is_bank_card(Dialogue& card) {
    if (lists_a_bank(answer_of(card, payment_environment))) return true;
    const Bytes contact = answer_of(card, contact_payment_environment);
    if (lists_a_bank(contact) || lists_a_bank(directory_of(card, contact))) return true;
    // The master file of some transit cards bears that name too, but those have no contacts.
    if (!contact.empty() && !is_contactless_atr(card.atr())) return true;
    const Selection selection = select_application(card, unionpay);
    const auto answering = find_tlv(selection.fci, 0x84);
    return selection.selected() && answering && std::ranges::equal(part(*answering, 0, unionpay.size()), unionpay);
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
    const Reply reply = read_file(card, beijing_card_data, 0x20);
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
