#include "kiosk/base/words.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

#include "kiosk/base/regular_file.h"
#include "kiosk/base/utf8.h"

namespace kiosk {
namespace {

constexpr std::uint32_t magic = 0x950412de;
constexpr std::size_t header_size = 20;  // magic, revision, count, offset of originals, offset of translations

Error malformed(std::string detail) { return {Fault::malformed, std::move(detail)}; }

// Numbers and strings of a .mo file by their place in it; never beyond its end.
class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    void swap_bytes() { swapped_ = true; }
    std::optional<std::uint32_t> number(std::size_t at) const {
        std::uint32_t value = 0;
        if (at > bytes_.size() || bytes_.size() - at < sizeof value) return std::nullopt;
        std::memcpy(&value, bytes_.data() + at, sizeof value);
        return swapped_ ? __builtin_bswap32(value) : value;
    }
    // `at` is the place of a descriptor: length, then offset. The string ends with a NUL that its length leaves out.
    std::optional<std::string_view> text(std::size_t at) const {
        const auto length = number(at), offset = number(at + 4);
        if (!length || !offset || *offset >= bytes_.size()) return std::nullopt;
        const std::string_view rest = bytes_.substr(*offset);
        if (*length >= rest.size() || rest[*length] != '\0') return std::nullopt;
        return rest.substr(0, *length);
    }

private:
    std::string_view bytes_;
    bool swapped_ = false;
};

// The {}s of a format text, sorted; nullopt if a brace stands alone.
std::optional<std::vector<std::string_view>> placeholders(std::string_view text) {
    std::vector<std::string_view> found;
    for (std::size_t at = 0; (at = text.find_first_of("{}", at)) != std::string_view::npos;) {
        const std::size_t end = text.find_first_of("{}", at + 1);
        if (text[at] != '{' || end == std::string_view::npos || text[end] != '}') return std::nullopt;
        found.push_back(text.substr(at, end + 1 - at));
        at = end + 1;
    }
    std::ranges::sort(found);
    return found;
}

bool same_placeholders(std::string_view english, std::string_view other) {
    const auto wanted = placeholders(english), got = placeholders(other);
    return wanted && got && *wanted == *got;
}

// Of an entry with plural forms, the first.
std::string_view until_nul(std::string_view text) { return text.substr(0, text.find('\0')); }

}  // namespace

Result<Catalog> Catalog::parse(std::string_view bytes) {
    Reader reader(bytes);
    if (bytes.size() < header_size) return malformed("word catalog: shorter than its header");
    if (*reader.number(0) == __builtin_bswap32(magic)) reader.swap_bytes();
    if (*reader.number(0) != magic) return malformed("word catalog: not a .mo file");
    if (*reader.number(4) >> 16 > 1) return malformed("word catalog: unknown revision of the .mo format");

    const std::size_t count = *reader.number(8), originals = *reader.number(12), translations = *reader.number(16);
    if (count > bytes.size() / 16) return malformed("word catalog: names more words than it can hold");
    Catalog catalog;
    for (std::size_t i = 0; i < count; ++i) {
        const auto original = reader.text(originals + 8 * i), translation = reader.text(translations + 8 * i);
        const std::string place = "word catalog: entry " + std::to_string(i + 1);
        if (!original || !translation) return malformed(place + " lies outside of the file");
        const auto english = until_nul(*original), other = until_nul(*translation);
        if (english.empty() || other.empty()) continue;  // the catalog's own header, or not translated
        if (!is_utf8(english) || !is_utf8(other)) return malformed(place + " is not UTF-8");
        if (!same_placeholders(english, other)) return malformed(place + " has other {} placeholders than its English");
        catalog.entries_.emplace(english, other);
    }
    return catalog;
}

Result<Catalog> Catalog::load(const std::string& path) {
    constexpr std::size_t most = 4 * 1024 * 1024;
    const auto bytes = read_regular_file(path, most);
    if (!bytes) return bytes.error();
    auto catalog = parse(*bytes);
    if (!catalog) return malformed(path + ": " + catalog.error().detail);
    return catalog;
}

std::string_view Catalog::translate(std::string_view msgid) const {
    const auto entry = entries_.find(msgid);
    return entry == entries_.end() ? msgid : std::string_view(entry->second);
}

}  // namespace kiosk
