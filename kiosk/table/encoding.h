#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/table/csv.h"

namespace kiosk {

// The encoding of a table, UTF-8 or GB18030. The table's first bytes that are not ASCII show which.
class Encoding {
public:
    // `ahead` is what follows the record in the file. The header distinguishes a UTF-8 file with a broken byte somewhere
    // from a GB18030 file.
    void look_at(const CsvReader::Record& record, std::string_view ahead);
    // The field in UTF-8: either the field itself or a text that is then kept in `room`. nullopt: the field is no text.
    std::optional<std::string_view> decode(std::string_view field, std::string& room) const;

private:
    bool known_ = false;
    bool utf8_ = true;
};

}  // namespace kiosk
