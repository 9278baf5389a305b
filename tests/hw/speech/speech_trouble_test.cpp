#include "hw/speech/speech_trouble.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

namespace hw {
namespace {

using kiosk::Error;
using kiosk::Fault;
using kiosk::Result;
using namespace std::chrono_literals;

struct Loudspeaker final : Output {
    std::string name() const override { return "alsa: Loudspeaker"; }
};
class Mute final : public Engine {
public:
    int sample_rate() const override { return 22050; }
    kiosk::Status speak(const Utterance&, int, const PcmSink&) override { return kiosk::Done{}; }
};
const MakeEngine has_voice = []() -> Result<std::unique_ptr<Engine>> {
    return std::unique_ptr<Engine>(std::make_unique<Mute>());
};
OpenOutput fails(Fault fault, const char* detail) {
    return [=](const Fill&, const std::function<void()>&) -> Result<std::unique_ptr<Output>> {
        return Error{fault, detail};
    };
}

TEST(Sound, IsHeardByItsDevice) {
    const auto found = look_at_sound(
        "", 20s,
        [](const Fill&, const std::function<void()>&) {
            return Result<std::unique_ptr<Output>>(std::make_unique<Loudspeaker>());
        },
        has_voice);
    EXPECT_TRUE(found.ok);
    EXPECT_EQ(found.state, "heard by alsa: Loudspeaker");
}

TEST(Sound, MayBeAbsentUnlessItsDeviceIsNamed) {
    const auto none = fails(Fault::not_found, "no sound device");
    EXPECT_TRUE(look_at_sound("", 20s, none, has_voice).ok);
    EXPECT_NE(look_at_sound("", 20s, none, has_voice).remedy, "");
    EXPECT_FALSE(look_at_sound("Headset", 20s, none, has_voice).ok);
}

TEST(Sound, ThatIsRefusedNamesTheNextStep) {
    const auto found = look_at_sound("", 20s, fails(Fault::refused, "busy"), has_voice);
    EXPECT_FALSE(found.ok);
    EXPECT_NE(found.state.find("busy"), std::string::npos);
    EXPECT_NE(found.remedy.find("fuser"), std::string::npos);
}

TEST(Sound, OfADeviceThatHangsIsReportedAllTheSame) {
    struct Gate {
        std::mutex mutex;
        std::condition_variable changed;
        bool open = false, left = false;
    };
    const auto gate = std::make_shared<Gate>();
    const auto found = look_at_sound(
        "", 1ms,
        [gate](const Fill&, const std::function<void()>&) -> Result<std::unique_ptr<Output>> {
            std::unique_lock lock(gate->mutex);
            gate->changed.wait(lock, [&] { return gate->open; });
            gate->left = true;
            gate->changed.notify_all();
            return Error{Fault::refused, "late"};
        },
        has_voice);
    EXPECT_FALSE(found.ok);
    EXPECT_NE(found.state.find("does not end"), std::string::npos);
    std::unique_lock lock(gate->mutex);
    gate->open = true;
    gate->changed.notify_all();
    EXPECT_TRUE(gate->changed.wait_for(lock, 20s, [&] { return gate->left; }));
}

TEST(Sound, WithoutAnEngineSaysWhatToInstall) {
    const auto found = look_at_sound("", 20s, fails(Fault::not_found, ""), []() -> Result<std::unique_ptr<Engine>> {
        return Error{Fault::not_found, "no data"};
    });
    EXPECT_FALSE(found.ok);
    EXPECT_NE(found.remedy.find("espeak-ng-data"), std::string::npos);
}

}  // namespace
}  // namespace hw
