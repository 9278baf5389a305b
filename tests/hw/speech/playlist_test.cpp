#include "hw/speech/playlist.h"

#include <gtest/gtest.h>

#include <cmath>

#include "hw/speech/fake_speech.h"

namespace hw {
namespace {

Utterance sentence(const std::string& id, const std::string& words = {}) {
    return {id, kiosk::Language::chinese, words.empty() ? id : words, "ni3 hao3", {}};
}
std::vector<Utterance> list(std::initializer_list<const char*> ids) {
    std::vector<Utterance> all;
    for (const char* id : ids) all.push_back(sentence(id));
    return all;
}

using Did = FakeSpeech::Did;
std::string spoken(const FakeSpeech& speech) {
    std::string all;
    for (const auto& entry : speech.diary()) {
        constexpr std::array verbs{"+", "-", "!", "pause", "resume", "~"};
        all += (all.empty() ? "" : " ") + std::string(verbs.at(static_cast<std::size_t>(entry.did))) + entry.words;
    }
    return all;
}

TEST(Speaking, SaysOneSentenceAfterTheOther) {
    FakeSpeech speech(false);
    speech.say(list({"a", "b"}));
    EXPECT_EQ(spoken(speech), "+a");
    speech.finish();
    speech.finish();
    EXPECT_EQ(spoken(speech), "+a -a +b -b");
    EXPECT_FALSE(speech.state().speaking);
}

TEST(Speaking, OfAnotherPageCutsWhatIsSaid) {
    FakeSpeech speech(false);
    speech.say(list({"a", "b"}));
    speech.say(list({"c"}));
    speech.finish();
    EXPECT_EQ(spoken(speech), "+a !a +c -c");
}

TEST(Speaking, OfThePageThatIsSaidAlreadyCutsNothing) {
    FakeSpeech speech(false);
    const auto page = [](const char* seconds) {
        auto all = list({"title", "closes in {}", "more"});
        all[1].words = std::string("closes in ") + seconds;
        return all;
    };
    speech.say(page("30"));
    speech.finish();
    for (const char* seconds : {"29", "28", "27"}) speech.say(page(seconds));
    speech.finish();
    speech.finish();
    EXPECT_EQ(spoken(speech), "+title -title +closes in 30 -closes in 30 +more -more");
}

TEST(Speaking, OfAnotherNumberCutsTheFirst) {
    FakeSpeech speech(false);
    speech.say({sentence("", "A017")});
    speech.say({sentence("", "A018")});
    EXPECT_EQ(spoken(speech), "+A017 !A017 +A018");
}

TEST(Speaking, InTheOtherLanguageCutsTheFirst) {
    FakeSpeech speech(false);
    auto english = sentence("a");
    english.language = kiosk::Language::english;
    speech.say({sentence("a")});
    speech.say({english});
    EXPECT_EQ(spoken(speech), "+a !a +a");
}

TEST(Adding, WaitsForAllThatWasToBeSaid) {
    FakeSpeech speech(false);
    speech.say(list({"a", "b"}));
    speech.add(list({"c"}));
    for (int i = 0; i < 3; ++i) speech.finish();
    EXPECT_EQ(spoken(speech), "+a -a +b -b +c -c");
}

TEST(Pausing, HoldsTheSentenceAndWhatFollows) {
    FakeSpeech speech(false);
    speech.say(list({"a", "b"}));
    speech.pause();
    speech.pause();
    speech.finish();
    EXPECT_EQ(spoken(speech), "+a pause");
    EXPECT_TRUE(speech.state().paused);
    speech.resume();
    speech.resume();
    speech.finish();
    EXPECT_EQ(spoken(speech), "+a pause resume -a +b");
}

TEST(Pausing, OfSilenceIsNothing) {
    FakeSpeech speech;
    speech.pause();
    EXPECT_FALSE(speech.state().paused);
    speech.say(list({"a"}));
    EXPECT_EQ(spoken(speech), "+a -a");
}

TEST(Pausing, EndsWithTheNextPage) {
    FakeSpeech speech(false);
    speech.say(list({"a"}));
    speech.pause();
    speech.say(list({"b"}));
    EXPECT_EQ(spoken(speech), "+a pause !a +b");
}

TEST(Repeating, BeginsAnew) {
    FakeSpeech speech(false);
    speech.say(list({"a", "b"}));
    speech.finish();
    speech.repeat();
    EXPECT_EQ(spoken(speech), "+a -a +b !b +a");
}

TEST(Repeating, WorksAfterTheEndAndAfterAStop) {
    FakeSpeech speech(false);
    speech.say(list({"a"}));
    speech.finish();
    speech.repeat();
    speech.stop();
    speech.stop();
    speech.repeat();
    EXPECT_EQ(spoken(speech), "+a -a +a !a +a");
}

TEST(Forgetting, LeavesNothingToRepeatAndTheUsualVolume) {
    FakeSpeech speech(false);
    speech.set_volume(99);
    speech.set_rate(1);
    EXPECT_EQ(speech.state().volume, volume_steps);
    EXPECT_EQ(speech.state().rate, slowest_rate);
    speech.say(list({"a", "b"}));
    speech.forget();
    speech.repeat();
    speech.add(list({"c"}));
    EXPECT_EQ(spoken(speech), "+a !a +c");
    EXPECT_EQ(speech.state().volume, usual_volume);
    EXPECT_EQ(speech.state().rate, usual_rate);
}

TEST(Speaking, WithoutADeviceSaysAndKeepsNothing) {
    FakeSpeech speech;
    speech.set_sound(Sound::absent);
    speech.say(list({"a", "b"}));
    speech.chime(Chime::wrong);
    EXPECT_EQ(spoken(speech), "");
    EXPECT_FALSE(speech.state().speaking);
    speech.set_sound(Sound::ready);
    speech.chime(Chime::wrong);
    EXPECT_EQ(spoken(speech), "~wrong");
}

TEST(Speaking, StopsWhenTheDeviceGoes) {
    FakeSpeech speech(false);
    speech.say(list({"a", "b"}));
    speech.set_sound(Sound::absent);
    EXPECT_EQ(spoken(speech), "+a !a");
}

TEST(Volume, HasARangeOf18DecibelsAndAStepAt12) {
    const auto above_lowest = [](int step) { return 20 * std::log10(gain_of(step) / gain_of(1)); };
    EXPECT_NEAR(above_lowest(volume_steps), 18, 0.01);
    EXPECT_NEAR(above_lowest(usual_volume), 12, 0.01);
    EXPECT_FLOAT_EQ(gain_of(volume_steps), 1);
    EXPECT_FLOAT_EQ(gain_of(0), gain_of(1));
    EXPECT_FLOAT_EQ(gain_of(99), 1);
}

}  // namespace
}  // namespace hw
