#include <espeak-ng/espeak_ng.h>
#include <espeak-ng/speak_lib.h>

#include <atomic>
#include <cstring>
#include <optional>

#include "hw/speech/engine.h"

namespace hw {
namespace {

using kiosk::Error;
using kiosk::Fault;
using kiosk::Result;
using kiosk::Status;

constexpr int piece_ms = 20;
// How far the pitch moves. At the usual 50 the tones of Mandarin are too flat to be told apart.
constexpr int pitch_range = 100;
constexpr const char *mandarin = "cmn-latn-pinyin", *english = "en-us";

std::atomic<bool> in_use = false;

// Once in a process, and never ended: the second espeak_Terminate waits for ever for a thread of the library's (1.51).
int sample_rate_of_library() {
    static const int rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, piece_ms, nullptr, espeakINITIALIZE_DONT_EXIT);
    return rate;
}

class Espeak final : public Engine {
public:
    Espeak() = default;
    ~Espeak() override { in_use = false; }
    Espeak(const Espeak&) = delete;
    Espeak& operator=(const Espeak&) = delete;

    std::optional<Error> open() {
        rate_ = sample_rate_of_library();
        if (rate_ <= 0) return Error{Fault::not_found, "espeak-ng finds no data; is espeak-ng-data installed?"};
        espeak_SetSynthCallback(take);
        for (const char* voice : {english, mandarin})
            if (!choose(voice)) return Error{Fault::not_found, std::string("espeak-ng has no voice ") + voice};
        return std::nullopt;
    }

    int sample_rate() const override { return rate_; }

    Status speak(const Utterance& what, int words_a_minute, const PcmSink& sink) override {
        const char* voice = what.language == kiosk::Language::english ? english : mandarin;
        if (!choose(voice)) return Error{Fault::refused, std::string("espeak-ng has no voice ") + voice};
        espeak_SetParameter(espeakRATE, words_a_minute, 0);
        const auto result = espeak_Synth(what.spoken.c_str(), what.spoken.size() + 1, 0, POS_CHARACTER, 0,
                                         espeakCHARS_UTF8 | espeakENDPAUSE, nullptr, const_cast<PcmSink*>(&sink));
        if (result != EE_OK) return Error{Fault::refused, "espeak-ng refuses a sentence"};
        return kiosk::Done{};
    }

private:
    // Setting a voice resets the parameters.
    bool choose(const char* voice) {
        if (voice_ && std::strcmp(voice_, voice) == 0) return true;
        if (espeak_SetVoiceByName(voice) != EE_OK) return false;
        espeak_SetParameter(espeakRANGE, pitch_range, 0);
        voice_ = voice;
        return true;
    }

    // 1: no more is wanted.
    static int take(short* samples, int count, espeak_EVENT* events) {
        const auto* sink = static_cast<const PcmSink*>(events->user_data);
        if (!samples || count <= 0 || !sink) return 0;
        return (*sink)({samples, static_cast<std::size_t>(count)}) ? 0 : 1;
    }

    int rate_ = 0;
    const char* voice_ = nullptr;
};

}  // namespace

Result<std::unique_ptr<Engine>> open_espeak() {
    if (in_use.exchange(true)) return Error{Fault::refused, "espeak-ng is in use in this process already"};
    auto engine = std::make_unique<Espeak>();
    if (auto error = engine->open()) return *std::move(error);
    return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace hw
