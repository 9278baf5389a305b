// Any bytes as one part of a workbook: what the first byte says, sheet, shared texts, styles or list of sheets. Its rows go
// through the import.
#include <zip.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "kiosk/base/utf8.h"
#include "kiosk/table/import.h"
#include "kiosk/table/workbook.h"

namespace {

using namespace kiosk;

void require(bool holds) {
    if (!holds) std::abort();
}

struct Part {
    const char* name;
    std::string text;
};

// The archive's bytes.
std::string packed(const std::array<Part, 6>& parts) {
    zip_error_t error;
    zip_error_init(&error);
    auto* bytes = zip_source_buffer_create(nullptr, 0, 0, &error);
    auto* archive = zip_open_from_source(bytes, ZIP_TRUNCATE, &error);
    require(archive != nullptr);
    zip_source_keep(bytes);
    for (const auto& part : parts) {
        const auto at =
            zip_file_add(archive, part.name, zip_source_buffer(archive, part.text.data(), part.text.size(), 0), 0);
        require(at >= 0 && zip_set_file_compression(archive, static_cast<zip_uint64_t>(at), ZIP_CM_STORE, 0) == 0);
    }
    require(zip_close(archive) == 0 && zip_source_open(bytes) == 0);
    zip_stat_t stat;
    require(zip_source_stat(bytes, &stat) == 0);
    std::string all(stat.size, '\0');
    require(zip_source_read(bytes, all.data(), all.size()) == static_cast<zip_int64_t>(all.size()));
    zip_source_close(bytes);
    zip_source_free(bytes);
    return all;
}

std::array<Part, 6> parts_of_a_workbook() {
    return {{{"xl/worksheets/sheet1.xml",
              "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>45915</v></c></row>"
              "</sheetData><mergeCells><mergeCell ref=\"A1:A9\"/></mergeCells></worksheet>"},
             {"xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>"},
             {"xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"},
             {"xl/workbook.xml", "<workbook><sheets><sheet name=\"s\" id=\"r1\"/></sheets></workbook>"},
             {"_rels/.rels",
              "<Relationships><Relationship Id=\"r\" Type=\"/officeDocument\" Target=\"xl/workbook.xml\"/>"
              "</Relationships>"},
             {"xl/_rels/workbook.xml.rels",
              "<Relationships><Relationship Id=\"r1\" Type=\"/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
              "<Relationship Id=\"r2\" Type=\"/sharedStrings\" Target=\"sharedStrings.xml\"/>"
              "<Relationship Id=\"r3\" Type=\"/styles\" Target=\"styles.xml\"/></Relationships>"}}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    auto parts = parts_of_a_workbook();
    parts[data[0] % parts.size()].text.assign(reinterpret_cast<const char*>(data + 1), size - 1);
    const auto bytes = packed(parts);
    const auto workbook = Workbook::in_memory(bytes);
    if (!workbook) {
        require(!workbook.error().detail.empty());
        return 0;
    }
    const auto sheet = (*workbook)->choose("");
    if (!sheet) return 0;
    const auto table = (*workbook)->rows(*sheet);
    if (!table) return 0;
    const auto take = [](const ImportRow& row, std::size_t) -> Status {
        require(row.handed_in.ok() && is_plain_text(row.community));
        return Done{};
    };
    const auto note = [](const BadRow& row) -> Status {
        require(row.line > 0 && !row.reason.empty());
        return Done{};
    };
    static_cast<void>(read_import(**table, {{}, std::chrono::minutes{480}, true}, {{}, take, note, {}}));
    return 0;
}
