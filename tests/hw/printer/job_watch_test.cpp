#include "hw/printer/job_watch.h"

#include <gtest/gtest.h>

#include <ostream>

namespace hw {
namespace {

using kiosk::Fault;
using kiosk::PrintOutcome;
using namespace std::chrono_literals;
using State = JobView::State;
using Next = JobWatch::Next;

// One look, so long after the job was handed over. `gone`: CUPS could not be asked.
struct Look {
    std::chrono::milliseconds at;
    State state = State::waiting;
    std::vector<std::string> reasons = {};
    bool gone = false;
    std::string message = {};
    int pages = 0;
    int begun_at = 0;
};
struct LooksRow {
    const char* name;
    std::vector<Look> looks;
    bool canceled;  // the watch asked for it on the way
    JobWatch::Result want;
};
void PrintTo(const LooksRow& row, std::ostream* out) { *out << row.name; }

class Watch : public testing::TestWithParam<LooksRow> {};

TEST_P(Watch, Decides) {
    const kiosk::Steady start{};
    JobWatch watch({}, start);
    Next next = Next::look_again;
    bool canceled = false;
    for (const auto& look : GetParam().looks) {
        ASSERT_NE(next, Next::finished) << "decided too early, before " << look.at.count() << " ms";
        const auto now = start + look.at;
        next = look.gone ? watch.service_gone(now)
                         : watch.see({1, look.state, look.pages, look.reasons, look.message, look.begun_at}, now);
        if (next == Next::cancel) {
            canceled = true;
            watch.canceling(now);
        }
    }
    ASSERT_EQ(next, Next::finished);
    EXPECT_EQ(canceled, GetParam().canceled);
    EXPECT_EQ(watch.result().outcome, GetParam().want.outcome);
    EXPECT_EQ(watch.result().fault, GetParam().want.fault);
}

const std::vector<std::string> empty{"media-empty-error"}, well{"none"};
const std::vector<std::string> noise{"connecting-to-device", "media-low-report", "cups-waiting-for-job-completed"};

INSTANTIATE_TEST_SUITE_P(
    , Watch,
    testing::Values(
        LooksRow{"printed_at_first_look", {{10ms, State::completed}}, false, {PrintOutcome::printed, {}}},
        LooksRow{"printed_with_low_paper",
                 {{10ms, State::printing}, {900ms, State::completed, {"media-low-report"}}},
                 false,
                 {PrintOutcome::printed, {}}},
        LooksRow{"completed_out_of_sight",
                 {{10ms, State::printing}, {900ms, State::completed, {"cups-ipp-missing-job-history"}}},
                 false,
                 {PrintOutcome::unknown, {}}},
        LooksRow{"paper_out_from_the_start",
                 {{10ms, State::printing, empty},
                  {7900ms, State::printing, empty},
                  {8010ms, State::printing, empty},
                  {8050ms, State::canceled, empty}},
                 true,
                 {PrintOutcome::not_printed, Fault::paper_out}},
        LooksRow{"reason_comes_a_second_late",
                 {{10ms, State::printing},
                  {1000ms, State::printing, empty},
                  {9000ms, State::printing, empty},
                  {9050ms, State::canceled, empty}},
                 true,
                 {PrintOutcome::not_printed, Fault::paper_out}},
        LooksRow{"paper_out_in_the_middle",
                 {{10ms, State::printing, well},
                  {1500ms, State::printing, well},
                  {2000ms, State::printing, empty},
                  {10000ms, State::printing, empty},
                  {10050ms, State::canceled, empty}},
                 true,
                 {PrintOutcome::unknown, Fault::paper_out}},
        LooksRow{"paper_out_after_a_page",
                 {{10ms, State::printing, well},
                  {900ms, State::printing, empty, false, "", 1},
                  {8910ms, State::printing, empty, false, "", 1},
                  {8950ms, State::canceled, empty}},
                 true,
                 {PrintOutcome::unknown, Fault::paper_out}},
        LooksRow{"page_counted_by_a_driver_while_paper_is_out",
                 {{10ms, State::printing, empty},
                  {500ms, State::printing, empty, false, "", 1},
                  {8010ms, State::printing, empty, false, "", 1},
                  {8050ms, State::canceled, empty}},
                 true,
                 {PrintOutcome::not_printed, Fault::paper_out}},
        LooksRow{"filters_work_long_before_the_backend_speaks",
                 {{10ms, State::printing},
                  {6000ms, State::printing},
                  {6100ms, State::printing, {"connecting-to-device"}},
                  {6200ms, State::printing, well, false, "Connected to printer."},
                  {7300ms, State::printing, empty},
                  {15400ms, State::printing, empty},
                  {15450ms, State::canceled, empty}},
                 true,
                 {PrintOutcome::not_printed, Fault::paper_out}},
        LooksRow{"first_word_of_all_is_that_paper_is_out",
                 {{10ms, State::printing},
                  {5000ms, State::printing, empty},
                  {13010ms, State::printing, empty},
                  {13050ms, State::canceled, empty}},
                 true,
                 {PrintOutcome::not_printed, Fault::paper_out}},
        LooksRow{"paper_out_long_after_the_backend_spoke",
                 {{10ms, State::printing},
                  {6000ms, State::printing, {}, false, "Sending data to printer."},
                  {7300ms, State::printing, {}, false, "Sending data to printer."},
                  {7500ms, State::printing, empty},
                  {15510ms, State::printing, empty},
                  {15550ms, State::canceled, empty}},
                 true,
                 {PrintOutcome::unknown, Fault::paper_out}},
        LooksRow{"paper_comes_back",
                 {{10ms, State::printing, empty}, {7000ms, State::printing, {}}, {7500ms, State::completed}},
                 false,
                 {PrintOutcome::printed, {}}},
        LooksRow{"second_reason_starts_no_new_wait",
                 {{10ms, State::printing, empty},
                  {4000ms, State::printing, {"cover-open-report"}},
                  {8010ms, State::printing, {"cover-open-report"}},
                  {8050ms, State::canceled}},
                 true,
                 {PrintOutcome::not_printed, Fault::printer_cover_open}},
        LooksRow{"came_out_just_before_the_cancel",
                 {{10ms, State::printing, empty}, {8010ms, State::printing, empty}, {8050ms, State::completed}},
                 true,
                 {PrintOutcome::printed, {}}},
        LooksRow{"cancel_never_takes_effect",
                 {{10ms, State::printing, empty},
                  {8010ms, State::printing, empty},
                  {10000ms, State::printing, empty},
                  {11010ms, State::printing, empty}},
                 true,
                 {PrintOutcome::unknown, Fault::paper_out}},
        LooksRow{"printer_off_by_reason",
                 {{10ms, State::printing, noise}, {8010ms, State::printing, noise}, {8050ms, State::canceled}},
                 true,
                 {PrintOutcome::not_printed, Fault::printer_unreachable}},
        LooksRow{"printer_off_by_message_only",
                 {{10ms, State::printing, {}, false, "The printer may not exist or is unavailable at this time."},
                  {8010ms, State::printing, {}, false, "The printer may not exist or is unavailable at this time."},
                  {8050ms, State::canceled}},
                 true,
                 {PrintOutcome::not_printed, Fault::printer_unreachable}},
        LooksRow{
            "silent_for_long",
            {{10ms, State::printing}, {14000ms, State::printing}, {15010ms, State::printing}, {15050ms, State::canceled}},
            true,
            {PrintOutcome::unknown, Fault::printer_unreachable}},
        LooksRow{"stuck_behind_other_jobs",
                 {{10ms, State::waiting}, {15010ms, State::waiting}, {15050ms, State::canceled}},
                 true,
                 {PrintOutcome::not_printed, Fault::printer_unreachable}},
        LooksRow{"pages_are_progress",
                 {{10ms, State::printing},
                  {14000ms, State::printing, {}, false, "", 1},
                  {28000ms, State::printing, {}, false, "", 2},
                  {29000ms, State::completed}},
                 false,
                 {PrintOutcome::printed, {}}},
        LooksRow{"cancelled_by_another_before_it_began",
                 {{10ms, State::waiting}, {500ms, State::canceled}},
                 false,
                 {PrintOutcome::not_printed, Fault::printer_unreachable}},
        LooksRow{"cancelled_by_another_while_printing",
                 {{10ms, State::printing}, {500ms, State::canceled}},
                 false,
                 {PrintOutcome::unknown, Fault::printer_unreachable}},
        LooksRow{"begun_and_cancelled_between_two_looks",
                 {{10ms, State::waiting}, {500ms, State::canceled, {}, false, "", 0, 1}},
                 false,
                 {PrintOutcome::unknown, Fault::printer_unreachable}},
        LooksRow{"begun_and_thrown_back_between_two_looks",
                 {{10ms, State::waiting},
                  {200ms, State::waiting, {"paused"}, false, "", 0, 1},
                  {8200ms, State::waiting, {"paused"}, false, "", 0, 1},
                  {8250ms, State::canceled, {}, false, "", 0, 1}},
                 true,
                 {PrintOutcome::unknown, Fault::printer_unreachable}},
        LooksRow{"aborted_by_the_printer",
                 {{10ms, State::printing}, {500ms, State::aborted}},
                 false,
                 {PrintOutcome::unknown, Fault::printer_unreachable}},
        LooksRow{"thrown_back_into_a_paused_queue",
                 {{10ms, State::printing},
                  {100ms, State::waiting, {"paused"}},
                  {8100ms, State::waiting, {"paused"}},
                  {8150ms, State::canceled}},
                 true,
                 {PrintOutcome::unknown, Fault::printer_unreachable}},
        LooksRow{"service_gone_for_good_while_printing",
                 {{10ms, State::printing}, {100ms, {}, {}, true}, {8100ms, {}, {}, true}},
                 false,
                 {PrintOutcome::unknown, Fault::print_service_gone}},
        LooksRow{"service_gone_while_the_queue_was_paused",
                 {{10ms, State::waiting, {"paused"}}, {100ms, {}, {}, true}, {8100ms, {}, {}, true}},
                 false,
                 {PrintOutcome::not_printed, Fault::print_service_gone}},
        LooksRow{"service_gone_while_out_of_paper",  // its backend lives on and prints when there is paper
                 {{10ms, State::printing, empty}, {100ms, {}, {}, true}, {8100ms, {}, {}, true}},
                 false,
                 {PrintOutcome::unknown, Fault::print_service_gone}},
        LooksRow{"service_back_and_printing_anew",
                 {{10ms, State::printing}, {100ms, {}, {}, true}, {1000ms, State::printing}, {1050ms, State::canceled}},
                 true,
                 {PrintOutcome::unknown, Fault::print_service_gone}},
        LooksRow{"begun_anew_while_nobody_looked",
                 {{10ms, State::printing, {}, false, "", 0, 5},
                  {2000ms, State::printing, {}, false, "", 0, 7},
                  {2050ms, State::canceled, {}, false, "", 0, 7}},
                 true,
                 {PrintOutcome::unknown, Fault::print_service_gone}},
        LooksRow{"service_back_and_it_was_done",
                 {{10ms, State::printing}, {100ms, {}, {}, true}, {1000ms, State::completed}},
                 false,
                 {PrintOutcome::printed, {}}},
        LooksRow{"answer_to_the_submission_was_lost",
                 {{0ms, {}, {}, true}, {100ms, State::waiting}, {150ms, State::canceled}},
                 true,
                 {PrintOutcome::unknown, Fault::print_service_gone}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(JobWatch, JobThatCupsHasForgottenIsUnknown) {
    const kiosk::Steady start{};
    JobWatch watch({}, start);
    watch.see({1, State::printing, 0, {}, ""}, start);
    EXPECT_EQ(watch.service_gone(start + 100ms), Next::look_again);
    EXPECT_EQ(watch.job_gone(), Next::finished);
    EXPECT_EQ(watch.result().outcome, PrintOutcome::unknown);
}

}  // namespace
}  // namespace hw
