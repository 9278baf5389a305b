#pragma once

#include <gtest/gtest.h>
#include <zip.h>

#include <map>
#include <string>
#include <vector>

#include "kiosk/table/workbook.h"
#include "tests/support/process.h"

// Workbooks made part by part, as no library would write them.
namespace table_test {

using namespace kiosk;

using Parts = std::map<std::string, std::string>;

inline void write_zip(const std::string& path, const Parts& parts) {
    int code = 0;
    auto* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    ASSERT_NE(archive, nullptr) << code;
    for (const auto& [name, text] : parts)
        zip_file_add(archive, name.c_str(), zip_source_buffer(archive, text.data(), text.size(), 0), ZIP_FL_OVERWRITE);
    ASSERT_EQ(zip_close(archive), 0);
}

inline const std::string xml_head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
inline const std::string main_space = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
inline const std::string relation_type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

inline std::string relations(const std::string& rows) { return xml_head + "<Relationships>" + rows + "</Relationships>"; }
inline std::string relation(const std::string& id, const std::string& kind, const std::string& target) {
    return "<Relationship Id=\"" + id + "\" Type=\"" + relation_type + kind + "\" Target=\"" + target + "\"/>";
}

// A workbook with one sheet, of these rows.
inline Parts book(const std::string& rows, const std::string& behind_rows = {}) {
    return {{"_rels/.rels", relations(relation("r1", "officeDocument", "xl/workbook.xml"))},
            {"xl/workbook.xml", xml_head + "<workbook " + main_space +
                                    "><sheets><sheet name=\"一\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
            {"xl/_rels/workbook.xml.rels", relations(relation("r1", "worksheet", "worksheets/sheet1.xml"))},
            {"xl/worksheets/sheet1.xml",
             xml_head + "<worksheet " + main_space + "><sheetData>" + rows + "</sheetData>" + behind_rows + "</worksheet>"}};
}

class WorkbookTest : public testing::Test {
protected:
    std::string path() const { return dir_.file("list.xlsx"); }

    // "3: a|b" for each row of the sheet; or what was said instead.
    static std::vector<std::string> rows_of(const Result<std::unique_ptr<Workbook>>& workbook,
                                            const std::string& sheet = {}) {
        if (!workbook) return {workbook.error().detail};
        const auto chosen = (*workbook)->choose(sheet);
        if (!chosen) return {chosen.error().detail};
        const auto table = (*workbook)->rows(*chosen);
        if (!table) return {table.error().detail};
        std::vector<std::string> rows;
        for (;;) {
            const auto row = (*table)->next();
            if (!row) rows.push_back(row.error().detail);
            if (!row || !*row) return rows;
            std::string text = std::to_string((*row)->line) + ":" + ((*row)->fault.empty() ? "" : " !" + (*row)->fault);
            for (const auto& cell : (*row)->cells) text += (text.ends_with(':') ? " " : "|") + cell;
            rows.push_back(text);
        }
    }
    std::vector<std::string> rows_of(const Parts& parts, const std::string& sheet = {}) const {
        write_zip(path(), parts);
        return rows_of(Workbook::open(path()), sheet);
    }
    std::string said_of(const Parts& parts) const {
        const auto rows = rows_of(parts);
        return rows.empty() ? "" : rows.back();
    }

    support::TempDir dir_;
};

}  // namespace table_test
