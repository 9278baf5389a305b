#include "hw/printer/reasons.h"

#include <gtest/gtest.h>

#include <ostream>

namespace hw {
namespace {

using kiosk::Fault;

struct ReasonsRow {
    const char* name;
    std::vector<std::string> reasons;
    std::optional<Fault> want;
};
void PrintTo(const ReasonsRow& row, std::ostream* out) { *out << row.name; }

class BlockingFault : public testing::TestWithParam<ReasonsRow> {};
TEST_P(BlockingFault, ByStem) { EXPECT_EQ(blocking_fault(GetParam().reasons), GetParam().want); }

INSTANTIATE_TEST_SUITE_P(
    , BlockingFault,
    testing::Values(ReasonsRow{"nothing", {}, {}}, ReasonsRow{"none", {"none"}, {}},
                    ReasonsRow{"paper", {"media-empty"}, Fault::paper_out},
                    ReasonsRow{"paper_warning", {"media-empty-warning"}, Fault::paper_out},
                    ReasonsRow{"paper_report", {"media-empty-report"}, Fault::paper_out},
                    ReasonsRow{"paper_error", {"media-empty-error"}, Fault::paper_out},
                    ReasonsRow{"needed", {"media-needed-error"}, Fault::paper_out},
                    ReasonsRow{"low_paper", {"media-low-warning"}, {}},
                    ReasonsRow{"low_toner", {"toner-low-report", "marker-supply-low"}, {}},
                    ReasonsRow{"cover", {"cover-open-report"}, Fault::printer_cover_open},
                    ReasonsRow{"cover_before_paper", {"media-empty-error", "cover-open-error"}, Fault::printer_cover_open},
                    ReasonsRow{"jam", {"media-jam-warning"}, Fault::paper_jam},
                    ReasonsRow{"offline", {"offline-report"}, Fault::printer_unreachable},
                    ReasonsRow{"paused", {"paused"}, Fault::printer_unreachable},
                    ReasonsRow{"noise", {"connecting-to-device", "cups-waiting-for-job-completed"}, {}},
                    ReasonsRow{"longer_word", {"media-empty-soon"}, {}}, ReasonsRow{"suffix_alone", {"-error"}, {}},
                    ReasonsRow{"suffix_twice", {"media-empty-error-error"}, {}}, ReasonsRow{"empty_word", {""}, {}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Reasons, LostSightWithAnySuffix) {
    EXPECT_TRUE(lost_sight({"none", "cups-ipp-missing-job-history"}));
    EXPECT_TRUE(lost_sight({"cups-ipp-missing-job-history-report"}));
    EXPECT_FALSE(lost_sight({"cups-ipp-missing-cancel-job"}));
}

TEST(Reasons, NotReachedByReasonOrByCupssSentence) {
    EXPECT_TRUE(not_reached({"connecting-to-device"}, ""));
    EXPECT_TRUE(not_reached({}, "The printer may not exist or is unavailable at this time."));
    EXPECT_FALSE(not_reached({}, "Sending data to printer."));
    EXPECT_FALSE(not_reached({"media-empty"}, ""));
}

}  // namespace
}  // namespace hw
