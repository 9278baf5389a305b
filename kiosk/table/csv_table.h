#pragma once

#include <string>

#include "kiosk/table/csv.h"
#include "kiosk/table/encoding.h"
#include "kiosk/table/table.h"

namespace kiosk {

// A CSV file in UTF-8 or GB18030. A file of another kind has one row, whose fault says what the file is and what to do.
class CsvTable final : public Table {
public:
    explicit CsvTable(ByteSource source);
    Result<const TableRow*> next() override;
    std::uint64_t bytes_read() const override { return bytes_read_; }

private:
    void decode(const CsvReader::Record& record);

    std::uint64_t bytes_read_ = 0;
    CsvReader csv_;
    Encoding encoding_;
    TableRow row_;
    bool started_ = false, ended_ = false;
};

}  // namespace kiosk
