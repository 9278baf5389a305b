// An import file of any bytes: read as CSV, then as cases.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "kiosk/base/utf8.h"
#include "kiosk/case/identifier.h"
#include "kiosk/table/cell.h"
#include "kiosk/table/csv_table.h"
#include "kiosk/table/import.h"
#include "kiosk/table/written_time.h"

namespace {

using namespace kiosk;

void require(bool holds) {
    if (!holds) std::abort();
}

// Everything the reader says of a file, as one text.
std::string records_of(std::string_view bytes, std::size_t chunk) {
    CsvReader reader(from_memory(bytes), chunk);
    std::string all;
    std::size_t last = 0, records = 0;
    for (auto record = reader.next(); record && *record; record = reader.next()) {
        require(++records <= bytes.size());
        require((*record)->line >= last);
        last = (*record)->line;
        all += std::to_string(last) + '|' + std::string((*record)->fault);
        for (const auto field : (*record)->fields) all += '|' + std::string(field);
    }
    return all;
}

// The fields of a table, each by itself.
void read_cell(std::string_view bytes) {
    const auto time = parse_written_time(bytes);
    require(!time || (time->date.ok() && time->date.year() >= std::chrono::year{2000}));
    require(!time || !time->of_day || (time->of_day->count() >= 0 && time->of_day->count() < 1440));
    const auto number = number_in_cell(cell_text(bytes));
    require(!number || normal_identifier(*number) == *number);
}

const std::vector<RefusalReason> refusals = {{"no_portrait", {}, {}, true}, {"other", {}, {}, true}};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    require(records_of(bytes, size + 1) == records_of(bytes, 5));  // in small pieces every record is cut somewhere
    if (size < 100) read_cell(bytes);

    std::size_t taken = 0;
    const auto take = [&](const ImportRow& row, std::size_t) -> Status {
        require(!row.holder_name.empty());
        for (const auto& text : {row.holder_name, row.community, row.street, row.district})
            require(is_plain_text(text) && !holds_phone_number(text));
        require(row.handed_in.ok());
        require(!is_refused(row.stage) || !row.refusal.empty());
        require(row.old_card || !row.case_key.empty());
        ++taken;
        return Done{};
    };
    std::size_t bad = 0;
    const auto note = [&](const BadRow& row) -> Status {
        require(row.line > 0 && !row.reason.empty());
        ++bad;
        return Done{};
    };
    CsvTable table(from_memory(bytes));
    const auto read = read_import(table, {refusals, std::chrono::minutes{480}, size % 2 == 1}, {{}, take, note, {}});
    require(static_cast<bool>(read));
    require(taken + bad >= read->rows);
    require(read->usable || bad > 0);
    return 0;
}
