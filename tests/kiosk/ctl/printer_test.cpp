#include "tests/kiosk/ctl/support.h"
#include "tests/support/cups.h"
#include "tests/support/dots.h"
#include "tests/support/pdf.h"
#include "tests/support/ppd.h"

namespace ctl_test {
namespace {

using support::PpdPrinter;

class KioskctlPrinter : public Kioskctl {
protected:
    void SetUp() override { use(cupsd_); }
    void use(const support::Cupsd& cupsd) const {
        support::write_file(dir_.path() / "kiosk.toml",
                            "[site]\nhall = \"Hall\"\n[ledger]\npath = \"ledger.db\"\n[printer]\n"
                            "queue = \"ticket\"\nserver = \"" +
                                cupsd.socket() + "\"\n");
    }
    std::vector<std::string> driver(const PpdPrinter& printer, const std::vector<std::string>& defaults = {}) const {
        support::write_file(dir_.path() / "roll.ppd", support::ppd(printer));
        std::vector<std::string> how{"-P", dir_.file("roll.ppd")};
        for (const auto& option : defaults) how.insert(how.end(), {"-o", option});
        return how;
    }
    // What doctor says of the queue: states and remedies in lines; whether all is well with it.
    struct Said {
        bool ok = true;
        std::string text;
    };
    Said doctor() const {
        const auto told =
            support::run({KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file("kiosk.toml"), "doctor", "--json"},
                         {{"PCSCLITE_CSOCK_NAME", dir_.file("no.pcscd")}});
        Said said;
        for (const auto& finding : Json::parse(told.out)) {
            if (finding["what"] != "print queue") continue;
            said.ok = said.ok && finding["ok"];
            said.text += finding["state"].get<std::string>() + "\n" + finding["remedy"].get<std::string>() + "\n";
        }
        return said;
    }
    static void expect_words(const std::string& text, const std::vector<std::string>& words) {
        for (const auto& wanted : words) EXPECT_NE(text.find(wanted), std::string::npos) << wanted << " in\n" << text;
    }

    support::Cupsd cupsd_;
};

TEST_F(KioskctlPrinter, TestPrintsARulerACodeAndTheDots) {
    PpdPrinter roll;
    roll.raster = true;
    const support::SimulatedPrinter device(cupsd_, "ticket", driver(roll, {"job-sheets-default=standard,none"}));
    const auto tested = ctl({"printer", "test"});
    ASSERT_EQ(tested.code, 0) << tested.err;
    EXPECT_NE(tested.out.find("ticket: printed"), std::string::npos) << tested.out;
    ASSERT_EQ(device.printed().size(), 1U);
    const auto pages = support::dot_pages(support::read_file(device.printed()[0]));
    ASSERT_EQ(pages.size(), 1U);
    const auto ink = support::ink_box(pages[0].raster);
    EXPECT_NEAR(static_cast<double>(ink.right - ink.left), 72 / 25.4 * 203, 2) << "72 mm are 72 mm";
    EXPECT_TRUE(support::read_qr(pages[0].raster).starts_with("kiosk printer test ticket "));
}

TEST_F(KioskctlPrinter, TestSaysTheDotsOfTheDriver) {
    const support::SimulatedPrinter device(cupsd_, "ticket", driver({}));
    ASSERT_EQ(ctl({"printer", "test"}).code, 0);
    ASSERT_EQ(device.printed().size(), 1U);
    expect_words(support::pdf_one_line(support::read_file(device.printed()[0])), {"575（203dpi）"});
}

TEST_F(KioskctlPrinter, TestOfAPrinterWithoutPaperSaysSo) {
    support::SimulatedPrinter device(cupsd_, "ticket", driver({}));
    device.paper_out(true);
    const auto refused = ctl({"printer", "test"});
    EXPECT_EQ(refused.code, 1);
    expect_words(refused.err, {"ticket: not printed", "out of paper", "kioskctl doctor"});
    device.paper_out(false);
    EXPECT_TRUE(device.printed().empty());
}

TEST_F(KioskctlPrinter, TestOfAnotherQueue) {
    const support::SimulatedPrinter other(cupsd_, "other", driver({}));
    EXPECT_EQ(ctl({"printer", "test", "--queue", "other"}).code, 0);
    EXPECT_EQ(other.printed().size(), 1U);
    const auto refused = ctl({"--json", "printer", "test", "--queue", "nowhere"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(Json::parse(refused.out)["fault"], "printer_unreachable");
}

TEST_F(KioskctlPrinter, DoctorSaysWhatATicketWillBeAndPrintsNothing) {
    const support::SimulatedPrinter device(
        cupsd_, "ticket", driver({}, {"job-sheets-default=standard,none", "number-up-default=4", "copies-default=2"}));
    const auto said = doctor();
    EXPECT_TRUE(said.ok) << said.text;
    expect_words(said.text,
                 {"ticket: driver \"Test Roll, 1.0\", 203 dpi", "a ticket is 80 x ", "at full size", "one copy",
                  "no cover page", "overrules the queue's", "job-sheets=standard,none", "number-up=4", "copies=2"});
    EXPECT_TRUE(device.printed().empty());
    EXPECT_EQ(cupsd_.waiting_jobs("ticket"), 0U);
}

TEST_F(KioskctlPrinter, DoctorSaysThatAQueueIsRaw) {
    const support::SimulatedPrinter device(cupsd_, "ticket");
    const auto said = doctor();
    EXPECT_TRUE(said.ok) << said.text;
    expect_words(said.text, {"raw, without a driver", "-m everywhere"});
}

TEST_F(KioskctlPrinter, DoctorNamesThePaperThatIsTakenInstead) {
    PpdPrinter roll;
    roll.longest = {};
    const support::SimulatedPrinter device(cupsd_, "ticket", driver(roll));
    const auto said = doctor();
    EXPECT_TRUE(said.ok) << said.text;
    expect_words(said.text, {"takes no custom size", "80 x 297 mm", "cut by the printer"});
}

TEST_F(KioskctlPrinter, DoctorNamesWhatKeepsATicketFromBeingPrinted) {
    PpdPrinter narrow;
    narrow.sizes = {{164, 842}, {164, 567}};
    narrow.longest = {};
    const support::SimulatedPrinter device(cupsd_, "ticket", driver(narrow, {"job-page-limit=100", "job-quota-period=60"}));
    const auto said = doctor();
    EXPECT_FALSE(said.ok);
    expect_words(said.text, {"as wide as what is printed, 72 mm", "quota", "job-page-limit=0"});
}

TEST_F(KioskctlPrinter, DoctorNamesMarginsThatCutATicket) {
    PpdPrinter roll;
    roll.left = roll.right = 40;
    const support::SimulatedPrinter device(cupsd_, "ticket", driver(roll));
    const auto said = doctor();
    EXPECT_FALSE(said.ok);
    expect_words(said.text, {"leaves so much at the sides", "72 mm"});
}

TEST_F(KioskctlPrinter, DoctorNamesACoverPageThatNoJobCanRefuse) {
    support::Cupsd cupsd("Classification confidential\n");
    use(cupsd);
    const support::SimulatedPrinter device(cupsd, "ticket", driver({}));
    const auto said = doctor();
    EXPECT_FALSE(said.ok);
    expect_words(said.text, {"cover page \"confidential\"", "cupsd.conf"});
}

TEST_F(KioskctlPrinter, DoctorNamesAQueueThatIsNotThere) {
    const auto said = doctor();
    EXPECT_FALSE(said.ok);
    expect_words(said.text, {"ticket", "lpstat -e"});
}

}  // namespace
}  // namespace ctl_test
