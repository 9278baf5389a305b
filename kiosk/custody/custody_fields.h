#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "kiosk/custody/custody_record.h"
#include "kiosk/ledger/fields.h"

namespace kiosk {

// The fields of an event beside their columns, which bear the same names in the ledger and in the shared store.
inline constexpr std::array<std::string_view, 17> custody_columns = {
    "event", "kind",   "at",    "who",    "bag",      "case_keys", "from_level", "to_level", "given",
    "taken", "listed", "stage", "reason", "district", "street",    "community",  "since"};
template <class Record>  // CustodyRecord or const CustodyRecord
auto custody_fields(Record& record) {
    return std::tie(record.event, record.kind, record.at, record.who, record.bag, record.case_keys, record.from, record.to,
                    record.given, record.taken, record.listed, record.stage, record.reason, record.district, record.street,
                    record.community, record.since);
}
static_assert(std::tuple_size_v<decltype(custody_fields(std::declval<CustodyRecord&>()))> == custody_columns.size());

// As a database takes the field.
template <class Field>
const Field& stored(const Field& field) {
    return field;
}
inline std::string stored(const std::vector<std::string>& case_keys) { return in_one_line(case_keys); }
inline std::string_view stored(const std::optional<Stage>& stage) { return stage ? name(*stage) : std::string_view{}; }

template <class Row>
void read_field(const Row& row, int column, CustodyKind& field) {
    field = parse_kind(row.text(column)).value_or(CustodyKind::packed);
}
template <class Row>
void read_field(const Row& row, int column, std::vector<std::string>& field) {
    field = case_keys_of(row.text(column));
}
template <class Row>
void read_field(const Row& row, int column, std::optional<Level>& field) {
    field = parse_level(row.text(column));
}

// The event whose columns begin at `column`.
template <class Row>
CustodyRecord read_custody(const Row& row, int column) {
    CustodyRecord record;
    read_fields(row, column, custody_fields(record));
    return record;
}

}  // namespace kiosk
