#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <span>
#include <vector>

namespace hw {

constexpr int mix_rate = 48000;  // samples a second, mono

// Words and chimes made into one sound with one gain. One thread pushes words, the sound device's thread takes the mix, and
// any thread may cut. While a chime sounds the words wait, so that neither covers the other.
class Mixer {
public:
    // How much is kept ready: enough for a busy machine, and no more, as it is memory that a cut throws away.
    static constexpr std::size_t capacity = mix_rate / 4;

    // Words of another generation than the current one, which were cut, are not taken. How many samples were; 0: wait.
    std::size_t push(std::span<const float> samples, int generation);
    int generation() const;
    void cut();                              // the words, in 5 ms, since an abrupt end clicks; a new generation begins
    void hold(bool paused);                  // the words; they stay where they are
    void chime(std::vector<float> samples);  // instead of one that sounds
    void drop_chime();
    void set_gain(float gain);

    bool has_room() const;   // for a good part of the capacity
    bool has_words() const;  // that were not taken yet
    bool sounding() const;   // a device would be given something else than silence

    void fill(std::span<float> out);  // on the device's thread

    // Called on the device's thread whenever words ran low or ended, or a chime did; nullptr: nobody is. When this returns,
    // the one before is called no more.
    void set_listener(std::function<void()> listener);

private:
    std::size_t take_words(std::span<float> out);

    mutable std::mutex mutex_;
    std::vector<float> words_ = std::vector<float>(capacity);  // a ring
    std::size_t begin_ = 0, count_ = 0;
    std::vector<float> chime_;
    std::size_t chimed_ = 0;
    int generation_ = 0;
    bool held_ = false;
    float gain_ = 1, applied_ = 1;  // `applied_` follows within one buffer

    std::mutex listener_mutex_;
    std::function<void()> listener_;
};

}  // namespace hw
