#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/table/csv.h"

namespace kiosk {

// Which encoding a table has, UTF-8 or GB18030: known from its first bytes that are not ASCII.
class Encoding {
public:
    // `ahead` is what follows the record in the file. A UTF-8 file with a broken byte somewhere is told from a GB18030
    // one by its header.
    void look_at(const CsvReader::Record& record, std::string_view ahead);
    // The field as UTF-8: it itself, or what is then kept in `room`. nullopt: it is no text.
    std::optional<std::string_view> decode(std::string_view field, std::string& room) const;

private:
    bool known_ = false;
    bool utf8_ = true;
};

}  // namespace kiosk
