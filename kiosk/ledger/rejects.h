#pragma once

#include <string>
#include <vector>

#include "kiosk/base/descriptor.h"
#include "kiosk/ledger/csv.h"
#include "kiosk/ledger/encoding.h"
#include "kiosk/ledger/ledger.h"

namespace kiosk {

// The rows of an import file that cannot be taken, with the columns rejected_line and rejected_reason behind their own:
// mended, it is an import file itself. UTF-8 with byte order mark, mode 0600, for it holds the persons' data.
class RejectsFile {
public:
    // `csv`: the import file once more, from its beginning. `path`: where it shall lie; `may_rename`: if something else is
    // there already, it takes the next free name (x-2.csv), otherwise that is refused. Nothing is replaced.
    static Result<RejectsFile> begin(ByteSource csv, std::string path, bool may_rename);
    RejectsFile(RejectsFile&& other) noexcept;
    RejectsFile& operator=(RejectsFile&&) = delete;
    ~RejectsFile();

    Status add(const BadRow& bad);  // by line; several reasons of one line become one row
    Result<std::string> finish();   // its path

private:
    RejectsFile(ByteSource csv, std::string path, std::string draft, bool may_rename, Descriptor file)
        : csv_(std::move(csv)),
          path_(std::move(path)),
          draft_(std::move(draft)),
          may_rename_(may_rename),
          file_(std::move(file)) {}
    std::vector<std::string> decode(const CsvReader::Record& record);
    Status write_header();
    Status write_row();
    Status write_line(std::vector<std::string> fields, const std::string& line, const std::string& reason);
    Status flush();

    CsvReader csv_;
    std::string path_, draft_;  // draft: gone once it has its name
    bool may_rename_;
    Descriptor file_;
    Encoding encoding_;
    std::string text_;                               // not written yet
    std::size_t columns_ = 0, line_ = 0, read_ = 0;  // line_: of the row being gathered; read_: of the last record read
    bool begun_ = false;
    std::string reason_;
    std::vector<std::string> fields_;
};

}  // namespace kiosk
