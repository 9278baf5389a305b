#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "kiosk/code/own_code.h"
#include "tests/support/hall.h"
#include "tests/support/pdf.h"

// Codes that are held up, before a real kiosk: a printed ticket under a camera, a scanner that types.
namespace {

using namespace kiosk;
using support::card;
using support::RealHall;

// What a camera sees of a paper that is held slantwise, a little out of focus.
support::Image seen_by_camera(const support::Raster& paper, double degrees, unsigned seed) {
    constexpr int width = 1280, height = 720;
    const double turn = degrees * 3.14159265 / 180, c = std::cos(turn), s = std::sin(turn);
    const auto paper_at = [&](double x, double y) {
        const double px = c * (x - width / 2.0) + s * (y - height / 2.0) + static_cast<double>(paper.width) / 2;
        const double py =
            -s * (x - width / 2.0) + c * (y - height / 2.0) + static_cast<double>(paper.height) * 0.7;  // where its code is
        if (px < 0 || py < 0 || px >= static_cast<double>(paper.width) || py >= static_cast<double>(paper.height)) return 70;
        return 40 + paper.at(static_cast<std::size_t>(px), static_cast<std::size_t>(py)) * 2 / 3;
    };
    std::minstd_rand noise(seed);
    support::Image image{width, height, {}};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const int sum = paper_at(x, y) + paper_at(x + 0.5, y) + paper_at(x, y + 0.5) + paper_at(x + 0.5, y + 0.5);
            image.pixels.push_back(static_cast<std::uint32_t>(sum / 4 + static_cast<int>(noise() % 12)) * 0x010101U);
        }
    return image;
}

std::string camera_that_sees(const RealHall& hall) {
    return "camera = 'multifilesrc location=" + hall.file("frame-%d.png") +
           " stop-index=3 loop=true caps=image/png,framerate=20/1 ! pngdec'";
}

void hold_up(const RealHall& hall, const std::string& pdf) {
    const auto paper = support::pdf_raster(pdf);
    for (int i = 0; i < 4; ++i)
        support::write_png(hall.file("frame-" + std::to_string(i) + ".png"),
                           seen_by_camera(paper, 84 + i, static_cast<unsigned>(i)));
}

IssuedTicket printed_ticket(RealHall& hall) {
    hall.reader.insert(card(support::returned_card));
    Devices devices;
    devices.card_present = true;
    const Phase reason = CardCameBack{hall.found("DEMO-00002"), {}};
    if (!hall.shows(reason, devices)) throw std::runtime_error("the card was not read: " + hall.log());
    hall.press(reason, "拿优先号");
    if (!support::wait_until([&] { return hall.printer.printed().size() == 1; })) throw std::runtime_error("no paper");
    const auto ticket = [&] { return hall.ticket_of("DEMO-00002"); };
    if (!support::wait_until([&] { return ticket().ticket.on_paper == OnPaper::yes; }))
        throw std::runtime_error("unrecorded");
    hall.press(ShowingTicket{ticket(), {Paper::printed, {}, {}, {}}, hall.found("DEMO-00002")}, "办完了");
    hall.reader.pull();
    return ticket();
}

std::string code_of(const RealHall& hall, const OwnCode& code) {
    const auto secret = read_secret(hall.file("ledger.db.code-key"), Fault::refused);
    if (!secret || !*secret) throw std::runtime_error("the kiosk has no key");
    const auto today = local_time(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()),
                                  hall.rules().policy.utc_offset)
                           .date;
    return make_code(code, {today, plus_days(today, 1)}, Signer(**secret));
}

TEST(Code, PrintedTicketBeforeTheCameraShowsItsPlace) {
    RealHall hall;
    hall.use_scanner(camera_that_sees(hall), true);
    hall.open();
    const auto issued = printed_ticket(hall);
    ASSERT_TRUE(hall.shows(Home{})) << hall.log();
    hold_up(hall, support::read_file(hall.printer.printed().at(0)));
    hall.press(Home{}, "我有带码的纸条");
    EXPECT_TRUE(hall.shows(ShowingTicket{issued, {Paper::printed, {}, {}, {}}, {}})) << hall.log();
    EXPECT_EQ(hall.printer.printed().size(), 1U) << "it is on paper already";
    EXPECT_EQ(hall.log().find("KA2"), std::string::npos) << "codes are not for the log";
    EXPECT_EQ(hall.close(), 0);
}

TEST(Code, CameraThatIsNotThereIsSaidAndACardDoesAsWell) {
    RealHall hall;
    hall.use_scanner("camera = '/dev/video-of-nobody'", true);
    hall.open();
    hall.press(Home{}, "我有带码的纸条");
    Devices devices;
    devices.scanner = Fault::scanner_absent;
    ASSERT_TRUE(hall.shows(PresentCode{}, devices)) << hall.log();
    hall.reader.insert(card("old-01"));
    devices.card_present = true;
    EXPECT_TRUE(hall.shows(ShowingCase{hall.found("DEMO-00001"), {}}, devices));
    EXPECT_NE(hall.log().find("scanner_absent"), std::string::npos);
}

// How a scanner that types may be set: what stands around each code.
struct Setting {
    const char* name;
    std::string before, behind;
};
void PrintTo(const Setting& setting, std::ostream* out) { *out << setting.name; }
class ScannerThatTypes : public testing::TestWithParam<Setting> {};
TEST_P(ScannerThatTypes, OpensACase) {
    RealHall hall;
    hall.use_scanner("wedge = true", false);
    hall.open();
    ASSERT_TRUE(support::wait_until([&] { return hall.log().find("ledger open") != std::string::npos; }));
    hall.glass.move(5, 5);  // without a window manager the keyboard follows the pointer
    // A very busy machine may tear the first keys apart; then one scans again, as a person would.
    const auto opened = [&hall] { return hall.log().find("-> showing_case") != std::string::npos; };
    for (int i = 0; i < 3 && !opened(); ++i) {
        hall.glass.type(GetParam().before + code_of(hall, SlipCode{"DEMO-00001"}) + GetParam().behind);
        static_cast<void>(support::wait_until(opened, std::chrono::seconds(4)));
    }
    EXPECT_TRUE(hall.shows(ShowingCase{hall.found("DEMO-00001"), {}})) << hall.log();
}
INSTANTIATE_TEST_SUITE_P(, ScannerThatTypes,
                         testing::Values(Setting{"enter", "", "\n"}, Setting{"keypad_enter", "", "\r"},
                                         Setting{"tab", "", "\t"}, Setting{"nothing", "", ""},
                                         Setting{"framed", "\x02", "\x03"}, Setting{"identified", "]Q1", " \n\n"},
                                         Setting{"words_around", "no. ", "#\n"}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Code, PersonMayTypeBesideAScannerThatTypes) {
    RealHall hall;
    hall.use_scanner("wedge = true", false);
    hall.open();
    hall.press(Home{}, "我的卡到哪了");
    const Phase prompt = PresentCard{Purpose::where_is_my_card, {}};
    ASSERT_TRUE(hall.shows(prompt));
    hall.press(prompt, "没带卡？输号码");
    Typing typed{Purpose::where_is_my_card, {}, {}, {}};
    ASSERT_TRUE(hall.shows(typed));
    for (const char* key : {"0", "1", "0", "0", "0", "8"}) {
        hall.glass.key(key);
        typed.id_tail6 += key;
        ASSERT_TRUE(hall.shows(typed));
    }
}

}  // namespace
