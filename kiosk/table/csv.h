#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk {

// Gives the next bytes of a file: fills the span with as many as it likes and returns their number; 0 is the end.
using ByteSource = std::function<Result<std::size_t>(std::span<char>)>;
ByteSource from_memory(std::string_view bytes);  // borrows the bytes

// RFC 4180, read in a stream: quoted fields with commas, line breaks and doubled quotes; lines may end in CRLF, LF or CR.
// The delimiter is the one that a spreadsheet's line "sep=;" names. Otherwise the first line with several commas, semicolons
// or tabs decides: the most frequent of the three is the delimiter. The reader works on bytes, also of GB18030, whose trail
// bytes are none of these characters. It skips a UTF-8 byte order mark, and what fills a file up at its end: Ctrl-Z (0x1A)
// of DOS, and NUL.
class CsvReader {
public:
    struct Record {
        std::size_t line = 0;                  // where it begins, from 1
        std::vector<std::string_view> fields;  // without their quotes; until the next call of next()
        std::string_view fault;                // not empty: what is wrong with the record as a whole; then it has no fields
        std::string_view raw;                  // the whole record as it stands in the file, if the record has a fault
        bool cut = false;                      // the file ends behind the record without a line end
    };
    // `chunk`: how many bytes the reader asks the source for at a time.
    explicit CsvReader(ByteSource source, std::size_t chunk = 256 * 1024) : source_(std::move(source)), chunk_(chunk) {}

    // nullptr at the end of the file. Records that are empty in every field are left out.
    Result<const Record*> next();
    // What has been read of the file and not been handed out yet, for guessing the encoding.
    std::string_view buffered() const { return std::string_view(buffer_).substr(at_); }
    char delimiter() const { return delimiter_; }  // known after the first call of next()

private:
    struct Field {
        std::size_t begin = 0, end = 0;  // between its quotes
        std::size_t after = 0;           // the comma or line break behind it
        bool doubled_quotes = false;
    };
    bool scan();  // false: the buffer ends too early
    std::optional<Field> scan_field(std::size_t begin);
    std::optional<Field> scan_quoted(std::size_t begin);
    std::string_view take(const Field& field);
    std::size_t end_of_line(std::size_t at) const;
    Status start();
    bool find_delimiter();  // false: the buffer ends too early
    std::size_t find_padding() const;
    std::size_t end_of_plain(std::size_t at) const;
    Status read_more();
    void give_up();

    ByteSource source_;
    std::size_t chunk_;
    std::string buffer_;
    std::size_t at_ = 0;     // where the next record begins
    std::size_t line_ = 1;   // the line of that record
    std::size_t after_ = 0;  // where the record just scanned ends, line break included
    char delimiter_ = ',';
    bool started_ = false;
    bool finished_ = false;  // the source has no more
    std::vector<Field> spans_;
    Record record_;
};

// A field of a CSV file, quoted where that is needed. An apostrophe goes before what a spreadsheet would take for a formula
// (= + - @); the import removes the apostrophe.
std::string csv_field(std::string_view text);

}  // namespace kiosk
