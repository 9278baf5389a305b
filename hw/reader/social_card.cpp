#include "hw/reader/social_card.h"

#include <algorithm>

#include "hw/reader/bcd.h"
#include "hw/reader/text_field.h"
#include "kiosk/base/ascii.h"

namespace hw {
namespace {

// A record of LD/T 32: its number differs between generations, its identifier (the TLV tag) does not.
struct Record {
    std::uint8_t file;  // 5 or 6: SFI, and the low byte of the file's identifier EFxx
    std::uint8_t id;
    std::uint8_t number;
    std::uint8_t size;  // of the value
};
constexpr Record identification{5, 0x01, 1, 16};
constexpr Record version{5, 0x03, 3, 4};
constexpr Record expiry{5, 0x06, 6, 4};
constexpr Record card_number{5, 0x07, 7, 9};
constexpr Record holder_id{6, 0x08, 1, 18};
constexpr Record holder_name{6, 0x09, 2, 30};
constexpr Record holder_name_rest{6, 0x4E, 3, 20};  // generations 2 and 3

class Records {
public:
    Records(Dialogue& card, SocialAddressing addressing) : card_(card), addressing_(addressing) {}

    std::optional<Bytes> value(const Record& record) {
        const auto le = static_cast<std::uint8_t>(record.size + 2);
        const Reply reply = card_.send(command(record, le));
        const Bytes& data = reply.data;
        if (!reply.ok() || data.size() < 2 || data[0] != record.id || data[1] > data.size() - 2) return std::nullopt;
        return Bytes(data.begin() + 2, data.begin() + 2 + data[1]);
    }

private:
    Bytes command(const Record& record, std::uint8_t le) {
        const auto sfi = static_cast<std::uint8_t>(record.file << 3);
        if (addressing_ == SocialAddressing::by_identifier) return read_record(record.id, sfi, le);
        if (addressing_ == SocialAddressing::by_number) return read_record(record.number, sfi | 0x04, le);
        if (selected_ != record.file) card_.send(select_file(0x02, static_cast<std::uint16_t>(0xEF00 | record.file)));
        selected_ = record.file;
        return read_record(record.id, 0x00, le);
    }

    Dialogue& card_;
    SocialAddressing addressing_;
    int selected_ = 0;  // the current file
};

// "1.00", "2.0", "3.00"; an empty one is written by the first generation.
std::optional<int> generation_of(ByteView value) {
    const std::string text = ascii_field(value);
    if (text.empty() && std::ranges::all_of(value, [](std::uint8_t byte) { return byte == 0 || byte == ' '; })) return 1;
    if (text.size() < 3 || text[0] < '1' || text[0] > '3' || text[1] != '.') return std::nullopt;
    return text[0] - '0';
}

// One or two letters and digits; "" if the field holds anything else.
std::string number_in(ByteView value) {
    std::string text = ascii_field(value);
    const auto digits = std::ranges::find_if(text, kiosk::is_digit);
    const auto letters = digits - text.begin();
    const bool upper = std::all_of(text.begin(), digits, [](char c) { return c >= 'A' && c <= 'Z'; });
    const bool numeric = digits != text.end() && std::all_of(digits, text.end(), kiosk::is_digit);
    return letters <= 2 && upper && numeric ? text : "";
}

// 18 characters, or the 15 of the oldest cards. Whether the check character fits is not asked: some cards' does not.
std::string holder_id_in(ByteView value) {
    std::string text = ascii_field(value);
    if (text.size() != 18 && text.size() != 15) return "";
    if (!std::all_of(text.begin(), text.end() - 1, kiosk::is_digit)) return "";
    if (text.back() == 'x') text.back() = 'X';
    return kiosk::is_digit(text.back()) || text.back() == 'X' ? text : "";
}

kiosk::SocialCard read_with(Records& records, int generation) {
    kiosk::SocialCard card;
    card.generation = generation;
    if (const auto value = records.value(identification)) card.area = bcd_digits(part(*value, 0, 3)).value_or("");
    if (const auto value = records.value(card_number)) card.number = number_in(*value);
    if (const auto value = records.value(expiry)) card.expires = bcd_date(*value);
    return card;
}

}  // namespace

std::optional<SocialApplication> read_social_card(Dialogue& card) {
    using enum SocialAddressing;
    for (const auto addressing : {by_identifier, by_identifier_after_select, by_number}) {
        Records records(card, addressing);
        const auto value = records.value(version);
        if (!value) continue;
        const auto generation = generation_of(*value);
        if (!generation) return std::nullopt;
        return SocialApplication{read_with(records, *generation), addressing};
    }
    return std::nullopt;
}

std::optional<kiosk::Holder> read_holder(Dialogue& card, const SocialApplication& application) {
    Records records(card, application.addressing);
    const auto id = records.value(holder_id);
    if (!id) return std::nullopt;
    kiosk::Holder holder{.id_number = holder_id_in(*id), .name = {}};
    if (holder.id_number.empty()) return std::nullopt;  // left blank: as good as protected
    auto name = records.value(holder_name);
    if (!name) return holder;
    const bool full = name->size() == holder_name.size && name->back() != 0;  // then a character may be cut
    if (full && application.card.generation > 1) {
        if (const auto rest = records.value(holder_name_rest)) name->insert(name->end(), rest->begin(), rest->end());
    }
    holder.name = gbk_field(*name);
    return holder;
}

}  // namespace hw
