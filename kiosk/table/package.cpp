#include "kiosk/table/package.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kiosk/table/complaint.h"

namespace kiosk {
namespace {

constexpr std::size_t most_parts = 20'000;
// Even tables of a million rows are packed only to a tenth or a thirtieth of their size.
constexpr std::uint64_t suspicious_size = 64 << 20, suspicious_ratio = 300;

// How many parts the archive claims to have, because libzip makes room for all of them. nullopt: the archive's end is
// missing.
std::optional<std::size_t> count_parts(zip_source_t* source) {
    constexpr std::size_t end_size = 22, longest_comment = 65'535;
    constexpr std::string_view mark("PK\x05\x06", 4);
    std::array<char, end_size + longest_comment> tail{};
    if (zip_source_open(source) != 0) return std::nullopt;
    std::optional<std::size_t> parts;
    if (zip_source_seek(source, 0, SEEK_END) == 0) {
        const auto size = zip_source_tell(source);
        const auto length = std::min<zip_int64_t>(size, static_cast<zip_int64_t>(tail.size()));
        if (size > 0 && zip_source_seek(source, size - length, SEEK_SET) == 0 &&
            zip_source_read(source, tail.data(), static_cast<zip_uint64_t>(length)) == length) {
            const std::string_view text(tail.data(), static_cast<std::size_t>(length));
            const auto at = text.rfind(mark);
            if (at != std::string_view::npos && at + end_size <= text.size())
                parts = static_cast<unsigned char>(text[at + 10]) + 256U * static_cast<unsigned char>(text[at + 11]);
        }
    }
    zip_source_close(source);
    return parts;
}

}  // namespace

Result<std::size_t> PackagePart::read(std::span<char> room) {
    const auto count = zip_fread(file_.get(), room.data(), room.size());
    if (count < 0) return damaged_workbook();
    done_ += static_cast<std::uint64_t>(count);
    if (done_ > most_) return large_workbook();
    return static_cast<std::size_t>(count);
}

Result<Package> Package::of(zip_source_t* source) {
    if (!source) return damaged_workbook();
    Owned<zip_source_t, zip_source_free> owned(source);
    const auto parts = count_parts(source);
    if (!parts) return damaged_workbook();
    if (*parts > most_parts) return complaint("the file is an archive of very many files, no workbook");
    zip_error_t error;
    zip_error_init(&error);
    auto* archive = zip_open_from_source(source, ZIP_RDONLY, &error);
    zip_error_fini(&error);
    if (!archive) return damaged_workbook();
    static_cast<void>(owned.release());  // the archive owns the source now
    return Package(archive);
}

Result<Package> Package::open(const std::string& path) { return of(zip_source_file_create(path.c_str(), 0, -1, nullptr)); }

Result<Package> Package::in_memory(std::string_view bytes) {
    return of(zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr));
}

std::optional<std::uint64_t> Package::find(const std::string& name) const {
    auto at = zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE);
    if (at < 0) {
        auto backslashes = name;  // some writers name parts as Windows names files
        std::ranges::replace(backslashes, '/', '\\');
        at = zip_name_locate(archive_.get(), backslashes.c_str(), ZIP_FL_NOCASE);
    }
    return at < 0 ? std::nullopt : std::optional{static_cast<std::uint64_t>(at)};
}

Result<PackagePart> Package::read(std::uint64_t part, std::uint64_t most) const {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(archive_.get(), part, 0, &stat) != 0) return damaged_workbook();
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
        return complaint("the workbook is locked with a password; open it, take the password off and save it");
    const bool sizes = (stat.valid & ZIP_STAT_SIZE) != 0 && (stat.valid & ZIP_STAT_COMP_SIZE) != 0;
    if (!sizes) return damaged_workbook();
    const bool bomb =
        stat.size > suspicious_size && stat.size / std::max<zip_uint64_t>(stat.comp_size, 1) > suspicious_ratio;
    if (stat.size > most || bomb)
        return complaint(
            fmt::format("the workbook has {} MB of nearly nothing in it, or too much for a list of an office; copy "
                        "the table into a new one, or save it as CSV UTF-8",
                        stat.size >> 20));
    auto* file = zip_fopen_index(archive_.get(), part, 0);
    if (!file) return damaged_workbook();
    return PackagePart(file, stat.size, most);
}

}  // namespace kiosk
