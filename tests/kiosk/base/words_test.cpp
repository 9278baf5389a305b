#include "kiosk/base/words.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <ostream>
#include <utility>
#include <vector>

#include "tests/support/process.h"

namespace kiosk {
namespace {

using Sentences = std::vector<std::pair<std::string, std::string>>;

constexpr std::uint32_t magic = 0x950412de;

void put(std::string& mo, std::size_t at, std::uint32_t value, bool big_endian) {
    for (std::size_t i = 0; i < 4; ++i) mo[at + i] = static_cast<char>(value >> (big_endian ? 24 - 8 * i : 8 * i) & 0xFF);
}

// A .mo file as msgfmt lays it out, without the optional hash table.
std::string make_mo(const Sentences& entries, bool big_endian = false) {
    const std::size_t count = entries.size(), originals = 28, translations = originals + 8 * count;
    std::string mo(translations + 8 * count, '\0');
    const std::size_t header[] = {magic, 0, count, originals, translations, 0, 0};
    for (std::size_t i = 0; i < 7; ++i) put(mo, 4 * i, static_cast<std::uint32_t>(header[i]), big_endian);
    const auto add = [&](std::size_t descriptor, const std::string& text) {
        put(mo, descriptor, static_cast<std::uint32_t>(text.size()), big_endian);
        put(mo, descriptor + 4, static_cast<std::uint32_t>(mo.size()), big_endian);
        mo += text + '\0';
    };
    for (std::size_t i = 0; i < count; ++i) add(originals + 8 * i, entries[i].first);
    for (std::size_t i = 0; i < count; ++i) add(translations + 8 * i, entries[i].second);
    return mo;
}

const Sentences sample{{"", "Content-Type: text/plain; charset=UTF-8\n"},
                       {"{} people are ahead of you", "前面还有{}位"},
                       {"Take a ticket", "取号"}};

class ByteOrder : public testing::TestWithParam<bool> {};
TEST_P(ByteOrder, IsReadEitherWay) {
    const auto catalog = Catalog::parse(make_mo(sample, GetParam()));
    ASSERT_TRUE(catalog) << catalog.error().detail;
    EXPECT_EQ(catalog->size(), 2U);
    EXPECT_EQ(catalog->translate("Take a ticket"), "取号");
    EXPECT_EQ(catalog->translate("Not in the catalog"), "Not in the catalog");
    EXPECT_EQ(catalog->translate(""), "") << "the header is nobody's translation";
}
INSTANTIATE_TEST_SUITE_P(, ByteOrder, testing::Bool(),
                         [](const auto& test) { return test.param ? "big_endian" : "little_endian"; });

TEST(Words, SpeakTheLanguageOfTheVisit) {
    const auto catalog = Catalog::parse(make_mo(sample));
    ASSERT_TRUE(catalog);
    const Words chinese(*catalog, Language::chinese), english(*catalog, Language::english);
    EXPECT_EQ(chinese("Take a ticket"), "取号");
    EXPECT_EQ(english("Take a ticket"), "Take a ticket");
    EXPECT_EQ(chinese.fill("{} people are ahead of you", 3), "前面还有3位");
    EXPECT_EQ(english.fill("{} people are ahead of you", 3), "3 people are ahead of you");
    EXPECT_EQ(chinese(Bilingual{"区", "district"}), "区");
}

TEST(Words, WithoutACatalogAreEnglish) {
    const Catalog none;
    EXPECT_EQ(Words(none, Language::chinese)("Take a ticket"), "Take a ticket");
}

TEST(Catalog, TakesTheFirstPluralForm) {
    using namespace std::literals;
    const auto catalog = Catalog::parse(make_mo({{"{} card\0{} cards"s, "{}张卡\0"s}}));
    ASSERT_TRUE(catalog) << catalog.error().detail;
    EXPECT_EQ(catalog->translate("{} card"), "{}张卡");
}

TEST(Catalog, ReadsWhatMsgfmtWrites) {
    const support::TempDir dir;
    support::write_file(dir.path() / "a.po",
                        "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                        "msgid \"Take a ticket\"\nmsgstr \"取号\"\nmsgid \"Not done yet\"\nmsgstr \"\"\n");
    for (const char* order : {"--endianness=little", "--endianness=big"}) {
        ASSERT_EQ(support::run({"msgfmt", order, "-o", dir.file("a.mo"), dir.file("a.po")}).code, 0);
        const auto catalog = Catalog::load(dir.file("a.mo"));
        ASSERT_TRUE(catalog) << catalog.error().detail;
        EXPECT_EQ(catalog->translate("Take a ticket"), "取号");
        EXPECT_EQ(catalog->translate("Not done yet"), "Not done yet");
    }
}

TEST(Catalog, NamesAFileThatIsNotThere) {
    const auto catalog = Catalog::load("/nowhere/zh_CN.mo");
    ASSERT_FALSE(catalog);
    EXPECT_EQ(catalog.error(), (Error{Fault::not_found, "/nowhere/zh_CN.mo: cannot be read: No such file or directory"}));
}

struct Damage {
    const char* name;
    std::function<std::string()> bytes;
    const char* complaint;
};
void PrintTo(const Damage& row, std::ostream* out) { *out << row.name; }

class DamagedCatalog : public testing::TestWithParam<Damage> {};
TEST_P(DamagedCatalog, IsRefused) {
    const auto catalog = Catalog::parse(GetParam().bytes());
    ASSERT_FALSE(catalog);
    EXPECT_EQ(catalog.error().fault, Fault::malformed);
    EXPECT_NE(catalog.error().detail.find(GetParam().complaint), std::string::npos) << catalog.error().detail;
}

std::string patched(std::size_t at, std::uint32_t value) {
    std::string mo = make_mo(sample);
    put(mo, at, value, false);
    return mo;
}
constexpr std::size_t second_original = 28 + 8, second_translation = 28 + 3 * 8 + 8;

INSTANTIATE_TEST_SUITE_P(
    , DamagedCatalog,
    testing::Values(
        Damage{"empty", [] { return std::string(); }, "shorter than its header"},
        Damage{"only_a_magic", [] { return make_mo(sample).substr(0, 19); }, "shorter than its header"},
        Damage{"a_po_file", [] { return std::string("msgid \"\"\nmsgstr \"\"\n\n\n\n"); }, "not a .mo file"},
        Damage{"later_revision", [] { return patched(4, 2U << 16); }, "unknown revision"},
        Damage{"count_beyond_the_file", [] { return patched(8, 0xFFFFFFFF); }, "more words than it can hold"},
        Damage{"table_beyond_the_end", [] { return patched(12, 0xFFFFFFF0); }, "entry 1 lies outside"},
        Damage{"string_beyond_the_end", [] { return patched(second_original + 4, 1U << 30); }, "entry 2 lies outside"},
        Damage{"length_beyond_the_end", [] { return patched(second_translation, 0xFFFFFFFF); }, "entry 2 lies outside"},
        Damage{"length_without_its_nul", [] { return patched(second_original, 3); }, "entry 2 lies outside"},
        Damage{"cut_off", [] { return make_mo(sample).substr(0, make_mo(sample).size() - 1); }, "entry 3 lies outside"},
        Damage{"not_utf8",
               [] {
                   return make_mo({{"a", "\xBE\xB4"}});
               },
               "entry 1 is not UTF-8"},
        Damage{"placeholder_lost",
               [] {
                   return make_mo({{"{} people", "几位"}});
               },
               "other {} placeholders"},
        Damage{"placeholder_added",
               [] {
                   return make_mo({{"people", "{}位"}});
               },
               "other {} placeholders"},
        Damage{"brace_left_open",
               [] {
                   return make_mo({{"{} people", "{位"}});
               },
               "other {} placeholders"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Catalog, MayPutNumberedPlaceholdersInAnotherOrder) {
    const auto catalog = Catalog::parse(make_mo({{"{0} of {1}", "{1}里的{0}"}}));
    ASSERT_TRUE(catalog) << catalog.error().detail;
    EXPECT_EQ(Words(*catalog, Language::chinese).fill("{0} of {1}", 2, 5), "5里的2");
}

}  // namespace
}  // namespace kiosk
