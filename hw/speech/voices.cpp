#include "hw/speech/voices.h"

#include "hw/speech/mixer.h"
#include "hw/speech/resampler.h"

namespace hw {

using kiosk::Error;
using kiosk::Fault;
using kiosk::Status;

Voices::Voices(const MakeEngine& make, Folders folders)
    : chinese_(std::move(folders.chinese)), english_(std::move(folders.english)) {
    auto made = make();
    if (made)
        engine_ = *std::move(made);
    else
        error_ = made.error();
}

Status Voices::play(const Clips& clips, const Utterance& what, const Take& take) {
    static_assert(clip_rate == mix_rate);
    bool wanted = true;
    std::vector<float> samples;
    for (const auto& name : what.clips) {
        if (!wanted) break;
        const auto played = clips.play(name, [&](std::span<const std::int16_t> piece) {
            samples.clear();
            for (const auto sample : piece) samples.push_back(static_cast<float>(sample) / 32768.0F);
            return wanted = take(samples);
        });
        if (!played) return played;
    }
    return kiosk::Done{};
}

Status Voices::speak(const Utterance& what, int words_a_minute, const Take& take) {
    const auto& clips = what.language == kiosk::Language::english ? english_ : chinese_;
    if (clips.has_all(what)) return play(clips, what, take);
    if (!engine_) return Error{Fault::not_found, error_ ? error_->detail : "no engine"};
    Resampler resampler(engine_->sample_rate());
    bool wanted = true;
    const auto spoken = engine_->speak(what, words_a_minute, [&](std::span<const std::int16_t> piece) {
        const auto samples = resampler.feed(piece);
        return wanted = samples.empty() || take(samples);
    });
    if (spoken && wanted) take(resampler.flush());
    return spoken;
}

}  // namespace hw
