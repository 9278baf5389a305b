#include "kiosk/policy/faults.h"

#include <gtest/gtest.h>

#include <ostream>
#include <set>

#include "kiosk/base/utf8.h"
#include "tests/support/process.h"

namespace kiosk {
namespace {

const std::string catalog_file = KIOSK_SOURCE_DIR "/assets/faults.toml";

class EachFault : public testing::TestWithParam<Fault> {
protected:
    void SetUp() override {
        const auto catalog = FaultCatalog::load(catalog_file);
        ASSERT_TRUE(catalog) << catalog.error().detail;
        words_ = catalog->words(GetParam());
    }
    FaultWords words_;
};

bool has_han(const std::string& text) {
    for (const char32_t c : to_code_points(text))
        if (c >= 0x4E00 && c < 0xA000) return true;
    return false;
}

TEST_P(EachFault, IsToldInBothLanguages) {
    for (const Bilingual& words : {words_.title, words_.advice, words_.staff}) {
        EXPECT_TRUE(has_han(words.zh)) << words.zh;
        EXPECT_FALSE(words.en.empty());
        EXPECT_FALSE(has_han(words.en)) << words.en;
    }
    EXPECT_FALSE(words_.log.empty());
    EXPECT_FALSE(has_han(words_.log));
}

TEST_P(EachFault, HasATitleThatFitsInOneLine) { EXPECT_LE(to_code_points(words_.title.zh).size(), 14U) << words_.title.zh; }

TEST_P(EachFault, HasAdviceOfOneBreath) { EXPECT_LE(to_code_points(words_.advice.zh).size(), 28U) << words_.advice.zh; }

INSTANTIATE_TEST_SUITE_P(, EachFault, testing::ValuesIn(all_faults().begin(), all_faults().end()),
                         [](const auto& test) { return std::string(name(test.param)); });

// The list and the names are written by hand; the header is the truth.
TEST(Faults, AreAllListed) {
    const std::string header = support::read_file(KIOSK_SOURCE_DIR "/kiosk/base/fault.h");
    std::set<std::string_view> names;
    for (const Fault fault : all_faults()) {
        EXPECT_TRUE(names.insert(name(fault)).second) << name(fault);
        EXPECT_NE(header.find("    " + std::string(name(fault)) + ","), std::string::npos) << name(fault);
    }
    EXPECT_EQ(all_faults().size(), static_cast<std::size_t>(Fault::not_found) + 1);
}

TEST(FaultCatalog, WithoutAFaultIsRefused) {
    std::string text = support::read_file(catalog_file);
    text.replace(text.find("[paper_out]"), 11, "[paper_off]");
    const auto catalog = FaultCatalog::parse(text, "faults.toml");
    ASSERT_FALSE(catalog);
    EXPECT_EQ(catalog.error().fault, Fault::malformed);
    EXPECT_NE(catalog.error().detail.find("[paper_out]"), std::string::npos) << catalog.error().detail;
}

TEST(FaultCatalog, WithAnInventedFaultIsRefused) {
    const auto catalog =
        FaultCatalog::parse(support::read_file(catalog_file) + "\n[coffee_out]\nlog = \"\"\n", "faults.toml");
    ASSERT_FALSE(catalog);
    EXPECT_NE(catalog.error().detail.find("unknown key 'coffee_out'"), std::string::npos) << catalog.error().detail;
}

TEST(FaultCatalog, NamesAFileThatIsNotThere) {
    const auto catalog = FaultCatalog::load("/nowhere/faults.toml");
    ASSERT_FALSE(catalog);
    EXPECT_EQ(catalog.error(), (Error{Fault::not_found, "/nowhere/faults.toml: cannot be read: No such file or directory"}));
}

}  // namespace
}  // namespace kiosk
