#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "hw/speech/playlist.h"

namespace hw {

// A voice that nobody hears, for tests: it goes by the rules of the real one and keeps a diary. A sentence lasts until
// `finish` is called, unless `at_once`: then each ends as soon as it has begun.
class FakeSpeech final : public Speech {
public:
    enum class Did : std::uint8_t { began, ended, was_cut, paused, resumed, chimed };
    struct Entry {
        Did did;
        std::string words;   // of the page; "card_read" and so on of a chime
        std::string spoken;  // as the engine would have got it
        int volume = usual_volume, rate = usual_rate;
        bool operator==(const Entry&) const = default;
    };

    explicit FakeSpeech(bool at_once = true) : at_once_(at_once) {}

    void say(std::vector<Utterance> list) override;
    void add(std::vector<Utterance> list) override;
    void pause() override;
    void resume() override;
    void repeat() override;
    void stop() override;
    void chime(Chime chime) override;
    void set_volume(int step) override;
    void set_rate(int words_a_minute) override;
    void forget() override;
    SpeechState state() const override;

    void finish();                // the sentence that is being said ends; the next one begins
    void set_sound(Sound sound);  // absent, refused or hung: nothing is said, as with the real one
    std::vector<Entry> diary() const;
    std::vector<std::string> heard() const;  // the words of all sentences that began

private:
    void write(Did did, const Utterance& what = {});
    void note_cut(bool cut);
    void go_on();

    const bool at_once_;
    mutable std::mutex mutex_;
    Playlist playlist_;
    Utterance current_;
    SpeechState state_{.sound = Sound::ready, .detail = {}};
    std::vector<Entry> diary_;
};

}  // namespace hw
