#include "hw/speech/mixer.h"

#include <algorithm>
#include <utility>

namespace hw {
namespace {

constexpr std::size_t cut_ramp = mix_rate / 200;

}  // namespace

std::size_t Mixer::push(std::span<const float> samples, int generation) {
    const std::lock_guard lock(mutex_);
    if (generation != generation_) return 0;
    const auto taken = std::min(samples.size(), capacity - count_);
    for (std::size_t i = 0; i < taken; ++i) words_[(begin_ + count_ + i) % capacity] = samples[i];
    count_ += taken;
    return taken;
}

int Mixer::generation() const {
    const std::lock_guard lock(mutex_);
    return generation_;
}

void Mixer::cut() {
    const std::lock_guard lock(mutex_);
    ++generation_;
    count_ = held_ ? 0 : std::min(count_, cut_ramp);
    held_ = false;
    for (std::size_t i = 0; i < count_; ++i)
        words_[(begin_ + i) % capacity] *= 1 - static_cast<float>(i + 1) / static_cast<float>(count_);
}

void Mixer::hold(bool paused) {
    const std::lock_guard lock(mutex_);
    held_ = paused;
}

void Mixer::chime(std::vector<float> samples) {
    const std::lock_guard lock(mutex_);
    chime_ = std::move(samples);
    chimed_ = 0;
}

void Mixer::drop_chime() { chime({}); }

void Mixer::set_gain(float gain) {
    const std::lock_guard lock(mutex_);
    gain_ = gain;
}

bool Mixer::has_room() const {
    const std::lock_guard lock(mutex_);
    return count_ <= capacity / 2;
}

bool Mixer::has_words() const {
    const std::lock_guard lock(mutex_);
    return count_ > 0;
}

bool Mixer::sounding() const {
    const std::lock_guard lock(mutex_);
    return (count_ > 0 && !held_) || chimed_ < chime_.size();
}

std::size_t Mixer::take_words(std::span<float> out) {
    if (held_) return 0;
    const auto taken = std::min(out.size(), count_);
    for (std::size_t i = 0; i < taken; ++i) out[i] = words_[(begin_ + i) % capacity];
    begin_ = (begin_ + taken) % capacity;
    count_ -= taken;
    return taken;
}

void Mixer::fill(std::span<float> out) {
    bool progress = false;
    {
        const std::lock_guard lock(mutex_);
        const auto chiming = std::min(out.size(), chime_.size() - chimed_);
        std::copy_n(chime_.begin() + static_cast<std::ptrdiff_t>(chimed_), chiming, out.begin());
        chimed_ += chiming;
        const auto words = take_words(out.subspan(chiming));
        std::ranges::fill(out.subspan(chiming + words), 0.0F);
        const float step = (gain_ - applied_) / static_cast<float>(std::max<std::size_t>(out.size(), 1));
        for (float& sample : out) sample *= applied_ += step;
        applied_ = gain_;
        progress = (words > 0 && count_ <= capacity / 2) || (chiming > 0 && chimed_ == chime_.size());
    }
    const std::lock_guard lock(listener_mutex_);
    if (progress && listener_) listener_();
}

void Mixer::set_listener(std::function<void()> listener) {
    const std::lock_guard lock(listener_mutex_);
    listener_ = std::move(listener);
}

}  // namespace hw
