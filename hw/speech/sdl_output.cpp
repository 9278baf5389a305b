#include <SDL2/SDL.h>

#include <cstdlib>
#include <optional>

#include "hw/speech/mixer.h"
#include "hw/speech/output.h"

namespace hw {
namespace {

using kiosk::Error;
using kiosk::Fault;
using kiosk::Result;

constexpr int buffer_frames = 512;  // 11 ms: what lies between a cut and silence

// SDL's audio, without its other parts: it starts and ends apart from the window. While it is started a thread of SDL's
// looks for devices, so it is started only while something is to be heard.
class SdlAudio {
public:
    // ALSA unless the environment names a driver: it needs no session, and the driver for PipeWire hangs without one.
    SdlAudio() : started_(std::getenv("SDL_AUDIODRIVER") ? SDL_AudioInit(nullptr) == 0 : start_usual()) {}
    ~SdlAudio() {
        if (started_) SDL_AudioQuit();
        SDL_TLSCleanup();  // what SDL keeps for this thread, its last error, would outlive a thread that is not SDL's
    }
    SdlAudio(const SdlAudio&) = delete;
    SdlAudio& operator=(const SdlAudio&) = delete;
    bool started() const { return started_; }

private:
    static bool start_usual() { return SDL_AudioInit("alsa") == 0 || SDL_AudioInit(nullptr) == 0; }
    bool started_;
};

class SdlOutput final : public Output {
public:
    SdlOutput(Fill fill, std::function<void()> on_change) : fill_(std::move(fill)), on_change_(std::move(on_change)) {}
    ~SdlOutput() override {
        SDL_DelEventWatch(watch, this);
        if (device_ != 0) SDL_CloseAudioDevice(device_);
    }
    SdlOutput(const SdlOutput&) = delete;
    SdlOutput& operator=(const SdlOutput&) = delete;

    std::optional<Error> open(const std::string& part) {
        if (!audio_.started()) return Error{Fault::not_found, std::string("no sound system: ") + SDL_GetError()};
        const auto found = find(part);
        if (!found) return Error{Fault::not_found, part.empty() ? "no sound device" : "no sound device named " + part};
        SDL_AudioSpec want{}, have{};
        want.freq = mix_rate;
        want.format = AUDIO_F32SYS;
        want.channels = 1;
        want.samples = buffer_frames;
        want.callback = [](void* self, Uint8* bytes, int length) {
            static_cast<SdlOutput*>(self)->fill_(
                {reinterpret_cast<float*>(bytes), static_cast<std::size_t>(length) / sizeof(float)});
        };
        want.userdata = this;
        device_ = SDL_OpenAudioDevice(found->empty() ? nullptr : found->c_str(), 0, &want, &have, 0);
        if (device_ == 0) return Error{Fault::refused, SDL_GetError()};
        name_ = std::string(SDL_GetCurrentAudioDriver()) + (found->empty() ? "" : ": " + *found);
        SDL_AddEventWatch(watch, this);
        SDL_PauseAudioDevice(device_, 0);
        return std::nullopt;
    }
    std::string name() const override { return name_; }

private:
    // "": the default one. nullopt: there is none.
    static std::optional<std::string> find(const std::string& part) {
        const int count = SDL_GetNumAudioDevices(0);
        if (part.empty()) return count == 0 ? std::nullopt : std::optional<std::string>("");
        for (int i = 0; i < count; ++i)
            if (const char* name = SDL_GetAudioDeviceName(i, 0); name && std::string(name).find(part) != std::string::npos)
                return name;
        return std::nullopt;
    }
    // A device that went is no error for SDL: it goes on asking for sound that nobody hears.
    static int watch(void* self, SDL_Event* event) {
        if (event->type == SDL_AUDIODEVICEADDED || event->type == SDL_AUDIODEVICEREMOVED)
            static_cast<SdlOutput*>(self)->on_change_();
        return 0;
    }

    SdlAudio audio_;
    const Fill fill_;
    const std::function<void()> on_change_;
    SDL_AudioDeviceID device_ = 0;
    std::string name_;
};

}  // namespace

OpenOutput sdl_output(std::string name) {
    return [name = std::move(name)](Fill fill, std::function<void()> on_change) -> Result<std::unique_ptr<Output>> {
        auto output = std::make_unique<SdlOutput>(std::move(fill), std::move(on_change));
        if (auto error = output->open(name)) return *std::move(error);
        return std::unique_ptr<Output>(std::move(output));
    };
}

}  // namespace hw
