// The visit and the voice.
#include "kiosk/visit/visitor.h"
#include "kiosk/visit/waiting.h"

namespace kiosk {

// What was said needs a moment to be thought over. That the page asks whether somebody is there is no sign of anybody.
void Visitor::operator()(const VoiceChanged& event) {
    auto& devices = s_.devices;
    devices.silent = event.silent;
    if (event.speaking == devices.speaking_since.has_value()) return;
    if (event.speaking) {
        devices.speaking_since = now();
        return;
    }
    s_.last_touch = s_.wipe_at ? s_.last_touch : idle_since(s_);
    devices.speaking_since.reset();
}

// Whoever plugs headphones in may be unable to see the page: it speaks from then on. Nothing that was meant for one pair of
// ears is said to the hall when they are pulled out.
void Visitor::operator()(const HeadphonesChanged& event) {
    if (event.in == s_.devices.headphones || !s_.has_voice) return;
    s_.devices.headphones = event.in;
    touch();
    s_.dark = false;
    s_.menu = event.in ? Menu::darkness : Menu::none;
    if (event.in)
        s_.aloud = true;
    else
        s_.aloud.reset();
    if (!event.in) effects_.emplace_back(HushVoice{});
}

void Visitor::operator()(const Listen&) {
    if (!s_.has_voice) return;
    s_.aloud = true;
    s_.menu = Menu::none;
    effects_.emplace_back(SpeakAgain{});
}

void Visitor::operator()(const StopListening&) {
    s_.aloud = false;
    s_.menu = Menu::none;
    effects_.emplace_back(HushVoice{});
}

// How the keys are used is for ears first.
void Visitor::operator()(const OpenMenu& event) {
    s_.menu = event.menu;
    if (event.menu == Menu::keys && s_.has_voice) s_.aloud = true;
}

void Visitor::operator()(const DarkenScreen&) {
    s_.dark = s_.devices.headphones;
    s_.menu = Menu::none;
}

}  // namespace kiosk
