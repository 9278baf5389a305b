#pragma once

#include <string>

#include "kiosk/base/result.h"

// What is said of an unreadable workbook to the person who chose it.
namespace kiosk {

inline Error complaint(std::string words) { return {Fault::malformed, std::move(words)}; }
inline Error damaged_workbook() {
    return complaint("the workbook is damaged or cut off; fetch it again, or open it in a spreadsheet and save it anew");
}
inline Error hurtful_workbook() {
    return complaint("the workbook holds what no spreadsheet writes; copy the table into a new one");
}
inline Error large_workbook() {
    return complaint("the workbook holds more than any list of an office; save the table as CSV UTF-8");
}

}  // namespace kiosk
