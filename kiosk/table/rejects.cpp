#include "kiosk/table/rejects.h"

#include <fcntl.h>
#include <cstdio>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "kiosk/table/csv.h"

namespace kiosk {
namespace {

constexpr std::size_t write_at = 256 * 1024;  // bytes
constexpr int most_tries = 1000;

Error failed(const std::string& path) {
    const int number = errno;
    return {number == ENOSPC || number == EDQUOT ? Fault::disk_full : Fault::refused,
            fmt::format("{}: the rejected rows cannot be kept there: {}; name another file with --rejects", path,
                        std::strerror(number))};
}

std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// x.csv, x-2.csv, x-3.csv
std::string with_number(const std::string& path, int number) {
    if (number == 1) return path;
    const std::filesystem::path whole(path);
    return (whole.parent_path() / fmt::format("{}-{}{}", whole.stem().string(), number, whole.extension().string()))
        .string();
}

}  // namespace

Result<RejectsFile> RejectsFile::begin(std::unique_ptr<Table> table, bool fill_down, std::string path, bool may_rename) {
    auto draft = fmt::format("{}.{}", path, ::getpid());
    ::unlink(draft.c_str());
    Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file) return failed(path);
    return RejectsFile(std::move(table), fill_down, std::move(path), std::move(draft), may_rename, std::move(file));
}

RejectsFile::RejectsFile(std::unique_ptr<Table> table, bool fill_down, std::string path, std::string draft, bool may_rename,
                         Descriptor file)
    : table_(std::move(table)),
      list_(std::make_unique<ListReader>(*table_, fill_down)),
      path_(std::move(path)),
      draft_(std::move(draft)),
      may_rename_(may_rename),
      file_(std::move(file)) {}

RejectsFile::RejectsFile(RejectsFile&& other) noexcept
    : table_(std::move(other.table_)),
      list_(std::move(other.list_)),
      path_(std::move(other.path_)),
      draft_(std::exchange(other.draft_, {})),
      may_rename_(other.may_rename_),
      file_(std::move(other.file_)) {}

RejectsFile::~RejectsFile() {
    if (!draft_.empty()) ::unlink(draft_.c_str());
}

Status RejectsFile::write_header() {
    begun_ = true;
    text_ = "\xEF\xBB\xBF";
    const auto found = list_->find();
    if (!found) return found.error();
    auto titles = (*found)->header ? list_->header().titles() : std::vector<std::string>{};
    columns_ = titles.size();
    return write_line(std::move(titles), "rejected_line", "rejected_reason");
}

Status RejectsFile::find_row(std::size_t line) {
    fields_.clear();
    while (columns_ > 0 && read_ < line) {
        const auto row = list_->next();
        if (!row) return row.error();
        if (!*row) break;
        read_ = (*row)->line;
        if (read_ == line) fields_ = list_->cells();
    }
    return Done{};
}

Status RejectsFile::add(const BadRow& bad) {
    if (!begun_) {
        if (const auto header = write_header(); !header) return header;
    }
    const auto reason = bad.column.empty() ? bad.reason : bad.column + ": " + bad.reason;
    if (bad.line == line_) {
        reason_ += "; " + reason;
        return Done{};
    }
    if (const auto written = write_row(); !written) return written;
    line_ = bad.line;
    reason_ = reason;
    return find_row(line_);
}

Status RejectsFile::write_row() {
    if (line_ == 0) return Done{};
    for (auto surplus = fields_.size(); columns_ > 0 && surplus > columns_; --surplus) {
        if (!fields_.back().empty()) fields_[surplus - 2] += ' ' + fields_[surplus - 1];
        fields_.pop_back();
    }
    return write_line(std::move(fields_), std::to_string(line_), reason_);
}

Status RejectsFile::write_line(std::vector<std::string> fields, const std::string& line, const std::string& reason) {
    fields.resize(columns_);
    for (const auto& field : fields) text_ += csv_field(field) + ',';
    text_ += line + ',' + csv_field(reason) + "\r\n";
    return text_.size() < write_at ? Status{Done{}} : flush();
}

Status RejectsFile::flush() {
    std::string_view rest = text_;
    while (!rest.empty()) {
        const auto count = ::write(file_.get(), rest.data(), rest.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed(path_);
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
    text_.clear();
    return Done{};
}

Result<std::string> RejectsFile::finish() {
    if (const auto written = write_row(); !written) return written.error();
    if (const auto flushed = flush(); !flushed) return flushed.error();
    if (::fsync(file_.get()) != 0) return failed(path_);
    for (int number = 1; number <= (may_rename_ ? most_tries : 1); ++number) {
        const auto name = with_number(path_, number);
        if (::renameat2(AT_FDCWD, draft_.c_str(), AT_FDCWD, name.c_str(), RENAME_NOREPLACE) == 0) {
            draft_.clear();
            return name;
        }
        if (errno != EEXIST) return failed(name);
        if (content(name) == content(draft_)) return name;  // the same import, run a second time
    }
    return Error{Fault::refused, path_ +
                                     ": is there already and holds something else; move it away, or name another file "
                                     "with --rejects"};
}

}  // namespace kiosk
