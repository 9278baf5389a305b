#include "hw/speech/voices.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <cstring>
#include <filesystem>

#include "hw/speech/chimes.h"
#include "tests/hw/speech/sound.h"
#include "tests/support/process.h"

// The real engine, and real recordings.
namespace hw {
namespace {

Voices with_engine() { return {open_espeak, {}}; }

TEST(Mandarin, IsHeardAtTheRateThatWasAskedFor) {
    auto voices = with_engine();
    const auto sentence = pinyin("qing3 ba3 ka3 fang4 zai4 du2 ka3 qi4 shang4.");
    const auto usual = trimmed(spoken(voices, sentence, 120)), fast = trimmed(spoken(voices, sentence, 200));
    EXPECT_GT(rms(usual), 0.02);
    EXPECT_NEAR(seconds(usual), 3.7, 0.37);
    EXPECT_GT(seconds(usual) / seconds(fast), 1.35);
}

TEST(Mandarin, HasTonesThatMove) {
    auto voices = with_engine();
    const auto rising = trimmed(spoken(voices, pinyin("ma2"))), falling = trimmed(spoken(voices, pinyin("ma4")));
    EXPECT_GT(pitch_at(rising, 0.9) / pitch_at(rising, 0.1), 1.25);
    EXPECT_LT(pitch_at(falling, 0.9) / pitch_at(falling, 0.5), 0.85);
    const auto low = trimmed(spoken(voices, pinyin("ma3"))), high = trimmed(spoken(voices, pinyin("ma1")));
    EXPECT_GT(pitch_at(high, 0.7) / pitch_at(low, 0.7), 1.2);
}

TEST(English, IsHeardBetweenMandarinSentences) {
    auto voices = with_engine();
    const auto before = spoken(voices, pinyin("ma2"));
    EXPECT_GT(seconds(trimmed(spoken(voices, in_english("Please take your card")))), 0.8);
    const auto after = trimmed(spoken(voices, pinyin("ma2")));
    EXPECT_GT(pitch_at(after, 0.9) / pitch_at(after, 0.1), 1.25) << "the range of the tones is kept";
    EXPECT_NEAR(seconds(after), seconds(trimmed(before)), 0.05);
}

TEST(Engine, ThatIsCutEndsAtOnce) {
    auto voices = with_engine();
    std::size_t pieces = 0;
    const auto done = voices.speak(pinyin("qing3 ba3 ka3 fang4 zai4 du2 ka3 qi4 shang4."), 120, [&](std::span<const float>) {
        ++pieces;
        return pieces < 3;
    });
    EXPECT_TRUE(done);
    EXPECT_EQ(pieces, 3U);
}

TEST(Engine, IsThereOncePerProcess) {
    const auto first = open_espeak();
    ASSERT_TRUE(first);
    const auto second = open_espeak();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().fault, kiosk::Fault::refused);
}

// A tone of its own pitch, as a recording.
void record(const std::filesystem::path& opus, double hertz, double length) {
    std::string wav(44, '\0');
    const auto samples = static_cast<std::uint32_t>(length * 48000);
    const auto put = [&](std::size_t at, std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) wav[at + static_cast<std::size_t>(i)] = static_cast<char>(value >> (8 * i) & 0xFF);
    };
    wav.replace(0, 4, "RIFF").replace(8, 8, "WAVEfmt ").replace(36, 4, "data");
    put(4, 36 + samples * 2, 4), put(16, 16, 4), put(20, 1, 2), put(22, 1, 2), put(24, 48000, 4), put(28, 96000, 4);
    put(32, 2, 2), put(34, 16, 2), put(40, samples * 2, 4);
    for (std::uint32_t i = 0; i < samples; ++i) {
        const auto value = static_cast<std::int16_t>(9000 * std::sin(2 * 3.14159265 * hertz * i / 48000));
        wav += static_cast<char>(value & 0xFF);
        wav += static_cast<char>(value >> 8 & 0xFF);
    }
    support::write_file(opus.parent_path() / "tone.wav", wav);
    const auto made = support::run({"opusenc", "--quiet", (opus.parent_path() / "tone.wav").string(), opus.string()});
    ASSERT_EQ(made.code, 0) << made.err;
}

