// kioskctl code, as an administrator meets it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <filesystem>

#include "kiosk/paper/qr.h"
#include "tests/support/process.h"

namespace kiosk {
namespace {

using Json = nlohmann::json;

class CtlCode : public testing::Test {
protected:
    void SetUp() override {
        support::write_file(dir_.path() / "kiosk.toml", "[site]\nhall = \"Hall\"\n[ledger]\npath = \"ledger.db\"\n");
        support::write_file(dir_.path() / "other.toml", "[site]\nhall = \"Other\"\n[ledger]\npath = \"other.db\"\n");
    }
    support::Finished ctl(std::vector<std::string> arguments, const std::string& config = "kiosk.toml") const {
        arguments.insert(arguments.begin(), {KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file(config), "code"});
        return support::run(std::move(arguments));
    }
    std::string file(const std::string& name) const { return dir_.file(name); }
    support::TempDir dir_;
};

TEST_F(CtlCode, ReadsWhatItMade) {
    const auto made = ctl({"--make", "receipt", "--of", "DEMO-00001", "--days", "30", "--out", file("receipt.png")});
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_TRUE(made.out.starts_with("KA2:")) << made.out;
    const auto read = ctl({file("receipt.png")});
    EXPECT_EQ(read.code, 0) << read.err;
    EXPECT_NE(read.out.find("receipt.png: receipt DEMO-00001, issued "), std::string::npos) << read.out;
    EXPECT_NE(read.out.find("by terminal-A"), std::string::npos) << read.out;
    EXPECT_TRUE(read.out.ends_with(": verified\n")) << read.out;
}

TEST_F(CtlCode, SaysInJsonWhyACodeIsNotBelieved) {
    ASSERT_EQ(ctl({"--make", "ticket", "--number", "17", "--out", file("ticket.png")}, "other.toml").code, 0);
    const auto read = Json::parse(ctl({file("ticket.png"), "--json"}).out);
    const auto& code = read[0]["codes"][0];
    EXPECT_EQ(code["kind"], "ours");
    EXPECT_EQ(code["verified"], false);
    EXPECT_EQ(code["why"], "of an issuer that the list of keys does not name");
}

TEST_F(CtlCode, TellsOfForeignCodesOnlyTheirKind) {
    ASSERT_TRUE(write_qr_png(*qr_modules("134567890123456789"), file("pay.png")));
    const auto read = ctl({file("pay.png")});
    EXPECT_EQ(read.code, 0);
    EXPECT_NE(read.out.find("payment code of 18 bytes: not verified, not ours"), std::string::npos) << read.out;
    EXPECT_EQ(read.out.find("134567890"), std::string::npos);
}

TEST_F(CtlCode, WritesOverNothing) {
    support::write_file(dir_.path() / "there.png", "mine");
    const auto refused = ctl({"--make", "bag", "--of", "B7", "--out", file("there.png")});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("--force"), std::string::npos);
    EXPECT_EQ(support::read_file(dir_.path() / "there.png"), "mine");
    EXPECT_EQ(ctl({"--make", "bag", "--of", "B7", "--force", "--out", file("there.png")}).code, 0);
}

struct Unreadable {
    const char* name;
    std::string bytes;
    const char* says;
};
void PrintTo(const Unreadable& row, std::ostream* out) { *out << row.name; }
class PictureThat : public CtlCode, public testing::WithParamInterface<Unreadable> {};
TEST_P(PictureThat, IsRefusedInOneSentence) {
    support::write_file(dir_.path() / "picture", GetParam().bytes);
    const auto refused = ctl({file("picture")});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find(GetParam().says), std::string::npos) << refused.err;
    EXPECT_EQ(std::count(refused.err.begin(), refused.err.end(), '\n'), 1) << refused.err;
}
std::string big_endian(std::uint32_t number) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 255U);
    return bytes;
}
std::uint32_t crc_of(const std::string& bytes) {  // of PNG's chunks: CRC-32, ISO 3309
    std::uint32_t crc = 0xFFFFFFFF;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1U ? 0xEDB88320 : 0);
    }
    return ~crc;
}
std::string png_of(std::uint32_t width, std::uint32_t height) {  // its head, and where its pixels would begin
    const auto head = "IHDR" + big_endian(width) + big_endian(height) + std::string("\x08\0\0\0\0", 5);
    return "\x89PNG\r\n\x1A\n" + big_endian(13) + head + big_endian(crc_of(head)) + big_endian(100) + "IDATxxxx";
}
INSTANTIATE_TEST_SUITE_P(
    , PictureThat,
    testing::Values(Unreadable{"is_empty", "", "is empty"}, Unreadable{"is_a_text", "just words", "is neither PNG nor JPEG"},
                    Unreadable{"is_cut_off", png_of(100, 100).substr(0, 33), "is damaged"},
                    Unreadable{"is_huge", png_of(60000, 60000), "has 60000 by 60000 pixels, more than 67 million"},
                    Unreadable{"is_a_pdf", "%PDF-1.7\n%", "is a PDF, whatever its name says"},
                    Unreadable{"is_an_svg", "<?xml version=\"1.0\"?><svg/>", "is an SVG"},
                    Unreadable{"is_a_film",
                               std::string("\0\0\0\x18"
                                           "ftypisom",
                                           12),
                               "is a film"},
                    Unreadable{"is_a_document", "PK\x03\x04 word", "office document"},
                    Unreadable{"is_half_a_jpeg", "\xFF\xD8\xFF\xE0 no more", "is damaged"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST_F(CtlCode, NamesWhatIsMissing) {
    EXPECT_NE(ctl({file("nothing.png")}).err.find("cannot be read: No such file"), std::string::npos);
    EXPECT_NE(ctl({dir_.path().string()}).err.find("is a folder"), std::string::npos);
    EXPECT_EQ(ctl({}).code, 2);
    EXPECT_EQ(ctl({"--make", "ticket"}).code, 1);
    EXPECT_EQ(ctl({"--make", "passport"}).code, 2);
}

}  // namespace
}  // namespace kiosk
