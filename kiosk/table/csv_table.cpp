#include "kiosk/table/csv_table.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "kiosk/base/utf8.h"

namespace kiosk {
namespace {

// What kind of file this is if it is no CSV; nullptr: it may be CSV.
const char* other_kind(std::string_view start) {
    start = start.substr(0, 1000);
    const auto text = start.substr(std::min(start.find_first_not_of(" \t\r\n"), start.size()));
    if (start.starts_with("PK\x03\x04")) return "the file is a workbook or an archive; save the table as .xlsx or CSV UTF-8";
    if (start.starts_with("\xD0\xCF\x11\xE0"))
        return "the file is a workbook of the old kind (.xls, .et); open it and save it as .xlsx or CSV UTF-8";
    if (text.starts_with('<') || text.starts_with("MIME-Version:"))
        return "the file is a web page or XML that is named otherwise; open it and save it as .xlsx or CSV UTF-8";
    if (text.starts_with("%PDF")) return "the file is a PDF; import the table that it was made from, as .xlsx or CSV UTF-8";
    if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF"))
        return "the file is UTF-16; save it as .xlsx, or as CSV in UTF-8 or GB18030";
    if (start.find('\0') != std::string_view::npos)
        return "the file is no text; open it in a spreadsheet and save the table as .xlsx or CSV UTF-8";
    return nullptr;
}

}  // namespace

CsvTable::CsvTable(ByteSource source)
    : csv_([this, source = std::move(source)](std::span<char> room) -> Result<std::size_t> {
          auto count = source(room);
          if (count) bytes_read_ += *count;
          return count;
      }) {}

// Works cell by cell, so that the strings keep their memory from row to row.
void CsvTable::decode(const CsvReader::Record& record) {
    encoding_.look_at(record, csv_.buffered());
    const auto fields = record.fault.empty() ? std::span(record.fields) : std::span(&record.raw, 1);
    row_.cells.resize(fields.size());
    for (std::size_t at = 0; at < fields.size(); ++at) {
        std::string room;
        if (const auto text = encoding_.decode(fields[at], room)) {
            row_.cells[at].assign(*text);
            continue;
        }
        row_.cells[at] = to_utf8(to_code_points(fields[at]));
        if (row_.fault.empty()) row_.fault = fmt::format("field {} holds bytes that are neither UTF-8 nor GB18030", at + 1);
    }
}

Result<const TableRow*> CsvTable::next() {
    const auto end = static_cast<const TableRow*>(nullptr);
    if (ended_) return end;
    const auto read = csv_.next();
    if (!read) return read.error();
    if (!*read) return end;
    const auto& record = **read;
    row_.line = record.line;
    row_.fault = record.fault;
    row_.cut = record.cut;
    if (!std::exchange(started_, true)) {
        const auto* kind = other_kind(record.fields.empty() ? record.raw : record.fields.front());
        ended_ = kind != nullptr;
        row_.cells.clear();
        if (kind) row_.fault = kind;
        if (kind) return static_cast<const TableRow*>(&row_);
    }
    decode(record);
    return static_cast<const TableRow*>(&row_);
}

}  // namespace kiosk
