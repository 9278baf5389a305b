#include "kiosk/case/journey.h"

#include <gtest/gtest.h>

namespace kiosk {
namespace {

struct Row {
    Stage stage;
    std::string_view marks;  // x done, o here, . to come
    StationKind last;
};
void PrintTo(const Row& row, std::ostream* out) { *out << name(row.stage); }
class Journey : public testing::TestWithParam<Row> {};

TEST_P(Journey, MarksWhatIsBehindAndWhatIsAhead) {
    std::string marks;
    for (const auto& stop : journey(GetParam().stage)) marks += "xo."[static_cast<int>(stop.mark)];
    EXPECT_EQ(marks, GetParam().marks);
    EXPECT_EQ(journey(GetParam().stage).back().station, GetParam().last);
}

INSTANTIATE_TEST_SUITE_P(
    , Journey,
    testing::Values(
        Row{Stage::collected, "o.....", StationKind::collect}, Row{Stage::at_street, "xo....", StationKind::collect},
        Row{Stage::at_district, "xxo...", StationKind::collect}, Row{Stage::at_maker, "xxxo..", StationKind::collect},
        Row{Stage::made, "xxxo..", StationKind::collect}, Row{Stage::back_at_district, "xxxxo.", StationKind::collect},
        Row{Stage::back_at_street, "xxxxo.", StationKind::collect}, Row{Stage::ready, "xxxxxo", StationKind::collect},
        Row{Stage::handed_out, "xxxxxx", StationKind::collect}, Row{Stage::refused, "xxxo..", StationKind::counter},
        Row{Stage::refused_at_community, "xxxxo.", StationKind::counter},
        Row{Stage::refused_handed_back, "xxxxxo", StationKind::counter}, Row{Stage::served, "xxxxxx", StationKind::counter}),
    [](const auto& test) { return std::string(name(test.param.stage)); });

}  // namespace
}  // namespace kiosk
