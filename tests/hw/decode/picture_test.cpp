#include "hw/decode/picture.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "hw/decode/picture_file.h"
#include "tests/support/process.h"

namespace hw {
namespace {

using namespace std::string_literals;

const std::string sample_pictures = KIOSK_SOURCE_DIR "/tests/hw/decode/pictures/";

std::string text_in(const std::string& path) {
    const auto picture = read_picture(path);
    if (!picture) return picture.error().detail;
    Decoder decoder({"qr"});
    const auto seen = study(decoder, *picture);
    return seen.codes.empty() ? "no code" : seen.codes[0].bytes;
}

class PictureFile : public testing::TestWithParam<const char*> {};
TEST_P(PictureFile, IsRead) { EXPECT_EQ(text_in(sample_pictures + GetParam()), "PICTURE TEST"); }
// Cut anywhere it is refused in a sentence, or read as far as it goes; the program goes on.
TEST_P(PictureFile, CutOffIsNamed) {
    const support::TempDir dir;
    const auto whole = support::read_file(sample_pictures + GetParam());
    for (const std::size_t part : {2U, 5U, 9U}) {
        support::write_file(dir.path() / "cut", whole.substr(0, whole.size() * part / 10));
        const auto text = text_in(dir.file("cut"));
        EXPECT_TRUE(text == "PICTURE TEST" || text == "no code" || text.find("cut is damaged: ") != std::string::npos)
            << part << ' ' << text;
    }
}
INSTANTIATE_TEST_SUITE_P(, PictureFile,
                         testing::Values("grey.png", "sixteen-bit.png", "palette.png", "interlaced.png", "transparent.png",
                                         "transparent-light-ink.png", "transparent-grey.png", "transparent-palette.png",
                                         "plain.jpg", "progressive.jpg", "cmyk.jpg", "turned-2.jpg", "turned-5.jpg",
                                         "turned-6.jpg", "turned-8.jpg", "plain.gif", "animated.gif", "transparent.gif",
                                         "lossless.webp", "lossy.webp", "transparent.webp", "animated.webp", "plain.heic",
                                         "plain.bmp", "plain.tiff", "cmyk.tiff"),
                         [](const auto& test) {
                             std::string name = test.param;
                             std::replace_if(
                                 name.begin(), name.end(), [](char c) { return c == '.' || c == '-'; }, '_');
                             return name;
                         });

TEST(PictureFiles, TurnedBackIsUpright) {
    const auto plain = read_picture(sample_pictures + "plain.jpg"),
               mirrored = read_picture(sample_pictures + "turned-2.jpg");
    ASSERT_TRUE(plain && mirrored);
    int different = 0;
    for (std::size_t i = 0; i < plain->pixels.size(); ++i)
        different += std::abs(plain->pixels[i] - mirrored->pixels[i]) > 64 ? 1 : 0;
    EXPECT_LT(different, 100);
}

// A file that claims to be larger than any memory, in the places where its format says so.
TEST(PictureFiles, ClaimsBeyondMemoryAreRefusedInWords) {
    const support::TempDir dir;
    struct Claim {
        const char* file;
        std::string sign;    // stands before the two sides
        std::size_t behind;  // bytes from its end to them
        std::string sides;
    };
    for (const auto& [file, sign, behind, sides] :
         {Claim{"grey.png", "IHDR", 0, "\0\0\x75\x30\0\0\x75\x30"s}, Claim{"plain.gif", "GIF89a", 0, "\xff\xff\xff\xff"s},
          Claim{"plain.bmp", "BM", 16, "\x30\x75\0\0\x30\x75\0\0"s},
          Claim{"plain.jpg", "\xff\xc0", 3, "\xff\xdc\xff\xdc"s}}) {
        auto bytes = support::read_file(sample_pictures + file);
        const auto at = bytes.find(sign);
        ASSERT_NE(at, std::string::npos) << file;
        bytes.replace(at + sign.size() + behind, sides.size(), sides);
        support::write_file(dir.path() / "claim", bytes);
        const auto text = text_in(dir.file("claim"));
        EXPECT_TRUE(text.find("more than") != std::string::npos || text.find("is damaged") != std::string::npos ||
                    text.find("bounds of memory") != std::string::npos)
            << file << ": " << text;
    }
}

TEST(PictureFiles, WhatIsNoFileIsRefused) {
    const support::TempDir dir;
    ASSERT_EQ(mkfifo(dir.file("pipe").c_str(), 0600), 0);
    EXPECT_NE(text_in(dir.file("pipe")).find("is a pipe"), std::string::npos);
    EXPECT_NE(text_in("/dev/zero").find("is a device"), std::string::npos);
    EXPECT_NE(text_in(dir.path().string()).find("is a folder"), std::string::npos);
    EXPECT_NE(text_in(dir.file("nothing")).find("cannot be read: No such file"), std::string::npos);
    support::write_file(dir.path() / "empty", "");
    EXPECT_NE(text_in(dir.file("empty")).find("is empty"), std::string::npos);
    std::filesystem::create_symlink("/dev/zero", dir.path() / "link.png");
    EXPECT_NE(text_in(dir.file("link.png")).find("is a device"), std::string::npos);
}

struct Beginning {
    const char* name;
    std::string bytes;
    bool readable;
};
TEST(PictureFiles, AreKnownByTheirBeginning) {
    for (const auto& [name, bytes, readable] :
         {Beginning{"PNG", "\x89PNG\r\n\x1A\n rest", true}, Beginning{"WebP", "RIFF1234WEBPVP8 ", true},
          Beginning{"HEIC",
                    "\0\0\0\x18"
                    "ftypheic"s,
                    true},
          Beginning{"a film",
                    "\0\0\0\x18"
                    "ftypqt  "s,
                    false},
          Beginning{"a film or a sound", "RIFF1234WAVE", false}, Beginning{"a PDF", "%PDF-1.4", false},
          Beginning{"", "RIF", false}, Beginning{"", "", false}}) {
        EXPECT_EQ(picture_kind(bytes).name, name);
        EXPECT_EQ(picture_kind(bytes).readable, readable);
    }
}

}  // namespace
}  // namespace hw
