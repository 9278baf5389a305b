#include "hw/speech/spoken_speech.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>

#include "tests/hw/speech/sound.h"
#include "tests/support/process.h"

// The whole voice on a sound device of the test's: it takes sound only when the test pulls.
namespace hw {
namespace {

using namespace std::chrono_literals;
using kiosk::Error;
using kiosk::Fault;
using kiosk::Result;

struct Desk {
    std::mutex mutex;
    std::condition_variable changed;
    Fill fill;  // empty: no device is open
    std::function<void()> on_change;
    std::optional<Error> trouble;  // why none can be opened
    int openings = 0;
    bool hangs = false;

    void set(const std::function<void()>& what) {
        const std::lock_guard lock(mutex);
        what();
        changed.notify_all();
    }
    template <class What>
    bool await(What what) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, 20s, what);
    }
    bool await_open() {
        return await([this] { return static_cast<bool>(fill); });
    }
    bool await_closed() {
        return await([this] { return !fill; });
    }
};

class DeskOutput final : public Output {
public:
    explicit DeskOutput(std::shared_ptr<Desk> desk) : desk_(std::move(desk)) {}
    ~DeskOutput() override {
        desk_->set([this] { desk_->fill = nullptr, desk_->on_change = nullptr; });
    }
    DeskOutput(const DeskOutput&) = delete;
    DeskOutput& operator=(const DeskOutput&) = delete;
    std::string name() const override { return "desk"; }

private:
    std::shared_ptr<Desk> desk_;
};

OpenOutput output_of(std::shared_ptr<Desk> desk) {
    return [desk](Fill fill, std::function<void()> on_change) -> Result<std::unique_ptr<Output>> {
        std::unique_lock lock(desk->mutex);
        ++desk->openings;
        desk->changed.notify_all();
        desk->changed.wait(lock, [&] { return !desk->hangs; });
        if (desk->trouble) return *desk->trouble;
        desk->fill = std::move(fill);
        desk->on_change = std::move(on_change);
        desk->changed.notify_all();
        return std::unique_ptr<Output>(std::make_unique<DeskOutput>(desk));
    };
}

// Says each sentence as a tone of its own height, half a second long; a tone's height is the sentence's length times 100 Hz.
class ToneEngine final : public Engine {
public:
    int sample_rate() const override { return 24000; }
    kiosk::Status speak(const Utterance& what, int, const PcmSink& sink) override {
        std::vector<std::int16_t> piece(480);
        for (int at = 0; at < 12000; at += 480) {
            for (int i = 0; i < 480; ++i)
                piece[static_cast<std::size_t>(i)] = static_cast<std::int16_t>(
                    10000 * std::sin(2 * 3.14159265 * 100 * static_cast<double>(what.spoken.size()) * (at + i) / 24000));
            if (!sink(piece)) break;
        }
        return kiosk::Done{};
    }
};
Result<std::unique_ptr<Engine>> tones() { return std::unique_ptr<Engine>(std::make_unique<ToneEngine>()); }

Utterance tone(int hundred_hertz) { return pinyin(std::string(static_cast<std::size_t>(hundred_hertz), 'a')); }

class SpokenAloud : public testing::Test {
protected:
    void open(std::chrono::milliseconds opening = 20s, std::chrono::milliseconds linger = 1h) {
        SpeechOptions options;
        options.on_change = [this] { desk->set([] {}); };
        speech = open_speech(options, {tones, output_of(desk), opening, linger});
    }
    // Whoever plays takes a piece every 10 ms, or as here whenever there is something.
    Samples pull(std::size_t frames) {
        Samples out(frames);
        const std::lock_guard lock(desk->mutex);
        if (desk->fill) desk->fill(out);
        return out;
    }
    // Sound up to `enough` of it, without the silence in which the test was faster than the voice.
    Samples listen(double enough = 1e9) {
        Samples heard;
        while (seconds(heard) < enough && speech->state().speaking) {
            const auto piece = pull(480);
            if (rms(piece) > audible)
                heard.insert(heard.end(), piece.begin(), piece.end());
            else
                std::this_thread::yield();
        }
        return heard;
    }
    // The heights of the tones in order, in 100 Hz; what two pieces in a row agree on, as one may be of two tones.
    static std::string tones_in(const Samples& heard) {
        constexpr std::size_t block = mix_rate / 20;
        std::string all;
        int last = 0;
        for (std::size_t at = 0; at + block <= heard.size(); at += block) {
            int crossings = 0;
            for (std::size_t i = at + 1; i < at + block; ++i) crossings += heard[i - 1] < 0 && heard[i] >= 0 ? 1 : 0;
            const int height = (crossings + 2) / 5;
            const auto word = std::to_string(height);
            if (height == std::exchange(last, height) && !all.ends_with(word)) all += (all.empty() ? "" : " ") + word;
        }
        return all;
    }

