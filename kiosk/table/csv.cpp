#include "kiosk/table/csv.h"

#include <algorithm>

namespace kiosk {
namespace {

constexpr std::size_t longest_record = 1024 * 1024;
constexpr std::string_view mark = "\xEF\xBB\xBF";

constexpr std::string_view delimiters = ",;\t";  // if two are equally frequent, the first of them counts
// Titles may stand above the table. A line with so many delimiters is no title, or it is a title that has the table's
// delimiters.
constexpr std::ptrdiff_t several = 4;
constexpr int lines_of_titles = 30;

std::size_t count_lines(std::string_view text) {
    std::size_t lines = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool lone_return = text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n');
        if (text[at] == '\n' || lone_return) ++lines;
    }
    return lines;
}

// Where the first line ends. Line breaks in quotes do not end it. npos: its end has not been read yet.
std::size_t end_of_first_line(std::string_view text) {
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '"') quoted = !quoted;
        if (!quoted && (text[at] == '\n' || text[at] == '\r')) return at;
    }
    return std::string_view::npos;
}

std::ptrdiff_t count_unquoted(std::string_view line, char wanted) {
    bool quoted = false;
    return std::ranges::count_if(line, [&](char c) {
        if (c == '"') quoted = !quoted;
        return !quoted && c == wanted;
    });
}

}  // namespace

ByteSource from_memory(std::string_view bytes) {
    return [bytes](std::span<char> room) mutable -> Result<std::size_t> {
        const auto count = std::min(room.size(), bytes.size());
        std::copy_n(bytes.begin(), count, room.begin());
        bytes.remove_prefix(count);
        return count;
    };
}

std::string csv_field(std::string_view text) {
    std::string field;
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) field = '\'';
    field += text;
    if (field.find_first_of(",;\t\"\r\n") == std::string::npos) return field;
    for (auto at = field.find('"'); at != std::string::npos; at = field.find('"', at + 2)) field.insert(at, 1, '"');
    return '"' + field + '"';
}

Status CsvReader::read_more() {
    buffer_.erase(0, at_);
    at_ = 0;
    const auto old = buffer_.size();
    buffer_.resize(old + chunk_);
    const auto count = source_(std::span(buffer_).subspan(old));
    buffer_.resize(old + (count ? *count : 0));
    if (!count) return count.error();
    finished_ = *count == 0;
    if (finished_) buffer_.resize(std::min(find_padding(), buffer_.size()));
    return Done{};
}

std::size_t CsvReader::end_of_plain(std::size_t at) const {
    const auto text = std::string_view(buffer_).substr(at);
    const auto ends = [delimiter = delimiter_](char c) { return c == delimiter || c == '\n' || c == '\r'; };
    return at + static_cast<std::size_t>(std::ranges::find_if(text, ends) - text.begin());
}

Status CsvReader::start() {
    started_ = true;
    do {
        if (const auto more = read_more(); !more) return more;
        if (find_delimiter()) break;
    } while (!finished_ && buffer_.size() <= longest_record);
    if (buffer_.starts_with(mark)) at_ = mark.size();
    const auto text = std::string_view(buffer_).substr(at_);
    if (text.starts_with("sep=") && end_of_first_line(text) == 5 && text[4] == delimiter_) {
        at_ = end_of_line(at_ + 5);
        ++line_;
    }
    return Done{};
}

bool CsvReader::find_delimiter() {
    std::size_t at = buffer_.starts_with(mark) ? mark.size() : 0;
    for (int lines = 0; lines < lines_of_titles; ++lines) {
        const auto text = std::string_view(buffer_).substr(at);
        const auto end = end_of_first_line(text);
        if (!finished_ && end >= text.size() - 1) return false;  // a CR may be half of a CRLF
        const auto line = text.substr(0, end);
        const bool named =
            line.size() == 5 && line.starts_with("sep=") && delimiters.find(line[4]) != std::string_view::npos;
        const auto count = [&](char delimiter) { return count_unquoted(line, delimiter); };
        const char most = named ? line[4] : *std::ranges::max_element(delimiters, {}, count);
        if (lines == 0 || count(most) >= several) delimiter_ = most;
        if (named || count(most) >= several || end >= text.size()) break;
        at = end_of_line(at + end);
    }
    return true;
}

