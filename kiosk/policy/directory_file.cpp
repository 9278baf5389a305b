#include "kiosk/policy/directory_file.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "kiosk/base/ascii.h"
#include "kiosk/policy/toml_reader.h"

namespace kiosk {
namespace {

bool is_number_19(const std::string& text) {
    return all_digits(text) && text.size() >= 8 && text.size() <= 19 && text.front() == '3';
}
bool is_number_16(const std::string& text) { return all_digits(text) && text.size() >= 4 && text.size() <= 16; }
bool is_city(const std::string& text) { return all_digits(text) && text.size() == 4; }
bool is_area(const std::string& text) {
    return all_digits(text) && (text.size() == 2 || text.size() == 4 || text.size() == 6);
}

std::optional<std::string> from_hexadecimal(std::string_view digits) {
    std::string bytes;
    for (; digits.size() >= 2; digits.remove_prefix(2)) {
        unsigned char byte = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + 2, byte, 16);
        if (error != std::errc{} || end != digits.data() + 2) return std::nullopt;
        bytes += static_cast<char>(byte);
    }
    return digits.empty() ? std::optional(bytes) : std::nullopt;
}

// The bytes that "PAY.SZT" or "0xB0C4…" stand for; nullopt: it is no name of an application (ISO 7816-4: 5 to 16 bytes).
std::optional<std::string> application_name(const std::string& written) {
    const bool hexadecimal = written.starts_with("0x");
    const auto name = hexadecimal ? from_hexadecimal(std::string_view(written).substr(2)) : written;
    if (!name || name->size() < 5 || name->size() > 16) return std::nullopt;
    const bool printable = std::ranges::all_of(*name, [](char c) { return c > 0x20 && c < 0x7F; });
    return hexadecimal || printable ? name : std::nullopt;
}

// One key of all origins: what may stand there, and what did already.
class Column {
public:
    Column(std::string key, bool (*fits)(const std::string&), std::string expected)
        : key_(std::move(key)), fits_(fits), expected_(std::move(expected)) {}

    std::vector<std::string> read(TomlReader& row) {
        auto values = row.texts(key_);
        for (const std::string& value : values) {
            if (!fits_(value)) row.wrong(key_, "a list of " + expected_);
            if (!seen_.insert(value).second) row.wrong(key_, "unique, but '" + value + "' is there twice");
        }
        return values;
    }

private:
    std::string key_;
    bool (*fits_)(const std::string&);
    std::string expected_;
    std::set<std::string> seen_;
};

struct Columns {
    Column numbers_19{"numbers_19", is_number_19, "8 to 19 digits in quotes, the first of them 3"};
    Column numbers_16{"numbers_16", is_number_16, "4 to 16 digits in quotes"};
    Column t_union{"t_union", is_city, "4 digits in quotes"};
    Column city_union{"city_union", is_city, "4 digits in quotes"};
    Column areas{"areas", is_area, "2, 4 or 6 digits in quotes"};
    Column applications{"applications", [](const std::string& written) { return application_name(written).has_value(); },
                        "names of 5 to 16 characters, or 0x and 10 to 32 hexadecimal digits"};
};

Origin read_origin(TomlReader& row, Columns& columns) {
    Origin origin;
    origin.name = row.words("name");
    origin.numbers_19 = columns.numbers_19.read(row);
    origin.numbers_16 = columns.numbers_16.read(row);
    origin.t_union = columns.t_union.read(row);
    origin.city_union = columns.city_union.read(row);
    origin.areas = columns.areas.read(row);
    for (const auto& written : columns.applications.read(row))
        if (auto name = application_name(written)) origin.applications.push_back(*std::move(name));
    row.refuse_other_keys();
    return origin;
}

}  // namespace

Result<Directory> parse_directory(std::string_view toml, const std::string& file_name) {
    const auto table = parse_toml(toml, file_name);
    if (!table) return table.error();
    TomlMistakes mistakes(file_name);
    TomlReader file(&*table, "the file of issuers", mistakes);
    Directory directory;
    Columns columns;
    for (TomlReader& row : file.tables("places", true)) directory.origins.push_back(read_origin(row, columns));
    file.refuse_other_keys();
    if (mistakes.first()) return *mistakes.first();
    return directory;
}

Result<Directory> load_directory(const std::string& path) {
    const auto text = read_toml_file(path);
    if (!text) return text.error();
    return parse_directory(*text, path);
}

}  // namespace kiosk
