#include "kiosk/ctl/table.h"

#include <fcntl.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <cstdio>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include "kiosk/base/overloaded.h"
#include "kiosk/table/csv.h"

namespace kiosk::ctl {
namespace {

class CsvTable final : public TableWriter {
public:
    CsvTable(std::function<Status(const std::string&)> write, bool mark) : write_(std::move(write)), mark_(mark) {}

    Status row(const std::vector<Cell>& cells) override {
        std::string line = mark_ ? "\xEF\xBB\xBF" : "";
        mark_ = false;
        for (std::size_t at = 0; at < cells.size(); ++at) {
            if (at > 0) line += ',';
            line += std::visit(overloaded{[](const std::string& text) { return csv_field(text); },
                                          [](std::int64_t number) { return std::to_string(number); }},
                               cells[at]);
        }
        return write_(line + "\r\n");
    }
    Status finish() override { return Done{}; }

private:
    std::function<Status(const std::string&)> write_;
    bool mark_;
};

class XlsxTable final : public TableWriter {
public:
    XlsxTable(std::string path, std::string sheet) : path_(std::move(path)), name_(std::move(sheet)) {
        auto folder = std::filesystem::absolute(path_).parent_path().string();
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        options.tmpdir = folder.data();  // there is room where the file shall be
        options.use_zip64 = LXW_TRUE;
        book_ = workbook_new_opt(path_.c_str(), &options);
        if (!book_) return;
        text_ = workbook_add_format(book_);
        format_set_num_format(text_, "@");
        bold_ = workbook_add_format(book_);
        format_set_bold(bold_);
    }
    ~XlsxTable() override {
        if (book_) workbook_close(book_);
    }
    XlsxTable(const XlsxTable&) = delete;
    XlsxTable& operator=(const XlsxTable&) = delete;

    Status row(const std::vector<Cell>& cells) override {
        if (titles_.empty()) {
            titles_ = cells;
            return next_sheet();
        }
        if (row_ == LXW_ROW_MAX) {
            if (const auto begun = next_sheet(); !begun) return begun;
        }
        return write(cells, text_);
    }

    Status finish() override {
        const auto code = book_ ? workbook_close(book_) : LXW_ERROR_CREATING_XLSX_FILE;
        book_ = nullptr;
        if (code == LXW_NO_ERROR) return Done{};
        return failed(code);
    }

private:
    Error failed(lxw_error code) const {
        return {Fault::refused, fmt::format("{}: cannot be written: {}", path_, lxw_strerror(code))};
    }

    Status next_sheet() {
        const auto name = ++sheets_ == 1 ? name_ : fmt::format("{} {}", name_, sheets_);
        sheet_ = book_ ? workbook_add_worksheet(book_, name.c_str()) : nullptr;
        if (!sheet_) return failed(LXW_ERROR_CREATING_XLSX_FILE);
        row_ = 0;
        worksheet_freeze_panes(sheet_, 1, 0);
        worksheet_set_column(sheet_, 0, static_cast<lxw_col_t>(titles_.size() - 1), 18, nullptr);
        return write(titles_, bold_);
    }

    Status write(const std::vector<Cell>& cells, lxw_format* format) {
        for (std::size_t at = 0; at < cells.size(); ++at) {
            const auto column = static_cast<lxw_col_t>(at);
            const auto code = std::visit(
                overloaded{[&](const std::string& text) {
                               return worksheet_write_string(sheet_, row_, column, text.c_str(), format);
                           },
                           [&](std::int64_t number) {
                               return worksheet_write_number(sheet_, row_, column, static_cast<double>(number), nullptr);
                           }},
                cells[at]);
            if (code != LXW_NO_ERROR) return failed(code);
        }
        ++row_;
        return Done{};
    }

    std::string path_, name_;
    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format* text_ = nullptr;
    lxw_format* bold_ = nullptr;
    lxw_row_t row_ = 0;
    int sheets_ = 0;
    std::vector<Cell> titles_;
};

}  // namespace

std::unique_ptr<TableWriter> csv_table(std::function<Status(const std::string&)> write, bool byte_order_mark) {
    return std::make_unique<CsvTable>(std::move(write), byte_order_mark);
}

Status make_file(const std::string& path, bool force, const std::function<Status(const std::string& draft)>& fill) {
    const auto failed = [&] { return Error{Fault::refused, fmt::format("{}: {}", path, std::strerror(errno))}; };
    const auto draft = fmt::format("{}.{}", path, getpid());
    const int made = open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (made < 0) return failed();
    close(made);
    auto written = fill(draft);
    if (written && renameat2(AT_FDCWD, draft.c_str(), AT_FDCWD, path.c_str(), force ? 0 : RENAME_NOREPLACE) != 0)
        written = errno == EEXIST ? Error{Fault::refused, path + ": is there already; --force replaces it"} : failed();
    if (!written) unlink(draft.c_str());
    return written;
}

std::unique_ptr<TableWriter> xlsx_table(const std::string& path, const std::string& sheet) {
    return std::make_unique<XlsxTable>(path, sheet);
}

}  // namespace kiosk::ctl
