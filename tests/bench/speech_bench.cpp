// From "say" to the first sample that the sound device is given, and what a silent voice costs. The device plays in real
// time, into nothing.
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "hw/speech/spoken_speech.h"

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int repeats = 30;
constexpr auto linger = 100ms;

std::string pss() {
    std::ifstream rollup("/proc/self/smaps_rollup");
    for (std::string line; std::getline(rollup, line);)
        if (line.starts_with("Pss:")) return line.substr(line.find_first_of("0123456789"));
    return "?";
}

// Notes when the first sound of a sentence reaches the device.
struct Ear {
    std::atomic<bool> listening = false;
    std::atomic<Clock::rep> heard = 0;

    hw::OpenOutput between(const hw::OpenOutput& output) {
        return [this, output](const hw::Fill& fill, std::function<void()> on_change) {
            const auto hear = [this, fill](std::span<float> out) {
                fill(out);
                if (listening && std::ranges::any_of(out, [](float s) { return std::abs(s) > 0.001F; }) &&
                    listening.exchange(false))
                    heard = Clock::now().time_since_epoch().count();
            };
            return output(hear, std::move(on_change));
        };
    }
};

double first_sample_ms(hw::Speech& speech, Ear& ear, const std::string& id) {
    ear.heard = 0;
    ear.listening = true;
    const auto asked = Clock::now().time_since_epoch().count();
    speech.say({{id, kiosk::Language::chinese, id, "nin2 yao4 ban4 shen2 me5 shi4?", {}}});
    while (ear.heard == 0) std::this_thread::sleep_for(100us);
    return static_cast<double>(ear.heard - asked) / 1e6;
}

void report(const char* what, std::vector<double> times) {
    std::ranges::sort(times);
    std::printf("%-44s median %6.2f ms   longest %6.2f ms\n", what, times[times.size() / 2], times.back());
}

}  // namespace

int main() {
    setenv("SDL_AUDIODRIVER", "dummy", 0);
    std::printf("PSS before: %s\n", pss().c_str());
    Ear ear;
    const auto speech = hw::open_speech({}, {hw::open_espeak, ear.between(hw::sdl_output("")), 3s, linger});
    std::vector<double> closed, open;
    for (int i = 0; i < repeats; ++i) {
        std::this_thread::sleep_for(3 * linger);
        closed.push_back(first_sample_ms(*speech, ear, "closed" + std::to_string(i)));
        open.push_back(first_sample_ms(*speech, ear, "open" + std::to_string(i)));
        speech->stop();
    }
    report("say -> first sample, the device was closed", closed);
    report("say -> first sample, cutting another sentence", open);
    std::printf("PSS after: %s\n", pss().c_str());
    std::this_thread::sleep_for(3 * linger);
    rusage before{}, after{};
    getrusage(RUSAGE_SELF, &before);
    std::this_thread::sleep_for(5s);
    getrusage(RUSAGE_SELF, &after);
    std::printf("wake-ups in 5 s of silence: %ld\n", after.ru_nvcsw - before.ru_nvcsw - 1);
}