// Where the padding behind the last byte of the table's text begins, even if the padding has lines of its own; npos: there
// is no padding so far.
std::size_t CsvReader::find_padding() const {
    constexpr std::string_view padding("\x1A\0", 2), unseen("\x1A\0\r\n\t ", 6);
    const auto text = buffer_.find_last_not_of(unseen) + 1;  // npos + 1 is 0
    return buffer_.find_first_of(padding, std::max(text, at_));
}

std::optional<CsvReader::Field> CsvReader::scan_field(std::size_t begin) {
    if (begin < buffer_.size() && buffer_[begin] == '"') return scan_quoted(begin + 1);
    const auto end = end_of_plain(begin);
    if (end == buffer_.size() && !finished_) return std::nullopt;
    if (std::string_view(buffer_).substr(begin, end - begin).find('"') != std::string_view::npos)
        record_.fault = "a quote stands in the middle of a field";
    return Field{begin, end, end, false};
}

std::optional<CsvReader::Field> CsvReader::scan_quoted(std::size_t begin) {
    Field field{begin, begin, begin, false};
    for (auto at = begin;; at = field.end + 2, field.doubled_quotes = true) {
        field.end = std::min(buffer_.find('"', at), buffer_.size());
        if (field.end + 1 >= buffer_.size() && !finished_) return std::nullopt;
        if (field.end + 1 >= buffer_.size() || buffer_[field.end + 1] != '"') break;
    }
    if (field.end == buffer_.size()) record_.fault = "a quote is never closed";
    const auto behind = std::min(field.end + 1, buffer_.size());
    field.after = end_of_plain(behind);
    if (field.after == buffer_.size() && !finished_) return std::nullopt;
    if (field.after != behind) record_.fault = "text follows a closing quote";
    return field;
}

std::size_t CsvReader::end_of_line(std::size_t at) const {
    if (at >= buffer_.size()) return buffer_.size();
    const bool two = buffer_[at] == '\r' && at + 1 < buffer_.size() && buffer_[at + 1] == '\n';
    return at + (two ? 2 : 1);
}

bool CsvReader::scan() {
    spans_.clear();
    record_.fault = {};
    for (auto at = at_;; ++at) {
        const auto field = scan_field(at);
        if (!field) return false;
        spans_.push_back(*field);
        at = field->after;
        if (at < buffer_.size() && buffer_[at] == delimiter_) continue;
        if (at + 1 >= buffer_.size() && !finished_) return false;  // a CR may be half of a CRLF
        after_ = end_of_line(at);
        return true;
    }
}

// Undoubles quotes in place.
std::string_view CsvReader::take(const Field& field) {
    const std::span<char> text = std::span(buffer_).subspan(field.begin, field.end - field.begin);
    if (!field.doubled_quotes) return {text.data(), text.size()};
    std::size_t kept = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        text[kept++] = text[at];
        if (text[at] == '"') ++at;
    }
    return {text.data(), kept};
}

// Ends the reading at a record without an end, because everything behind it would be misread.
void CsvReader::give_up() {
    record_.fault = "more than a mebibyte without an end; is a quote not closed?";
    after_ = buffer_.size();
    finished_ = true;
}

Result<const CsvReader::Record*> CsvReader::next() {
    if (!started_) {
        if (const auto started = start(); !started) return started.error();
    }
    for (;;) {
        // Only the end of the file shows whether a line that looks like padding is padding.
        while (at_ == buffer_.size() || !scan() || (!finished_ && find_padding() < after_)) {
            if (finished_) return static_cast<const Record*>(nullptr);
            if (buffer_.size() - at_ > longest_record) {
                give_up();
                break;
            }
            if (const auto more = read_more(); !more) return more.error();
        }
        record_.line = line_;
        record_.cut = finished_ && after_ == buffer_.size() && buffer_.back() != '\n' && buffer_.back() != '\r';
        record_.raw = std::string_view(buffer_).substr(at_, record_.fault.empty() ? 0 : after_ - at_);
        if (!record_.fault.empty()) spans_.clear();
        const auto text = std::string_view(buffer_).substr(at_, after_ - at_);
        line_ += text.find('"') == std::string_view::npos ? 1 : count_lines(text);
        at_ = after_;
        record_.fields.clear();
        for (const auto& span : spans_) record_.fields.push_back(take(span));
        const bool empty = std::ranges::all_of(record_.fields, [](std::string_view field) { return field.empty(); });
        if (!empty || !record_.fault.empty()) return static_cast<const Record*>(&record_);
    }
}

}  // namespace kiosk
