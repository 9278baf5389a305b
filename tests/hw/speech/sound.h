#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "hw/speech/mixer.h"
#include "hw/speech/voices.h"

// What tests hear.
namespace hw {

using Samples = std::vector<float>;  // at mix_rate

inline double rms(std::span<const float> samples) {
    double sum = 0;
    for (const float s : samples) sum += static_cast<double>(s) * s;
    return samples.empty() ? 0 : std::sqrt(sum / static_cast<double>(samples.size()));
}
inline double seconds(std::span<const float> samples) { return static_cast<double>(samples.size()) / mix_rate; }

constexpr double audible = 0.003;  // -50 dB of full scale

// From the first 10 ms that can be heard to the last.
inline Samples trimmed(const Samples& samples) {
    constexpr std::size_t block = mix_rate / 100;
    std::size_t first = samples.size(), last = 0;
    for (std::size_t at = 0; at + block <= samples.size(); at += block)
        if (rms(std::span(samples).subspan(at, block)) > audible) {
            first = std::min(first, at);
            last = at + block;
        }
    return first < last ? Samples(samples.begin() + static_cast<std::ptrdiff_t>(first),
                                  samples.begin() + static_cast<std::ptrdiff_t>(last))
                        : Samples{};
}

// The fundamental around `at`, in Hz: the lag at which the sound is most like itself; 0 where it is like nothing. A quarter
// of the samples is enough for a voice.
inline double pitch(std::span<const float> samples, std::size_t at) {
    constexpr std::size_t step = 4, rate = mix_rate / step, window = rate / 25, shortest = rate / 250, longest = rate / 55;
    if (at + (window + longest) * step > samples.size()) return 0;
    std::vector<double> heard, like(longest + 1);
    for (std::size_t i = 0; i < window + longest; ++i) heard.push_back(samples[at + i * step]);
    for (std::size_t lag = shortest; lag <= longest; ++lag) {
        double dot = 0, one = 0, other = 0;
        for (std::size_t i = 0; i < window; ++i) {
            dot += heard[i] * heard[i + lag];
            one += heard[i] * heard[i];
            other += heard[i + lag] * heard[i + lag];
        }
        like[lag] = one * other > 0 ? dot / std::sqrt(one * other) : 0;
    }
    const double best = *std::ranges::max_element(like);
    if (best < 0.4) return 0;
    std::size_t lag = shortest;  // the first hill that is nearly as high: not a multiple of it
    while (lag < longest && like[lag] < best * 0.9) ++lag;
    while (lag < longest && like[lag + 1] > like[lag]) ++lag;
    return static_cast<double>(rate) / static_cast<double>(lag);
}

// The pitch at parts of the voiced stretch: 0 is its beginning, 1 its end.
inline double pitch_at(Samples word, double part) {
    word.resize(word.size() + mix_rate / 15);  // so that its end has a window too
    std::vector<double> track;
    for (std::size_t at = 0; at < word.size(); at += mix_rate / 100)
        if (const double hertz = pitch(word, at); hertz > 0) track.push_back(hertz);
    if (track.size() < 3) throw std::runtime_error("no voice in it");
    return track[static_cast<std::size_t>(part * static_cast<double>(track.size() - 1))];
}

inline Utterance pinyin(const std::string& spoken) { return {spoken, kiosk::Language::chinese, spoken, spoken, {}}; }
inline Utterance in_english(const std::string& spoken) { return {spoken, kiosk::Language::english, spoken, spoken, {}}; }

inline Samples spoken(Voices& voices, const Utterance& what, int rate = usual_rate) {
    Samples all;
    const auto done = voices.speak(what, rate, [&](std::span<const float> piece) {
        all.insert(all.end(), piece.begin(), piece.end());
        return true;
    });
    if (!done) throw std::runtime_error(done.error().detail);
    return all;
}

}  // namespace hw
