#include "hw/speech/spoken_speech.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "hw/speech/chimes.h"
#include "hw/speech/device_keeper.h"
#include "hw/speech/mixer.h"
#include "hw/speech/playlist.h"
#include "hw/speech/voices.h"

namespace hw {
namespace {

constexpr std::size_t pause_between = mix_rate * 3 / 10;  // sentences

// Whatever is asked changes playlist and mixer at once, on the asking thread; the speech's own thread only makes sound for
// the mixer, and opens and closes the device.
class SpokenSpeech final : public Speech {
public:
    SpokenSpeech(SpeechOptions options, SpeechParts parts)
        : options_(std::move(options)),
          parts_(std::move(parts)),
          mixer_(std::make_shared<Mixer>()),
          keeper_(
              parts_.output, [mixer = mixer_](std::span<float> out) { mixer->fill(out); }, [this] { note(device_changed_); },
              [this] { note(late_); }) {
        state_.volume = std::clamp(options_.volume, 1, volume_steps);
        state_.rate = std::clamp(options_.rate, slowest_rate, fastest_rate);
        mixer_->set_gain(gain_of(state_.volume));
        mixer_->set_listener([this] { note(progress_); });
        thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    }
    ~SpokenSpeech() override {
        mixer_->set_listener(nullptr);
        keeper_.give_up();
        thread_.request_stop();
        thread_.join();
    }
    SpokenSpeech(const SpokenSpeech&) = delete;
    SpokenSpeech& operator=(const SpokenSpeech&) = delete;

    void say(std::vector<Utterance> list) override {
        change([&] { return playlist_.say(std::move(list)); });
    }
    void add(std::vector<Utterance> list) override {
        change([&] {
            playlist_.add(std::move(list));
            return false;
        });
    }
    void pause() override {
        change([&] {
            playlist_.pause();
            return false;
        });
    }
    void resume() override {
        change([&] {
            playlist_.resume();
            return false;
        });
    }
    void repeat() override {
        change([&] { return playlist_.repeat(); });
    }
    void stop() override {
        change([&] { return playlist_.stop(); });
    }
    void forget() override {
        set_volume(options_.volume);
        set_rate(options_.rate);
        change([&] { return playlist_.forget(); });
    }
    void chime(Chime chime) override {
        auto samples = samples_of(chime);
        change([&] {
            mixer_->chime(std::move(samples));
            return false;
        });
    }
    void set_volume(int step) override {
        change([&] {
            state_.volume = std::clamp(step, 1, volume_steps);
            mixer_->set_gain(gain_of(state_.volume));
            return false;
        });
    }
    void set_rate(int words_a_minute) override {
        change([&] {
            state_.rate = std::clamp(words_a_minute, slowest_rate, fastest_rate);
            return false;
        });
    }
    SpeechState state() const override {
        const std::lock_guard lock(mutex_);
        auto state = state_;
        state.speaking = playlist_.speaking();
        state.paused = playlist_.paused();
        return state;
    }

private:
    using Lock = std::unique_lock<std::mutex>;

    // `what` says whether the sentence that is being said has to be cut.
    template <class What>
    void change(What what) {
        {
            const std::lock_guard lock(mutex_);
            if (what()) mixer_->cut();
            mixer_->hold(playlist_.paused());
            asked_ = true;
        }
        wake_.notify_all();
        notify();
    }
    void note(bool& what) {
        {
            const std::lock_guard lock(mutex_);
            what = true;
        }
        wake_.notify_all();
    }
    void notify() const {
        if (options_.on_change) options_.on_change();
    }

    void run(const std::stop_token& stop) {
        Voices voices(parts_.engine, {options_.clips, options_.english_clips});
        Lock lock(mutex_);
        while (!stop.stop_requested()) {
            if (!look_after_device(lock)) continue;
            if (const auto next = playlist_.next()) {
                say_one(lock, stop, voices, *next);
                continue;
            }
            rest(lock, stop);
        }
        mixer_->cut();
    }

    // Until something is asked for or happens; a device that is silent for long is closed.
    void rest(Lock& lock, const std::stop_token& stop) {
        const auto woken = [this] { return asked_ || device_changed_ || late_ || progress_; };
        const bool came = !open_ ? wake_.wait(lock, stop, woken) : wake_.wait_for(lock, stop, parts_.linger, woken);
        asked_ = progress_ = false;
        if (came || stop.stop_requested() || mixer_->sounding()) return;
        lock.unlock();
        keeper_.close(parts_.opening);
        lock.lock();
        open_ = false;
    }

