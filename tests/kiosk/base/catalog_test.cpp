#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>

#include "kiosk/base/utf8.h"
#include "kiosk/base/words.h"
#include "tests/support/process.h"

// assets/locale/zh_CN.po against the sentences in the code.
namespace kiosk {
namespace {

namespace fs = std::filesystem;

const fs::path source = KIOSK_SOURCE_DIR;
const std::string catalog_file = (source / "assets/locale/zh_CN.po").string();

using Entries = std::map<std::string, std::string>;  // English to Chinese

std::string unquoted(std::string_view line) {
    std::string text;
    const std::size_t from = line.find('"') + 1, to = line.rfind('"');
    for (std::size_t i = from; i < to; ++i) {
        const bool escaped = line[i] == '\\';
        if (escaped) ++i;
        text += escaped && line[i] == 'n' ? '\n' : line[i];
    }
    return text;
}

Entries read_po(const std::string& po) {
    Entries entries;
    std::string english, *target = nullptr;
    std::istringstream lines(po);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("msgid ")) {
            english.clear();
            target = &english;
        } else if (line.starts_with("msgstr ")) {
            target = &entries[english];
        }
        if (target && (line.starts_with("msg") || line.starts_with("\""))) *target += unquoted(line);
    }
    entries.erase("");
    return entries;
}

// What xgettext finds in `tr("…")`, `tr.fill("…")` and `tr.say("…")` below `folders`.
Entries sentences_in(const std::vector<fs::path>& folders) {
    std::vector<std::string> command{"xgettext",       "--language=C++", "--from-code=UTF-8", "--keyword", "--keyword=tr",
                                     "--keyword=fill", "--keyword=say",  "--no-wrap",         "--output=-"};
    for (const fs::path& folder : folders)
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            if (entry.path().extension() == ".cpp" || entry.path().extension() == ".h")
                command.push_back(entry.path().string());
    const auto finished = support::run(command);
    EXPECT_EQ(finished.code, 0) << finished.err;
    return read_po(finished.out);
}

std::string listed(const Entries& entries, const Entries& but) {
    std::string list;
    for (const auto& [english, chinese] : entries)
        if (!but.contains(english)) list += "  " + english + '\n';
    return list;
}

class ChineseWords : public testing::Test {
protected:
    const Entries po_ = read_po(support::run({"msgcat", "--no-wrap", catalog_file}).out);
    const Entries code_ = sentences_in({source / "kiosk", source / "screens"});
};

TEST_F(ChineseWords, AreThereForEverySentenceOfTheCode) {
    EXPECT_GT(code_.size(), 50U);
    EXPECT_EQ(listed(code_, po_), "") << "lack an entry in zh_CN.po";
}

TEST_F(ChineseWords, AreAllUsed) { EXPECT_EQ(listed(po_, code_), "") << "are in zh_CN.po, but nowhere in the code"; }

TEST_F(ChineseWords, AreChineseAndNotEmpty) {
    for (const auto& [english, chinese] : po_) {
        EXPECT_FALSE(chinese.empty()) << english;
        const std::u32string points = to_code_points(english);
        const bool has_words = std::ranges::any_of(points, [](char32_t c) { return c >= U'a' && c <= U'z'; });
        EXPECT_TRUE(!has_words || chinese != english) << english;
    }
}

// msgfmt drops fuzzy entries; the catalog refuses other placeholders than the English ones.
TEST_F(ChineseWords, CompileIntoACatalogOfTheSameSize) {
    const support::TempDir dir;
    const auto finished = support::run({"msgfmt", "--check", "-o", dir.file("zh_CN.mo"), catalog_file});
    ASSERT_EQ(finished.code, 0) << finished.err;
    const auto catalog = Catalog::load(dir.file("zh_CN.mo"));
    ASSERT_TRUE(catalog) << catalog.error().detail;
    EXPECT_EQ(catalog->size(), po_.size());
    for (const auto& [english, chinese] : po_) EXPECT_EQ(catalog->translate(english), chinese);
}

TEST(SentencesOfTheCode, AreFoundByTheirCalls) {
    const support::TempDir dir;
    support::write_file(dir.path() / "a.cpp",
                        "auto a = tr(\"Take a ticket\") + tr.fill(\"{} \\\"people\\\"\\n\"\n    \"ahead\", n);");
    const Entries want{{"Take a ticket", ""}, {"{} \"people\"\nahead", ""}};
    EXPECT_EQ(sentences_in({dir.path()}), want);
}

}  // namespace
}  // namespace kiosk
