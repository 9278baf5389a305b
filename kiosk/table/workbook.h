#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/table/number_style.h"
#include "kiosk/table/package.h"
#include "kiosk/table/table.h"

namespace kiosk {

// The texts that the cells of a workbook share, stored one behind the other.
class SharedTexts {
public:
    void add(std::string_view text);
    std::size_t bytes() const { return text_.size() + ends_.size() * sizeof(std::uint32_t); }
    std::string_view operator[](std::size_t index) const;  // empty beyond the last
    std::size_t size() const { return ends_.size(); }

private:
    std::string text_;
    std::vector<std::uint32_t> ends_;
};

// A workbook in Office Open XML (ECMA-376: .xlsx, .xlsm), as Excel, WPS, LibreOffice and others write it. Errors are worded
// for the person who chose the file: it is an older or another kind of file, locked, or damaged. Macros and links are never
// looked at. Memory: the shared texts (at most 192 MiB) and the merged ranges; sheets are read in a stream.
class Workbook {
public:
    struct SheetEntry {
        std::string name;
        bool hidden = false;
        std::string part;
    };
    // Whether a file that begins with `start` is a workbook, readable or not, rather than a text.
    static bool begins(std::string_view start);
    static Result<std::unique_ptr<Workbook>> open(const std::string& path);
    static Result<std::unique_ptr<Workbook>> in_memory(std::string_view bytes);  // borrows them

    const std::vector<SheetEntry>& sheets() const { return sheets_; }
    // The sheet of that name, or the sheet of that number among the visible ones, from 1; "" is the first visible one.
    // Errors: not_found.
    Result<std::size_t> choose(std::string_view wanted) const;
    // The rows of a sheet as a spreadsheet shows them: dates as dates, formulas as their values, merged cells filled
    // downward; hidden rows and columns too. The table borrows the workbook, and several tables may do so at once.
    Result<std::unique_ptr<Table>> rows(std::size_t sheet) const;
    std::uint64_t size(std::size_t sheet) const;  // bytes to read for showing progress; a sheet is read twice
    // Whether any cell of the sheet has a value.
    Result<bool> is_used(std::size_t sheet) const;

    const SharedTexts& texts() const { return texts_; }
    NumberStyle style(std::size_t index) const { return index < styles_.size() ? styles_[index] : NumberStyle{}; }
    bool from_1904() const { return from_1904_; }

private:
    explicit Workbook(Package package) : package_(std::move(package)) {}
    static Result<std::unique_ptr<Workbook>> of(Result<Package> package);
    Status load();
    Result<PackagePart> part(const std::string& name, std::uint64_t most) const;

    Package package_;
    std::vector<SheetEntry> sheets_;
    SharedTexts texts_;
    std::vector<NumberStyle> styles_;
    bool from_1904_ = false;
};

}  // namespace kiosk