    // Opens the device if something is to be heard, and anew if devices came or went. False: it could not, and what was to
    // be said was dropped.
    bool look_after_device(Lock& lock) {
        const bool wanted = playlist_.has_next() || mixer_->sounding();
        if (std::exchange(late_, false)) settle(lock, keeper_unlocked(lock));
        if (std::exchange(device_changed_, false) && open_) {
            lock.unlock();
            keeper_.close(parts_.opening);
            lock.lock();
            open_ = false;
        }
        if (open_ || !wanted) return true;
        return settle(lock, keeper_unlocked(lock));
    }
    DeviceKeeper::Opened keeper_unlocked(Lock& lock) {
        lock.unlock();
        const auto opened = keeper_.open(parts_.opening);
        lock.lock();
        return opened;
    }
    bool settle(Lock& lock, DeviceKeeper::Opened opened) {
        lock.unlock();
        const auto error = keeper_.error();
        const auto name = keeper_.name();
        lock.lock();
        open_ = opened == DeviceKeeper::Opened::yes;
        if (open_) {
            state_.sound = Sound::ready;
            state_.detail = name;
        } else if (opened == DeviceKeeper::Opened::not_yet) {
            state_.sound = Sound::hung;
            state_.detail = "opening the sound device does not end";
        } else {
            state_.sound = error && error->fault == kiosk::Fault::not_found ? Sound::absent : Sound::refused;
            state_.detail = error ? error->detail : "";
        }
        if (!open_) drop();
        lock.unlock();
        notify();
        lock.lock();
        return open_;
    }
    void drop() {
        if (playlist_.stop()) mixer_->cut();
        mixer_->drop_chime();
    }

    void say_one(Lock& lock, const std::stop_token& stop, Voices& voices, const Utterance& what) {
        const int generation = mixer_->generation(), rate = state_.rate;
        lock.unlock();
        const auto take = [&](std::span<const float> samples) { return push(stop, samples, generation); };
        const auto spoken = voices.speak(what, rate, take);
        static const std::vector<float> pause(pause_between);
        const bool whole = push(stop, pause, generation);
        lock.lock();
        if (!spoken) {
            state_.sound = Sound::voiceless;
            state_.detail = spoken.error().detail;
        }
        if (!whole || !hold_on(lock, stop, generation, [this] { return !mixer_->has_words(); })) return;
        playlist_.finished();
        lock.unlock();
        notify();
        lock.lock();
    }

    // All of it, as fast as it is played. False: it was cut.
    bool push(const std::stop_token& stop, std::span<const float> samples, int generation) {
        while (!samples.empty()) {
            const auto taken = mixer_->push(samples, generation);
            samples = samples.subspan(taken);
            if (taken > 0) continue;
            Lock lock(mutex_);
            if (!hold_on(lock, stop, generation, [this] { return mixer_->has_room(); })) return false;
        }
        return mixer_->generation() == generation;
    }

    // Waits for the mixer while it plays `generation`. False: that was cut, or there is no device any more.
    template <class Ready>
    bool hold_on(Lock& lock, const std::stop_token& stop, int generation, Ready ready) {
        const auto over = [&] { return stop.stop_requested() || mixer_->generation() != generation; };
        while (!over() && !ready()) {
            if (!look_after_device(lock)) return false;
            if (over() || ready()) break;
            rest(lock, stop);
        }
        return !over();
    }

    const SpeechOptions options_;
    const SpeechParts parts_;
    const std::shared_ptr<Mixer> mixer_;  // a device that hangs may hold it for longer than this
    mutable std::mutex mutex_;            // of all below
    std::condition_variable_any wake_;
    Playlist playlist_;
    SpeechState state_;
    bool open_ = false;  // the device, as far as is known
    bool asked_ = false, device_changed_ = false, late_ = false, progress_ = false;
    DeviceKeeper keeper_;  // it calls what is above
    std::jthread thread_;  // last: it uses all the others
};

}  // namespace

std::unique_ptr<Speech> open_speech(SpeechOptions options, SpeechParts parts) {
    return std::make_unique<SpokenSpeech>(std::move(options), std::move(parts));
}

std::unique_ptr<Speech> open_speech(SpeechOptions options) {
    SpeechParts parts{.engine = open_espeak, .output = sdl_output(options.output)};
    return open_speech(std::move(options), std::move(parts));
}

}  // namespace hw
