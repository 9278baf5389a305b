// What a terminal shows while an import is under way.
#include "kiosk/ctl/import_progress.h"

#include <gtest/gtest.h>

#include <ostream>

namespace ctl_test {
namespace {

using namespace kiosk;
using std::chrono::milliseconds;

struct Moment {
    const char* name;
    ImportStep step;  // rows, bytes, indexed, to_index
    std::uintmax_t bytes;
    milliseconds after;
    std::string_view line;
};
void PrintTo(const Moment& moment, std::ostream* out) { *out << moment.name; }

class ImportProgress : public testing::TestWithParam<Moment> {};
TEST_P(ImportProgress, SaysHowMuchHowFastAndHowLongStill) {
    const auto& moment = GetParam();
    EXPECT_EQ(ctl::import_progress(moment.step, moment.bytes, moment.after), moment.line);
}
INSTANTIATE_TEST_SUITE_P(
    , ImportProgress,
    testing::Values(
        Moment{"too_early_to_tell", {256, 100, 0, 0}, 1000, milliseconds{40}, "256 rows, 6 %"},
        Moment{"rows", {60'000, 500, 0, 0}, 1000, milliseconds{1200}, "60000 rows, 30 %, 50000 rows a second, 3 s left"},
        Moment{
            "all_rows", {120'000, 1000, 0, 0}, 1000, milliseconds{3000}, "120000 rows, 60 %, 40000 rows a second, 2 s left"},
        Moment{"index",
               {120'000, 1000, 300, 600},
               1000,
               milliseconds{4000},
               "120000 rows, 80 %, 30000 rows a second, 1 s left"},
        Moment{"minutes",
               {600'000, 10, 0, 0},
               1000,
               milliseconds{6000},
               "600000 rows, 0 %, 100000 rows a second, 16 min 34 s left"},
        Moment{"of_a_file_that_has_grown", {10, 2000, 0, 0}, 1000, milliseconds{10}, "10 rows, 60 %"},
        Moment{"of_no_known_size", {10, 0, 0, 0}, 0, milliseconds{10}, "10 rows, 60 %"},
        Moment{"nothing_read_yet", {0, 0, 0, 0}, 1000, milliseconds{5000}, "0 rows, 0 %"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace ctl_test
