#include "hw/card/social_card.h"

#include <algorithm>
#include <array>

#include "hw/card/application.h"
#include "hw/card/bcd.h"
#include "hw/card/text_field.h"
#include "hw/card/tlv.h"
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

constexpr std::size_t shortest_number = 6;

// In the order in which they are tried: the first is what most cards take.
constexpr std::array addressings{
    SocialAddressing{SocialAddressing::By::identifier, false},
    SocialAddressing{SocialAddressing::By::selected_identifier, false},
    SocialAddressing{SocialAddressing::By::number, false},
    SocialAddressing{SocialAddressing::By::selected_number, false},
    SocialAddressing{SocialAddressing::By::selected_all, true},
    SocialAddressing{SocialAddressing::By::identifier, true},
    SocialAddressing{SocialAddressing::By::selected_identifier, true},
    SocialAddressing{SocialAddressing::By::number, true},
    SocialAddressing{SocialAddressing::By::selected_number, true},
};

class Records {
public:
    explicit Records(Dialogue& card) : card_(card) {}

    std::optional<Bytes> value(const Record& record, SocialAddressing addressing) {
        if (needs_selection(addressing.by)) open(record.file);
        const Reply reply = card_.send(command(record, addressing));
        last_sw_ = reply.sw;
        if (!reply.ok()) return std::nullopt;
        return addressing.by == SocialAddressing::By::selected_all ? in_file(reply.data, record)
                                                                   : in_record(reply.data, record);
    }
    std::uint16_t last_sw() const { return last_sw_; }

private:
    static bool needs_selection(SocialAddressing::By by) {
        using enum SocialAddressing::By;
        return by == selected_identifier || by == selected_number || by == selected_all;
    }

    // Cards differ in the P1 that they take, too.
    void open(std::uint8_t file) {
        if (selected_ == file) return;
        selected_ = file;
        const auto identifier = static_cast<std::uint16_t>(0xEF00 | file);
        if (!select(card_, select_file(0x02, identifier)).ok()) select(card_, select_file(0x00, identifier));
    }

    static Bytes command(const Record& record, SocialAddressing addressing) {
        using enum SocialAddressing::By;
        const auto sfi = static_cast<std::uint8_t>(record.file << 3);
        const auto le = static_cast<std::uint8_t>(addressing.any_length ? 0 : record.size + 2);
        switch (addressing.by) {
            case identifier:
                return read_record(record.id, sfi, le);
            case selected_identifier:
                return read_record(record.id, 0x00, le);
            case number:
                return read_record(record.number, sfi | 0x04, le);
            case selected_number:
                return read_record(record.number, 0x04, le);
            case selected_all:
                break;
        }
        return read_record(1, 0x05, 0xFF);  // this record and all behind it
    }

    static std::optional<Bytes> in_record(const Bytes& data, const Record& record) {
        if (data.size() < 2 || data[0] != record.id || data[1] > data.size() - 2) return std::nullopt;
        return Bytes(data.begin() + 2, data.begin() + 2 + data[1]);
    }

    static std::optional<Bytes> in_file(ByteView records, const Record& record) {
        const auto value = find_tlv(records, record.id);
        return value ? std::optional(Bytes(value->begin(), value->end())) : std::nullopt;
    }

    Dialogue& card_;
    int selected_ = 0;  // the current file
    std::uint16_t last_sw_ = 0;
};

// "1.00", "2.0", "3.00"; an empty one is written by the first generation.
std::optional<int> generation_of(ByteView value) {
    const std::string text = ascii_field(value);
    if (text.empty() && std::ranges::all_of(value, [](std::uint8_t byte) { return byte == 0 || byte == ' '; })) return 1;
    if (text.empty() || text[0] < '1' || text[0] > '3' || (text.size() > 1 && text[1] != '.')) return std::nullopt;
    return text[0] - '0';
}

// Of a card without a version: only the third generation names its algorithm (9F0C, 86).
int generation_by(ByteView fci) { return find_tlv(fci, 0x9F0C) ? 3 : 1; }

char capital(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_alphanumeric(char c) { return kiosk::is_digit(c) || (c >= 'A' && c <= 'Z'); }

std::string capitals_in(ByteView value) {
    std::string text = ascii_field(value);
    std::ranges::transform(text, text.begin(), capital);
    return std::ranges::all_of(text, is_alphanumeric) ? text : "";
}

// Eight digits or letters and a check character, of which there are several rules; "" if the field holds anything else.
std::string number_in(ByteView value) {
    const std::string text = capitals_in(value);
    const bool blank = text.find_first_not_of('0') == std::string::npos;
    return text.size() < shortest_number || blank ? "" : text;
}

// 18 characters, or the 15 of the oldest cards. Whether the check character fits is not asked: some cards' does not. Those
// of foreigners begin with three letters for their country.
std::string holder_id_in(ByteView value) {
    const std::string text = capitals_in(value);
    const bool blank = text.find_first_not_of('0') == std::string::npos;
    return (text.size() != 18 && text.size() != 15) || blank ? "" : text;
}

kiosk::SocialCard read_with(Records& records, SocialAddressing addressing, int generation) {
    kiosk::SocialCard card;
    card.generation = generation;
    if (const auto value = records.value(identification, addressing))
        card.area = bcd_digits(part(*value, 0, 3)).value_or("");
    if (const auto value = records.value(card_number, addressing)) card.number = number_in(*value);
    if (const auto value = records.value(expiry, addressing)) card.expires = bcd_date(*value);
    return card;
}

// Then its last character may be cut.
bool fills_its_record(ByteView name) {
    constexpr std::array<std::uint8_t, 3> paddings{0x00, 0xFF, ' '};
    return name.size() == holder_name.size && std::ranges::find(paddings, name.back()) == paddings.end();
}

// 69xx: it is behind a key, however it may be asked for.
bool is_protected(std::uint16_t sw) { return sw >> 8 == 0x69 && sw != 0x6981; }

}  // namespace

std::optional<SocialApplication> read_social_card(Dialogue& card, ByteView fci) {
    Records records(card);
    for (const auto addressing : addressings) {
        const auto value = records.value(version, addressing);
        if (!value) continue;
        const auto generation = generation_of(*value);
        if (!generation) return std::nullopt;
        return SocialApplication{read_with(records, addressing, *generation), addressing};
    }
    for (const auto addressing : addressings) {
        if (records.value(card_number, addressing))
            return SocialApplication{read_with(records, addressing, generation_by(fci)), addressing};
    }
    return std::nullopt;
}

std::optional<kiosk::Holder> read_holder(Dialogue& card, const SocialApplication& application) {
    Records records(card);
    auto addressing = application.addressing;
    auto id = records.value(holder_id, addressing);
    const bool open_by_design = application.card.generation < 3;
    for (auto other = addressings.begin(); open_by_design && !id && other != addressings.end(); ++other) {
        if (is_protected(records.last_sw())) break;
        addressing = *other;
        id = records.value(holder_id, addressing);
    }
    if (!id) return std::nullopt;
    kiosk::Holder holder{.id_number = holder_id_in(*id), .name = {}};
    if (holder.id_number.empty()) return std::nullopt;  // left blank: as good as protected
    auto name = records.value(holder_name, addressing);
    if (!name) return holder;
    if (application.card.generation > 1 && fills_its_record(*name)) {
        if (const auto rest = records.value(holder_name_rest, addressing))
            name->insert(name->end(), rest->begin(), rest->end());
    }
    holder.name = name_field(*name);
    return holder;
}

}  // namespace hw