    std::shared_ptr<Desk> desk = std::make_shared<Desk>();
    std::unique_ptr<Speech> speech;
};

TEST_F(SpokenAloud, IsOneSentenceAfterTheOther) {
    open();
    speech->say({tone(4), tone(6), tone(8)});
    ASSERT_TRUE(desk->await_open());
    const auto heard = listen();
    EXPECT_EQ(tones_in(heard), "4 6 8");
    EXPECT_NEAR(seconds(heard), 1.5, 0.06) << "each whole, none over another";
    EXPECT_EQ(speech->state().sound, Sound::ready);
    EXPECT_EQ(speech->state().detail, "desk");
}

TEST_F(SpokenAloud, IsSilentSoonAfterAStop) {
    open();
    speech->say({tone(4), tone(6)});
    ASSERT_TRUE(desk->await_open());
    listen(0.2);
    speech->stop();
    EXPECT_FALSE(speech->state().speaking);
    pull(mix_rate / 100);  // fades
    for (int i = 0; i < 100; ++i) ASSERT_LT(rms(pull(480)), 1e-6) << i;
    speech->repeat();
    EXPECT_EQ(tones_in(listen()), "4 6");
}

TEST_F(SpokenAloud, GoesOnWhereItWasPaused) {
    open();
    speech->say({tone(4), tone(6)});
    ASSERT_TRUE(desk->await_open());
    const auto before = listen(0.2);
    speech->pause();
    for (int i = 0; i < 20; ++i) ASSERT_LT(rms(pull(480)), 1e-6);
    EXPECT_TRUE(speech->state().paused);
    speech->resume();
    EXPECT_NEAR(seconds(before) + seconds(listen()), 1.0, 0.06) << "nothing is lost, nothing said twice";
}

TEST_F(SpokenAloud, IsCutByAnotherPageButNotByTheSameOne) {
    open();
    speech->say({tone(4), tone(6)});
    ASSERT_TRUE(desk->await_open());
    listen(0.1);
    speech->say({tone(4), tone(9)});
    auto heard = listen(0.3);
    EXPECT_EQ(tones_in(heard), "4");
    speech->say({tone(8)});
    EXPECT_EQ(tones_in(listen()), "8");
}

TEST_F(SpokenAloud, ChangesItsLoudnessByTheSteps) {
    open();
    std::vector<double> loudness;
    for (int step = 1; step <= volume_steps; ++step) {
        speech->set_volume(step);
        speech->say({tone(4), tone(5)});
        ASSERT_TRUE(desk->await_open());
        const auto heard = listen(0.3);
        loudness.push_back(rms(std::span(heard).subspan(mix_rate / 10)));
        speech->stop();
        pull(480);
    }
    EXPECT_NEAR(20 * std::log10(loudness.back() / loudness.front()), 18, 0.5);
    EXPECT_NEAR(20 * std::log10(loudness[usual_volume - 1] / loudness.front()), 12, 0.5);
    speech->forget();
    EXPECT_EQ(speech->state().volume, usual_volume);
}

TEST_F(SpokenAloud, LetsAChimeComeFirst) {
    open();
    speech->chime(Chime::wrong);
    speech->say({tone(9)});
    ASSERT_TRUE(desk->await_open());
    const auto heard = listen();
    EXPECT_TRUE(tones_in(heard).starts_with("2")) << tones_in(heard);
    EXPECT_TRUE(tones_in(heard).ends_with("9")) << tones_in(heard);
}

TEST_F(SpokenAloud, HoldsNobodyUpWhileADeviceHangs) {
    desk->hangs = true;
    open(1ms);
    const auto began = std::chrono::steady_clock::now();
    speech->say({tone(4)});
    speech->chime(Chime::wrong);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 15s);
    ASSERT_TRUE(desk->await([&] { return desk->openings == 1; }));
    ASSERT_TRUE(support::wait_until([&] { return speech->state().sound == Sound::hung; }));
    EXPECT_FALSE(speech->state().speaking) << "what could not be said is dropped";
    speech->say({tone(4)});
    ASSERT_TRUE(support::wait_until([&] { return !speech->state().speaking; }));
    EXPECT_EQ(desk->openings, 1) << "a second opening would hang as well";

    desk->set([&] { desk->hangs = false; });
    ASSERT_TRUE(support::wait_until([&] { return speech->state().sound == Sound::ready; }));
    speech->say({tone(6)});
    EXPECT_EQ(tones_in(listen()), "6");
}

