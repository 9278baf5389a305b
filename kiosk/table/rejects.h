#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kiosk/base/descriptor.h"
#include "kiosk/table/import_report.h"
#include "kiosk/table/list_reader.h"

namespace kiosk {

// The rows of an import file that cannot be taken, with the columns rejected_line and rejected_reason behind their own: once
// mended, the file can be imported. Where a cell means the cell above it, that value is written out, because the row above
// may be missing here. UTF-8 with byte order mark; mode 0600, because the rows hold personal data.
class RejectsFile {
public:
    // `table`: the import file, opened once more from its beginning. `path`: the file to make. If that name is taken,
    // `may_rename` allows the next free name (x-2.csv); otherwise begin() refuses. No file is replaced.
    static Result<RejectsFile> begin(std::unique_ptr<Table> table, bool fill_down, std::string path, bool may_rename);
    RejectsFile(RejectsFile&& other) noexcept;
    RejectsFile& operator=(RejectsFile&&) = delete;
    ~RejectsFile();

    Status add(const BadRow& bad);  // by line; several reasons of one line become one row
    Result<std::string> finish();   // its path

private:
    RejectsFile(std::unique_ptr<Table> table, bool fill_down, std::string path, std::string draft, bool may_rename,
                Descriptor file);
    Status write_header();
    Status find_row(std::size_t line);
    Status write_row();
    Status write_line(std::vector<std::string> fields, const std::string& line, const std::string& reason);
    Status flush();

    std::unique_ptr<Table> table_;
    std::unique_ptr<ListReader> list_;  // reads table_
    std::string path_, draft_;          // draft_: the file until it is finished, then renamed to path_
    bool may_rename_;
    Descriptor file_;
    std::string text_;                 // not written yet
    std::size_t columns_ = 0;          // 0: the file has no header, and so no rows, but one reason
    std::size_t line_ = 0, read_ = 0;  // line_: of the row being gathered; read_: of the last row read
    bool begun_ = false;
    std::string reason_;
    std::vector<std::string> fields_;
};

}  // namespace kiosk
