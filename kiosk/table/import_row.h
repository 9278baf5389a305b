#pragma once

#include <vector>

#include "kiosk/table/header.h"
#include "kiosk/table/import.h"

namespace kiosk {

struct CheckedRow {
    ImportRow row;
    std::vector<RowRefused> faults;  // empty: the row is good in itself
};
CheckedRow check_row(const RowValues& values, const ImportRules& rules, int serial_shift = 0);

}  // namespace kiosk
