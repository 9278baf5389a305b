#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "kiosk/base/moment.h"
#include "kiosk/card/number.h"

namespace kiosk {

// Where a card is on its way. `refused` is at the maker; the old card then goes back alone in an envelope.
enum class Stage : std::uint8_t {
    collected,
    at_street,
    at_district,
    at_maker,
    made,
    back_at_district,
    back_at_street,
    ready,
    handed_out,
    refused,
    refused_at_community,
    refused_handed_back,
    served,
};
std::string_view name(Stage stage);  // "at_street", as in the import file
std::optional<Stage> parse_stage(std::string_view name);
bool may_follow(Stage from, Stage to);  // any number of steps forward on the same way; never back
bool is_refused(Stage stage);           // refused and everything after it but `served`

// What may be shown of a case. Nothing in it identifies a person.
struct CaseView {
    std::string key;                   // opaque, as on the receipt
    std::string masked_name;           // 王＊泽
    std::string old_last4, new_last4;  // may be empty
    std::string community, street, district;
    Date handed_in{};
    Date promised_by{};
    Stage stage = Stage::collected;
    std::optional<Wall> stage_at;
    std::string refusal;  // RefusalReason::code, only when refused
    bool operator==(const CaseView&) const = default;
};

// Promised for a day before `today`, and neither back nor refused.
bool is_late(const CaseView& found, Date today);

// How a case is asked for. Personal numbers live in here only until they are hashed.
struct ByCard {
    CardNumber number;  // old card
    bool operator==(const ByCard&) const = default;
};
struct BySocialCard {
    std::string number;  // letter and digits
    bool operator==(const BySocialCard&) const = default;
};
struct ByResidentId {
    std::string number;
    bool operator==(const ByResidentId&) const = default;
};
struct ByKey {
    std::string key;
    bool operator==(const ByKey&) const = default;
};
struct ByTyping {
    std::string id_tail6;    // last 6 of the ID number; the last may be X
    std::string card_last4;  // last 4 of the old card
    bool operator==(const ByTyping&) const = default;
};
using CaseQuery = std::variant<ByCard, BySocialCard, ByResidentId, ByKey, ByTyping>;

}  // namespace kiosk
