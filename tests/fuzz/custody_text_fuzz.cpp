// What is typed or scanned for the log of custody: whatever the bytes are, what is taken is well-formed, and taken as it is
// when it is entered again.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "kiosk/base/utf8.h"
#include "kiosk/case/custody.h"
#include "kiosk/case/identifier.h"
#include "kiosk/custody/text.h"

namespace {

using namespace kiosk;

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (const auto number = bag_number(text)) {
        require(!number->empty() && number->size() <= 40 && !looks_personal(*number));
        require(*bag_number(*number) == *number);
    }
    if (const auto key = case_key(text)) require(is_case_key(*key) && *case_key(*key) == *key);
    if (const auto line = free_text("who", text)) {
        require(!line->empty() && line->size() <= 200 && is_utf8(*line) && is_plain_text(*line));
        require(*free_text("who", *line) == *line);
    }
    if (const auto party = parse_party(text)) {
        const auto again = std::string(name(party->level)) + (party->name.empty() ? "" : ":" + party->name);
        require(again == text);
    }
    return 0;
}
