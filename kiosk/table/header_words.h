#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "kiosk/table/header.h"

namespace kiosk {

// What a title may mean besides a column of the ledger.
enum class OtherTitle : std::uint8_t { unknown, blank, passed_over, ordinal, earlier_reason };
std::variant<Column, OtherTitle> meaning_of_title(std::string_view title);

std::string_view english_title(Column column);

}  // namespace kiosk
