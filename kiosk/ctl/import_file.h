#pragma once

#include <cstdint>
#include <fstream>
#include <memory>
#include <string>

#include "kiosk/table/table.h"
#include "kiosk/table/workbook.h"

namespace kiosk::ctl {

// The file that is to be imported: CSV, or a sheet of a workbook.
class ImportFile {
public:
    // `sheet`: name or number (Workbook::choose).
    static Result<std::unique_ptr<ImportFile>> open(const std::string& path, const std::string& sheet);

    // From its beginning, each time. It borrows the file.
    Result<std::unique_ptr<Table>> table() const;
    std::uintmax_t size() const { return size_; }  // of the table's text; Table::bytes_read goes up to it
    // What the user should know of what is not read: other sheets. Empty: nothing.
    Result<std::string> unread() const;

private:
    ImportFile(std::string path, std::unique_ptr<Workbook> workbook, std::size_t sheet, std::uintmax_t size)
        : path_(std::move(path)), workbook_(std::move(workbook)), sheet_(sheet), size_(size) {}

    std::string path_;
    std::unique_ptr<Workbook> workbook_;  // nullptr: CSV
    std::size_t sheet_;
    std::uintmax_t size_;
};

}  // namespace kiosk::ctl
