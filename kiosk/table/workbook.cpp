#include "kiosk/table/workbook.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>

#include <fmt/format.h>

#include "kiosk/table/book_parts.h"
#include "kiosk/table/complaint.h"
#include "kiosk/table/sheet.h"

namespace kiosk {
namespace {

constexpr std::uint64_t most_small = 16 << 20, most_texts = 512 << 20, most_sheet = 1024ULL << 20;  // bytes, unpacked
constexpr std::string_view zip_mark("PK\x03\x04", 4), ole_mark("\xD0\xCF\x11\xE0", 4);

// What to say of an archive that is no workbook of this kind.
Error other_archive(const Package& package) {
    if (package.find("mimetype") && package.find("content.xml"))
        return complaint("the file is an OpenDocument table (.ods); open it and save it as .xlsx or CSV UTF-8");
    if (package.find("xl/workbook.bin"))
        return complaint("the file is a binary workbook (.xlsb); open it and save it as .xlsx or CSV UTF-8");
    if (package.find("word/document.xml"))
        return complaint("the file is a text document (.docx); copy its table into a spreadsheet and save that as .xlsx");
    if (package.find("ppt/presentation.xml")) return complaint("the file is a presentation (.pptx), no table");
    if (package.find("Index/Document.iwa"))
        return complaint("the file is a table of Numbers; export it as .xlsx or CSV UTF-8");
    return complaint("the file is an archive (.zip); unpack it and import the table that is in it");
}

// Locked workbooks, and workbooks from before 2007, are compound files, whose directory names their streams in UTF-16.
Error compound_file(std::string_view directory) {
    std::string wide;
    for (const char c : std::string_view("EncryptedPackage")) wide += {c, '\0'};
    if (directory.find(wide) != std::string_view::npos)
        return complaint("the workbook is locked with a password; open it, take the password off and save it");
    return complaint("the file is a workbook of the old kind (.xls, .et); open it and save it as .xlsx or CSV UTF-8");
}

// The sectors where the directory of a compound file begins ([MS-CFB] 2.2).
std::string read_directory(std::ifstream& file) {
    constexpr std::size_t directory_bytes = 8192;
    std::array<char, 512> header{};
    file.read(header.data(), header.size());
    const auto byte = [&](std::size_t at) { return static_cast<std::uint64_t>(static_cast<unsigned char>(header[at])); };
    const auto shift = byte(30) == 12 ? 12U : 9U;
    const auto sector = byte(48) | byte(49) << 8 | byte(50) << 16 | byte(51) << 24;
    std::string directory(directory_bytes, '\0');
    file.clear();
    file.seekg(static_cast<std::streamoff>((sector + 1) << shift));
    file.read(directory.data(), static_cast<std::streamsize>(directory.size()));
    directory.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    return directory;
}

}  // namespace

bool Workbook::begins(std::string_view start) { return start.starts_with(zip_mark) || start.starts_with(ole_mark); }

Result<std::unique_ptr<Workbook>> Workbook::open(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::array<char, 4> mark{};
    file.read(mark.data(), mark.size());
    file.seekg(0);
    if (std::string_view(mark.data(), mark.size()) == ole_mark) return compound_file(read_directory(file));
    return of(Package::open(path));
}

Result<std::unique_ptr<Workbook>> Workbook::in_memory(std::string_view bytes) {
    if (bytes.starts_with(ole_mark)) return compound_file(bytes);
    return of(Package::in_memory(bytes));
}

Result<std::unique_ptr<Workbook>> Workbook::of(Result<Package> package) {
    if (!package) return package.error();
    std::unique_ptr<Workbook> workbook(new Workbook(*std::move(package)));
    if (const auto loaded = workbook->load(); !loaded) return loaded.error();
    return workbook;
}

Result<PackagePart> Workbook::part(const std::string& name, std::uint64_t most) const {
    const auto found = package_.find(name);
    if (!found) return complaint("the workbook lacks one of its parts; open it in a spreadsheet and save it anew");
    return package_.read(*found, most);
}

Status Workbook::load() {
    std::string book = "xl/workbook.xml";
    if (auto root = part(relations_of(""), most_small)) {
        const auto relations = read_relations(*std::move(root), "");
        if (!relations) return relations.error();
        for (const auto& [id, relation] : *relations) {
            if (relation.kind == "officeDocument") book = relation.part;
        }
    }
    if (!package_.find(book) || book.ends_with(".bin")) return other_archive(package_);
    auto xml = part(book, most_small);
    if (!xml) return xml.error();
    const auto list = read_book_list(*std::move(xml));
    if (!list) return list.error();
    if (list->sheets.empty()) return other_archive(package_);
    from_1904_ = list->from_1904;
    auto beside = part(relations_of(book), most_small);
    if (!beside) return beside.error();
    const auto relations = read_relations(*std::move(beside), book);
    if (!relations) return relations.error();
    for (const auto& sheet : list->sheets) {
        const auto relation = relations->find(sheet.relation);
        if (relation != relations->end() && relation->second.kind == "worksheet")
            sheets_.push_back({sheet.name, sheet.hidden, relation->second.part});
    }
    for (const auto& [id, relation] : *relations) {
        if (relation.kind != "styles" && relation.kind != "sharedStrings") continue;
        const bool styles = relation.kind == "styles";
        auto other = part(relation.part, styles ? most_small : most_texts);
        if (!other) return other.error();
        if (styles) {
            auto read = read_styles(*std::move(other));
            if (!read) return read.error();
            styles_ = *std::move(read);
        } else {
            auto read = read_shared_texts(*std::move(other));
            if (!read) return read.error();
            texts_ = *std::move(read);
        }
    }
    return Done{};
}

Result<std::size_t> Workbook::choose(std::string_view wanted) const {
    std::vector<std::size_t> visible;
    std::string names;
    for (std::size_t at = 0; at < sheets_.size(); ++at) {
        if (!wanted.empty() && sheets_[at].name == wanted) return at;
        if (sheets_[at].hidden) continue;
        visible.push_back(at);
        if (visible.size() <= 20)
            names += fmt::format("{}{}: {}", names.empty() ? "" : ", ", visible.size(), sheets_[at].name);
    }
    std::size_t number = wanted.empty() ? 1 : 0;
    const auto* end = wanted.data() + wanted.size();
    if (!wanted.empty() && std::from_chars(wanted.data(), end, number).ptr != end) number = 0;
    if (number >= 1 && number <= visible.size()) return visible[number - 1];
    if (visible.empty()) return Error{Fault::not_found, "the workbook has no sheet that can be seen"};
    return Error{Fault::not_found, fmt::format("the workbook has no such sheet; it has {}", names)};
}

Result<std::unique_ptr<Table>> Workbook::rows(std::size_t sheet) const {
    auto first = part(sheets_[sheet].part, most_sheet), second = part(sheets_[sheet].part, most_sheet);
    if (!first) return first.error();
    if (!second) return second.error();
    auto merged = find_merged(*std::move(first));
    if (!merged) return merged.error();
    return std::unique_ptr<Table>(std::make_unique<Sheet>(*this, *std::move(second), *std::move(merged)));
}

std::uint64_t Workbook::size(std::size_t sheet) const {
    const auto found = part(sheets_[sheet].part, most_sheet);
    return found ? found->size() : 0;
}

Result<bool> Workbook::is_used(std::size_t sheet) const {
    auto xml = part(sheets_[sheet].part, most_sheet);
    if (!xml) return xml.error();
    Sheet rows(*this, *std::move(xml), {});
    const auto first = rows.next();
    if (!first) return first.error();
    return *first != nullptr;
}

}  // namespace kiosk
