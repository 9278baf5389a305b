#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "hw/speech/spoken_speech.h"
#include "tests/hw/speech/sound.h"
#include "tests/support/process.h"

// The whole voice, engine and SDL, into a file that SDL writes in real time.
namespace hw {
namespace {

using namespace std::chrono_literals;

class OnDisk : public testing::Test {
protected:
    OnDisk() {
        setenv("SDL_AUDIODRIVER", "disk", 1);
        setenv("SDL_DISKAUDIOFILE", file_.c_str(), 1);
    }
    ~OnDisk() override {
        unsetenv("SDL_AUDIODRIVER");
        unsetenv("SDL_DISKAUDIOFILE");
    }
    OnDisk(const OnDisk&) = delete;
    OnDisk& operator=(const OnDisk&) = delete;

    double written() const {
        std::error_code code;
        const auto bytes = std::filesystem::file_size(file_, code);
        return code ? 0 : static_cast<double>(bytes) / sizeof(float) / mix_rate;
    }
    Samples heard() const {
        const auto bytes = support::read_file(file_);
        Samples samples(bytes.size() / sizeof(float));
        std::memcpy(samples.data(), bytes.data(), samples.size() * sizeof(float));
        return samples;
    }
    static bool soon(const std::function<bool()>& what) { return support::wait_until(what, 60s); }

    support::TempDir dir_;
    std::string file_ = dir_.file("sound");
};

TEST_F(OnDisk, SaysAllOfItInOrder) {
    const auto speech = open_speech({});
    speech->say({pinyin("ma2"), in_english("Take your card"), pinyin("ma4")});
    ASSERT_TRUE(soon([&] { return !speech->state().speaking; })) << speech->state().detail;
    EXPECT_EQ(speech->state().sound, Sound::ready) << speech->state().detail;
    const auto all = heard();
    const auto first = Samples(all.begin(), all.begin() + mix_rate * 6 / 10);
    EXPECT_GT(pitch_at(trimmed(first), 0.8) / pitch_at(trimmed(first), 0.1), 1.2);
    EXPECT_GT(seconds(trimmed(all)), 2.2);
    EXPECT_LT(seconds(trimmed(all)), 4.5);
}

TEST_F(OnDisk, IsSilentWithin100MillisecondsOfAStop) {
    const auto speech = open_speech({});
    speech->say({pinyin("qing3 ba3 ka3 fang4 zai4 du2 ka3 qi4 shang4, qing3 ba3 ka3 fang4 zai4 du2 ka3 qi4 shang4.")});
    ASSERT_TRUE(soon([&] { return written() > 0.7; })) << speech->state().detail;
    speech->stop();
    const double stopped = written();
    ASSERT_TRUE(soon([&] { return written() > stopped + 0.5; }));
    const auto all = heard();
    const auto at = [](double second) { return static_cast<std::size_t>(second * mix_rate); };
    EXPECT_GT(rms(std::span(all).subspan(at(stopped - 0.5), at(0.4))), audible);
    EXPECT_LT(rms(std::span(all).subspan(at(stopped + 0.1), at(0.3))), audible / 100);
}

TEST_F(OnDisk, ReportsADeviceThatIsNotThere) {
    const auto speech = open_speech({.output = "Headset", .clips = {}, .english_clips = {}});
    speech->say({pinyin("ma2")});
    ASSERT_TRUE(soon([&] { return speech->state().sound != Sound::untried; }));
    EXPECT_EQ(speech->state().sound, Sound::absent);
    EXPECT_EQ(speech->state().detail, "no sound device named Headset");
}

TEST(SoundSystem, ThatIsNotThereIsReported) {
    setenv("SDL_AUDIODRIVER", "nosuch", 1);
    const auto speech = open_speech({});
    speech->chime(Chime::wrong);
    EXPECT_TRUE(support::wait_until([&] { return speech->state().sound == Sound::absent; }, 60s));
    unsetenv("SDL_AUDIODRIVER");
}

}  // namespace
}  // namespace hw
