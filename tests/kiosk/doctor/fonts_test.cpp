#include <gtest/gtest.h>

#include <ostream>

#include "kiosk/doctor/finding.h"

namespace kiosk {
namespace {

struct Case {
    const char* name;
    FontCover cover;
    bool ok;
    const char *state, *remedy;
};
void PrintTo(const Case& row, std::ostream* out) { *out << row.name; }

class JudgeFonts : public testing::TestWithParam<Case> {};
TEST_P(JudgeFonts, NamesThePackageThatHelps) {
    const auto finding = judge(GetParam().cover);
    EXPECT_EQ(finding.what, "fonts");
    EXPECT_EQ(finding.ok, GetParam().ok);
    EXPECT_EQ(finding.state, GetParam().state);
    EXPECT_EQ(finding.remedy, GetParam().remedy);
}

INSTANTIATE_TEST_SUITE_P(
    , JudgeFonts,
    testing::Values(Case{"as_the_packages_install_it",
                         {{8105, 8105}, {87887, 87887}, {5356, 9793}, {}, true},
                         true,
                         "8105 of 8105 common characters, 87887 of 87887 of GB 18030-2022, 5356 of 9793 of its amendment; "
                         "others are a box with their code",
                         ""},
                    Case{"every_character",
                         {{8105, 8105}, {87887, 87887}, {9793, 9793}, {}, true},
                         true,
                         "8105 of 8105 common characters, 87887 of 87887 of GB 18030-2022, 9793 of 9793 of its amendment",
                         ""},
                    Case{"no_rare_ones",
                         {{8105, 8105}, {29876, 87887}, {4, 9793}, {"fonts-hanazono", "fonts-babelstone-han"}, true},
                         true,
                         "8105 of 8105 common characters, 29876 of 87887 of GB 18030-2022, 4 of 9793 of its amendment; "
                         "others are a box with their code",
                         "apt install fonts-hanazono fonts-babelstone-han"},
                    Case{"not_the_main_font",
                         {{8105, 8105}, {87887, 87887}, {0, 9793}, {"fonts-noto-cjk"}, false},
                         false,
                         "8105 of 8105 common characters, 87887 of 87887 of GB 18030-2022, 0 of 9793 of its amendment; "
                         "others are a box with their code",
                         "apt install fonts-noto-cjk"},
                    Case{"damaged_files",
                         {{8000, 8105}, {87000, 87887}, {5356, 9793}, {}, true},
                         false,
                         "8000 of 8105 common characters, 87000 of 87887 of GB 18030-2022, 5356 of 9793 of its amendment; "
                         "others are a box with their code",
                         "fc-cache --force"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace kiosk
