#pragma once

#include <string>
#include <string_view>

#include "kiosk/health/running.h"
#include "kiosk/policy/faults.h"
#include "kiosk/policy/toml_reader.h"

// Within this room: how the small files are read.
namespace kiosk {

inline Wall moment(TomlReader& file, const std::string& key) {
    const auto read = parse_utc_text(file.text(key));
    if (!read) file.wrong(key, "a moment such as \"2026-11-28T06:03:30Z\"");
    return read.value_or(Wall{});
}

template <class Record, class Read>
Result<Record> parse_record(std::string_view toml, const std::string& file_name, Read read) {
    const auto table = parse_toml(toml, file_name);
    if (!table) return table.error();
    TomlMistakes mistakes(file_name);
    TomlReader file(&*table, "the file", mistakes);
    Record record = read(file);
    file.refuse_other_keys();
    if (mistakes.first()) return *mistakes.first();
    return record;
}

}  // namespace kiosk
