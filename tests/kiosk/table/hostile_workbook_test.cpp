// Files that are no workbook, or one that is made to hurt: refused in words, in bounded memory.
#include <sys/resource.h>
#include <sys/wait.h>

#include <ostream>

#include "tests/kiosk/table/support.h"

namespace table_test {
namespace {

struct OtherFile {
    const char* name;
    Parts parts;
    const char* words;
};
void PrintTo(const OtherFile& file, std::ostream* out) { *out << file.name; }
class OtherArchive : public WorkbookTest, public testing::WithParamInterface<OtherFile> {};
TEST_P(OtherArchive, IsToldInOneSentence) {
    const auto said = said_of(GetParam().parts);
    EXPECT_NE(said.find(GetParam().words), std::string::npos) << said;
}
INSTANTIATE_TEST_SUITE_P(
    , OtherArchive,
    testing::Values(
        OtherFile{"ods", {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<a/>"}}, ".ods"},
        OtherFile{"xlsb",
                  {{"xl/workbook.bin", "x"}, {"_rels/.rels", relations(relation("r", "officeDocument", "xl/workbook.bin"))}},
                  ".xlsb"},
        OtherFile{"docx",
                  {{"word/document.xml", "<a/>"},
                   {"_rels/.rels", relations(relation("r", "officeDocument", "word/document.xml"))}},
                  ".docx"},
        OtherFile{"zip", {{"list.csv", "a,b"}}, "unpack it"},
        OtherFile{"without_its_sheet",
                  {{"xl/workbook.xml", "<workbook><sheets><sheet name=\"s\" id=\"r\"/></sheets></workbook>"},
                   {"xl/_rels/workbook.xml.rels", relations(relation("r", "worksheet", "worksheets/gone.xml"))}},
                  "lacks one of its parts"},
        OtherFile{"only_a_chart",
                  {{"xl/workbook.xml", "<workbook><sheets><sheet name=\"s\" id=\"r\"/></sheets></workbook>"},
                   {"xl/_rels/workbook.xml.rels", relations(relation("r", "chartsheet", "chartsheets/sheet1.xml"))}},
                  "no sheet that can be seen"}),
    [](const auto& test) { return std::string(test.param.name); });

class Hostile : public WorkbookTest {
protected:
    static std::string repeated(const std::string& text, std::size_t times) {
        std::string all;
        all.reserve(text.size() * times);
        for (std::size_t i = 0; i < times; ++i) all += text;
        return all;
    }
    Parts with_sheet(const std::string& xml) const {
        auto parts = book("");
        parts["xl/worksheets/sheet1.xml"] = xml;
        return parts;
    }
};

TEST_F(Hostile, LockedWorkbook) {
    std::string file("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    file.resize(512);
    file[30] = 9;
    file[48] = 1;  // the directory is sector 1, behind the header and sector 0
    file.resize(1024);
    for (const char c : std::string("EncryptedPackage")) file += {c, '\0'};
    support::write_file(path(), file);
    EXPECT_NE(rows_of(Workbook::open(path())).front().find("locked with a password"), std::string::npos);
}

TEST_F(Hostile, WorkbookOfTheOldKind) {
    support::write_file(path(), std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(2000, '\0'));
    EXPECT_NE(rows_of(Workbook::open(path())).front().find(".xls, .et"), std::string::npos);
    support::write_file(path(), "\xD0\xCF\x11\xE0");
    EXPECT_NE(rows_of(Workbook::open(path())).front().find(".xls, .et"), std::string::npos);
}

TEST_F(Hostile, CutOffAnywhere) {
    write_zip(path(), book("<row><c><v>1</v></c></row>"));
    const auto whole = support::read_file(path());
    for (std::size_t size = 4; size < whole.size(); size += 37) {
        support::write_file(path(), whole.substr(0, size));
        EXPECT_NE(rows_of(Workbook::open(path())).front().find("damaged"), std::string::npos) << size;
    }
}

TEST_F(Hostile, PartThatIsNoXml) {
    EXPECT_NE(said_of(with_sheet("<worksheet><sheetData><row>")).find("damaged"), std::string::npos);
    EXPECT_NE(said_of(with_sheet(std::string("\0\1\2", 3))).find("damaged"), std::string::npos);
    EXPECT_NE(said_of(with_sheet("")).find("damaged"), std::string::npos);
}

TEST_F(Hostile, RowsThatDoNotAscend) {
    EXPECT_NE(said_of(book("<row r=\"2\"/><row r=\"2\"/>")).find("damaged"), std::string::npos);
    EXPECT_NE(said_of(book("<row r=\"1048577\"><c><v>1</v></c></row>")).find("damaged"), std::string::npos);
    EXPECT_NE(said_of(book("<row><c r=\"A0\"><v>1</v></c></row>")).find("damaged"), std::string::npos);
}

TEST_F(Hostile, EntitiesThatGrowOrReadFiles) {
    const std::string laughs = "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    EXPECT_NE(said_of(with_sheet(laughs + "<worksheet>&b;</worksheet>")).find("no spreadsheet writes"), std::string::npos);
    const std::string file = "<!DOCTYPE a [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    EXPECT_NE(said_of(with_sheet(file + "<worksheet>&a;</worksheet>")).find("no spreadsheet writes"), std::string::npos);
    EXPECT_NE(said_of(with_sheet("<worksheet>&a;</worksheet>")).find("damaged"), std::string::npos);
}

TEST_F(Hostile, DepthTokensAndNamesWithoutEnd) {
    EXPECT_NE(said_of(with_sheet(repeated("<a>", 100'000))).find("no spreadsheet writes"), std::string::npos);
    EXPECT_NE(said_of(with_sheet("<a b=\"" + std::string(5'000'000, 'x'))).find("no spreadsheet writes"), std::string::npos);
    std::string names = "<worksheet>";
    for (int i = 0; i < 5000; ++i) names += "<n" + std::to_string(i) + "/>";
    EXPECT_NE(said_of(with_sheet(names + "</worksheet>")).find("no spreadsheet writes"), std::string::npos);
}

TEST_F(Hostile, PackedToNearlyNothing) {
    EXPECT_NE(said_of(with_sheet("<worksheet>" + std::string(80 << 20, ' ') + "</worksheet>")).find("MB of nearly nothing"),
              std::string::npos);
}

TEST_F(Hostile, CellsLongerThanAnyText) {
    const auto cell = "<row><c t=\"inlineStr\"><is><t>" + std::string(200'000, 'x') + "</t></is></c></row>";
    EXPECT_NE(said_of(book(cell)).find("longer than any text"), std::string::npos);
}

// Their names are repeated to whoever asks for another one.
TEST_F(Hostile, SheetsWhoseNamesCannotBeShown) {
    for (const auto& name : {std::string(1'000'000, 'x'), std::string("a\u009b2J"), std::string("\u202ea"),
                             std::string("a&#10;b"), std::string("a\u2028b")}) {
        auto parts = book("<row><c><v>1</v></c></row>");
        auto& list = parts["xl/workbook.xml"];
        list.replace(list.find("一"), std::string("一").size(), name);
        EXPECT_EQ(rows_of(parts, "other"), std::vector<std::string>{"the workbook has no such sheet; it has 1: ?"});
        EXPECT_EQ(rows_of(parts, "1"), std::vector<std::string>{"1: 1"});
    }
}

// What every row would repeat.
TEST_F(Hostile, MergedCellsThatMultiply) {
    std::string merged = "<mergeCells>";
    for (char column = 'A'; column <= 'Z'; ++column) {
        for (const char* before : {"", "A", "B", "C"}) {
            const auto name = before + std::string(1, column);
            merged += "<mergeCell ref=\"" + name + "1:" + name + "1048576\"/>";
        }
    }
    const auto rows = "<row><c><v>1</v></c></row>" + repeated("<row><c><v>1</v></c></row>", 100);
    EXPECT_NE(said_of(book(rows, merged + "</mergeCells>")).find("merges cells as no list does"), std::string::npos);
    const auto text = "<row><c t=\"inlineStr\"><is><t>" + std::string(2000, 'x') + "</t></is></c></row>";
    EXPECT_NE(said_of(book(text, "<mergeCells><mergeCell ref=\"A1:A9\"/></mergeCells>")).find("merges cells"),
              std::string::npos);
}

// A million rows of a sheet, of which nothing may stay in memory.
TEST_F(Hostile, LargestSheetIsReadInAStream) {
    write_zip(path(), book(repeated("<row><c t=\"str\"><v>400090000000</v></c><c><v>1</v></c></row>", 300'000)));
    const pid_t child = fork();
    if (child == 0) {
        const auto workbook = Workbook::open(path());
        const auto table = (*workbook)->rows(0);
        std::size_t rows = 0;
        for (auto row = (*table)->next(); row && *row; row = (*table)->next()) ++rows;
        _exit(rows == 300'000 ? 0 : 1);
    }
    int status = 0;
    rusage usage{};
    ASSERT_EQ(wait4(child, &status, 0, &usage), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    EXPECT_LT(usage.ru_maxrss, 256 * 1024) << "KiB";
}

}  // namespace
}  // namespace table_test
