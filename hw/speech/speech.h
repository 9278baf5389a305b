#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/voice/utterance.h"

namespace hw {

using kiosk::voice::Utterance;

// Short sounds beside the words, each told apart from the others by its number of tones and their direction. All lie below
// 1.2 kHz, where old ears hear best.
enum class Chime : std::uint8_t {
    card_read,   // two tones upwards
    ticket_out,  // three tones upwards
    wrong,       // two low tones downwards
    take_card,   // one high tone, four times
    staff,       // high and low, twice: as the bell of a door
};
std::string_view name(Chime chime);  // "card_read"
inline constexpr std::array all_chimes{Chime::card_read, Chime::ticket_out, Chime::wrong, Chime::take_card, Chime::staff};

// Loudness in steps of 3 dB: 18 dB from the first to the last, and the fifth is 12 dB above the first (EN 301 549, 5.1.3.10;
// ADA 707.5.2).
constexpr int volume_steps = 7, usual_volume = 5;
float gain_of(int volume);  // what samples are multiplied with; the last step is 1

// Words a minute. People who are old follow about 120 best.
constexpr int slowest_rate = 80, usual_rate = 120, fastest_rate = 220, rate_step = 20;

// Where the sound goes.
enum class Sound : std::uint8_t {
    untried,    // nothing was said yet
    ready,      // it was heard, or could have been
    absent,     // no device, or none of that name
    refused,    // there is one, but it cannot be opened
    hung,       // opening it does not end
    voiceless,  // a device, but for the last sentence neither a recording nor an engine
};

struct SpeechState {
    Sound sound = Sound::untried;
    std::string detail;  // which device; or what the sound system says; for the administrator
    bool speaking = false, paused = false;
    int volume = usual_volume, rate = usual_rate;
    bool operator==(const SpeechState&) const = default;
};

// The voice of the kiosk. Everything returns at once, from any thread. Where nothing can be heard, what is to be said is
// dropped, and the state says why.
class Speech {
public:
    virtual ~Speech() = default;

    // Instead of all that is said and waits. A sentence that is being said and is in the new list too (the same but for what
    // is filled in) is not cut: it goes on to its end, and the list behind it.
    virtual void say(std::vector<Utterance> list) = 0;
    virtual void add(std::vector<Utterance> list) = 0;  // after all that waits
    virtual void pause() = 0;
    virtual void resume() = 0;                      // where it was paused, within the sentence
    virtual void repeat() = 0;                      // the last list from its beginning
    virtual void stop() = 0;                        // silence within 100 ms; it can still be repeated
    virtual void chime(Chime chime) = 0;            // at once; words wait until it is over
    virtual void set_volume(int step) = 0;          // 1 to volume_steps; beyond that the nearest
    virtual void set_rate(int words_a_minute) = 0;  // from the next sentence on; recordings have their own
    virtual void forget() = 0;                      // a visit is over: silence, nothing to repeat, usual volume and rate

    virtual SpeechState state() const = 0;
};

}  // namespace hw