TEST(Recording, ComesBeforeTheEngine) {
    const support::TempDir dir;
    record(dir.path() / "a-1.opus", 100, 0.5);
    record(dir.path() / "a-2.opus", 200, 0.5);
    Voices voices(open_espeak, {dir.path().string(), {}});
    auto sentence = pinyin("ma2");
    sentence.clips = {"a-1", "a-2"};
    const auto heard = spoken(voices, sentence);
    EXPECT_NEAR(seconds(heard), 1.0, 0.05);
    EXPECT_NEAR(pitch(heard, mix_rate / 5), 100, 3);
    EXPECT_NEAR(pitch(heard, mix_rate * 7 / 10), 200, 6);
}

TEST(Recording, ThatLacksAPartLeavesTheSentenceToTheEngine) {
    const support::TempDir dir;
    record(dir.path() / "a-1.opus", 100, 2);
    Voices voices(open_espeak, {dir.path().string(), {}});
    auto sentence = pinyin("ma2");
    sentence.clips = {"a-1", "a-2"};
    EXPECT_LT(seconds(trimmed(spoken(voices, sentence))), 1);
    sentence.clips = {"a-1"};
    sentence.language = kiosk::Language::english;
    EXPECT_LT(seconds(trimmed(spoken(voices, sentence))), 1) << "the folder is of the other language";
}

TEST(Recording, IsHeardWithoutAnEngine) {
    const support::TempDir dir;
    record(dir.path() / "a.opus", 100, 0.5);
    Voices voices(
        []() -> kiosk::Result<std::unique_ptr<Engine>> {
            return kiosk::Error{kiosk::Fault::not_found, "no data"};
        },
        {dir.path().string(), {}});
    auto sentence = pinyin("ma2");
    const auto done = voices.speak(sentence, 120, [](std::span<const float>) { return true; });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().detail, "no data");
    sentence.clips = {"a"};
    EXPECT_NEAR(seconds(spoken(voices, sentence)), 0.5, 0.05);
}

TEST(Recording, ThatIsNoneIsPassedOver) {
    const support::TempDir dir;
    record(dir.path() / "good.opus", 100, 0.5);
    const auto good = support::read_file(dir.path() / "good.opus");
    support::write_file(dir.path() / "cut.opus", good.substr(0, 60));
    support::write_file(dir.path() / "text.opus", "no recording");
    support::write_file(dir.path() / "empty.opus", "");
    std::filesystem::create_directory(dir.path() / "folder.opus");
    ASSERT_EQ(mkfifo((dir.path() / "pipe.opus").c_str(), 0600), 0);
    const Clips clips(dir.path().string());
    EXPECT_TRUE(clips.has("good"));
    EXPECT_NEAR(clips.seconds("good"), 0.5, 0.05);
    for (const char* bad : {"cut", "text", "empty", "folder", "pipe", "nowhere"}) {
        EXPECT_FALSE(clips.has(bad)) << bad;
        EXPECT_FALSE(clips.play(bad, [](auto) { return true; })) << bad;
        EXPECT_EQ(clips.seconds(bad), 0) << bad;
    }
    EXPECT_FALSE(Clips("").has("good"));
}

TEST(Chimes, AreToldApartByTheirTones) {
    for (const auto chime : all_chimes) {
        const auto samples = samples_of(chime);
        EXPECT_GT(rms(trimmed(samples)), 0.03) << name(chime);
        EXPECT_LT(seconds(samples), 1.2) << name(chime);
        EXPECT_LE(*std::ranges::max_element(samples), 0.5F) << name(chime);
    }
    const auto wrong = samples_of(Chime::wrong);
    EXPECT_GT(pitch(wrong, mix_rate / 20), pitch(wrong, mix_rate * 3 / 10));
}

}  // namespace
}  // namespace hw
