#include <gtest/gtest.h>

#include "kiosk/base/assets.h"
#include "kiosk/paper/papers.h"
#include "kiosk/wording/help.h"
#include "tests/kiosk/paper/samples.h"
#include "tests/support/dots.h"
#include "tests/support/pdf.h"

namespace kiosk {
namespace {

const Policy& shipped_policy(const std::string& name) {
    static std::map<std::string, Policy> loaded;
    if (!loaded.contains(name)) loaded[name] = *load_policy(asset_path("policy/" + name + ".toml"));
    return loaded[name];
}
constexpr Date some_day{std::chrono::year{2026}, std::chrono::March, std::chrono::day{9}};

struct Paper {
    const char* name;
    const char* policy;
    Words tr;
};
void PrintTo(const Paper& row, std::ostream* out) { *out << row.name; }
class NewCardPaper : public testing::TestWithParam<Paper> {};

// A phone reads from the paper what stands on it, and no address.
TEST_P(NewCardPaper, HoldsItsOwnWordsForAPhone) {
    const auto& policy = shipped_policy(GetParam().policy);
    const auto pdf = to_pdf(new_card_paper(*policy.new_card, "样板大厅", policy, GetParam().tr, some_day));
    ASSERT_TRUE(pdf) << pdf.error().detail;
    const auto code = support::read_qr(support::pdf_raster(pdf->bytes));
    EXPECT_EQ(code, new_card_text(*policy.new_card, policy, "样板大厅", GetParam().tr, some_day));
    EXPECT_EQ(code.find("http"), std::string::npos);
    const auto printed = support::pdf_one_line(pdf->bytes);
    std::istringstream lines(code);
    for (std::string line; std::getline(lines, line);) {
        std::erase(line, ' ');
        EXPECT_NE(printed.find(line), std::string::npos) << line << "\n" << printed;
    }
}
INSTANTIATE_TEST_SUITE_P(, NewCardPaper,
                         testing::Values(Paper{"chinese", "shapingba", paper_samples::chinese()},
                                         Paper{"english", "shapingba", paper_samples::english()},
                                         Paper{"another_district", "sample-district", paper_samples::chinese()}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(ScenariosPaper, HoldsWhatWorksTodayAndNothingElse) {
    const auto& policy = shipped_policy("sample-district");
    const auto pdf = to_pdf(scenarios_paper(policy.scenarios.groups[0], "", policy, paper_samples::chinese(), some_day));
    ASSERT_TRUE(pdf) << pdf.error().detail;
    const auto printed = support::pdf_one_line(pdf->bytes);
    EXPECT_NE(printed.find("坐轮渡要带社保卡。归轮渡公司管。"), std::string::npos) << printed;
    EXPECT_EQ(printed.find("坐缆车"), std::string::npos) << printed;
}

TEST(ScenariosPaper, OfEveryGroupFitsOnARoll) {
    const auto& policy = shipped_policy("shapingba");
    for (const auto& group : policy.scenarios.groups)
        for (const auto& tr : {paper_samples::chinese(), paper_samples::english()}) {
            const auto pdf = to_pdf(scenarios_paper(group, "", policy, tr, some_day));
            ASSERT_TRUE(pdf) << pdf.error().detail;
            EXPECT_LT(pdf->page.length, 150000) << group.name.en << ": hundredths of a millimetre";
        }
}

}  // namespace
}  // namespace kiosk
