#include "kiosk/ctl/import_file.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include "kiosk/base/utf8.h"
#include "kiosk/table/csv_table.h"

namespace kiosk::ctl {
namespace {

Error cannot_open(const std::string& path) { return {Fault::not_found, fmt::format("{}: {}", path, std::strerror(errno))}; }

// A file that is read as far as the import asks for.
Result<ByteSource> source_of(const std::string& path) {
    auto stream = std::make_shared<std::ifstream>(path, std::ios::binary);  // std::function wants to be copied
    if (!*stream) return cannot_open(path);
    return ByteSource([stream, path](std::span<char> room) -> Result<std::size_t> {
        stream->read(room.data(), static_cast<std::streamsize>(room.size()));
        if (stream->bad()) return Error{Fault::malformed, path + ": cannot be read to its end"};
        return static_cast<std::size_t>(stream->gcount());
    });
}

}  // namespace

Result<std::unique_ptr<ImportFile>> ImportFile::open(const std::string& path, const std::string& sheet) {
    std::error_code code;
    if (std::filesystem::is_directory(path, code))
        return Error{Fault::not_found, path + ": is a folder, not a table's file"};
    if (std::filesystem::exists(path, code) && !std::filesystem::is_regular_file(path, code))
        return Error{Fault::refused, path + ": is no file that can be read twice; save it as one"};
    std::ifstream file(path, std::ios::binary);
    if (!file) return cannot_open(path);
    std::array<char, 8> start{};
    file.read(start.data(), start.size());
    if (!Workbook::begins({start.data(), start.size()})) {
        if (!sheet.empty()) return Error{Fault::refused, path + ": is no workbook and has no sheets"};
        const auto size = std::filesystem::file_size(path, code);
        return std::unique_ptr<ImportFile>(new ImportFile(path, nullptr, 0, code ? 0 : size));
    }
    auto workbook = Workbook::open(path);
    if (!workbook) return Error{workbook.error().fault, path + ": " + workbook.error().detail};
    const auto chosen = (*workbook)->choose(sheet);
    if (!chosen) return Error{chosen.error().fault, path + ": " + chosen.error().detail};
    const auto size = (*workbook)->size(*chosen);
    return std::unique_ptr<ImportFile>(new ImportFile(path, *std::move(workbook), *chosen, size));
}

Result<std::unique_ptr<Table>> ImportFile::table() const {
    if (workbook_) {
        auto rows = workbook_->rows(sheet_);
        if (!rows) return Error{rows.error().fault, path_ + ": " + rows.error().detail};
        return *std::move(rows);
    }
    auto source = source_of(path_);
    if (!source) return source.error();
    return std::unique_ptr<Table>(std::make_unique<CsvTable>(*std::move(source)));
}

Result<std::string> ImportFile::unread() const {
    if (!workbook_) return std::string{};
    std::size_t others = 0, hidden = 0;
    for (std::size_t at = 0; at < workbook_->sheets().size(); ++at) {
        if (at == sheet_) continue;
        const auto used = workbook_->is_used(at);
        if (!used) return used.error();
        if (*used) ++(workbook_->sheets()[at].hidden ? hidden : others);
    }
    if (others + hidden == 0) return std::string{};
    return fmt::format("the sheet '{}' was read, and not {} others that hold something ({} hidden); --sheet names another",
                       workbook_->sheets()[sheet_].name, others + hidden, hidden);
}

}  // namespace kiosk::ctl