TEST_F(SpokenAloud, EndsWhileADeviceHangs) {
    desk->hangs = true;
    open(1h);
    speech->say({tone(4)});
    ASSERT_TRUE(desk->await([&] { return desk->openings == 1; }));
    auto gone = std::async(std::launch::async, [&] { speech.reset(); });
    EXPECT_EQ(gone.wait_for(20s), std::future_status::ready);
    desk->set([&] { desk->hangs = false; });
}

TEST_F(SpokenAloud, ReportsThatThereIsNoDeviceAndTriesAgain) {
    desk->trouble = Error{Fault::not_found, "no sound device"};
    open();
    speech->say({tone(4)});
    ASSERT_TRUE(support::wait_until([&] { return speech->state().sound == Sound::absent; }));
    EXPECT_EQ(speech->state().detail, "no sound device");
    EXPECT_FALSE(speech->state().speaking);
    desk->set([&] { desk->trouble = Error{Fault::refused, "busy"}; });
    speech->say({tone(4)});
    ASSERT_TRUE(support::wait_until([&] { return speech->state().sound == Sound::refused; }));
    desk->set([&] { desk->trouble.reset(); });
    speech->say({tone(4)});
    ASSERT_TRUE(desk->await_open());
    EXPECT_EQ(tones_in(listen()), "4");
}

TEST_F(SpokenAloud, MovesToTheDeviceThatWasPluggedIn) {
    open();
    speech->say({tone(4), tone(6)});
    ASSERT_TRUE(desk->await_open());
    const auto before = listen(0.2);
    std::function<void()> changed;
    desk->set([&] { changed = desk->on_change; });
    changed();
    ASSERT_TRUE(desk->await([&] { return desk->openings == 2 && desk->fill; }));
    EXPECT_NEAR(seconds(before) + seconds(listen()), 1.0, 0.06);
}

TEST_F(SpokenAloud, StopsWhenTheDeviceGoes) {
    open();
    speech->say({tone(4), tone(6)});
    ASSERT_TRUE(desk->await_open());
    listen(0.2);
    std::function<void()> changed;
    desk->set([&] {
        changed = desk->on_change;
        desk->trouble = Error{Fault::not_found, "no sound device"};
    });
    changed();
    ASSERT_TRUE(support::wait_until([&] { return speech->state().sound == Sound::absent; }));
    EXPECT_FALSE(speech->state().speaking);
}

TEST_F(SpokenAloud, LeavesTheDeviceClosedWhileNothingIsSaid) {
    open(20s, 1ms);
    speech->say({tone(4)});
    ASSERT_TRUE(desk->await_open());
    listen();
    EXPECT_TRUE(desk->await_closed());
    speech->say({tone(4), tone(6)});
    ASSERT_TRUE(desk->await_open());
    listen(0.1);
    speech->pause();
    EXPECT_TRUE(desk->await_closed()) << "a pause is silence, too";
    speech->resume();
    ASSERT_TRUE(desk->await_open());
    EXPECT_TRUE(tones_in(listen()).ends_with("6"));
}

TEST_F(SpokenAloud, ReportsThatThereIsNoVoice) {
    speech = open_speech({}, {[]() -> Result<std::unique_ptr<Engine>> {
                                  return Error{Fault::not_found, "no data"};
                              },
                              output_of(desk)});
    speech->say({tone(4)});
    ASSERT_TRUE(desk->await_open());
    listen();
    EXPECT_EQ(speech->state().sound, Sound::voiceless);
    EXPECT_EQ(speech->state().detail, "no data");
}

// Many threads ask for everything at once.
TEST_F(SpokenAloud, OutlivesWhateverIsAskedForAtOnce) {
    open(20s, 1ms);
    std::atomic<bool> over = false;
    std::thread player([&] {
        while (!over) pull(480);
    });
    std::vector<std::thread> people;
    for (int who = 0; who < 3; ++who)
        people.emplace_back([&, who] {
            for (int i = 0; i < 60; ++i) switch ((i * 7 + who * 3) % 9) {
                    case 0:
                        speech->say({tone(4), tone(5)});
                        break;
                    case 1:
                        speech->add({tone(6)});
                        break;
                    case 2:
                        speech->pause();
                        break;
                    case 3:
                        speech->resume();
                        break;
                    case 4:
                        speech->repeat();
                        break;
                    case 5:
                        speech->stop();
                        break;
                    case 6:
                        speech->chime(Chime::card_read);
                        break;
                    case 7:
                        speech->forget();
                        break;
                    default:
                        speech->set_volume(i % 9);
                        break;
                }
        });
    for (auto& one : people) one.join();
    over = true;
    player.join();
    speech->say({tone(7)});
    ASSERT_TRUE(desk->await_open());
    EXPECT_TRUE(tones_in(listen()).ends_with("7"));
}

}  // namespace
}  // namespace hw
