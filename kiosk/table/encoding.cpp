#include "kiosk/table/encoding.h"

#include <algorithm>

#include "kiosk/base/ascii.h"
#include "kiosk/base/utf8.h"

namespace kiosk {
void Encoding::look_at(const CsvReader::Record& record, std::string_view ahead) {
    if (known_ || std::ranges::all_of(record.fields, all_ascii)) return;
    const bool record_is_utf8 = std::ranges::all_of(record.fields, is_utf8);
    ahead = ahead.substr(0, ahead.rfind('\n') + 1);  // whole lines only
    known_ = true;
    utf8_ = record_is_utf8 && (record.line == 1 || is_utf8(ahead));
}

std::optional<std::string_view> Encoding::decode(std::string_view field, std::string& room) const {
    if (all_ascii(field)) return field;
    if (utf8_) return is_utf8(field) ? std::optional{field} : std::nullopt;
    auto text = from_gb18030(field);
    if (!text) return std::nullopt;
    room = *std::move(text);
    return room;
}

}  // namespace kiosk
