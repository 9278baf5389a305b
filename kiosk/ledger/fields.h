#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "kiosk/case/case.h"
#include "kiosk/ledger/sql.h"
#include "kiosk/ledger/ticket_table.h"

// A thing that is kept in a table has one list of its fields, in the order of its columns (case_fields, ticket_fields,
// custody_fields), for both kinds of ledger. Here the fields are read from a row, which gives text(column), integer(column)
// and integer_or_null(column). A name that this program does not know is read as the first of its list, or as none.
namespace kiosk {

template <class Row>
void read_field(const Row& row, int column, std::string& field) {
    field = row.text(column);
}
template <class Row>
void read_field(const Row& row, int column, std::int64_t& field) {
    field = row.integer(column);
}
template <class Row>
void read_field(const Row& row, int column, int& field) {
    field = static_cast<int>(row.integer(column));
}
template <class Row>
void read_field(const Row& row, int column, char& field) {
    const auto text = row.text(column);
    field = text.empty() ? '?' : text.front();
}
template <class Row>
void read_field(const Row& row, int column, Wall& field) {
    field = to_wall(row.integer(column));
}
template <class Row>
void read_field(const Row& row, int column, Date& field) {
    field = to_date(row.integer(column));
}
template <class Row>
void read_field(const Row& row, int column, std::optional<std::int64_t>& field) {
    field = row.integer_or_null(column);
}
template <class Row>
void read_field(const Row& row, int column, std::optional<Wall>& field) {
    const auto at = row.integer_or_null(column);
    field = at ? std::optional{to_wall(*at)} : std::nullopt;
}
inline void read_field(const Statement& row, int column, std::optional<Hash>& field) { field = to_hash(row.blob(column)); }
template <class Row>
void read_field(const Row& row, int column, Stage& field) {
    field = parse_stage(row.text(column)).value_or(Stage{});
}
template <class Row>
void read_field(const Row& row, int column, std::optional<Stage>& field) {
    field = parse_stage(row.text(column));
}
template <class Row>
void read_field(const Row& row, int column, TicketClass& field) {
    field = parse_class(row.text(column));
}
template <class Row>
void read_field(const Row& row, int column, OnPaper& field) {
    field = parse_paper(row.text(column));
}

template <class Row, class... Fields>
void read_fields(const Row& row, int column, const std::tuple<Fields&...>& fields) {
    std::apply([&](auto&... field) { (read_field(row, column++, field), ...); }, fields);
}

}  // namespace kiosk
